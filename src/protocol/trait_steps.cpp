#include "protocol/trait_steps.hpp"

#include <aloft/base64.hpp>
#include "crypto/digest.hpp"
#include "crypto/uuid.hpp"
#include "protocol/event_form.hpp"

#include <zlib.h>

#include <algorithm>
#include <optional>

namespace aloft::protocol {
namespace {

/// RFC 1952, without a time stamp: the same body always gives the same bytes. Nothing when zlib refuses.
std::optional<std::string> gzip(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  if (!whole) return {};
  return out;
}

bool host_label(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
  });
}

}  // namespace

result<void> refuse_input_events(const model::operation& operation, std::string_view protocol) {
  if (!operation.input_event_stream) return {};
  const event_form* const form = event_form_of(protocol);
  if (form != nullptr && !form->initial_messages) return {};
  return error{error_kind::usage, "EventStreamNotSupported",
               std::string{operation.name} + " takes events by the protocol " + std::string{protocol} +
                   ", in which no operation of AWS did so far: aloft cannot send them"};
}

std::string make_token(const model::operation& operation, const serde::edited_input& input,
                       const serialize_options& options) {
  if (!operation.input) return {};
  const auto& members = operation.input->members;
  const bool absent = std::any_of(members.begin(), members.end(), [&](const model::member& member) {
    return member.idempotency_token && !input.has(member.name);
  });
  if (!absent) return {};
  return options.idempotency_token ? options.idempotency_token(options.state) : crypto::make_uuid();
}

result<std::string> host_prefix(const model::operation& operation, const serde::edited_input& input) {
  std::string host;
  std::string_view rest = operation.host_prefix;
  while (!rest.empty()) {
    const auto open = rest.find('{');
    const auto close = open == rest.npos ? open : rest.find('}', open);
    if (close == rest.npos) {
      host += rest;
      break;
    }
    host += rest.substr(0, open);
    const auto name = rest.substr(open + 1, close - open - 1);
    const std::string_view label = input.text(name);
    if (!host_label(label))
      return error{error_kind::usage, "ParamValidation",
                   "Invalid value for parameter " + std::string{name} +
                       ": it becomes part of the host name, so it must be letters, digits, hyphens and dots"};
    host += label;
    rest.remove_prefix(close + 1);
  }
  return host;
}

void compress_body(const model::operation& operation, const serialize_options& options, http_request& request) {
  if (!options.compress || request.body.empty() || !operation.compressible) return;
  if (!operation.input_stream && request.body.size() < options.min_compression_size) return;
  auto packed = gzip(request.body);
  if (!packed) return;
  request.body = *std::move(packed);
  const auto stated = request.headers.find("Content-Encoding");
  request.headers.set("Content-Encoding", stated ? std::string{*stated} + ",gzip" : "gzip");
}

void add_checksum(const model::operation& operation, http_request& request) {
  if (!operation.checksum_required || request.headers.contains("Content-MD5")) return;
  if (!operation.http_checksum.algorithm_member.empty()) return;
  request.headers.set("Content-MD5", to_base64(crypto::md5(request.body).view()));
}

}  // namespace aloft::protocol
