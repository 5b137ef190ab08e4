#include "cli/command/cloudformation/artifact_bucket.hpp"
#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/grammar/parameter_file.hpp"
#include "cli/grammar/parameter_names.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/array.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::string_view usage =
    "aloft cloudformation deploy --template-file FILE --stack-name NAME [--parameter-overrides KEY=VALUE ...] "
    "[--capabilities NAME ...] [--tags KEY=VALUE ...] [--role-arn ARN] [--notification-arns ARN ...] "
    "[--s3-bucket NAME [--s3-prefix PREFIX] [--kms-key-id ID] [--force-upload]] "
    "[--no-execute-changeset] [--fail-on-empty-changeset] [--disable-rollback]";
constexpr std::size_t largest_inline_template = 51'200;

struct deployment {
  std::string stack, body, role;
  bucket_options bucket;  ///< where the template goes; no name: it goes along
  std::vector<std::pair<std::string, std::string>> overrides, tags;
  std::vector<std::string> capabilities, notifications;
  bool execute = true, fail_on_empty = false, disable_rollback = false;
};

std::vector<std::string> take_list(std::vector<std::string>& words, std::string_view name) {
  const auto at = std::find(words.begin(), words.end(), name);
  if (at == words.end()) return {};
  const auto end = std::find_if(at + 1, words.end(), [](const auto& word) { return is_option_word(word); });
  std::vector<std::string> list{at + 1, end};
  words.erase(at, end);
  return list;
}

std::vector<std::pair<std::string, std::string>> take_pairs(std::vector<std::string>& words, std::string_view name) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& word : take_list(words, name)) {
    const auto equals = word.find('=');
    if (equals == 0 || equals == std::string::npos)
      throw error{error_kind::usage, "BadOption", std::string{name} + ": expected KEY=VALUE, got '" + word + '\''};
    pairs.emplace_back(word.substr(0, equals), word.substr(equals + 1));
  }
  return pairs;
}

deployment read_deployment(const global_options& options) {
  auto words = options.words;
  deployment read;
  const auto file = take_option(words, "--template-file");
  read.stack = take_option(words, "--stack-name").value_or("");
  read.role = take_option(words, "--role-arn").value_or("");
  read.overrides = take_pairs(words, "--parameter-overrides");
  read.tags = take_pairs(words, "--tags");
  read.capabilities = take_list(words, "--capabilities");
  read.notifications = take_list(words, "--notification-arns");
  read.bucket = bucket_options::take(words);
  read.execute = !take_flag(words, "--no-execute-changeset");
  read.fail_on_empty = take_flag(words, "--fail-on-empty-changeset");
  take_flag(words, "--no-fail-on-empty-changeset");
  read.disable_rollback = take_flag(words, "--disable-rollback");
  take_flag(words, "--no-disable-rollback");
  expect_no_more(words, 2, usage);
  if (!file || read.stack.empty())
    throw error{error_kind::usage, "MissingParameter", "needs --template-file and --stack-name: " + std::string{usage}};
  const auto body = read_whole_file(*file);
  if (!body) throw error{error_kind::usage, "ParameterFile", "cannot read '" + *file + "': " + std::strerror(errno)};
  if (body->size() > largest_inline_template && read.bucket.bucket.empty())
    throw error{error_kind::usage, "TemplateTooLarge",
                "'" + *file +
                    "' has more than 51,200 bytes, which CloudFormation takes from S3 alone: name a bucket "
                    "(--s3-bucket)"};
  read.body = *body;
  return read;
}

json::array pairs_of(const std::vector<std::pair<std::string, std::string>>& pairs, std::string_view key,
                     std::string_view value) {
  json::array list;
  for (const auto& [name, text] : pairs) list.push_back(json::object{{key, name}, {value, text}});
  return list;
}

class deploying {
 public:
  /// `address`: of the template in S3; empty: it goes along.
  deploying(const deployment& what, client caller, std::string address, console& out)
      : what_{what}, caller_{std::move(caller)}, address_{std::move(address)}, out_{out} {}

  asio::awaitable<int> run() {
    const bool update = co_await stack_is_there();
    const auto change_set = co_await create_change_set(update);
    out_.write("\nWaiting for changeset to be created..\n");
    if (!co_await changes_are_ready(change_set)) {
      out_.write("\nNo changes to deploy. Stack " + what_.stack + " is up to date\n");
      co_return what_.fail_on_empty ? exit_status::other : exit_status::success;
    }
    if (!what_.execute) {
      out_.write(
          "Changeset created successfully. Run the following command to review changes:\naloft cloudformation "
          "describe-change-set --change-set-name " +
          change_set + "\n");
      co_return exit_status::success;
    }
    json::object input{{"ChangeSetName", change_set}, {"StackName", what_.stack}};
    if (what_.disable_rollback) input["DisableRollback"] = true;
    co_await caller_.call("ExecuteChangeSet", std::move(input));
    out_.write("Waiting for stack create/update to complete\n");
    co_await stack_is_complete();
    out_.write("Successfully created/updated stack - " + what_.stack + "\n");
    co_return exit_status::success;
  }

