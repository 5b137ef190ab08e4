#pragma once
// The exchange over HTTP/2: one stream of a connection that others may share.
//
// Unlike HTTP/1.1's it has two directions that end by themselves: a final answer that has begun ends no sending, only
// its end does, or a reset.

#include "flow/event.hpp"
#include "http/exchange.hpp"
#include "http/failure.hpp"
#include "http/h2/h2_connection.hpp"

#include <memory>
#include <optional>
#include <string>

namespace aloft::http {

class h2_exchange final : public exchange, h2_stream {
 public:
  /// On a connection that has been lent for it.
  h2_exchange(std::shared_ptr<h2_connection> over, direct_transport& of, const deadlines& limits,
              const exchange_timings& so_far);

  boost::asio::awaitable<result<bool>> start(const http_request& request, body_framing body) override;
  boost::asio::awaitable<result<bool>> write(std::string_view piece) override;
  boost::asio::awaitable<result<bool>> finish(const header_list& trailers) override;
  boost::asio::awaitable<result<response_head>> head() override;
  boost::asio::awaitable<result<std::string_view>> read() override;
  std::optional<result<std::string_view>> read_at_hand() override;
  void cancel() noexcept override;
  void lift_deadline() noexcept override { limits_.attempt = steady_time::max(); }
  void limit_silence(std::chrono::milliseconds longest) noexcept override { idle_ = longest; }
  void limit_sending(std::chrono::milliseconds longest) noexcept override { send_limit_ = longest; }
  bool reused() const noexcept override { return times_.reused; }
  bool answer_started() const noexcept override;
  const exchange_timings& timings() const noexcept override { return times_; }

  /// The connection is lost. Needs its mutex.
  void lost(const h2_loss& why) noexcept;

 private:
  ~h2_exchange() = default;
  void end(ending how) noexcept override;

  // h2_stream, with the connection's mutex held.
  void headers(int status, header_list&& fields) override;
  void data(std::string_view bytes) override;
  void ended() override;
  void headers_too_large() override { too_large_ = true; }
  h2_piece pull(char* into, std::size_t room) override;
  void closed(h2_code why) override;

  boost::asio::awaitable<result<bool>> sent(bool last);
  std::optional<result<std::string_view>> take(bool& kick);
  result<void> open(const header_list& head);
  void over() noexcept;
  steady_time limit(std::chrono::milliseconds idle) const noexcept;
  error explain(flow::wait_end why);
  error fail(const error& why);
  error reset_by_peer(h2_code why) const;
  exchange_progress progress() const;
  std::chrono::microseconds so_far() const noexcept;

  const std::shared_ptr<h2_connection> on_;
  direct_transport& transport_;
  deadlines limits_;
  std::chrono::milliseconds idle_, send_limit_;
  exchange_timings times_;
  steady_time began_{};
  std::int32_t id_ = 0;  // 0: never opened

  // Under the connection's mutex, but for what its comment says.
  flow::event arrived_, room_;
  body_framing framing_;
  std::uint64_t body_sent_ = 0;
  std::string_view out_;   // of the piece that is being sent
  bool last_out_ = false;  // nothing follows it
  header_list trailers_;   // that do
  bool finished_ = false;  // the end has been taken
  bool asked_ = false;     // the head has been handed to the session
  std::optional<response_head> head_;
  std::chrono::microseconds first_byte_{0};
  bool head_given_ = false;  // the owner's
  std::string in_, taken_;   // bytes that came; those of the view given last
  std::uint64_t body_read_ = 0;
  bool ended_ = false;   // the answer is whole
  bool closed_ = false;  // nothing more is told
  bool too_large_ = false;
  bool cancelled_ = false;
  std::optional<error> fault_;
  bool failed_ = false;  // the owner's: nothing more can be done
};

}  // namespace aloft::http
