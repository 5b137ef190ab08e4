#pragma once
// A request as the storm's server reads it, and the answers that belong to it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::storm {

struct storm_request {
  enum class kind { get_item, send_message, receive_message, delete_messages, put_object, get_object, unknown };

  std::string method, target, operation;  ///< operation: of X-Amz-Target
  std::optional<std::size_t> length;
  bool chunked = false;
  bool asks_first = false;  ///< Expect: 100-continue
  std::string body;         ///< as it was framed; of objects nothing is kept

  kind what() const;
};

/// `head` without its last empty line.
storm_request parse_head(std::string_view head);

/// The answer of success to a call, and one of another call that looks like it.
std::string success(storm_request::kind to, std::uint64_t number, std::string_view fields = "");
/// A refusal in the service's own form; `status` and `code` as given.
std::string refusal(storm_request::kind to, int status, std::string_view code, std::uint64_t number);
/// What GetObject's body of this call consists of: its id, again and again.
std::string object_of(std::uint64_t number);

}  // namespace aloft::storm
