#pragma once
// The aws-chunked content coding, the server's half: pieces with or without signatures, a trailer behind them. Bytes
// come in whatever pieces they do.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace aloft::local::s3 {

/// What is found in such a body, in order.
class chunk_listener {
 public:
  virtual void bytes(std::string_view piece) = 0;
  /// A chunk has ended, the last and empty one too; its signature as stated, "" without.
  virtual void chunk_ended(std::string_view signature) = 0;
  virtual void trailer(std::string_view name, std::string_view value) = 0;

 protected:
  ~chunk_listener() = default;
};

class chunk_decoder {
 public:
  /// What is wrong ends it: it takes nothing more and failure() says what.
  void feed(std::string_view bytes, chunk_listener& to);

  /// Whether the whole body was there.
  bool complete() const noexcept { return state_ == state::end; }
  std::string_view failure() const noexcept { return failure_; }

 private:
  enum class state : std::uint8_t { head, data, data_end, trailer, end, failed };

  void read_line(chunk_listener& to);
  void read_head(std::string_view line);
  void fail(std::string_view why) noexcept;

  state state_ = state::head;
  std::uint64_t left_ = 0;  ///< of the chunk
  std::string line_;
  std::string signature_;
  std::string_view failure_;
};

}  // namespace aloft::local::s3
