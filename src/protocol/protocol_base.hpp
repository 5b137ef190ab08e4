#pragma once
// What all protocols share: the order of steps from input to request, and the two readers of an answer.

#include "protocol/body_format.hpp"
#include "protocol/errors.hpp"
#include "protocol/protocol.hpp"
#include "serde/document_builder.hpp"

#include <boost/json/fwd.hpp>

#include <optional>
#include <vector>

namespace aloft::protocol {

/// The head of an answer, as readers keep it.
struct answer_head {
  const model::operation* operation;
  int status;
  header_list headers;
};

class protocol_base : public protocol {
 public:
  result<http_request> serialize(const model::operation& operation, const serde::edited_input& input,
                                 const serialize_options& options) const final;
  using protocol::serialize;
  std::unique_ptr<response_reader> read(const model::operation& operation, int status, const header_list& headers,
                                        const limits& limits, shape_sink* output) const override;
  using protocol::read;

  /// The error in a body that is there as a whole.
  virtual error read_error(const answer_head& head, std::string_view body) const = 0;
  /// A success in whose body (maybe empty) nothing of the output came: the error that it is, or nothing where it is a
  /// success all the same. The head has no headers but the request id.
  virtual std::optional<error> judge_foreign(const answer_head& head, std::string_view body) const;

 protected:
  /// What the protocol itself puts into the request: the input, validated on the way as `how` says.
  virtual result<void> write_request(const model::operation& operation, const serde::edited_input& input,
                                     const serde::push_options& how, http_request& request) const = 0;
  /// The reader of a success.
  virtual std::unique_ptr<response_reader> read_output(const model::operation& operation, int status,
                                                       const header_list& headers, const limits& limits,
                                                       shape_sink* output) const = 0;
};

/// Collects an error's body within the limits, then has the protocol read it.
std::unique_ptr<response_reader> make_error_reader(const protocol_base& protocol, const model::operation& operation,
                                                   int status, const header_list& headers, const limits& limits);

/// The reader of answers whose body is the output structure and nothing else (the RPC protocols). Bodies of operations
/// that have no output are not looked into.
std::unique_ptr<response_reader> make_body_reader(const protocol_base& protocol, const model::operation& operation,
                                                  int status, const header_list& headers, const body_format& format,
                                                  const limits& limits, shape_sink* output,
                                                  std::vector<std::string_view> wrappers = {});

/// The head of an answer of which only the request id was kept.
answer_head bare_head(const model::operation& operation, int status, std::string_view request_id);

/// The members of a modelled error, read from its whole body; null when there are none or they can't be read.
std::shared_ptr<const boost::json::object> read_members(const model::shape& shape, std::string_view body,
                                                        const body_format& format, read_plan plan,
                                                        const answer_head* bindings = nullptr);

/// Text of the member that holds an error's message ("message" in any case); empty when there is none.
std::string message_of(const boost::json::object* members);

serde::read_limits read_limits_of(const limits& limits) noexcept;
serde::document_builder make_builder(const limits& limits);

}  // namespace aloft::protocol
