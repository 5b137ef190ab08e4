#include "client/opened_bucket_sessions.hpp"

#include "runtime/call.hpp"

#include <map>
#include <mutex>
#include <string>

namespace aloft::client_detail {
namespace asio = boost::asio;
namespace {

using namespace std::chrono_literals;

// Sessions last for five minutes.
constexpr runtime::refresh_policy session_policy{
    .advisory = 60s, .mandatory = 20s, .load_timeout = 60s, .pause_after_failure = 10s};
constexpr std::size_t most_kept = 100;

class session_provider final : public credentials_provider {
 public:
  session_provider(std::weak_ptr<const runtime::call_context> calls, std::string bucket)
      : calls_{std::move(calls)}, bucket_{std::move(bucket)} {}

  std::string_view name() const noexcept override { return "s3express"; }

  asio::awaitable<result<credentials>> load() override {
    const auto context = calls_.lock();
    if (!context) co_return error{error_kind::cancelled, "Cancelled", "the client is gone"};
    const auto operation = context->service->find_operation("CreateSession");
    if (!operation) co_return operation.error();
    boost::json::object members;
    members["Bucket"] = bucket_;
    boost::json::value input(std::move(members));
    runtime::call_input with{std::move(input), {}};
    const auto answer = co_await runtime::run_call(context, **operation, std::move(with), {});
    if (!answer) co_return answer.error();
    const value keys = answer->output.root()["Credentials"];
    credentials out;
    out.access_key_id = keys["AccessKeyId"].as_text();
    out.secret_access_key = keys["SecretAccessKey"].as_text();
    out.session_token = keys["SessionToken"].as_text();
    out.expiration = keys["Expiration"].as_timestamp().to_time_point();
    out.provider = "s3express";
    co_return out;
  }

 private:
  const std::weak_ptr<const runtime::call_context> calls_;
  const std::string bucket_;
};

class sessions final : public runtime::bucket_sessions {
 public:
  sessions(std::weak_ptr<const runtime::call_context> calls, asio::any_io_executor executor, const clock& time,
           log_sink* log)
      : calls_{std::move(calls)}, executor_{std::move(executor)}, time_{time}, log_{log} {}

  std::shared_ptr<runtime::identity_cache> of(std::string_view bucket) override {
    const std::lock_guard lock{mutex_};
    if (const auto found = kept_.find(bucket); found != kept_.end()) return found->second;
    if (kept_.size() >= most_kept) kept_.clear();  // rare; calls under way hold theirs
    auto made =
        std::make_shared<runtime::identity_cache>(std::make_shared<session_provider>(calls_, std::string{bucket}),
                                                  executor_, time_, system_random_source(), log_, session_policy);
    kept_.emplace(bucket, made);
    return made;
  }

 private:
  const std::weak_ptr<const runtime::call_context> calls_;
  const asio::any_io_executor executor_;
  const clock& time_;
  log_sink* const log_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<runtime::identity_cache>, std::less<>> kept_;
};

}  // namespace

std::shared_ptr<runtime::bucket_sessions> make_bucket_sessions(std::weak_ptr<const runtime::call_context> calls,
                                                               asio::any_io_executor executor, const clock& time,
                                                               log_sink* log) {
  return std::make_shared<sessions>(std::move(calls), std::move(executor), time, log);
}

}  // namespace aloft::client_detail
