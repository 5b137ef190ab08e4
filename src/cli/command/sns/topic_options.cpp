#include "cli/command/sns/topic_options.hpp"

#include "cli/options/word_options.hpp"

#include <aloft/error.hpp>

namespace aloft::cli {

std::string take_topic(std::vector<std::string>& words, std::string_view usage) {
  for (const std::string_view name : {"--topic-arn", "--topic"})
    if (auto topic = take_option(words, name)) return std::move(*topic);
  if (words.size() > 2 && !words[2].starts_with("-")) {
    std::string topic = words[2];
    words.erase(words.begin() + 2);
    return topic;
  }
  throw error{error_kind::usage, "MissingParameter", "which topic? " + std::string{usage}};
}

}  // namespace aloft::cli
