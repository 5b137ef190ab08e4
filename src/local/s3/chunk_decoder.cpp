#include "local/s3/chunk_decoder.hpp"

#include <algorithm>
#include <charconv>

namespace aloft::local::s3 {
namespace {

constexpr std::size_t longest_line = 8192;

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

void chunk_decoder::fail(std::string_view why) noexcept {
  state_ = state::failed;
  failure_ = why;
}

void chunk_decoder::feed(std::string_view bytes, chunk_listener& to) {
  while (!bytes.empty() && state_ != state::failed) {
    if (state_ == state::end) return fail("there are bytes behind the last chunk");
    if (state_ == state::data) {
      const auto piece = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size())));
      to.bytes(piece);
      bytes.remove_prefix(piece.size());
      left_ -= piece.size();
      if (left_ == 0) state_ = state::data_end;
      continue;
    }
    const auto end = bytes.find('\n');
    const auto taken = std::min(end == bytes.npos ? bytes.size() : end + 1, bytes.size());
    line_ += bytes.substr(0, taken);
    bytes.remove_prefix(taken);
    if (line_.size() > longest_line) return fail("a line is too long");
    if (end == bytes.npos && (line_.empty() || line_.back() != '\n')) return;
    if (!line_.ends_with("\r\n")) return fail("a line does not end with CR LF");
    line_.resize(line_.size() - 2);
    read_line(to);
    line_.clear();
  }
}

void chunk_decoder::read_line(chunk_listener& to) {
  switch (state_) {
    case state::head:
      read_head(line_);
      if (state_ == state::trailer) to.chunk_ended(signature_);
      return;
    case state::data_end:
      if (!line_.empty()) return fail("a chunk is longer than its size");
      state_ = state::head;
      return to.chunk_ended(signature_);
    case state::trailer: {
      if (line_.empty()) {
        state_ = state::end;
        return;
      }
      const std::string_view line = line_;
      const auto colon = line.find(':');
      if (colon == line.npos || colon == 0) return fail("a trailer has no name");
      return to.trailer(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    }
    case state::data:
    case state::end:
    case state::failed: return;
  }
}

void chunk_decoder::read_head(std::string_view line) {
  constexpr int hexadecimal = 16;
  constexpr std::string_view named = "chunk-signature=";
  const auto size = line.substr(0, line.find(';'));
  const auto parsed = std::from_chars(size.data(), size.data() + size.size(), left_, hexadecimal);
  if (size.empty() || parsed.ec != std::errc{} || parsed.ptr != size.data() + size.size())
    return fail("a chunk's size is no hexadecimal number");
  signature_.clear();
  if (const auto at = line.find(named); at != line.npos) signature_ = line.substr(at + named.size());
  state_ = left_ != 0 ? state::data : state::trailer;
}

}  // namespace aloft::local::s3
