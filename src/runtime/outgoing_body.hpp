#pragma once
// How the body of a call travels: as part of the request, beside it as it is, or beside it in chunks that carry
// signatures or a checksum behind them. Decided once the endpoint is known, since TLS makes signatures of the body
// needless.

#include <aloft/http_message.hpp>
#include "aloft/request_body.hpp"
#include "auth/chain_signer.hpp"
#include "auth/chunk_encoder.hpp"
#include "http/body.hpp"
#include "model/service.hpp"
#include "runtime/guarded_source.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::runtime {

class outgoing_body {
 public:
  /// How the request will be signed.
  struct signing {
    bool by_keys = false;                   ///< else by a token, or not at all
    bool can_chain = false;                 ///< signatures of chunks may follow the request's
    std::optional<bool> sign_payload = {};  ///< S3's payload_signing_enabled; nothing: as the operation needs it
  };

  /// Puts bytes that are in memory into the request; opens files. Usage errors: "UnexpectedBody" for operations whose
  /// input has no blob as its body, "BodyFile".
  result<void> open(const request_body& given, const model::operation& operation, http_request& request);

  /// The checksum that the request is to carry: in a header when the body is in memory, else prepare() sees to it.
  void checksum(std::optional<crypto::checksum_algorithm> algorithm, http_request& request);

  /// Decides how a body that is part of the request is signed.
  void prepare_whole(const model::operation& operation, const http_request& request, const signing& signing);
  /// Decides how one that streams travels to an endpoint and sets the headers that say so. May read a body through that
  /// can be rewound, for its digests. Usage error "BodyNotReplayable" when that is needed and cannot be done.
  /// `operation`, `request` and `time` must outlive the coroutine; `signing` is copied into it. `limit` is that of the
  /// attempt, which holds for the source while it is sent, too. Cancellation: total; the body may have been read in
  /// part.
  boost::asio::awaitable<result<void>> prepare(const model::operation& operation, http_request& request,
                                               signing signing, flow::steady_time limit, const clock& time);

  /// signing_options::payload_hash; empty: of the request's own bytes.
  const std::string& payload_hash() const noexcept { return payload_hash_; }
  /// Chunks whose signatures follow from the request's.
  bool wants_chain() const noexcept { return form_ == form::signed_chunks; }

  /// What is sent after the request's own bytes in this attempt; null: nothing. `chain` as wants_chain() says.
  http::body_source* start(std::optional<auth::chain_signer> chain);

  /// It is read while it is sent.
  bool streams() const noexcept { return source_ != nullptr; }

  /// Whether the request can be sent (once more).
  bool ready_again();

 private:
  enum class form {
    whole,            ///< in the request
    plain,            ///< beside it, as it is
    unsigned_chunks,  ///< aws-chunked, checksum behind it
    signed_chunks,    ///< aws-chunked, each chunk signed
  };
  boost::asio::awaitable<result<void>> read_through(http_request& request, bool sha256, flow::steady_time limit,
                                                    const clock& time);
  error not_replayable(const model::operation& operation) const;

  std::shared_ptr<guarded_source> source_;
  bool rewindable_ = false;
  std::optional<crypto::checksum_algorithm> checksum_;
  form form_ = form::whole;
  std::string payload_hash_;
  std::optional<std::string> stated_encoding_;  // Content-Encoding of the caller
  std::optional<std::string> digest_;           // SHA-256 of the whole, once it is known
  bool read_through_ = false;
  bool tree_hash_ = false;  // Glacier's digest is wanted, and the one of the whole beside it
  auth::chunk_options chunks_;
  std::unique_ptr<http::body_source> chunked_;
};

}  // namespace aloft::runtime
