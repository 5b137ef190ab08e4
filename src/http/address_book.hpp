#pragma once
// What is known about names and addresses: answers and their age, which address comes next, which has just failed.
// Decisions only: no lookup, no clock, no lock.

#include "aloft/resolver.hpp"
#include "http/transport.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace aloft::http {

class address_book {
 public:
  using list = std::vector<boost::asio::ip::address>;

  /// Answers live between these, spread so that names learnt together are not asked for together again.
  static constexpr std::chrono::seconds shortest{5}, longest{30};
  /// How long an address that refused or swallowed a connection comes after the others.
  static constexpr std::chrono::seconds penalty{10};

  /// `jitter` in [0, 1) places the end of the answer's life.
  void learn(const std::string& name, list found, steady_time now, double jitter);

  /// The addresses to try, in order; nothing when the name is unknown or its answer too old. Each call starts one
  /// address further among those of the preferred family, so that connections spread over all of them.
  std::optional<list> next(const std::string& name, steady_time now);

  void failed(const boost::asio::ip::address& which, steady_time now);
  void worked(const boost::asio::ip::address& which);

 private:
  struct entry {
    list found;
    steady_time good_until;
    std::size_t turn = 0;
  };
  void forget_old(steady_time now);

  std::map<std::string, entry, std::less<>> names_;
  std::map<boost::asio::ip::address, steady_time> failed_until_;
  std::size_t forget_at_ = 256;  // names; looked through for old ones when there are so many
};

}  // namespace aloft::http
