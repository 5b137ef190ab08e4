#include "auth/chunk_encoder.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace aloft::auth {
namespace {

constexpr std::string_view signature_extension = ";chunk-signature=";
constexpr std::string_view signature_trailer = "x-amz-trailer-signature:";
constexpr std::size_t signature_size = 64;

std::string_view hexadecimal(std::size_t number, std::array<char, 16>& digits) noexcept {
  const auto [end, fault] = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16);
  return {digits.data(), static_cast<std::size_t>(end - digits.data())};
}

std::uint64_t chunk_overhead(std::uint64_t size, bool signed_chunks) noexcept {
  std::array<char, 16> digits;
  const std::size_t length = hexadecimal(static_cast<std::size_t>(size), digits).size();
  return length + 4 + (signed_chunks ? signature_extension.size() + signature_size : 0);
}

}  // namespace

std::string_view payload_hash_of(bool signed_chunks, const chunk_options& options) noexcept {
  if (!signed_chunks) return payload::unsigned_chunks_trailer;
  return options.trailer ? payload::signed_chunks_trailer : payload::signed_chunks;
}

void announce_chunks(http_request& request, bool signed_chunks, const chunk_options& options,
                     std::optional<std::uint64_t> body_size) {
  std::string coding = "aws-chunked";
  if (const auto before = request.headers.find("content-encoding"); before && !before->empty())
    coding.append(1, ',').append(*before);  // aws-chunked is undone first
  request.headers.set("Content-Encoding", coding);
  if (options.trailer) request.headers.set("X-Amz-Trailer", crypto::header_of(*options.trailer));
  if (!body_size) return;
  request.headers.set("X-Amz-Decoded-Content-Length", std::to_string(*body_size));
  request.headers.set("Content-Length", std::to_string(encoded_size(*body_size, signed_chunks, options)));
}

std::uint64_t encoded_size(std::uint64_t body_size, bool signed_chunks, const chunk_options& options) noexcept {
  const std::uint64_t whole_chunks = body_size / options.chunk_size;
  const std::uint64_t last = body_size % options.chunk_size;
  std::uint64_t size = body_size + whole_chunks * chunk_overhead(options.chunk_size, signed_chunks);
  if (last != 0) size += chunk_overhead(last, signed_chunks);
  size += chunk_overhead(0, signed_chunks);  // of its two line ends the second closes the body, after any trailer
  if (options.trailer) {
    size += crypto::header_of(*options.trailer).size() + 1 + (crypto::size_of(*options.trailer) + 2) / 3 * 4 + 2;
    if (signed_chunks) size += signature_trailer.size() + signature_size + 2;
  }
  return size;
}

chunk_encoder::chunk_encoder(std::optional<chain_signer> signer, const chunk_options& options)
    : signer_{std::move(signer)}, chunk_size_{std::max<std::size_t>(options.chunk_size, 1)} {
  if (options.trailer) checksum_.emplace(*options.trailer);
}

void chunk_encoder::write_chunk(std::string_view chunk, std::string& out) {
  std::array<char, 16> digits;
  out.append(hexadecimal(chunk.size(), digits));
  if (signer_) out.append(signature_extension).append(signer_->sign_chunk(chunk));
  out.append("\r\n").append(chunk);
  if (!chunk.empty()) out.append("\r\n");
}

void chunk_encoder::feed(std::string_view bytes, std::string& out) {
  if (checksum_) checksum_->update(bytes);
  if (!held_.empty()) {
    const std::size_t missing = std::min(chunk_size_ - held_.size(), bytes.size());
    held_.append(bytes.substr(0, missing));
    bytes.remove_prefix(missing);
    if (held_.size() < chunk_size_) return;
    write_chunk(held_, out);
    held_.clear();
  }
  for (; bytes.size() >= chunk_size_; bytes.remove_prefix(chunk_size_)) write_chunk(bytes.substr(0, chunk_size_), out);
  held_.append(bytes);
}

void chunk_encoder::finish(std::string& out) {
  if (!held_.empty()) write_chunk(held_, out);
  held_.clear();
  write_chunk({}, out);
  if (checksum_) {
    std::string field{crypto::header_of(checksum_->algorithm())};
    field.append(1, ':').append(checksum_->finish_text());
    out.append(field).append("\r\n");
    if (signer_) out.append(signature_trailer).append(signer_->sign_trailer(field + '\n')).append("\r\n");
  }
  out.append("\r\n");
}

}  // namespace aloft::auth
