#pragma once
// The body of an answer on its way: the connection it comes on and the checksum it must have.

#include "aloft/response_body.hpp"
#include "flow/context_watch.hpp"
#include "http/transport.hpp"
#include "runtime/integrity.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/system_executor.hpp>

#include <memory>
#include <optional>
#include <string_view>

namespace aloft {
namespace runtime {

/// Pieces of a body that is not simply the exchange's.
class piece_source {
 public:
  virtual ~piece_source() = default;
  /// As response_body::try_read().
  virtual boost::asio::awaitable<result<std::string_view>> read() = 0;
  virtual void drop() noexcept = 0;  ///< nobody is going to read
  virtual void context_gone() noexcept = 0;
};

}  // namespace runtime

/// Listens to its context: a connection must not outlive it, whoever holds the body then.
struct response_body::state final : flow::context_listener {
  state(http::exchange_ptr on, boost::asio::any_io_executor runs, std::optional<std::uint64_t> length,
        std::optional<runtime::expected_checksum> must_be)
      : rest{std::move(on)}, executor{std::move(runs)}, size{length}, check{std::move(must_be)} {}
  state(std::unique_ptr<runtime::piece_source> from, boost::asio::any_io_executor runs)
      : executor{std::move(runs)}, source{std::move(from)} {}
  ~state();

  /// The executor may be a strand, which must not outlive its context.
  void context_gone() noexcept override {
    rest = {};
    if (source) source->context_gone();
    executor = boost::asio::system_executor{};
  }

  /// Copies what is there; waits where there is nothing.
  boost::asio::awaitable<result<std::size_t>> read_into(boost::asio::mutable_buffer into);
  boost::asio::awaitable<result<std::string_view>> read();
  result<std::string_view> fail(const error& why);

  http::exchange_ptr rest;  ///< empty once the body is over
  boost::asio::any_io_executor executor;
  std::unique_ptr<runtime::piece_source> source;  ///< instead of `rest`
  const std::optional<std::uint64_t> size;
  std::optional<runtime::expected_checksum> check;
  std::string_view held;  ///< of the last piece, not yet copied
  std::optional<error> failure;
};

namespace runtime {

/// Takes over the connection on which the head of a success has come. Time limits end here, but for silence.
response_body make_response_body(http::exchange_ptr on, const boost::asio::any_io_executor& runs,
                                 const header_list& headers, std::optional<expected_checksum> must_be);
response_body make_response_body(std::unique_ptr<piece_source> from, const boost::asio::any_io_executor& runs);

}  // namespace runtime
}  // namespace aloft
