#pragma once
// ARNs of topics.

#include <aloft/error.hpp>

#include <string>
#include <string_view>

namespace aloft::sqs {

/// A part of an ARN, counting from 0 ("arn"); empty where there is none. The last part is the sixth.
inline std::string_view arn_part(std::string_view arn, int number) noexcept {
  for (; number > 0; --number) {
    const auto colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return arn.substr(0, arn.find(':'));
}

inline std::string_view region_of(std::string_view arn) noexcept { return arn_part(arn, 3); }
inline std::string_view account_of(std::string_view arn) noexcept { return arn_part(arn, 4); }

/// arn:PARTITION:sns:REGION:ACCOUNT:NAME, and nothing that would be more than text in a policy.
inline bool is_topic_arn(std::string_view arn) noexcept {
  const auto plain = [](std::string_view part) {
    return !part.empty() &&
           part.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
               std::string_view::npos;
  };
  int colons = 0;
  for (const char c : arn) colons += c == ':';
  return colons == 5 && arn_part(arn, 0) == "arn" && plain(arn_part(arn, 1)) && arn_part(arn, 2) == "sns" &&
         plain(region_of(arn)) && plain(account_of(arn)) && plain(arn_part(arn, 5));
}

inline error not_a_topic(std::string_view arn) {
  return error{error_kind::usage, "InvalidTopic",
               '\'' + std::string{arn} + "' is no topic; expected arn:aws:sns:REGION:ACCOUNT:NAME"};
}

}  // namespace aloft::sqs
