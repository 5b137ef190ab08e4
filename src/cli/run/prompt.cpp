#include "cli/run/prompt.hpp"

#include "aloft/error.hpp"

#include <iostream>

namespace aloft::cli {

std::string ask(console& out, std::string_view question) {
  out.write(question);
  std::string line;
  if (!std::getline(std::cin, line))
    throw error{error_kind::usage, "NoAnswer",
                "the input ended before everything was answered; what was answered is not kept"};
  const auto first = line.find_first_not_of(" \t\r");
  if (first == std::string::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

}  // namespace aloft::cli
