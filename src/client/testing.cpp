#include "aloft/testing.hpp"

#include "client/recording.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <fstream>
#include <mutex>
#include <utility>

namespace aloft::testing {
namespace asio = boost::asio;
using client_detail::recorded_exchange;

http_response reply(int status, std::string body, header_list headers) {
  http_response out;
  out.status = status;
  out.body = std::move(body);
  out.headers = std::move(headers);
  return out;
}

struct scripted_transport::state {
  script answers;
  mutable std::mutex mutex;
  std::vector<http_request> asked;
};

scripted_transport::scripted_transport(script answers) : state_{std::make_shared<state>()} {
  state_->answers = std::move(answers);
}

scripted_transport::scripted_transport(std::vector<http_response> answers)
    : scripted_transport{[all = std::move(answers), next = std::make_shared<std::atomic<std::size_t>>(0)](
                             const http_request&) -> result<http_response> {
        if (all.empty()) return reply(500);
        return all[std::min(next->fetch_add(1), all.size() - 1)];
      }} {}

scripted_transport::~scripted_transport() = default;

asio::awaitable<result<http_response>> scripted_transport::exchange(http_request request) {
  const auto mine = state_;
  {
    std::lock_guard lock{mine->mutex};
    mine->asked.push_back(request);
  }
  co_return mine->answers(request);
}

std::vector<http_request> scripted_transport::requests() const {
  std::lock_guard lock{state_->mutex};
  return state_->asked;
}

struct recording_transport::state {
  std::shared_ptr<message_transport> carrier;
  std::mutex mutex;
  std::ofstream file;
};

recording_transport::recording_transport(std::shared_ptr<message_transport> carrier, std::string path)
    : state_{std::make_shared<state>()} {
  state_->carrier = std::move(carrier);
  state_->file.open(path, std::ios::binary | std::ios::app);
  if (!state_->file) throw error{error_kind::usage, "OutputFile", "the recording " + path + " cannot be written"};
}

recording_transport::~recording_transport() = default;

asio::awaitable<result<http_response>> recording_transport::exchange(http_request request) {
  const auto mine = state_;
  auto recorded = recorded_exchange::of(request);
  auto answer = co_await mine->carrier->exchange(std::move(request));
  if (!answer) co_return answer.error();
  recorded.answer = client_detail::without_secrets(*answer);
  const std::string line = recorded.line();
  std::lock_guard lock{mine->mutex};
  mine->file << line << std::flush;
  co_return answer;
}

struct replaying_transport::state {
  std::mutex mutex;
  std::vector<recorded_exchange> left;
};

replaying_transport::replaying_transport(const std::string& path) : state_{std::make_shared<state>()} {
  std::ifstream file{path, std::ios::binary};
  if (!file) throw error{error_kind::usage, "BodyFile", "the recording " + path + " cannot be read"};
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) state_->left.push_back(recorded_exchange::read(line).value());
}

replaying_transport::~replaying_transport() = default;

asio::awaitable<result<http_response>> replaying_transport::exchange(http_request request) {
  const auto asked = recorded_exchange::of(request);
  const auto same_place = [&](const recorded_exchange& one) {
    return one.method == asked.method && one.url == asked.url;
  };
  std::lock_guard lock{state_->mutex};
  auto& left = state_->left;
  auto found = std::find_if(left.begin(), left.end(),
                            [&](const recorded_exchange& one) { return same_place(one) && one.body == asked.body; });
  if (found == left.end()) found = std::find_if(left.begin(), left.end(), same_place);
  if (found == left.end())
    co_return error{error_kind::usage, "NotRecorded",
                    "the recording has no answer left for " + asked.method + ' ' + asked.url + "; record it anew"};
  http_response answer = std::move(found->answer);
  left.erase(found);
  co_return answer;
}

}  // namespace aloft::testing
