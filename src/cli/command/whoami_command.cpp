#include "cli/command/commands.hpp"
#include "cli/command/event_loop.hpp"
#include "cli/command/session_setup.hpp"
#include "cli/command/stderr_log.hpp"
#include "cli/command/word_options.hpp"
#include "cli/exit_status.hpp"
#include "cli/output/answer.hpp"

#include <boost/json/object.hpp>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

json::value text_or_null(std::string_view text) { return text.empty() ? json::value(nullptr) : json::value(text); }

class whoami_command {
 public:
  whoami_command(const global_options& options, console& out)
      : options_{options}, out_{out}, log_{options.debug}, settings_{resolve_settings(options)} {
    expect_no_more(options.words, 1, "aloft whoami");
  }

  int run() {
    return run_event_loop([this](asio::any_io_executor executor) { return execute(std::move(executor)); });
  }

 private:
  asio::awaitable<int> execute(asio::any_io_executor executor) {
    const session session{std::move(executor), session_settings(options_, log_)};
    const auto keys = co_await session.credentials();
    // Whoever has no region is somebody all the same.
    const auto sts = session.client("sts", client_settings(options_, settings_->region ? "" : "us-east-1"));
    const response answer = co_await sts.call("GetCallerIdentity");
    json::object who;
    for (const char* name : {"Account", "Arn", "UserId"}) who[name] = answer[name].as_text();
    who["Profile"] = settings_->profile.value;
    who["Region"] = text_or_null(settings_->region.value);
    who["RegionFrom"] = text_or_null(settings_->region.source);
    who["Provider"] = keys.provider;
    who["AccessKeyId"] = keys.access_key_id;
    who["Expiration"] =
        keys.expiration ? json::value(format_timestamp(timestamp::from(*keys.expiration), timestamp_format::date_time))
                        : json::value(nullptr);
    const auto format = choose_format(options_, *settings_, output_format::table);
    out_.write(
        print_document(who, {}, {.format = format, .width = out_.width(), .max_rows = {}, .query = options_.query}));
    co_return exit_status::success;
  }

  const global_options& options_;
  console& out_;
  stderr_log log_;
  std::shared_ptr<const config::settings> settings_;
};

}  // namespace

int run_whoami(const global_options& options, console& out) { return whoami_command{options, out}.run(); }

}  // namespace aloft::cli
