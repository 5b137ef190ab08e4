#include "support/scripted_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cctype>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace aloft::testing {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error{errno, std::generic_category(), what}; }

std::string lower_case(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

}  // namespace

peer::peer(int descriptor, const std::atomic<bool>& stopped, int index)
    : descriptor_{descriptor}, stopped_{stopped}, index_{index} {
  const int on = 1;
  ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

peer::~peer() { close(); }

bool peer::ready(short what) const {
  pollfd wait{descriptor_, what, 0};
  while (!stopped_) {
    const int n = ::poll(&wait, 1, 10);
    if (n > 0) return true;
    if (n < 0 && errno != EINTR) return false;
  }
  return false;
}

std::string peer::read_some(std::size_t limit) {
  std::string bytes(limit, '\0');
  if (descriptor_ < 0) return {};
  if (tls_ != nullptr) {
    if (SSL_pending(tls_) == 0 && !ready(POLLIN)) return {};
    const int n = SSL_read(tls_, bytes.data(), static_cast<int>(limit));
    bytes.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    return bytes;
  }
  if (!ready(POLLIN)) return {};
  const auto n = ::recv(descriptor_, bytes.data(), limit, 0);
  bytes.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  return bytes;
}

std::string peer::read_head() {
  for (;;) {
    if (const auto end = held_.find("\r\n\r\n"); end != std::string::npos) {
      std::string head = held_.substr(0, end + 4);
      held_.erase(0, end + 4);
      return head;
    }
    const std::string more = read_some();
    if (more.empty()) return {};
    held_ += more;
  }
}

std::string peer::read_request() {
  std::string whole = read_head();
  if (whole.empty()) return {};
  const std::string head = lower_case(whole);
  if (head.find("\r\nexpect: 100-continue") != std::string::npos) write("HTTP/1.1 100 Continue\r\n\r\n");
  if (const auto at = head.find("\r\ncontent-length:"); at != std::string::npos) {
    const std::size_t length = std::strtoull(head.c_str() + at + 17, nullptr, 10);
    while (held_.size() < length) {
      const std::string more = read_some();
      if (more.empty()) return {};
      held_ += more;
    }
    whole += held_.substr(0, length);
    held_.erase(0, length);
  } else if (head.find("\r\ntransfer-encoding: chunked") != std::string::npos) {
    std::size_t end;
    while ((end = held_.rfind("0\r\n\r\n")) == std::string::npos || (end != 0 && held_[end - 1] != '\n')) {
      const std::string more = read_some();
      if (more.empty()) return {};
      held_ += more;
    }
    whole += held_.substr(0, end + 5);
    held_.erase(0, end + 5);
  }
  return whole;
}

bool peer::write(std::string_view bytes) {
  while (!bytes.empty()) {
    if (descriptor_ < 0 || !ready(POLLOUT)) return false;
    const auto n = tls_ != nullptr ? SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()))
                                   : ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n <= 0) {
      if (tls_ == nullptr && errno == EAGAIN) continue;
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

void peer::drip(std::string_view bytes, std::chrono::milliseconds pause_between, std::size_t at_once) {
  while (!bytes.empty()) {
    if (!write(bytes.substr(0, at_once))) return;
    bytes.remove_prefix(std::min(at_once, bytes.size()));
    if (!bytes.empty()) pause(pause_between);
  }
}

void peer::pause(std::chrono::milliseconds time) const {
  const auto end = std::chrono::steady_clock::now() + time;
  while (!stopped_ && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::min(std::chrono::milliseconds{5}, time));
}

void peer::stall() {
  while (!read_some().empty()) {
  }
}

void peer::close() {
  if (tls_ != nullptr) {
    SSL_shutdown(tls_);
    SSL_free(tls_);
    tls_ = nullptr;
  }
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

void peer::drop() {
  if (tls_ != nullptr) SSL_free(tls_);
  tls_ = nullptr;
  close();
}

void peer::reset() {
  const linger now{1, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  if (tls_ != nullptr) SSL_free(tls_);
  tls_ = nullptr;
  ::close(descriptor_);
  descriptor_ = -1;
}

bool peer::start_tls(SSL_CTX* context) {
  tls_ = SSL_new(context);
  SSL_set_fd(tls_, descriptor_);
  if (ready(POLLIN) && SSL_accept(tls_) == 1) return true;
  SSL_free(tls_);
  tls_ = nullptr;
  return false;
}

scripted_server::scripted_server(script each, int backlog) : each_{std::move(each)} {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener_ < 0) fail("socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0) fail("bind");
  if (::listen(listener_, backlog) != 0) fail("listen");
  ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread{[this] { accept_all(); }};
}

scripted_server::~scripted_server() {
  stopped_ = true;
  acceptor_.join();
  ::close(listener_);
  for (auto& each : threads_) each.join();
}

void scripted_server::accept_all() {
  ::pthread_setname_np(::pthread_self(), thread_name);  // the threads of the scripts inherit this
  sigset_t pipe;  // OpenSSL writes to closed sockets without MSG_NOSIGNAL; the threads of the scripts inherit this
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  pollfd wait{listener_, POLLIN, 0};
  while (!stopped_) {
    if (::poll(&wait, 1, 10) <= 0) continue;
    const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0) continue;
    const int index = accepted_++;
    threads_.emplace_back([this, descriptor, index] {
      peer connected{descriptor, stopped_, index};
      each_(connected);
    });
  }
}

std::string answer_ok(std::string_view body, std::string_view fields) {
  std::string text = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  text.append(fields).append("\r\n").append(body);
  return text;
}

}  // namespace aloft::testing
