#pragma once
// The machine that a case describes: a folder of its own for its files, its environment, a clock, and the network that
// the recorded traffic is.

#include "conformance/credentials_traffic.hpp"

#include "config/providers/context.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace aloft::conformance {

/// Stands still; whoever wants to sleep need not.
class still_clock final : public clock {
 public:
  explicit still_clock(std::chrono::system_clock::time_point at) : at_{at} {}
  std::chrono::system_clock::time_point now() const noexcept override { return at_; }
  std::chrono::steady_clock::time_point steady_now() const noexcept override {
    return std::chrono::steady_clock::now();
  }
  bool skip(std::chrono::milliseconds) const noexcept override { return true; }

 private:
  const std::chrono::system_clock::time_point at_;
};

class world {
 public:
  using variables = std::map<std::string, std::string>;

  world(std::vector<exchange> traffic, std::chrono::system_clock::time_point now);
  ~world();
  world(const world&) = delete;

  /// Puts a file at an absolute path of the case's machine. Written names of such files, in variables and in files,
  /// are to be given through place().
  void write(const std::string& path, const std::string& text);
  /// Copies a tree; absolute paths of its files that stand in its files lead to the copies.
  void copy(const std::filesystem::path& tree);
  /// Where a path of the case's machine is on this one.
  std::string place(const std::string& path) const { return root_.string() + path; }
  std::string read(const std::string& path) const;

  /// Variables with paths of files that were put here led to their places.
  void set(variables given);
  result<config::provider_context> providers(const config::overrides& given = {});

  template <class T>
  T run(boost::asio::awaitable<T> work) {
    std::exception_ptr thrown;
    std::optional<T> outcome;
    boost::asio::co_spawn(context_, std::move(work), [&](std::exception_ptr failure, T value) {
      thrown = failure;
      outcome.emplace(std::move(value));
    });
    context_.restart();
    while (!outcome && !thrown && context_.run_one() > 0) {
    }
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*outcome);
  }

  const traffic_server& network() const noexcept { return network_; }

 private:
  std::string led(std::string text) const;

  boost::asio::io_context context_;
  std::filesystem::path root_;
  std::vector<std::string> paths_;  // of files put here
  variables variables_;
  still_clock clock_;
  traffic_server network_;
};

}  // namespace aloft::conformance
