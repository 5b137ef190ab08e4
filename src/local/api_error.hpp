#pragma once
// AWS's refusal of a request, thrown by operations and by the checks before them; the engine turns it into an answer.

#include <exception>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::local {

class api_error : public std::exception {
 public:
  api_error(int status, std::string code, std::string message)
      : status_{status}, code_{std::move(code)}, message_{std::move(message)} {}
  /// Most of EC2's refusals are 400.
  api_error(std::string code, std::string message) : api_error{400, std::move(code), std::move(message)} {}

  /// The same under another name for clients that once knew it from awsQuery.
  api_error known_as(std::string query_code) && {
    query_code_ = std::move(query_code);
    return std::move(*this);
  }

  /// A header of the answer, and an element that S3 writes beside the message.
  api_error with_header(std::string name, std::string value) && {
    headers_.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }
  api_error with_element(std::string name, std::string text) && {
    elements_.emplace_back(std::move(name), std::move(text));
    return std::move(*this);
  }

  using pairs = std::vector<std::pair<std::string, std::string>>;
  const pairs& headers() const noexcept { return headers_; }
  const pairs& elements() const noexcept { return elements_; }
  int status() const noexcept { return status_; }
  const std::string& code() const noexcept { return code_; }
  const std::string& query_code() const noexcept { return query_code_; }  ///< "": as code()
  const std::string& message() const noexcept { return message_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  int status_;
  std::string code_, message_, query_code_;
  pairs headers_, elements_;
};

/// One string from pieces.
std::string join(std::initializer_list<std::string_view> pieces);

// Refusals that many operations share.
api_error missing_parameter(std::string_view name);
api_error invalid_value(std::string_view value, std::string_view parameter, std::string_view why);
api_error invalid_parameter(std::string message);
api_error invalid_combination(std::string message);

}  // namespace aloft::local
