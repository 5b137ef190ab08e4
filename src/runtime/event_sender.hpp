#pragma once
// The sending side of an event stream: events as the bytes that go out, each signed after the one before.

#include "aloft/credentials.hpp"
#include "aloft/input.hpp"
#include "auth/chain_signer.hpp"
#include "core/random_source.hpp"
#include "model/service.hpp"
#include "protocol/event_writer.hpp"
#include "runtime/call_context.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::runtime {

/// Thread: one at a time. Views that are given live until the next call.
class event_sender {
 public:
  /// `chain` follows from the request's signature; nothing: events go as they are.
  event_sender(std::shared_ptr<const call_context> context, const model::operation& operation,
               std::optional<auth::chain_signer> chain);

  /// Errors: usage "ParamValidation", "EventTooLong"; nothing is signed then.
  result<std::string_view> event(std::string_view name, const input& content);
  /// Of an event whose payload is bytes. Errors: also usage "NoPayload" for one whose is not.
  result<std::string_view> bytes(std::string_view name, std::string_view payload);
  bool signs() const noexcept { return chain_.has_value(); }
  /// What has to be sent before the end where events are signed: a signed frame that is empty.
  result<std::string_view> last();

 private:
  result<std::string_view> sign(std::string_view frame);

  const std::shared_ptr<const call_context> context_;
  const model::shape& side_;
  const protocol::event_writer writer_;
  std::optional<auth::chain_signer> chain_;
  std::string frame_, signed_;
};

}  // namespace aloft::runtime
