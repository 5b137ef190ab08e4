#include "services/s3/tree_work.hpp"

#include <aloft/concurrency.hpp>

#include "services/s3/request_members.hpp"

#include <chrono>

namespace aloft::s3 {
namespace asio = boost::asio;
namespace {

bool is_temporary(std::string_view code) noexcept {
  return code == "InternalError" || code == "SlowDown" || code == "ServiceUnavailable" || code == "RequestTimeout";
}

}  // namespace

asio::awaitable<result<std::vector<std::pair<std::string, error>>>> delete_objects(
    shared_transfers by, std::string bucket, std::vector<std::string> keys, const boost::json::object& settings) {
  constexpr int most_rounds = 4;
  std::vector<std::pair<std::string, error>> left;
  for (int round = 1; !keys.empty(); ++round) {
    param::list list;
    list.reserve(keys.size());
    for (const auto& key : keys) {
      param::map one;
      one.emplace_back("Key", param{key});
      list.push_back(param{std::move(one)});
    }
    param::map what;
    what.emplace_back("Objects", param{std::move(list)});
    what.emplace_back("Quiet", param{true});
    param::map all;
    all.emplace_back("Bucket", param{bucket});
    all.emplace_back("Delete", param{std::move(what)});
    for (const auto& [name, value] : members_of("DeleteObjects", settings)) all.emplace_back(name, param{value});
    input asked(param{std::move(all)});
    const auto answer = co_await by->call("DeleteObjects", std::move(asked));
    if (!answer) co_return answer.error();
    keys.clear();
    for (const value one : (*answer)["Errors"]) {
      const auto code = one["Code"].as_text();
      if (is_temporary(code) && round < most_rounds) {
        keys.emplace_back(one["Key"].as_text());
        continue;
      }
      error_info info;
      info.kind = error_kind::service;
      info.code = code;
      info.message = one["Message"].as_text();
      info.service = "s3";
      info.operation = "DeleteObjects";
      left.emplace_back(std::string{one["Key"].as_text()}, error{std::move(info)});
    }
    if (keys.empty()) break;
    const wake woken = co_await sleep(by->s3.clock(), std::chrono::milliseconds{250 << round});
    if (woken != wake::done) co_return cancelled_transfer();
  }
  co_return left;
}

}  // namespace aloft::s3