 private:
  /// A stack in REVIEW_IN_PROGRESS has never been made.
  asio::awaitable<bool> stack_is_there() {
    json::object input{{"StackName", what_.stack}};
    const auto answer = co_await caller_.try_call("DescribeStacks", std::move(input));
    if (!answer) {
      if (answer.error().message().find("does not exist") != std::string::npos) co_return false;
      throw answer.error();
    }
    co_return (*answer)["Stacks"][0]["StackStatus"].as_text() != "REVIEW_IN_PROGRESS";
  }

  /// Parameters of the template that nobody gave keep the values that the stack has.
  asio::awaitable<json::array> parameters(bool update) {
    auto list = pairs_of(what_.overrides, "ParameterKey", "ParameterValue");
    if (!update) co_return list;
    json::object stack{{"StackName", what_.stack}};
    const response before = co_await caller_.call("DescribeStacks", std::move(stack));
    json::object text;
    put_template(text);
    const response summary = co_await caller_.call("GetTemplateSummary", std::move(text));
    for (const value declared : summary["Parameters"]) {
      const std::string name{declared["ParameterKey"].as_text()};
      const auto is = [&](const auto& pair) { return pair.first == name; };
      if (std::any_of(what_.overrides.begin(), what_.overrides.end(), is)) continue;
      for (const value known : before["Stacks"][0]["Parameters"])
        if (known["ParameterKey"].as_text() == name)
          list.push_back(json::object{{"ParameterKey", name}, {"UsePreviousValue", true}});
    }
    co_return list;
  }

  void put_template(json::object& input) const {
    if (address_.empty())
      input["TemplateBody"] = what_.body;
    else
      input["TemplateURL"] = address_;
  }

  asio::awaitable<std::string> create_change_set(bool update) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now).count();
    json::object input{{"StackName", what_.stack},
                       {"ChangeSetName", "aloft-cloudformation-deploy-" + std::to_string(seconds)},
                       {"ChangeSetType", update ? "UPDATE" : "CREATE"},
                       {"Description", "Created by aloft"},
                       {"Capabilities", json::array(what_.capabilities.begin(), what_.capabilities.end())}};
    put_template(input);
    input["Parameters"] = co_await parameters(update);
    if (!what_.role.empty()) input["RoleARN"] = what_.role;
    if (!what_.tags.empty()) input["Tags"] = pairs_of(what_.tags, "Key", "Value");
    if (!what_.notifications.empty())
      input["NotificationARNs"] = json::array(what_.notifications.begin(), what_.notifications.end());
    const response made = co_await caller_.call("CreateChangeSet", std::move(input));
    co_return std::string{made["Id"].as_text()};
  }

  asio::awaitable<void> pause() const {
    constexpr std::chrono::seconds between{5};
    asio::steady_timer timer{co_await asio::this_coro::executor};
    timer.expires_after(between);
    co_await timer.async_wait(asio::use_awaitable);
  }

  /// False for a change set without changes.
  asio::awaitable<bool> changes_are_ready(const std::string& change_set) {
    for (;;) {
      json::object input{{"ChangeSetName", change_set}, {"StackName", what_.stack}};
      const response answer = co_await caller_.call("DescribeChangeSet", std::move(input));
      const auto status = answer["Status"].as_text(), reason = answer["StatusReason"].as_text();
      if (status == "CREATE_COMPLETE") co_return true;
      if (status == "FAILED") {
        const bool empty = reason.find("didn't contain changes") != std::string_view::npos ||
                           reason.find("No updates are to be performed") != std::string_view::npos;
        if (empty) co_return false;
        throw error{error_kind::service, "ChangeSetFailed", "the changeset cannot be made: " + std::string{reason}};
      }
      co_await pause();
    }
  }

  asio::awaitable<void> stack_is_complete() {
    for (;;) {
      json::object input{{"StackName", what_.stack}};
      const response answer = co_await caller_.call("DescribeStacks", std::move(input));
      const value stack = answer["Stacks"][0];
      const auto status = stack["StackStatus"].as_text();
      if (status == "CREATE_COMPLETE" || status == "UPDATE_COMPLETE") co_return;
      if (!status.ends_with("_IN_PROGRESS"))
        throw error{error_kind::service, "DeployFailed",
                    "the stack " + what_.stack + " ended in " + std::string{status} + ' ' +
                        std::string{stack["StackStatusReason"].as_text()} +
                        "; `aloft cloudformation describe-stack-events --stack-name " + what_.stack + "` says why"};
      co_await pause();
    }
  }

  const deployment& what_;
  const client caller_;
  const std::string address_;
  console& out_;
};

asio::awaitable<std::string> uploaded(const session& opened, const global_options& options, const deployment& what,
                                      console& out) {
  if (what.bucket.bucket.empty()) co_return std::string{};
  const artifact_bucket bucket{opened, options, what.bucket, out};
  const auto key = co_await bucket.put(what.body, "template", "template");
  co_return co_await bucket.address_of(key);
}

}  // namespace

int run_deploy(const global_options& options, console& out) {
  const auto what = read_deployment(options);
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    auto address = co_await uploaded(opened, options, what, out);
    deploying job{what, opened.client("cloudformation", client_settings(options, {})), std::move(address), out};
    co_return co_await job.run();
  });
}

}  // namespace aloft::cli
