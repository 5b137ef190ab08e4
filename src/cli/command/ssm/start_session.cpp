#include "cli/command/call/call_plan.hpp"
#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/run/run_event_loop.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_plugin.hpp"

#include <boost/json/array.hpp>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

struct opened_session {
  json::object answer;
  std::string region, endpoint;
};

opened_session open(const global_options& options, const call_plan& plan) {
  std::optional<opened_session> made;
  run_event_loop([&](asio::any_io_executor executor) -> asio::awaitable<int> {
    const session session = open_session(std::move(executor), plan.session, plan.files);
    const auto caller = session.client(plan.service->name(), client_settings(options, {}));
    const auto prepared = co_await caller.try_prepare(plan.operation->name(), plan.input);
    const response got = co_await caller.call(plan.operation->name(), plan.input);
    const auto& url = prepared.value().url;
    made = opened_session{to_json(got.output()).get_object(), std::string{caller.region()},
                          url.substr(0, url.find('/', url.find("://") + 3))};
    co_return exit_status::success;
  });
  if (!made) throw error{error_kind::cancelled, "Cancelled", "interrupted"};
  return *std::move(made);
}

/// The container of the task that the command runs in: ecs:CLUSTER_TASK_RUNTIME.
std::string ecs_target(const global_options& options, const json::object& answer) {
  const auto text = [&](const char* name) {
    const auto* value = answer.if_contains(name);
    return value && value->is_string() ? std::string{value->get_string()} : std::string{};
  };
  const auto last = [](const std::string& arn) { return arn.substr(arn.rfind('/') + 1); };
  const auto cluster = last(text("clusterArn")), task = last(text("taskArn")), container = text("containerName");
  const auto tasks =
      call_service(options, "ecs", "DescribeTasks", {{"cluster", cluster}, {"tasks", json::array{task}}});
  const auto* list = tasks.get_object().if_contains("tasks");
  if (list && list->is_array() && !list->get_array().empty()) {
    const auto* containers = list->get_array().front().get_object().if_contains("containers");
    if (containers && containers->is_array())
      for (const auto& one : containers->get_array())
        if (one.at("name") == json::value(container))
          return "ecs:" + cluster + "_" + task + "_" + std::string{one.at("runtimeId").as_string()};
  }
  throw error{error_kind::service, "NoContainer",
              "the task " + task + " has no running container '" + container + '\''};
}

bool asks_for_the_request(const global_options& options) {
  return options.skeleton || options.presign || options.print_request != request_form::none ||
         !options.regions.empty() || !options.profiles.empty();
}

}  // namespace

int run_start_session(const global_options& options, console& out) {
  if (asks_for_the_request(options)) return run_call(options, out);
  stderr_log log{options.debug};
  const auto plan = make_plan(options, options.words, log);
  expect_session_plugin();
  const auto opened = open(options, plan);
  become_session_plugin(options, opened.answer, plan.input, opened.region, opened.endpoint);
}

int run_execute_command(const global_options& options, console& out) {
  if (asks_for_the_request(options)) return run_call(options, out);
  stderr_log log{options.debug};
  const auto plan = make_plan(options, options.words, log);
  expect_session_plugin();
  const auto opened = open(options, plan);
  const auto* session = opened.answer.if_contains("session");
  if (!session || !session->is_object())
    throw error{error_kind::protocol, "NoSession", "the answer of ExecuteCommand holds no session"};
  const json::object parameters{{"Target", ecs_target(options, opened.answer)}};
  // The session speaks with Systems Manager, wherever ECS was asked.
  json::object renamed;
  for (const auto& [from, to] :
       {std::pair{"sessionId", "SessionId"}, {"tokenValue", "TokenValue"}, {"streamUrl", "StreamUrl"}})
    if (const auto* value = session->get_object().if_contains(from)) renamed[to] = *value;
  become_session_plugin(options, renamed, parameters, opened.region, "https://ssm." + opened.region + ".amazonaws.com");
}

}  // namespace aloft::cli
