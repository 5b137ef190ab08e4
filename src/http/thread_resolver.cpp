#include "http/thread_resolver.hpp"

#include <netdb.h>
#include <netinet/in.h>

#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <system_error>
#include <thread>

namespace aloft::http {
namespace {

namespace ip = boost::asio::ip;

struct question {
  std::string name;
  std::function<void(addresses)> done;
};

ip::address to_address(const sockaddr& from) {
  if (from.sa_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(from);
    return ip::address_v4{ntohl(v4.sin_addr.s_addr)};
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(from);
  ip::address_v6::bytes_type bytes;
  std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
  return ip::address_v6{bytes, v6.sin6_scope_id};
}

error lookup_failure(const std::string& name, int code) {
  error_info info;
  info.kind = error_kind::connect;
  info.code = "UnknownHost";
  const bool known = code != EAI_NONAME && code != EAI_NODATA;
  info.message = "the address of \"" + name + "\" cannot be found: " +
                 (known ? gai_strerror(code) : "no such host name; check the endpoint, the region and the spelling");
  info.retryable = code == EAI_AGAIN || code == EAI_SYSTEM || code == EAI_MEMORY;
  return error{std::move(info)};
}

}  // namespace

addresses ask_system(const std::string& name) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (const int code = ::getaddrinfo(name.c_str(), nullptr, &hints, &found); code != 0)
    return lookup_failure(name, code);
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner{found, ::freeaddrinfo};
  std::vector<ip::address> all;
  for (const addrinfo* at = found; at != nullptr; at = at->ai_next)
    if (at->ai_family == AF_INET || at->ai_family == AF_INET6) all.push_back(to_address(*at->ai_addr));
  if (all.empty()) return lookup_failure(name, EAI_NONAME);
  return all;
}

struct thread_resolver::state {
  explicit state(thread_resolver_options o) : options{std::move(o)} {}

  void work() {
    std::unique_lock lock{mutex};
    for (;;) {
      ++idle;
      const bool more = change.wait_for(lock, options.linger, [this] { return closed || !questions.empty(); });
      --idle;
      if (closed || !more) break;
      question next = std::move(questions.front());
      questions.pop_front();
      lock.unlock();
      next.done(options.ask(next.name));
      next = {};
      lock.lock();
    }
    --threads;
  }

  const thread_resolver_options options;
  std::mutex mutex;
  std::condition_variable change;
  std::deque<question> questions;
  std::size_t threads = 0;
  std::size_t idle = 0;
  bool closed = false;
};

thread_resolver::thread_resolver(thread_resolver_options options)
    : state_{std::make_shared<state>(std::move(options))} {}

thread_resolver::~thread_resolver() {
  const std::lock_guard lock{state_->mutex};
  state_->closed = true;
  state_->change.notify_all();
}

std::size_t thread_resolver::threads() const noexcept {
  const std::lock_guard lock{state_->mutex};
  return state_->threads;
}

void thread_resolver::lookup(std::string name, std::function<void(addresses)> done) {
  std::unique_lock lock{state_->mutex};
  state_->questions.push_back({std::move(name), std::move(done)});
  if (state_->questions.size() <= state_->idle || state_->threads >= state_->options.max_threads) {
    state_->change.notify_one();
    return;
  }
  try {
    std::thread{[state = state_] { state->work(); }}.detach();
    ++state_->threads;
  } catch (const std::system_error& failure) {
    if (state_->threads > 0) return;  // another thread will come to it
    question refused = std::move(state_->questions.back());
    state_->questions.pop_back();
    lock.unlock();
    refused.done(error{error_kind::connect, "UnknownHost",
                       "the address of \"" + refused.name + "\" cannot be looked up: no thread: " + failure.what()});
  }
}

}  // namespace aloft::http
