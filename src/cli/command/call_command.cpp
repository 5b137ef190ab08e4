#include "cli/command/call_plan.hpp"
#include "cli/command/commands.hpp"
#include "cli/command/event_loop.hpp"
#include "cli/command/pages.hpp"
#include "cli/command/region_reports.hpp"
#include "cli/exit_status.hpp"
#include "cli/grammar/skeleton.hpp"
#include "cli/output/printed_request.hpp"

#include <aloft/gather.hpp>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

class call_command {
 public:
  call_command(const global_options& options, console& out)
      : options_{options}, out_{out}, log_{options.debug}, plan_{make_plan(options, options.words, log_)} {
    print_ = {.format = plan_.format,
              .with_region = plan_.regions.has_value(),
              .width = out.width(),
              .max_rows = options.max_items,
              .query = options.query};
  }

  int run() {
    if (options_.skeleton) {
      out_.write(print_skeleton(*plan_.operation, *options_.skeleton));
      return exit_status::success;
    }
    return run_event_loop([this](asio::any_io_executor executor) { return execute(std::move(executor)); });
  }

 private:
  using pages = std::vector<response>;

  asio::awaitable<int> execute(asio::any_io_executor executor) {
    const session session{std::move(executor), plan_.session};
    if (options_.print_request != request_form::none) co_return co_await print_requests(session);
    if (plan_.regions) co_return co_await many_regions(session);
    print(co_await read(session, {}));
    co_return exit_status::success;
  }

  client client_for(const session& session, const std::string& region) const {
    return session.client(plan_.service->metadata().name, client_settings(options_, region));
  }

  /// All pages of one region; empty region: the configured one. Rows of NDJSON are printed as they come, and not kept.
  asio::awaitable<pages> read(const session& session, std::string region) {
    pages all;
    const auto caller = client_for(session, region);
    const auto keep = [&](response page) {
      if (plan_.format == output_format::ndjson && !options_.max_items && !options_.query) {
        const answer_part part{region, page.output()};
        out_.write(print_answer(*plan_.operation, {&part, 1}, print_));
      } else {
        all.push_back(std::move(page));
      }
    };
    co_await read_pages(caller, *plan_.operation, plan_.input, options_, keep);
    co_return all;
  }

  asio::awaitable<int> many_regions(const session& session) {
    const auto regions = co_await find_regions(session, plan_, options_);
    region_reports reports{out_, regions.size()};
    const auto ask = [&](const std::string& region) -> asio::awaitable<pages> {
      auto answer = co_await read(session, region);
      reports.done(region);
      co_return answer;
    };
    auto answers = co_await gather_results(regions, ask, {.limit = options_.parallel});
    std::vector<answer_part> parts;
    for (std::size_t i = 0; i < regions.size(); ++i) {
      if (!answers[i]) {
        reports.failed(answers[i].error());
        continue;
      }
      for (const auto& page : *answers[i]) parts.push_back({regions[i], page.output()});
    }
    reports.throw_if_all_failed_alike();
    out_.write(print_answer(*plan_.operation, parts, print_));
    co_return reports.status();
  }

  void print(const pages& all) {
    std::vector<answer_part> parts;
    for (const auto& page : all) parts.push_back({{}, page.output()});
    out_.write(print_answer(*plan_.operation, parts, print_));
  }

  asio::awaitable<int> print_requests(const session& session) {
    std::vector<std::string> regions{std::string{}};
    if (plan_.regions) regions = co_await find_regions(session, plan_, options_);
    for (const auto& region : regions) {
      const auto caller = client_for(session, region);
      const auto request = co_await caller.prepare(plan_.operation->name, plan_.input);
      const auto& signed_request = request.value();
      out_.write(options_.print_request == request_form::curl ? print_curl(signed_request)
                                                              : print_http(signed_request));
    }
    co_return exit_status::success;
  }

  const global_options& options_;
  console& out_;
  stderr_log log_;
  call_plan plan_;
  print_options print_;
};

}  // namespace

int run_call(const global_options& options, console& out) { return call_command{options, out}.run(); }

}  // namespace aloft::cli
