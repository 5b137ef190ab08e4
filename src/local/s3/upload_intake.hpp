#pragma once
// Takes in the body of a PutObject or UploadPart: decodes it, verifies its chunks and what is stated of it, computes
// its checksums, and keeps its bytes, all while it comes.

#include <aloft/http_message.hpp>
#include "auth/chain_signer.hpp"
#include "auth/verify.hpp"
#include "crypto/checksum.hpp"
#include "local/api_error.hpp"
#include "local/s3/chunk_decoder.hpp"
#include "local/s3/content.hpp"
#include "local/streamed_body.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::local::s3 {

/// A body that is there and right.
struct received_body {
  content data;
  std::string md5;                                              ///< raw
  std::map<crypto::checksum_algorithm, std::string> checksums;  ///< raw: CRC64NVME, and the one that was stated
  std::optional<crypto::checksum_algorithm> stated;             ///< whose checksum the request had or named
};

class upload_intake final : public body_intake, private chunk_listener {
 public:
  /// Throws api_error for heads that no body can make right. `keys` outlives it.
  upload_intake(const http_request& head, const auth::signature_claim& claim, std::string_view secret,
                blob_space& space, signing_key_cache& keys);

  void take(std::string_view bytes) noexcept override;
  /// Once, when all has come. Throws api_error for what was wrong.
  received_body finish();

 private:
  void bytes(std::string_view piece) override;
  void chunk_ended(std::string_view signature) override;
  void trailer(std::string_view name, std::string_view value) override;

  void read_statements(const http_request& head);
  void begin_chunks(std::string_view kind, const auth::signature_claim& claim, std::string_view secret,
                    signing_key_cache& keys);
  void check_size() const;
  void check_chunks() const;
  void check_checksums(received_body& made);

  std::unique_ptr<blob_writer> to_;
  std::optional<api_error> failure_;
  std::uint64_t size_ = 0;
  std::optional<std::uint64_t> stated_size_;
  crypto::checksum md5_{crypto::checksum_algorithm::md5};
  std::map<crypto::checksum_algorithm, crypto::checksum> sums_;
  std::map<crypto::checksum_algorithm, std::string> stated_sums_;  ///< raw, of headers and trailers
  std::optional<crypto::checksum_algorithm> stated_;
  std::string stated_md5_;                                ///< raw
  std::string awaited_trailer_;                           ///< that the head announces
  std::optional<crypto::digest> body_hash_, chunk_hash_;  ///< SHA-256
  std::string stated_hash_;                               ///< of the body, in hexadecimal
  std::optional<chunk_decoder> chunks_;
  std::optional<auth::chain_signer> signer_;
  std::string trailers_, trailer_signature_;
  bool signed_trailer_ = false;
};

}  // namespace aloft::local::s3
