#pragma once
// The aws-chunked content coding: a body in pieces, each signed or not, with a checksum behind it that is computed
// while it passes. Feed bytes of any length, send what comes out; the whole length need not be known.

#include "auth/chain_signer.hpp"
#include "crypto/checksum.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::auth {

struct chunk_options {
  std::size_t chunk_size = 65'536;  ///< bytes of body in each chunk but the last; S3 wants ≥ 8,192
  std::optional<crypto::checksum_algorithm> trailer{};  ///< checksum sent behind the body
};

/// What goes into x-amz-content-sha256 (signing_options::payload_hash) for such a body.
std::string_view payload_hash_of(bool signed_chunks, const chunk_options& options) noexcept;

/// Adds what announces such a body to the request, before it is signed: Content-Encoding, X-Amz-Trailer, and when the
/// length is known X-Amz-Decoded-Content-Length and Content-Length (else the transport sends it with its own chunked
/// coding).
void announce_chunks(http_request& request, bool signed_chunks, const chunk_options& options,
                     std::optional<std::uint64_t> body_size);

/// Size of the encoded form of a body of `body_size` bytes.
std::uint64_t encoded_size(std::uint64_t body_size, bool signed_chunks, const chunk_options& options) noexcept;

class chunk_encoder {
 public:
  /// Without a signer, chunks are not signed.
  chunk_encoder(std::optional<chain_signer> signer, const chunk_options& options);

  /// Takes in `bytes` and appends to `out` the chunks that are full.
  void feed(std::string_view bytes, std::string& out);
  /// Appends what is left: the last part, the closing chunk, the trailer. The encoder is spent then.
  void finish(std::string& out);

 private:
  void write_chunk(std::string_view chunk, std::string& out);

  std::optional<chain_signer> signer_;
  std::size_t chunk_size_;
  std::optional<crypto::checksum> checksum_;
  std::string held_;  // less than a chunk
};

}  // namespace aloft::auth
