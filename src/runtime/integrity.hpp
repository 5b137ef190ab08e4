#pragma once
// Checksums of bodies, as the httpChecksum trait of an operation has them: which one a request carries, and which one
// its answer must have. Pure.

#include <aloft/http_message.hpp>
#include "aloft/error.hpp"
#include "crypto/checksum.hpp"
#include "model/service.hpp"
#include "serde/edited_input.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace aloft::runtime {

/// When checksums are made and verified (request_checksum_calculation, response_checksum_validation).
enum class checksum_use {
  when_supported,  ///< wherever the operation has them
  when_required,   ///< where the operation demands them or the caller names one
  when_asked,      ///< where the caller names one: presigned requests
};

/// The checksum that the request is to carry and does not yet; nothing: none. Names the chosen algorithm in the header
/// that the model has for that. Usage error "UnsupportedChecksum" for algorithms that aloft lacks.
result<std::optional<crypto::checksum_algorithm>> choose_checksum(const model::operation& operation,
                                                                  const serde::edited_input& input, checksum_use use,
                                                                  http_request& request);

/// Asks for checksums in the answer, where the operation knows how and the caller has not said otherwise.
void ask_for_checksum(const model::operation& operation, const serde::edited_input& input, checksum_use use,
                      http_request& request);

/// What a body must come to.
class expected_checksum {
 public:
  expected_checksum(crypto::checksum_algorithm algorithm, std::string expected)
      : made_{algorithm}, expected_{std::move(expected)} {}

  void update(std::string_view bytes) { made_.update(bytes); }
  /// After the last byte: protocol error "ChecksumMismatch" when the body is not what the server sent.
  result<void> verify();

 private:
  crypto::checksum made_;
  std::string expected_;
};

/// The fastest checksum that the answer states, when the request has asked for it. Those of multipart uploads ("…-3")
/// are made of the parts' checksums and say nothing about the body.
std::optional<expected_checksum> checksum_of_answer(const model::operation& operation, const http_request& request,
                                                    const header_list& headers);

}  // namespace aloft::runtime
