#include "cli/command/call/call_plan.hpp"
#include "cli/command/call/call_sweep.hpp"
#include "cli/command/call/event_printer.hpp"
#include "cli/command/call/target_reader.hpp"
#include "cli/command/commands.hpp"
#include "cli/customizations/bare_answer.hpp"
#include "cli/exit_status.hpp"
#include "cli/grammar/skeleton.hpp"
#include "cli/output/csv_rows.hpp"
#include "cli/output/presigned_text.hpp"
#include "cli/output/printed_request.hpp"
#include "cli/run/pager.hpp"
#include "cli/run/print_setup.hpp"
#include "cli/run/run_event_loop.hpp"
#include "cli/run/time_choice.hpp"
#include "cli/sweep/target_reports.hpp"
#include "cli/sweep/targets.hpp"

#include <fstream>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

class call_command {
 public:
  call_command(const global_options& options, console& out)
      : options_{options}, out_{out}, log_{options.debug}, plan_{make_plan(options, options.words, log_)} {
    print_ = print_settings(options, out, plan_.format);
    print_.with_region = plan_.regions || !plan_.profiles.empty();
    if (!options.skeleton)
      print_.times = choose_times(*resolve_settings(options, plan_.files), plan_.service->protocol());
    plan_.session.observers.push_back(counts_);
    if (!print_.with_region && !options.state_file.empty())
      throw error{error_kind::usage, "BadOption",
                  "--state keeps how far --regions or --profiles have come: there are none"};
  }

  int run() {
    if (options_.skeleton) {
      out_.write(print_skeleton(*plan_.operation, *options_.skeleton));
      return exit_status::success;
    }
    return run_event_loop([this](asio::any_io_executor executor) { return execute(std::move(executor)); });
  }

 private:
  asio::awaitable<int> execute(asio::any_io_executor executor) {
    const session session = open_session(std::move(executor), plan_.session, plan_.files);
    if (options_.presign) co_return co_await print_urls(session);
    if (options_.print_request != request_form::none) co_return co_await print_requests(session);
    if (plan_.operation->has_event_stream_output()) co_return co_await print_events(session, plan_, options_, out_);
    if (print_.with_region) co_return co_await sweep_call(session, plan_, options_, print_, *counts_, out_);
    const call_target only{session, {}, {}, {}, {}};
    if (!plan_.outfile.empty()) co_return co_await into_file(only);
    co_return co_await one_target(only);
  }

  /// A call whose answer has a body: that goes to the file as it arrives, the rest is printed.
  asio::awaitable<int> into_file(const call_target& target) {
    const auto caller = reader_.client_for(target);
    const call_options with = reader_.body_settings();
    response answer = co_await caller.call(plan_.operation->name(), plan_.input, with);
    // A bare answer of nothing (an invocation that was queued) says less than the rest.
    const auto* bare = find_bare_answer(*plan_.operation);
    if (plan_.outfile != "-" || (bare != nullptr && payload_of(answer).empty())) {
      if (plan_.outfile != "-") co_await save(answer);
      const auto part = part_of(target, answer);
      if (!plan_.operation->streaming_output()) print_.without = payload_name();
      out_.write(print_answer(*plan_.operation, {&part, 1}, print_));
      co_return exit_status::success;
    }
    if (!plan_.operation->streaming_output()) out_.write(payload_of(answer));
    if (bare != nullptr && answer.output().contains(bare->failure)) {
      out_.report("aloft: " + plan_.operation->kebab_name() + ": what was answered is a failure (" +
                  std::string{bare->failure} + " " + std::string{answer[bare->failure].as_text()} + ")");
      co_return exit_status::partial;
    }
    for (;;) {
      const auto piece = co_await answer.body().try_read();
      if (piece.value().empty()) co_return exit_status::success;
      out_.write(*piece);
    }
  }

  /// Bodies that do not stream are a member of the output.
  std::string_view payload_name() const { return plan_.operation->output().payload()->name(); }
  std::string_view payload_of(const response& answer) const { return answer[payload_name()].as_text(); }

  asio::awaitable<void> save(response& answer) {
    if (plan_.operation->streaming_output()) {
      const auto saved = co_await answer.body().try_save(plan_.outfile);
      if (saved) co_return;
      // The call was made: that the file cannot be written is no mistake of the command line's any more.
      throw saved.error().with([](error_info& info) {
        if (info.kind == error_kind::usage) info.kind = error_kind::protocol;
      });
    }
    std::ofstream file{plan_.outfile, std::ios::binary};
    if (!(file << payload_of(answer)).flush())
      throw output_error{errno, std::generic_category(), "cannot write to " + plan_.outfile};
  }

