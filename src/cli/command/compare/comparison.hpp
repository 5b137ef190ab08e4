#pragma once
// The same calls made in several ways, measured.

#include "aloft/error.hpp"
#include "aloft/session.hpp"
#include "cli/command/compare/resource_meter.hpp"

#include <boost/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace aloft::cli {

/// How the calls are made.
enum class calling_way {
  sequential,    ///< one after another in one thread
  threads,       ///< a thread for each call
  asynchronous,  ///< all at once in one thread
};

/// "one after another", "threads", "async".
std::string_view to_string(calling_way way) noexcept;

/// What is called: the operation once per region, `repeat` times.
struct calls_to_compare {
  std::string service;
  std::string operation;
  boost::json::value input;
  std::vector<std::string> regions;
  std::size_t repeat = 1;
  session_options session;
  client_options client;
};

struct way_measured {
  calling_way way = calling_way::sequential;
  bool pooled = false;
  resource_use use;
  std::uint64_t connections_opened = 0;
  std::vector<result<std::string>> answers;  ///< outputs as JSON text, in the order of the calls
};

/// Makes all calls in a session of their own and waits for them. Failures are among the answers.
way_measured measure(const calls_to_compare& calls, calling_way way, bool pooled);

}  // namespace aloft::cli
