#include "cli/command/call/call_sweep.hpp"

#include "cli/command/call/target_reader.hpp"
#include "cli/output/csv_rows.hpp"
#include "cli/run/pager.hpp"
#include "cli/sweep/adaptive_limit.hpp"
#include "cli/sweep/profiles.hpp"
#include "cli/sweep/sweep.hpp"
#include "cli/sweep/sweep_state.hpp"

#include <boost/json/serialize.hpp>

#include <map>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

/// Pages that are printed at the end.
struct kept_pages {
  struct page {
    response answer;
    bool followed;
  };
  std::vector<page> all;
};

std::unique_ptr<sweep_state> open_state(const call_plan& plan, const global_options& options, console& out) {
  if (options.state_file.empty()) return nullptr;
  if (options.max_items || !options.starting_token.empty())
    throw error{error_kind::usage, "BadOption",
                "--state keeps where each region is: --max-items and --starting-token cannot stand beside it"};
  json::object command{{"service", plan.service->name()},
                       {"operation", plan.operation->name()},
                       {"input", plan.input},
                       {"output", output_format_names().at(static_cast<std::size_t>(plan.format))}};
  return std::make_unique<sweep_state>(options.state_file, std::move(command), out);
}

class call_sweep {
 public:
  call_sweep(const call_plan& plan, const global_options& options, const print_options& print,
             const call_counts& counts, console& out)
      : plan_{plan}, options_{options}, print_{print}, counts_{counts}, out_{out}, reader_{plan, options} {
    print_.max_rows = options.max_items;  // of all together
    const bool ndjson = plan.format == output_format::ndjson;
    const bool profiles = !plan.profiles.empty();
    if (!print_.max_rows && !print_.query && plan.format == output_format::csv)
      csv_ = csv_rows::of(*plan.operation, row_list(*plan.operation), true, profiles);
    by_page_ = !print_.max_rows && !print_.query && (ndjson || csv_);
    by_target_ = !print_.max_rows && print_.query && ndjson;
    state_ = open_state(plan, options, out);
  }

  asio::awaitable<int> run(const session& session) {
    auto targets = co_await find_targets(session, plan_, options_);
    const bool profiles = !plan_.profiles.empty();
    const auto everywhere = targets.all.size() + targets.failures.size();
    if (state_) std::erase_if(targets.all, [&](const call_target& one) { return state_->finished(one.name()); });
    const auto before = everywhere - targets.all.size() - targets.failures.size();
    target_reports reports{out_, everywhere - before, profiles ? "calls" : "regions"};
    reports.add_totals(counts_, options_.summary);
    for (const auto& failure : targets.failures) reports.failed(failure);
    totals_ = &reports.totals();
    if (before > 0)
      out_.report("aloft: " + std::to_string(before) + " of " + std::to_string(everywhere) +
                  (profiles ? " calls" : " regions") + " were finished before (" + options_.state_file + ')');
    header_due_ = csv_ && !(state_ && state_->goes_on());
    const auto ask = [&](const call_target& target) { return read(target); };
    const auto answers = co_await sweep<kept_pages>(targets.all, ask, options_.parallel, reports);
    std::vector<answer_part> parts;
    sweep_state::step whole;
    for (std::size_t i = 0; i < targets.all.size(); ++i) {
      const auto& target = targets.all[i];
      const auto& answer = answers.by_target[i];
      if (!answer) continue;
      if (!*answer) {
        reports.failed(profiles ? in_profile(answer->error(), target.profile) : answer->error());
        continue;
      }
      whole.finished.push_back(target.name());
      for (const auto& page : (*answer)->all) parts.push_back(part_of(target, page.answer, page.followed));
    }
    if (!profiles && !answers.interrupted) reports.throw_if_all_failed_alike();
    if (!by_page_ && !by_target_ && !(state_ && parts.empty())) print_at_end(whole, parts);
    if (state_) state_->close();
    if (options_.max_items && (more_ || totals_->rows > *options_.max_items))
      out_.report("aloft: there is more than --max-items " + std::to_string(*options_.max_items) +
                  ", which counts the rows of all " + (profiles ? "calls" : "regions") +
                  " together; one region alone can be gone on with (--region and --starting-token)");
    co_return answers.interrupted ? reports.interrupted() : reports.status();
  }

