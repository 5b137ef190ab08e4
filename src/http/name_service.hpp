#pragma once
// Names to addresses for a transport: the address book in front of a resolver, one question per name at a time.

#include "aloft/resolver.hpp"
#include "core/random_source.hpp"
#include "flow/waiter.hpp"
#include "http/address_book.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace aloft::http {

class name_service {
 public:
  /// `guard` provides the lock and the deadlines.
  name_service(flow::watchdog& guard, std::shared_ptr<resolver> source);
  ~name_service();

  /// The addresses of `name` in the order in which to try them. Literals never leave the caller. All who ask for a name
  /// while it is being looked up get that one answer; a cancelled caller takes nothing from the others. Errors:
  /// UnknownHost; ConnectTimeout when `limit` passes; Cancelled.
  boost::asio::awaitable<addresses> resolve(const std::string& name, steady_time limit);

  void failed(const boost::asio::ip::address& which);
  void worked(const boost::asio::ip::address& which);
  /// Questions that left the process. Needs the lock.
  std::uint64_t lookups() const noexcept { return lookups_; }
  /// The executor's context is going away: no answer is delivered any more once this returns.
  void close() noexcept;
  /// All who wait leave: see waiter::drop(). Needs the lock.
  void clear(std::vector<flow::wait_handler>& dropped);

 private:
  /// A question under way, and who waits for its answer.
  struct question {
    flow::waiter::line line;
    addresses answer;
    bool answered = false;
  };
  /// Outlives the service in the hands of resolver threads; answers that come too late find nobody.
  struct tether;

  void answered(const std::string& name, const std::shared_ptr<question>& about, addresses answer);

  flow::watchdog& guard_;
  const std::shared_ptr<resolver> source_;
  const std::shared_ptr<tether> tether_;
  address_book book_;
  std::map<std::string, std::shared_ptr<question>, std::less<>> questions_;
  std::uint64_t lookups_ = 0;
};

}  // namespace aloft::http
