#include "local/s3/upload_intake.hpp"

#include <aloft/base64.hpp>
#include "core/ascii.hpp"
#include "crypto/hex.hpp"
#include "local/number.hpp"
#include "local/s3/checksums.hpp"
#include "local/s3/s3_error.hpp"

#include <utility>

namespace aloft::local::s3 {
namespace {

using crypto::checksum_algorithm;

constexpr std::uint64_t largest_body = std::uint64_t{5} << 30;

api_error too_large() {
  return api_error{400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size"}.with_element(
      "MaxSizeAllowed", std::to_string(largest_body));
}

std::optional<checksum_algorithm> checksum_of_header(std::string_view name) {
  for (const auto one : flexible_checksums())
    if (iequals(name, crypto::header_of(one))) return one;
  return std::nullopt;
}

std::string raw_checksum(checksum_algorithm algorithm, std::string_view text) {
  auto raw = from_base64(text);
  if (!raw || raw->size() != crypto::size_of(algorithm))
    throw invalid_request(join({"Value for ", crypto::header_of(algorithm), " header is invalid."}));
  return *std::move(raw);
}

crypto::sha256_value finished(crypto::digest& hash) {
  crypto::sha256_value value;
  hash.finish(value.bytes.data());
  return value;
}

}  // namespace

upload_intake::upload_intake(const http_request& head, const auth::signature_claim& claim, std::string_view secret,
                             blob_space& space, signing_key_cache& keys) {
  const auto hash = head.headers.find("x-amz-content-sha256");
  const bool presigned = claim.lifetime.count() != 0;
  if (!hash && !presigned) throw invalid_request("Missing required header for this request: x-amz-content-sha256");
  const auto kind = hash.value_or(payload::unsigned_body);
  const bool in_chunks = kind.starts_with("STREAMING-");
  const auto stated = head.headers.find(in_chunks ? "x-amz-decoded-content-length" : "Content-Length");
  if (!stated) throw api_error{411, "MissingContentLength", "You must provide the Content-Length HTTP header."};
  stated_size_ = parse_number<std::uint64_t>(*stated);
  if (!stated_size_) throw invalid_argument("The length of the body is no number.", "Content-Length", *stated);
  if (*stated_size_ > largest_body) throw too_large();
  read_statements(head);
  if (in_chunks) {
    begin_chunks(kind, claim, secret, keys);
  } else if (kind != payload::unsigned_body) {
    stated_hash_ = kind;
    body_hash_.emplace(crypto::digest_algorithm::sha256);
  }
  to_ = space.write();
}

void upload_intake::read_statements(const http_request& head) {
  if (const auto md5 = head.headers.find("Content-MD5")) {
    const auto raw = from_base64(*md5);
    if (!raw || raw->size() != crypto::size_of(checksum_algorithm::md5))
      throw api_error{400, "InvalidDigest", "The Content-MD5 you specified was invalid."};
    stated_md5_ = *raw;
  }
  stated_ = read_algorithm(head.headers.find("x-amz-sdk-checksum-algorithm").value_or(""));
  for (const auto one : flexible_checksums()) {
    const auto text = head.headers.find(crypto::header_of(one));
    if (!text) continue;
    if (!stated_sums_.empty())
      throw invalid_request("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    stated_sums_.emplace(one, raw_checksum(one, *text));
    stated_ = one;
  }
  if (const auto announced = head.headers.find("x-amz-trailer")) {
    awaited_trailer_ = *announced;
    const auto named = checksum_of_header(*announced);
    if (!named) throw invalid_request("The value specified in the x-amz-trailer header is not supported");
    if (!stated_sums_.empty())
      throw invalid_request("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
    stated_ = named;
  } else if (stated_ && stated_sums_.empty()) {
    throw invalid_request(
        "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were "
        "found.");
  }
  sums_.emplace(checksum_algorithm::crc64nvme, crypto::checksum{checksum_algorithm::crc64nvme});
  if (stated_) sums_.try_emplace(*stated_, crypto::checksum{*stated_});
}

void upload_intake::begin_chunks(std::string_view kind, const auth::signature_claim& claim, std::string_view secret,
                                 signing_key_cache& keys) {
  chunks_.emplace();
  signed_trailer_ = kind == payload::signed_chunks_trailer;
  if (kind == payload::unsigned_chunks_trailer) return;
  if (kind != payload::signed_chunks && !signed_trailer_)
    throw invalid_argument("x-amz-content-sha256 must be UNSIGNED-PAYLOAD, a hash, or one of the STREAMING values",
                           "x-amz-content-sha256", kind);
  credentials identity;
  identity.access_key_id = claim.access_key_id;
  identity.secret_access_key = secret;
  signing_options scope;
  scope.region = claim.region;
  scope.service = claim.service;
  scope.time = claim.time;
  signer_.emplace(identity, scope, signature{claim.signature}, keys);
  chunk_hash_.emplace(crypto::digest_algorithm::sha256);
}

void upload_intake::take(std::string_view coming) noexcept {
  if (failure_) return;
  try {
    if (chunks_)
      chunks_->feed(coming, *this);
    else
      bytes(coming);
  } catch (const api_error& failure) {
    failure_ = failure;
  } catch (const std::exception& failure) {
    failure_ = api_error{500, "InternalError", failure.what()};
  }
  if (failure_) to_ = nullptr;  // its bytes need not be kept
}

void upload_intake::bytes(std::string_view piece) {
  size_ += piece.size();
  if (size_ > largest_body) throw too_large();
  to_->write(piece);
  md5_.update(piece);
  for (auto& [algorithm, sum] : sums_) sum.update(piece);
  if (body_hash_) body_hash_->update(piece);
  if (chunk_hash_) chunk_hash_->update(piece);
}

void upload_intake::chunk_ended(std::string_view stated) {
  if (!signer_) return;
  const auto made = signer_->sign_chunk(finished(*chunk_hash_));
  if (made != stated)
    throw api_error{403, "SignatureDoesNotMatch",
                    "The request signature we calculated does not match the signature you provided. Check your key and "
                    "signing method. (A chunk's signature is another.)"};
}

void upload_intake::trailer(std::string_view name, std::string_view value) {
  if (iequals(name, "x-amz-trailer-signature")) {
    trailer_signature_ = value;
    return;
  }
  trailers_ += ascii::lower(name) + ':' + std::string{value} + '\n';
  if (!iequals(name, awaited_trailer_)) return;
  stated_sums_.emplace(*stated_, raw_checksum(*stated_, value));
}

received_body upload_intake::finish() {
  if (failure_) throw *failure_;
  check_chunks();
  check_size();
  if (body_hash_ && crypto::to_hex(finished(*body_hash_).view()) != stated_hash_)
    throw api_error{400, "XAmzContentSHA256Mismatch",
                    "The provided 'x-amz-content-sha256' header does not match what was computed."};
  received_body made;
  check_checksums(made);
  made.data = content{to_->finish()};
  made.stated = stated_;
  return made;
}

void upload_intake::check_chunks() const {
  if (!chunks_) return;
  if (!chunks_->failure().empty())
    throw invalid_request(join({"The aws-chunked body is malformed: ", chunks_->failure(), "."}));
  if (!chunks_->complete()) throw api_error{400, "IncompleteBody", "The request body terminated unexpectedly"};
  if (!awaited_trailer_.empty() && stated_sums_.empty())
    throw api_error{400, "MalformedTrailerError",
                    "The request contained trailing data that was not well-formed or did not conform to our published "
                    "schema."};
  if (!signed_trailer_) return;
  auto signer = *signer_;
  if (signer.sign_trailer(trailers_) != trailer_signature_)
    throw api_error{403, "SignatureDoesNotMatch",
                    "The request signature we calculated does not match the signature you provided. Check your key and "
                    "signing method. (The trailer's signature is another.)"};
}

void upload_intake::check_size() const {
  if (size_ == *stated_size_) return;
  throw api_error{400, "IncompleteBody",
                  "You did not provide the number of bytes specified by the Content-Length HTTP header"};
}

void upload_intake::check_checksums(received_body& made) {
  made.md5 = md5_.finish();
  if (!stated_md5_.empty() && stated_md5_ != made.md5)
    throw api_error{400, "BadDigest", "The Content-MD5 you specified did not match what we received."};
  for (auto& [algorithm, sum] : sums_) made.checksums.emplace(algorithm, sum.finish());
  for (const auto& [algorithm, stated] : stated_sums_)
    if (made.checksums.at(algorithm) != stated)
      throw api_error{
          400, "BadDigest",
          join({"The ", crypto::name_of(algorithm), " you specified did not match the calculated checksum."})};
}

}  // namespace aloft::local::s3
