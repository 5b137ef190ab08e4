#include "cli/command/call/call_plan.hpp"
#include "cli/command/call/page_choice.hpp"
#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/grammar/parameter_file.hpp"
#include "cli/grammar/skeleton.hpp"
#include "cli/output/presigned_text.hpp"
#include "cli/output/printed_request.hpp"
#include "cli/run/pager.hpp"
#include "cli/run/print_setup.hpp"
#include "cli/run/run_event_loop.hpp"
#include "cli/sweep/profiles.hpp"
#include "cli/sweep/sweep.hpp"
#include "cli/sweep/target_reports.hpp"
#include "cli/sweep/targets.hpp"

#include <filesystem>
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
  }

  int run() {
    if (options_.skeleton) {
      out_.write(print_skeleton(*plan_.operation, *options_.skeleton));
      return exit_status::success;
    }
    return run_event_loop([this](asio::any_io_executor executor) { return execute(std::move(executor)); });
  }

 private:
  /// The pages of one target that are still to be printed.
  struct pages {
    std::vector<response> all;
    bool followed = false;     ///< page after page, else one answer as it is
    std::string resume_token;  ///< where there are more than were wanted
  };

  asio::awaitable<int> execute(asio::any_io_executor executor) {
    const session session = open_session(std::move(executor), plan_.session, plan_.files);
    if (options_.presign) co_return co_await print_urls(session);
    if (options_.print_request != request_form::none) co_return co_await print_requests(session);
    if (print_.with_region) co_return co_await many_targets(session);
    const call_target only{session, {}, {}, {}, {}};
    if (!plan_.outfile.empty()) co_return co_await into_file(only);
    const auto answer = co_await read(only);
    print(only, answer);
    co_return exit_status::success;
  }

  client client_for(const call_target& target) const {
    return target.by.client(plan_.service->metadata().name, client_settings(options_, target.region));
  }

  static answer_part part_of(const call_target& from, const response& page) {
    return {from.place, page.output(), from.profile, from.account};
  }

  /// A file is read while it is sent. A pipe is read before: services that take bodies (S3) want their length first.
  call_options call_settings() const {
    if (!std::filesystem::is_regular_file(plan_.body_file)) return whole_body();
    call_options with;
    with.body = request_body::file(plan_.body_file);
    return with;
  }

  /// The body read into memory, where there is one.
  call_options whole_body() const {
    call_options with;
    if (!plan_.body_file.empty())
      with.body = request_body::bytes(read_parameter_text("fileb://" + plan_.body_file).value().text);
    return with;
  }

  /// A call whose answer has a body: that goes to the file as it arrives, the rest is printed.
  asio::awaitable<int> into_file(const call_target& target) {
    const auto caller = client_for(target);
    const call_options with = call_settings();
    response answer = co_await caller.call(plan_.operation->name, plan_.input, with);
    if (plan_.outfile != "-") {
      co_await save(answer);
      const auto part = part_of(target, answer);
      if (!plan_.operation->output_stream) print_.without = plan_.operation->output->payload->name;
      out_.write(print_answer(*plan_.operation, {&part, 1}, print_));
      co_return exit_status::success;
    }
    if (!plan_.operation->output_stream) out_.write(payload_of(answer));
    for (;;) {
      const auto piece = co_await answer.body().try_read();
      if (piece.value().empty()) co_return exit_status::success;
      out_.write(*piece);
    }
  }

  /// Bodies that do not stream are a member of the output.
  std::string_view payload_of(const response& answer) const {
    return answer[plan_.operation->output->payload->name].as_text();
  }

  asio::awaitable<void> save(response& answer) {
    if (plan_.operation->output_stream) {
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

  /// All pages of one target. Rows of NDJSON are printed as they come, and not kept.
  asio::awaitable<pages> read(const call_target& target) {
    pages read;
    const auto caller = client_for(target);
    const auto keep = [&](response page) {
      if (totals_) totals_->count(page, row_list(*plan_.operation));
      if (plan_.format == output_format::ndjson && !options_.query && !print_.max_rows) {
        const auto part = part_of(target, page);
        out_.write(print_answer(*plan_.operation, {&part, 1}, print_));
      } else {
        read.all.push_back(std::move(page));
      }
    };
    const auto how = choose_pages(*plan_.operation, plan_.input, options_);
    if (!how) {
      const call_options with = call_settings();
      keep(co_await caller.call(plan_.operation->name, plan_.input, with));
      co_return read;
    }
    read.followed = true;
    auto source = caller.pages(plan_.operation->name, plan_.input, *how);
    while (auto page = co_await source.next()) keep(*std::move(page));
    read.resume_token = source.resume_token();
    co_return read;
  }

  void add_parts(const call_target& target, const pages& read, std::vector<answer_part>& parts) {
    for (const auto& page : read.all) {
      parts.push_back(part_of(target, page));
      parts.back().paged = read.followed;
    }
  }

  asio::awaitable<int> many_targets(const session& session) {
    print_.max_rows = options_.max_items;  // of all together
    const auto targets = co_await find_targets(session, plan_, options_);
    const bool profiles = !plan_.profiles.empty();
    target_reports reports{out_, targets.all.size() + targets.failures.size(), profiles ? "calls" : "regions"};
    for (const auto& failure : targets.failures) reports.failed(failure);
    totals_ = &reports.totals();
    const auto ask = [&](const call_target& target) { return read(target); };
    const auto answers = co_await sweep<pages>(targets.all, ask, options_.parallel, reports);
    std::vector<answer_part> parts;
    for (std::size_t i = 0; i < targets.all.size(); ++i) {
      const auto& target = targets.all[i];
      const auto& answer = answers.by_target[i];
      if (!answer) continue;
      if (!*answer) {
        reports.failed(profiles ? in_profile(answer->error(), target.profile) : answer->error());
        continue;
      }
      add_parts(target, **answer, parts);
    }
    if (!profiles && !answers.interrupted) reports.throw_if_all_failed_alike();
    print_text(print_answer(*plan_.operation, parts, print_));
    co_return answers.interrupted ? reports.interrupted() : reports.status();
  }

  void print(const call_target& target, const pages& read) {
    std::vector<answer_part> parts;
    add_parts(target, read, parts);
    if (!parts.empty()) parts.back().resume_token = read.resume_token;
    print_text(print_answer(*plan_.operation, parts, print_));
    // Rows alone have no place for it.
    const bool rows_only = plan_.format == output_format::ndjson || plan_.format == output_format::csv;
    if (!read.resume_token.empty() && rows_only)
      out_.report("aloft: there is more: --starting-token " + read.resume_token);
  }

  void print_text(const std::string& text) { show(out_, text, answer_pager(options_, out_)); }

  asio::awaitable<int> print_requests(const session& session) {
    const auto targets = co_await find_targets(session, plan_, options_);
    for (const auto& target : targets.all) {
      const auto caller = client_for(target);
      const call_options with = whole_body();
      const auto request = co_await caller.try_prepare(plan_.operation->name, plan_.input, with);
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
      const auto caller = client_for(target);
      presign_options how;
      how.expires_in = plan_.expires_in;
      const auto request = co_await caller.presign(plan_.operation->name, plan_.input, how);
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
  call_plan plan_;
  print_options print_;
  sweep_totals* totals_ = nullptr;  // of a sweep
};

}  // namespace

int run_call(const global_options& options, console& out) { return call_command{options, out}.run(); }

}  // namespace aloft::cli
