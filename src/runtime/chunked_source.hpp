#pragma once
// A body in the aws-chunked coding, made while it is sent.

#include "auth/chunk_encoder.hpp"
#include "http/body.hpp"

#include <optional>
#include <string>

namespace aloft::runtime {

class chunked_source final : public http::body_source {
 public:
  /// With a signer the chunks are signed. `inner` must be at its first byte.
  chunked_source(http::body_source& inner, std::optional<auth::chain_signer> signer, const auth::chunk_options& how)
      : inner_{inner}, how_{how}, signed_{signer.has_value()}, encoder_{std::move(signer), how} {}

  std::optional<std::uint64_t> size() const noexcept override {
    const auto plain = inner_.size();
    if (!plain) return std::nullopt;
    return auth::encoded_size(*plain, signed_, how_);
  }
  bool rewind() override { return false; }  // every attempt has signatures of its own
  boost::asio::awaitable<result<std::string_view>> read() override {
    out_.clear();
    while (out_.empty() && !finished_) {
      auto piece = co_await inner_.read();
      if (!piece) co_return piece.error();
      if (piece->empty()) {
        encoder_.finish(out_);
        finished_ = true;
      } else {
        encoder_.feed(*piece, out_);
      }
    }
    co_return std::string_view{out_};
  }

 private:
  http::body_source& inner_;
  const auth::chunk_options how_;
  const bool signed_;
  auth::chunk_encoder encoder_;
  std::string out_;
  bool finished_ = false;
};

}  // namespace aloft::runtime
