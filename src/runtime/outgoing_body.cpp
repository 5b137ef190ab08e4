#include "runtime/outgoing_body.hpp"

#include "aloft/sigv4.hpp"
#include "crypto/hex.hpp"
#include "crypto/tree_hash.hpp"
#include "flow/blocking_pool.hpp"
#include "http/failure.hpp"
#include "runtime/chunked_source.hpp"
#include "runtime/file_source.hpp"
#include "runtime/request_body_state.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>
#include <utility>

namespace aloft::runtime {
namespace asio = boost::asio;

namespace {

bool takes_body(const model::operation& operation) {
  const model::member* payload = operation.input == nullptr ? nullptr : operation.input->payload;
  return payload != nullptr && payload->target->type == model::shape_type::blob;
}

/// Only services whose operations have a choice of checksums know the aws-chunked coding.
bool takes_chunks(const model::operation& operation) {
  return operation.input_stream != nullptr && !operation.http_checksum.algorithm_member.empty();
}

/// The model wants no signature over the bytes of the body.
bool is_unsigned(const model::operation& operation) {
  return operation.unsigned_payload || operation.auth_type == "v4-unsigned-body";
}

using flow::wait_end;

/// Smaller pieces cost less than to hand them to another thread.
constexpr std::size_t digested_in_place = 64 * 1024;

/// What is computed of a body that is read through.
struct body_digests {
  std::optional<crypto::digest> whole;
  std::optional<crypto::checksum> checksum;
  std::optional<crypto::tree_hash> tree;

