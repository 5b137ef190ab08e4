#pragma once
// Event → frame: the half of an event stream's codec that writes, for clients requests, for servers answers.

#include "aloft/error.hpp"
#include "aloft/input.hpp"
#include "protocol/event_form.hpp"

#include <string>
#include <string_view>

namespace aloft::protocol {

class event_writer {
 public:
  /// `side` is the operation's input or output that has the stream.
  event_writer(const event_form& form, const model::shape& side);

  /// Appends the event of that name; `content` is what the member of the union is. An exception of the union goes as
  /// one. Errors: usage "ParamValidation", as for the input of calls, and for names that the union has not;
  /// "EventTooLong". `to` is as it was then.
  result<void> write(std::string_view event, const input& content, std::string& to, bool validate = true) const;
  /// The message with the members beside the stream, where the form has one; else nothing is appended.
  result<void> write_initial(std::string_view type, const input& content, std::string& to) const;
  /// An error that no model describes.
  static result<void> write_error(std::string_view code, std::string_view message, std::string& to);

 private:
  const event_form& form_;
  const model::shape& side_;
  const model::shape& events_;
};

}  // namespace aloft::protocol
