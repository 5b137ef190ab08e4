#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/options/word_options.hpp"
#include "cli/output/answer.hpp"
#include "cli/run/print_setup.hpp"
#include "cli/run/run_event_loop.hpp"
#include "cli/run/session_setup.hpp"
#include "cli/run/stderr_log.hpp"
#include "cli/sweep/profiles.hpp"
#include "cli/sweep/target_reports.hpp"

#include <aloft/gather.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

json::value text_or_null(std::string_view text) { return text.empty() ? json::value(nullptr) : json::value(text); }

class whoami_command {
 public:
  whoami_command(const global_options& options, console& out)
      : options_{options},
        out_{out},
        log_{options.debug},
        settings_{resolve_settings(options)},
        profiles_{chosen_profiles(options, *settings_)} {
    expect_no_more(options.words, 1, "aloft whoami");
  }

  int run() {
    return run_event_loop([this](asio::any_io_executor executor) { return execute(std::move(executor)); });
  }

 private:
  asio::awaitable<int> execute(asio::any_io_executor executor) {
    auto how = session_settings(options_, log_);
    if (!profiles_.empty()) how.profile = profiles_.front();
    const session session = open_session(std::move(executor), std::move(how), settings_->files());
    if (profiles_.empty()) {
      const auto who = co_await ask(session, *settings_);
      print(who);
      co_return exit_status::success;
    }
    target_reports reports{out_, profiles_.size(), "profiles"};
    const auto one = [&](const std::string& name) -> asio::awaitable<json::object> {
      auto given = options_;
      given.profile = name;
      const auto settings = resolve_settings(given, settings_->files());
      const auto as = session.with_profile(name);
      auto who = co_await ask(as, *settings);
      reports.done(name);
      co_return who;
    };
    const auto answers = co_await gather_results(profiles_, one, {.limit = options_.parallel});
    json::array rows;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (answers[i]) {
        rows.push_back(*answers[i]);
      } else {
        reports.failed(in_profile(answers[i].error(), profiles_[i]));
      }
    }
    print(std::move(rows));
    co_return reports.status();
  }

  asio::awaitable<json::object> ask(const session& session, const config::settings& settings) const {
    const auto keys = co_await session.credentials();
    // Whoever has no region is somebody all the same.
    const auto sts = session.client("sts", client_settings(options_, settings.region ? "" : "us-east-1"));
    const response answer = co_await sts.call("GetCallerIdentity");
    json::object who;
    for (const char* name : {"Account", "Arn", "UserId"}) who[name] = answer[name].as_text();
    who["Profile"] = settings.profile.value;
    who["Region"] = text_or_null(settings.region.value);
    who["RegionFrom"] = text_or_null(from_command_line(settings.region.source));
    who["Provider"] = keys.provider;
    who["AccessKeyId"] = keys.access_key_id;
    who["Expiration"] = nullptr;
    if (keys.expiration)
      who["Expiration"] = format_timestamp(timestamp::from(*keys.expiration), timestamp_format::date_time);
    co_return who;
  }

  void print(const json::value& document) {
    const auto format = choose_format(options_, *settings_, output_format::table);
    out_.write(print_document(document, {}, print_settings(options_, out_, format)));
  }

  const global_options& options_;
  console& out_;
  stderr_log log_;
  std::shared_ptr<const config::settings> settings_;
  std::vector<std::string> profiles_;
};

}  // namespace

int run_whoami(const global_options& options, console& out) { return whoami_command{options, out}.run(); }

}  // namespace aloft::cli