  void update(std::string_view bytes) {
    if (whole) whole->update(bytes);
    if (checksum) checksum->update(bytes);
    if (tree) tree->update(bytes);
  }
  std::string finish_whole() {
    crypto::sha256_value value;
    whole->finish(value.bytes.data());
    return crypto::to_hex(value.view());
  }
};

/// The Content-Length that the parameters state.
std::optional<std::uint64_t> stated_length(const http_request& request) {
  const auto header = request.headers.find("Content-Length");
  if (!header) return std::nullopt;
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(header->data(), header->data() + header->size(), value);
  if (failure != std::errc{} || end != header->data() + header->size()) return std::nullopt;
  return value;
}

// It is signed, and must be what is sent.
std::optional<error> wrong_length(const http_request& request, std::optional<std::uint64_t> size) {
  const auto stated = stated_length(request);
  if (!stated || !size || *stated == *size) return std::nullopt;
  return error{error_kind::usage, "BodyLengthMismatch",
               "ContentLength is " + std::to_string(*stated) + ", and the body has " + std::to_string(*size) +
                   " bytes; leave the parameter out, or state the size of the body"};
}

constexpr std::string_view tree_hash_header = "x-amz-sha256-tree-hash";

/// The operation has a parameter for a tree hash, and the caller has not given it.
bool takes_tree_hash(const model::operation& operation, const http_request& request) {
  const auto* members = operation.input;
  if (members == nullptr || members->payload == nullptr || request.headers.contains(tree_hash_header)) return false;
  return std::any_of(members->members.begin(), members->members.end(), [](const model::member& member) {
    return member.where == model::location::header && member.wire == tree_hash_header;
  });
}

void set_digests(http_request& request, const crypto::sha256_value& tree, std::string_view whole) {
  request.headers.set(tree_hash_header, crypto::to_hex(tree.view()));
  request.headers.set("X-Amz-Content-Sha256", whole);
}

void set_digests_of_bytes(http_request& request) {
  crypto::tree_hash tree;
  tree.update(request.body);
  set_digests(request, tree.finish(), crypto::to_hex(crypto::sha256(request.body).view()));
}

}  // namespace

result<void> outgoing_body::open(const request_body& given, const model::operation& operation, http_request& request) {
  tree_hash_ = takes_tree_hash(operation, request);
  if (!given) {
    if (takes_body(operation))
      if (auto wrong = wrong_length(request, request.body.size())) return *wrong;
    if (tree_hash_) set_digests_of_bytes(request);
    return {};
  }
  if (!takes_body(operation))
    return error{error_kind::usage, "UnexpectedBody",
                 std::string{operation.name} + " takes no body: none of its parameters is one"};
  if (!request.body.empty())
    return error{error_kind::usage, "UnexpectedBody",
                 "the body is given twice: as parameter " + std::string{operation.input->payload->name} +
                     " and beside the parameters"};
  request.headers.erase("Content-MD5");  // made of the empty body that the protocol saw
  if (!request.headers.contains("Content-Type")) request.headers.set("Content-Type", "application/octet-stream");
  const auto& what = *given.details();
  if (what.whole) {
    request.body = *what.whole;
    if (auto wrong = wrong_length(request, request.body.size())) return *wrong;
    if (tree_hash_) set_digests_of_bytes(request);
    if (operation.checksum_required && !takes_chunks(operation)) checksum_ = crypto::checksum_algorithm::md5;
    checksum(checksum_, request);
    return {};
  }
  std::shared_ptr<http::body_source> from = what.source;
  if (!from) {
    auto file = open_file_source(what.path, what.offset, what.length);
    if (!file) return file.error();
    from = std::move(*file);
  }
  if (auto wrong = wrong_length(request, from->size())) return *wrong;
  const auto size = from->size() ? from->size() : stated_length(request);
  if (operation.input->payload->target->requires_length && !size)
    return error{error_kind::usage, "BodyLengthRequired",
                 std::string{operation.name} +
                     " must be told the length of its body: give bytes, a file, or a source "
                     "that knows its size"};
  source_ = std::make_shared<guarded_source>(std::move(from), size);
  rewindable_ = source_->can_rewind();
  if (operation.checksum_required && !takes_chunks(operation)) checksum_ = crypto::checksum_algorithm::md5;
  if (const auto stated = request.headers.find("Content-Encoding")) stated_encoding_ = std::string{*stated};
  return {};
}

void outgoing_body::checksum(std::optional<crypto::checksum_algorithm> algorithm, http_request& request) {
  if (!algorithm) return;
  checksum_ = algorithm;
  if (!source_) request.headers.set(crypto::header_of(*algorithm), crypto::checksum_text(*algorithm, request.body));
}

void outgoing_body::prepare_whole(const model::operation& operation, const http_request& request,
                                  const signing& signing) {
  // Over TLS a checksum guards a stream's bytes well enough, as botocore has it.
  const bool over_tls = request.scheme == "https";
  const bool guarded = over_tls && takes_chunks(operation) && checksum_;
  const bool sign_bytes = signing.sign_payload.value_or(!guarded && !(over_tls && is_unsigned(operation)));
  payload_hash_ = sign_bytes ? std::string_view{} : payload::unsigned_body;
}

asio::awaitable<result<void>> outgoing_body::prepare(const model::operation& operation, http_request& request,
                                                     signing signing, flow::steady_time limit, const clock& time) {
  source_->limit(limit, time);
  const bool over_tls = request.scheme == "https";
  const bool unsigned_by_model = is_unsigned(operation);
  const bool chunkable = takes_chunks(operation);
  if (stated_encoding_)
    request.headers.set("Content-Encoding", *stated_encoding_);
  else
    request.headers.erase("Content-Encoding");
  chunks_.trailer = checksum_;
  // A checksum behind the body: one pass over it. Without TLS the body must be vouched for: by its digest, which takes
  // a pass of its own but is known everywhere, or where it cannot be read twice by signed chunks.
  const bool trailer = chunkable && checksum_ && (over_tls || (!rewindable_ && !signing.by_keys));
  const bool chain = chunkable && signing.by_keys && !over_tls && !rewindable_;
  if (trailer || chain) {
    if (chain && !signing.can_chain) co_return not_replayable(operation);
    form_ = chain ? form::signed_chunks : form::unsigned_chunks;
    payload_hash_ = auth::payload_hash_of(chain, chunks_);
    auth::announce_chunks(request, chain, chunks_, source_->size());
    if (!signing.by_keys) request.headers.set("X-Amz-Content-Sha256", payload_hash_);
    co_return result<void>{};
  }
  form_ = form::plain;
  const bool digest_payload =
      tree_hash_ || (signing.by_keys && signing.sign_payload.value_or(!(over_tls && (chunkable || unsigned_by_model))));
  if (!read_through_ && (digest_payload || checksum_)) {
    if (!rewindable_) co_return not_replayable(operation);
    auto read = co_await read_through(request, digest_payload, limit, time);
    if (!read) co_return read.error();
  }
  payload_hash_ = digest_payload ? *digest_ : payload::unsigned_body;
  co_return result<void>{};
}

asio::awaitable<result<void>> outgoing_body::read_through(http_request& request, bool sha256, flow::steady_time limit,
                                                          const clock& time) {
  const auto sums = std::make_shared<body_digests>();
  if (sha256) sums->whole.emplace(crypto::digest_algorithm::sha256);
  if (checksum_) sums->checksum.emplace(*checksum_);
  if (tree_hash_) sums->tree.emplace();
  const auto guard = flow::watchdog::of(co_await asio::this_coro::executor, time);
  for (;;) {
    auto piece = co_await source_->read();
    if (!piece) co_return piece.error();
    if (piece->empty()) break;
    // Large pieces are digested in another thread, which keeps the source, and so the piece, as long as it takes.
    wait_end digested = wait_end::done;
    if (piece->size() < digested_in_place) {
      sums->update(*piece);
    } else {
      auto work = [sums, source = source_, bytes = *piece] {
        sums->update(bytes);
        return true;
      };
      auto elsewhere = flow::run_blocking(guard, flow::blocking_pool::of_process(), std::move(work), limit);
      const auto came = co_await std::move(elsewhere);
      digested = came.first;
      if (digested != wait_end::done) source_->leave_behind();
    }
    const bool cancelled = co_await flow::is_cancelled();
    if (cancelled || digested == wait_end::cancelled) co_return http::cancelled();
    if (digested != wait_end::done || time.steady_now() >= limit)
      co_return error{error_kind::timeout, "AttemptTimeout", "the body of the request was not digested in time"};
  }
  if (sha256) digest_ = sums->finish_whole();
  if (sums->tree) set_digests(request, sums->tree->finish(), *digest_);
  if (sums->checksum) request.headers.set(crypto::header_of(*checksum_), sums->checksum->finish_text());
  if (!source_->rewind())
    co_return error{error_kind::usage, "BodyNotReplayable", "the body of the request could not be read a second time"};
  read_through_ = true;
  co_return result<void>{};
}

http::body_source* outgoing_body::start(std::optional<auth::chain_signer> chain) {
  if (form_ == form::whole) return nullptr;
  if (form_ == form::plain) return source_.get();
  chunked_ = std::make_unique<chunked_source>(*source_, std::move(chain), chunks_);
  return chunked_.get();
}

bool outgoing_body::ready_again() { return !source_ || source_->rewind(); }

error outgoing_body::not_replayable(const model::operation& operation) const {
  return error{error_kind::usage, "BodyNotReplayable",
               std::string{operation.name} +
                   " is signed over its whole body, which must be read once before it is sent: give bytes, a file, or "
                   "a source that can be rewound"};
}

}  // namespace aloft::runtime
