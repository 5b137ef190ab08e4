#include "http/h2/h2_connection.hpp"

#include "http/direct_transport.hpp"
#include "http/failure.hpp"
#include "http/h2/h2_exchange.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <utility>

namespace aloft::http {
namespace asio = boost::asio;
namespace {

constexpr std::size_t few_bytes = 4096, many_bytes = 32 * 1024;
constexpr std::size_t sent_at_once = 16 * 1024;  // a TLS record

error no_pong(const origin& where) {
  return error{error_kind::timeout, "IdleTimeout",
               describe(where) + " is silent and has not answered a PING for " +
                   std::to_string(h2_connection::ping_limit.count()) + " s; the connection is given up"};
}

}  // namespace

h2_connection::h2_connection(connection_ptr carrier, direct_transport& of)
    : carrier_{std::move(carrier)},
      transport_{of},
      strand_{asio::make_strand(of.executor())},
      session_{h2_session::side::client, {.header_bytes = of.options().max_header_bytes}, *this} {}

h2_connection::~h2_connection() {
  if (parked_ && carrier_->io && !loss_) {
    session_.shut(h2_code::no_error);
    out_.clear();
    session_.produce(out_, sent_at_once);
    if (!out_.empty()) carrier_->io->write_now({asio::buffer(out_), asio::const_buffer{}});
  }
  if (carrier_->owner) {
    direct_transport& of = *carrier_->owner;  // finish() keeps it alive
    of.finish(std::move(carrier_), false);
  }
}

bool h2_connection::idle() const {
  const std::lock_guard lock{transport_.mutex()};
  return seat.lent == 0;
}

void h2_connection::refuse_new() noexcept {
  const std::lock_guard lock{transport_.mutex()};
  seat.open = false;
}

void h2_connection::settings(std::uint32_t max_streams) {
  const std::lock_guard lock{transport_.mutex()};
  seat.most = std::min<std::size_t>(max_streams, most_at_once);
  seat.told = true;
  transport_.shared_changed(line());
}

void h2_connection::goaway(h2_code why, std::string_view reason) {
  refuse_new();
  std::string said = "is told to go away (" + name_of(why) + ')';
  if (!reason.empty()) said += ": " + std::string{reason.substr(0, 200)};
  transport_.log(said + " by", line().to);
}

bool h2_connection::look() {
  const std::lock_guard lock{mutex_};
  if (gone_ || loss_) return false;
  if (!parked_) return true;
  parked_ = false;
  char bytes[few_bytes];
  for (;;) {
    const std::ptrdiff_t count = carrier_->io->read_now({bytes, sizeof bytes});
    if (count == 0) break;
    if (count < 0 || !session_.receive({bytes, static_cast<std::size_t>(count)}, transport_.now())) {
      parked_ = true;
      loss_.emplace(h2_loss{asio::error::eof, {}});
      return false;
    }
  }
  const std::lock_guard transport_lock{transport_.mutex()};
  if (!seat.open) parked_ = true;
  return seat.open;
}

void h2_connection::run_on_strand(void (h2_connection::*what)()) {
  {
    const std::lock_guard lock{mutex_};
    if (gone_) return;
  }
  asio::dispatch(*strand_, [self = shared_from_this(), what] { ((*self).*what)(); });
}

void h2_connection::kick() { run_on_strand(&h2_connection::turn); }
void h2_connection::rest() { run_on_strand(&h2_connection::stop); }

void h2_connection::close() {
  {
    const std::lock_guard lock{mutex_};
    if (gone_) return;
  }
  asio::dispatch(*strand_, [self = shared_from_this()] {
    self->closing_ = true;
    {
      const std::lock_guard lock{self->mutex_};
      if (self->gone_ || self->loss_) return;
      self->session_.shut(h2_code::no_error);
    }
    self->flush();
    const std::lock_guard lock{self->transport_.mutex()};
    self->carrier_->expire(expiry::none);
  });
}

void h2_connection::context_gone() noexcept {
  const std::lock_guard lock{mutex_};
  const auto owner = std::move(carrier_->owner);
  gone_ = true;
  silence_.reset();
  carrier_->io.reset();
  strand_.reset();
  if (!loss_) loss_.emplace(h2_loss{asio::error::operation_aborted, {}});
}

void h2_connection::turn() {
  {
    const std::lock_guard lock{mutex_};
    if (parked_ || gone_ || loss_) return;
  }
  flush();
  read_more();
}

void h2_connection::flush() {
  while (!writing_) {
    out_.clear();
    out_sent_ = 0;
    {
      const std::lock_guard lock{mutex_};
      if (gone_ || (loss_ && !loss_->fault)) return;
      session_.produce(out_, 1);
      while (out_.size() < sent_at_once && session_.wants_to_send()) {
        const std::size_t before = out_.size();
        session_.produce(out_, before + 1);
        if (out_.size() == before) break;
      }
    }
    if (out_.empty()) return;
    io_result sent;
    if (out_.size() <= sent_at_once) sent = carrier_->io->write_now({asio::buffer(out_), asio::const_buffer{}});
    if (sent.failure) return lose({sent.failure, {}});
    out_sent_ = sent.count;
    if (out_sent_ < out_.size() || !carrier_->io->flushed()) {
      writing_ = true;
      asio::co_spawn(*strand_, write_on(shared_from_this()), asio::detached);
    }
  }
}

asio::awaitable<void> h2_connection::write_on(std::shared_ptr<h2_connection> self) {
  while (self->out_sent_ < self->out_.size() || !self->carrier_->io->flushed()) {
    const write_pieces rest{asio::buffer(self->out_) + self->out_sent_, asio::const_buffer{}};
    const io_result sent = co_await self->carrier_->io->write_some(rest);
    self->out_sent_ += sent.count;
    if (!sent.failure) continue;
    self->writing_ = false;
    self->lose({sent.failure, {}});
    co_return;
  }
  self->writing_ = false;
  self->flush();
}

void h2_connection::read_more() {
  stop_wanted_ = false;
  if (reading_) return;
  {
    const std::lock_guard lock{mutex_};
    if (loss_ || gone_) return;
    heard_ = transport_.now();
    pinged_ = false;
  }
  reading_ = true;
  watch_silence(heard_ + ping_after);
  // The reader and its completion hold the signal alone, so that it goes with the event loop; and to the very end, as
  // asio uses its slot once more after a reader's last step.
  const auto stop = std::make_shared<asio::cancellation_signal>();
  stopper_ = stop;
  asio::co_spawn(*strand_, read_on(shared_from_this()),
                 asio::bind_cancellation_slot(stop->slot(), [stop](const std::exception_ptr&) {}));
}

asio::awaitable<void> h2_connection::read_on(std::shared_ptr<h2_connection> self) {
  co_await asio::this_coro::throw_if_cancelled(false);
  self->reader_began_ = true;
  bool was_full = false;
  while (!self->stop_wanted_) {
    const std::size_t wanted = was_full ? many_bytes : few_bytes;
    if (self->in_size_ < wanted) {
      self->in_.reset(new char[wanted]);
      self->in_size_ = wanted;
    }
    const asio::mutable_buffer room{self->in_.get(), self->in_size_};
    const io_result got = co_await self->carrier_->io->read_some(room);
    was_full = got.count == self->in_size_;
    if (got.count > 0 && !self->take_in({self->in_.get(), got.count})) break;
    if (!got.failure) continue;
    if (got.failure != asio::error::operation_aborted) self->lose({got.failure, {}});
    break;
  }
  self->reading_ = self->reader_began_ = false;
  self->after_reading();
}

bool h2_connection::take_in(std::string_view bytes) {
  result<void> understood;
  bool more = false, over = false;
  {
    const std::lock_guard lock{mutex_};
    if (loss_) return false;
    heard_ = transport_.now();
    understood = session_.receive(bytes, heard_);
    more = session_.wants_to_send();
  }
  if (more) flush();
  if (understood) {
    const std::lock_guard lock{mutex_};
    over = session_.over();
    if (over && session_.fault()) understood = *session_.fault();
  }
  if (!understood)
    lose({{}, understood.error()});
  else if (over)
    lose({asio::error::eof, {}});
  return understood && !over;
}

// Nobody needs what may come: the read that waits for it ends, unless somebody comes meanwhile.
void h2_connection::stop() {
  if (!idle()) return;
  flush();
  if (writing_) {  // what it does not take now it will not take soon
    const auto self = shared_from_this();
    {
      const std::lock_guard lock{transport_.mutex()};
      if (seat.lent > 0) return;
      seat.open = false;
      std::erase(line().shared, self);
    }
    return close();
  }
  stop_wanted_ = true;
  if (!reading_) return after_reading();
  if (const auto stop = stopper_.lock(); stop && reader_began_) stop->emit(asio::cancellation_type::terminal);
}

void h2_connection::after_reading() {
  stop_wanted_ = false;
  bool goes_on = false;
  std::shared_ptr<direct_transport> owner;  // let go outside the locks
  {
    const std::lock_guard lock{mutex_};
    if (gone_) return;
    const std::lock_guard transport_lock{transport_.mutex()};
    if (seat.lent == 0 && seat.open && !loss_ && !closing_) {
      parked_ = true;
      owner = std::move(carrier_->owner);
      in_.reset();
      in_size_ = 0;
      if (out_.capacity() > 2 * few_bytes) out_ = {};
    }
    if (seat.lent > 0 && !loss_ && !closing_) goes_on = true;
  }
  if (goes_on) return read_more();
  silence_.reset();
}

void h2_connection::lose(h2_loss why) {
  {
    const std::lock_guard lock{mutex_};
    if (loss_ || gone_) return;
    loss_ = std::move(why);
    for (h2_exchange* const each : std::exchange(exchanges_, {})) each->lost(*loss_);
  }
  silence_.reset();
  const auto self = shared_from_this();
  const std::lock_guard lock{transport_.mutex()};
  seat.open = false;
  carrier_->expire(expiry::none);
  if (seat.lent == 0) std::erase(line().shared, self);
  transport_.shared_changed(line());
}

void h2_connection::watch_silence(steady_time until) {
  silence_.emplace(transport_.guard(), until, *strand_, [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->silent();
  });
}

void h2_connection::silent() {
  if (!reading_) return silence_.reset();
  steady_time until;
  {
    const std::lock_guard lock{mutex_};
    const steady_time now = transport_.now();
    if (pinged_ && now - heard_ >= ping_limit) {
      until = steady_time::min();
    } else if (now - heard_ >= ping_after) {
      session_.ping();
      pinged_ = true;
      heard_ = now;
      until = now + ping_limit;
    } else {
      until = heard_ + (pinged_ ? ping_limit : ping_after);
    }
  }
  if (until == steady_time::min()) return lose({{}, no_pong(line().to)});
  watch_silence(until);
  flush();
}

}  // namespace aloft::http
