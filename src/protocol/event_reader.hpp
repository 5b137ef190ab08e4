#pragma once
// Frame → event: the half of an event stream's codec that reads, for clients answers, for servers requests.

#include "aloft/error.hpp"
#include "aloft/response_limits.hpp"
#include "document/document.hpp"
#include "protocol/event_form.hpp"
#include "serde/document_builder.hpp"
#include "serde/event_frame.hpp"

#include <string_view>

namespace aloft::protocol {

/// What a frame says.
struct incoming_event {
  bool initial = false;                   ///< the message with the members beside the stream
  std::string_view type;                  ///< as the frame has it; a view into it
  const model::member* member = nullptr;  ///< of the union; null: the model knows no such event
  document content;                       ///< the union with that member; of the initial message the input or output
};

/// Reads the events of one stream. Thread: one at a time.
class event_reader {
 public:
  /// `side` is the operation's input or output that has the stream.
  event_reader(const event_form& form, const model::operation& of, const model::shape& side,
               const response_limits& limits);

  /// Errors: service, the exception or error that the frame is: modelled ones have their shape's name as code, its
  /// status and its word about retrying. Protocol "UnreadableEvent", and those of the form's reader, for frames that
  /// make no sense. All are final.
  result<incoming_event> read(const serde::event_frame& frame);

 private:
  result<document> event(const model::member& member, const serde::event_frame& frame);
  result<document> initial(const serde::event_frame& frame);
  result<void> payload(const model::shape& event, std::string_view bytes);
  error exception(std::string_view type, std::string_view payload) const;
  error unmodelled(const serde::event_frame& frame) const;

  const event_form& form_;
  const model::operation& operation_;
  const model::shape& side_;
  const model::shape& events_;
  const serde::read_limits limits_;
  serde::document_builder builder_;
};

}  // namespace aloft::protocol
