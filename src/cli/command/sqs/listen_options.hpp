#pragma once
// What `aloft sqs listen` and its kin are told to do.

#include "cli/options/global_options.hpp"

#include <aloft/sqs_consumer.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::cli {

struct listen_options {
  std::string queue;
  std::string exec;       ///< a command for each message; empty: none
  std::string exec_loop;  ///< one command for all; empty: none
  bool deletes = false;   ///< without a command: what was written is deleted
  std::uint64_t max = 0;  ///< messages after which it ends; 0: none
  std::optional<std::chrono::seconds> idle_exit;
  sqs::consumer_options consumer;
};

/// Takes `--name DURATION`: "30s", "5m", "2h", or a number of seconds. Usage error "BadOption" (thrown).
std::optional<std::chrono::seconds> take_length_of_time(std::vector<std::string>& words, std::string_view name);

/// Takes `--queue X`, `--queue-url X`, or the next word. Usage error "MissingParameter" (thrown).
std::string take_queue(std::vector<std::string>& words, std::string_view usage);

/// Of `aloft sqs listen`. Usage errors (thrown).
listen_options read_listen_options(std::vector<std::string> words, std::string_view usage);

}  // namespace aloft::cli
