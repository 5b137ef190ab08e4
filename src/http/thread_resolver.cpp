#include "http/thread_resolver.hpp"

#include "flow/blocking_pool.hpp"

#include <netdb.h>
#include <netinet/in.h>

#include <cstring>
#include <utility>

namespace aloft::http {
namespace {

namespace ip = boost::asio::ip;

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
  explicit state(thread_resolver_options o) : ask{std::move(o.ask)}, pool{{o.max_threads, o.linger}} {}
  const std::function<addresses(const std::string&)> ask;
  flow::blocking_pool pool;
};

thread_resolver::thread_resolver(thread_resolver_options options)
    : state_{std::make_unique<state>(std::move(options))} {}

thread_resolver::~thread_resolver() = default;

std::size_t thread_resolver::threads() const noexcept { return state_->pool.threads(); }

void thread_resolver::lookup(std::string name, std::function<void(addresses)> done) {
  const bool begun = state_->pool.run([ask = state_->ask, name, done] { done(ask(name)); });
  if (begun) return;
  done(error{error_kind::connect, "UnknownHost",
             "the address of \"" + name + "\" cannot be looked up: no thread can be started"});
}

}  // namespace aloft::http