  /// Rows of NDJSON and CSV are printed as pages come, and not kept.
  class printed_pages final : public page_taker {
   public:
    printed_pages(call_command& by, const call_target& target) : by_{by}, target_{target} {
      lines_ = prints_by_page(*by.plan_.operation, by.print_) && answer_pager(by.options_, by.out_).empty();
      if (by.print_.query || by.options_.max_items) return;
      ndjson_ = by.plan_.format == output_format::ndjson;
      if (by.plan_.format != output_format::csv) return;
      csv_ = csv_rows::of(*by.plan_.operation, row_list(*by.plan_.operation), false, false);
    }

    asio::awaitable<void> before_page() override { co_return; }

    void take(response page, bool followed, std::string resume_token) override {
      followed_ = followed;
      resume_token_ = std::move(resume_token);
      auto part = part_of(target_, page, followed);
      part.first = first_;
      if (csv_) {
        by_.out_.write((first_ ? csv_->header() : std::string{}) + csv_->records(part));
      } else if (ndjson_ || (lines_ && followed)) {
        by_.out_.write(print_answer(*by_.plan_.operation, {&part, 1}, by_.print_));
      } else {
        kept_.push_back(std::move(page));
      }
      first_ = false;
    }

    void print_kept() {
      std::vector<answer_part> parts;
      for (const auto& page : kept_) {
        parts.push_back(part_of(target_, page, followed_));
        parts.back().first = parts.size() == 1;
      }
      if (!parts.empty()) parts.back().resume_token = resume_token_;
      if (!parts.empty()) by_.print_text(print_answer(*by_.plan_.operation, parts, by_.print_));
      if (lines_ && followed_) by_.out_.write(next_token_line(resume_token_));
      // Rows alone have no place for it.
      const bool rows_only = by_.plan_.format == output_format::ndjson || by_.plan_.format == output_format::csv;
      if (!resume_token_.empty() && rows_only)
        by_.out_.report("aloft: there is more: --starting-token " + resume_token_);
    }

   private:
    call_command& by_;
    const call_target& target_;
    bool ndjson_ = false;
    bool lines_ = false;  // of text
    std::optional<csv_rows> csv_;
    std::vector<response> kept_;
    bool followed_ = false;  // page after page, else one answer as it is
    bool first_ = true;
    std::string resume_token_;  // where there are more than were wanted
  };

  asio::awaitable<int> one_target(const call_target& only) {
    printed_pages answer{*this, only};
    co_await reader_.read(only, {}, answer);
    answer.print_kept();
    co_return exit_status::success;
  }

  void print_text(const std::string& text) { show(out_, text, answer_pager(options_, out_)); }

  asio::awaitable<int> print_requests(const session& session) {
    const auto targets = co_await find_targets(session, plan_, options_);
    for (const auto& target : targets.all) {
      const auto caller = reader_.client_for(target);
      const call_options with = reader_.whole_body();
      const auto request = co_await caller.try_prepare(plan_.operation->name(), plan_.input, with);
      const auto& signed_request = request.value();
      out_.write(options_.print_request == request_form::curl ? print_curl(signed_request)
                                                              : print_http(signed_request));
    }
    target_reports reports{out_, targets.all.size()};
    for (const auto& failure : targets.failures) reports.failed(failure);
    co_return reports.status();
  }

  /// Each URL on a line; what must be sent beside it is said on the standard error.
  asio::awaitable<int> print_urls(const session& session) {
    const auto targets = co_await find_targets(session, plan_, options_);
    for (const auto& target : targets.all) {
      const auto caller = reader_.client_for(target);
      presign_options how;
      how.expires_in = plan_.expires_in;
      const auto request = co_await caller.presign(plan_.operation->name(), plan_.input, how);
      out_.write(print_presigned(request, options_.print_request));
      if (options_.print_request != request_form::none) continue;
      if (const auto note = presigned_note(request); !note.empty()) out_.report("aloft: " + note);
    }
    target_reports reports{out_, targets.all.size()};
    for (const auto& failure : targets.failures) reports.failed(failure);
    co_return reports.status();
  }

  const global_options& options_;
  console& out_;
  stderr_log log_;
  const std::shared_ptr<call_counts> counts_ = std::make_shared<call_counts>();
  call_plan plan_;
  const target_reader reader_{plan_, options_};
  print_options print_;
};

}  // namespace

int run_call(const global_options& options, console& out) { return call_command{options, out}.run(); }

}  // namespace aloft::cli
