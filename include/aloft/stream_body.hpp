#pragma once
// A request body out of any Asio stream: a socket, a pipe, the body of another answer.

#include <aloft/request_body.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/error.hpp>

#include <array>
#include <memory>
#include <utility>

namespace aloft {

/// Reads `stream` (an AsyncReadStream, owned by the body) to its end, as the server takes the bytes. With `size` the
/// stream must give exactly that many; without, the body is sent in chunks, which not every service takes. It can be
/// read only once: such a call is not retried after the first byte.
template <class AsyncReadStream>
request_body stream_body(AsyncReadStream stream, std::optional<std::uint64_t> size = std::nullopt) {
  class source final : public body_source {
   public:
    source(AsyncReadStream from, std::optional<std::uint64_t> size) : from_{std::move(from)}, size_{size} {}

    std::optional<std::uint64_t> size() const noexcept override { return size_; }
    bool rewind() override { return false; }
    boost::asio::awaitable<result<std::string_view>> read() override {
      namespace asio = boost::asio;
      auto [failure, count] = co_await from_.async_read_some(asio::buffer(piece_), asio::as_tuple(asio::deferred));
      if (failure && failure != asio::error::eof) {
        error why{error_kind::usage, "BodyStream", "the body of the request cannot be read: " + failure.message()};
        if (failure == asio::error::operation_aborted)
          why = error{error_kind::cancelled, "Cancelled", "the caller cancelled the call"};
        co_return why;
      }
      co_return std::string_view{piece_.data(), count};
    }

   private:
    AsyncReadStream from_;
    const std::optional<std::uint64_t> size_;
    std::array<char, 64 * 1024> piece_;
  };
  return request_body::source(std::make_shared<source>(std::move(stream), size));
}

}  // namespace aloft
