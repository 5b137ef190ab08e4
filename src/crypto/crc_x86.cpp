// CRCs by the instructions of x86-64: carry-less multiplication for any polynomial, and SSE 4.2's own CRC32C. Each
// function is compiled for those instructions and chosen at run time, so that the library runs on machines without
// them.

#include "crypto/crc_engine.hpp"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace aloft::crypto::detail {

#if defined(__x86_64__)
namespace {

struct fold_by {
  std::array<std::uint64_t, 2> step;    ///< onto the next 16 bytes
  std::array<std::uint64_t, 2> stride;  ///< onto the 16 bytes that are 64 bytes on
};

template <class Register>
constexpr fold_by make_fold(Register polynomial) noexcept {
  return {folding_constants(polynomial, 128), folding_constants(polynomial, 512)};
}

__attribute__((target("sse4.1,pclmul"))) inline __m128i load(const char* at) noexcept {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}

__attribute__((target("sse4.1,pclmul"))) inline __m128i constants(const std::array<std::uint64_t, 2>& pair) noexcept {
  return _mm_set_epi64x(static_cast<long long>(pair[1]), static_cast<long long>(pair[0]));
}

// The 128 bits of `rest`, moved onward by the constants, added to `next`.
__attribute__((target("sse4.1,pclmul"))) inline __m128i fold(__m128i rest, __m128i by, __m128i next) noexcept {
  const __m128i early = _mm_clmulepi64_si128(rest, by, 0x00);
  const __m128i late = _mm_clmulepi64_si128(rest, by, 0x11);
  return _mm_xor_si128(next, _mm_xor_si128(early, late));
}

// Folds all whole blocks of 16 bytes into one that has the same remainder; four at a time, because a multiplication
// takes several cycles and four can be under way. At least 64 bytes are needed.
__attribute__((target("sse4.1,pclmul"))) std::array<char, 16> fold_blocks(const fold_by& by, std::uint64_t rest,
                                                                          std::string_view& bytes) noexcept {
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  __m128i lanes[4] = {load(at), load(at + 16), load(at + 32), load(at + 48)};
  lanes[0] = _mm_xor_si128(lanes[0], _mm_set_epi64x(0, static_cast<long long>(rest)));
  at += 64, left -= 64;

  const __m128i stride = constants(by.stride);
  for (; left >= 64; at += 64, left -= 64)
    for (std::size_t lane = 0; lane < 4; ++lane) lanes[lane] = fold(lanes[lane], stride, load(at + 16 * lane));

  const __m128i step = constants(by.step);
  __m128i one = lanes[0];
  for (int lane = 1; lane < 4; ++lane) one = fold(one, step, lanes[lane]);
  for (; left >= 16; at += 16, left -= 16) one = fold(one, step, load(at));

  bytes = {at, left};
  std::array<char, 16> block;
  _mm_storeu_si128(reinterpret_cast<__m128i*>(block.data()), one);
  return block;
}

// Below this the tables are as fast.
constexpr std::size_t worth_folding = 128;

constinit const fold_by crc32_fold = make_fold(crc32_polynomial);
constinit const fold_by crc64nvme_fold = make_fold(crc64nvme_polynomial);

std::uint32_t folded_crc32(std::uint32_t rest, std::string_view bytes) noexcept {
  if (bytes.size() < worth_folding) return portable_crc32(rest, bytes);
  const auto block = fold_blocks(crc32_fold, rest, bytes);
  return portable_crc32(portable_crc32(0, {block.data(), block.size()}), bytes);
}

std::uint64_t folded_crc64nvme(std::uint64_t rest, std::string_view bytes) noexcept {
  if (bytes.size() < worth_folding) return portable_crc64nvme(rest, bytes);
  const auto block = fold_blocks(crc64nvme_fold, rest, bytes);
  return portable_crc64nvme(portable_crc64nvme(0, {block.data(), block.size()}), bytes);
}

__attribute__((target("sse4.2"))) std::uint32_t instruction_crc32c(std::uint32_t rest,
                                                                   std::string_view bytes) noexcept {
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  std::uint64_t wide = rest;
  for (; left >= 8; at += 8, left -= 8) wide = _mm_crc32_u64(wide, load_little(at));
  rest = static_cast<std::uint32_t>(wide);
  for (; left != 0; ++at, --left) rest = _mm_crc32_u8(rest, static_cast<unsigned char>(*at));
  return rest;
}

}  // namespace

crc_acceleration find_crc_acceleration() noexcept {
  crc_acceleration found;
  __builtin_cpu_init();
  if (__builtin_cpu_supports("sse4.2")) found.crc32c = instruction_crc32c;
  if (__builtin_cpu_supports("sse4.1") && __builtin_cpu_supports("pclmul")) {
    found.crc32 = folded_crc32;
    found.crc64nvme = folded_crc64nvme;
  }
  return found;
}

#else

crc_acceleration find_crc_acceleration() noexcept { return {}; }

#endif

}  // namespace aloft::crypto::detail
