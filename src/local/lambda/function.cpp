#include "local/lambda/function.hpp"

#include "local/api_error.hpp"
#include "local/characters.hpp"

#include <vector>

namespace aloft::local::lambda {

boost::json::object describe(const function& of) {
  const auto timeout = std::chrono::ceil<std::chrono::seconds>(of.behaviour.timeout).count();
  return {{"FunctionName", of.behaviour.name},
          {"FunctionArn", of.arn},
          {"Runtime", "provided.al2023"},
          {"Role", "arn:aws:iam::000000000000:role/local"},
          {"Handler", of.handler},
          {"CodeSize", 0},
          {"Timeout", timeout},
          {"MemorySize", 128},
          {"LastModified", format_timestamp(of.modified, timestamp_format::date_time)},
          {"Version", "$LATEST"},
          {"PackageType", "Zip"},
          {"State", "Active"},
          {"LastUpdateStatus", "Successful"}};
}

function_name parse_name(std::string_view text) {
  std::vector<std::string_view> parts;
  for (std::string_view rest = text;;) {
    const auto end = rest.find(':');
    parts.push_back(rest.substr(0, end));
    if (end == rest.npos) break;
    rest.remove_prefix(end + 1);
  }
  // "arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]" or its end, "NAME[:QUALIFIER]".
  std::size_t name = 0;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i)
    if (parts[i] == "function") name = i + 1;
  const bool fits = parts.size() - name <= 2 && !parts[name].empty() && parts[name].size() <= 140 &&
                    has_only_letters_digits_and("-_.", parts[name]);
  if (!fits)
    throw api_error{400, "ValidationException",
                    join({"1 validation error detected: Value '", text,
                          "' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression "
                          "pattern of a function's name"})};
  return {std::string{parts[name]}, parts.size() - name == 2 ? std::string{parts[name + 1]} : std::string{}};
}

}  // namespace aloft::local::lambda