 private:
  class taker final : public page_taker {
   public:
    taker(call_sweep& owner, const call_target& target) : owner_{owner}, target_{target} {}

    asio::awaitable<void> before_page() override {
      permit_.reset();
      permit_.emplace(co_await owner_.limit_of(target_).acquire());
    }

    void take(response page, bool followed, std::string resume_token) override {
      permit_->went(owner_.counts_.throttled(page.metadata().attempts));
      permit_.reset();
      owner_.totals_->count(page, row_list(*owner_.plan_.operation));
      more = !resume_token.empty();
      if (!owner_.by_page_) {
        kept.all.push_back({std::move(page), followed});
        return;
      }
      sweep_state::step done;
      if (resume_token.empty()) {
        done.finished.push_back(target_.name());
      } else {
        done.target = target_.name();
        done.token = std::move(resume_token);
      }
      owner_.print_rows(done, owner_.rows_of(part_of(target_, page)));
    }

    void failed(const error& failure) {
      if (permit_) permit_->went(failure.info().throttling);
    }

    kept_pages kept;
    bool more = false;  // behind the last page that was wanted

   private:
    call_sweep& owner_;
    const call_target& target_;
    std::optional<adaptive_limit::permit> permit_;
  };

  asio::awaitable<kept_pages> read(const call_target& target) {
    taker to{*this, target};
    const auto token = state_ && by_page_ ? state_->token_of(target.name()) : std::string{};
    try {
      co_await reader_.read(target, token, to);
      more_ = more_ || to.more;
    } catch (const error& failure) {
      to.failed(failure);
      throw;
    }
    if (by_target_) {
      std::vector<answer_part> parts;
      for (const auto& page : to.kept.all) parts.push_back(part_of(target, page.answer, page.followed));
      sweep_state::step done;
      done.finished.push_back(target.name());
      print_rows(done, print_answer(*plan_.operation, parts, print_));
      to.kept.all.clear();
    }
    co_return std::move(to.kept);
  }

  /// Profiles of one account share what the account is allowed.
  adaptive_limit& limit_of(const call_target& target) {
    const auto key = (target.account.empty() ? target.profile : target.account) + '/' + target.place;
    return limits_.try_emplace(key, options_.parallel).first->second;
  }

  std::string rows_of(const answer_part& page) {
    if (!csv_) return print_answer(*plan_.operation, {&page, 1}, print_);
    return (std::exchange(header_due_, false) ? csv_->header() : std::string{}) + csv_->records(page);
  }

  void print_rows(const sweep_state::step& done, const std::string& rows) {
    totals_->bytes += rows.size();
    if (state_)
      state_->print(done, rows);
    else if (!rows.empty())
      out_.write(rows);
  }

  void print_at_end(const sweep_state::step& done, const std::vector<answer_part>& parts) {
    const auto text = print_answer(*plan_.operation, parts, print_);
    if (state_) return print_rows(done, text);
    totals_->bytes += text.size();
    show(out_, text, answer_pager(options_, out_));
  }

  const call_plan& plan_;
  const global_options& options_;
  print_options print_;
  const call_counts& counts_;
  console& out_;
  const target_reader reader_;
  std::optional<csv_rows> csv_;
  bool header_due_ = false;
  bool more_ = false;       // somewhere, behind what --max-items wants
  bool by_page_ = false;    // rows are printed as pages come
  bool by_target_ = false;  // as targets are finished
  std::unique_ptr<sweep_state> state_;
  std::map<std::string, adaptive_limit> limits_;
  sweep_totals* totals_ = nullptr;
};

}  // namespace

asio::awaitable<int> sweep_call(const session& session, const call_plan& plan, const global_options& options,
                                const print_options& print, const call_counts& counts, console& out) {
  call_sweep job{plan, options, print, counts, out};
  co_return co_await job.run(session);
}

}  // namespace aloft::cli
