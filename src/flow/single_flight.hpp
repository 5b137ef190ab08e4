#pragma once
// Something that many want and one makes: keys, a discovered endpoint, the addresses of a name.
//
//   load     the coroutine that makes it, on a strand of its own: nobody's cancellation ends it but its own limit's
//   landed   its outcome is there, or its limit has passed; those who wait go on
//   over     the coroutine has ended. A load that ignores its limit is waited out before the next one begins: two never
//            touch the same things at once.

#include "aloft/error.hpp"
#include "flow/alarm.hpp"
#include "flow/event.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace aloft::flow {

/// Thread-safe. May be destroyed while a load is under way; what the functions of the load own lives until it is over.
template <class T>
class single_flight {
 public:
  /// How it is made. All three run in the load's strand, one after another.
  struct load {
    std::function<boost::asio::awaitable<result<T>>()> make;
    std::function<result<T>()> late;                           ///< what those who wait get when the limit has passed
    std::function<result<T>(const std::string& what)> thrown;  ///< what they get when `make` throws
  };
  struct arrival {
    wait_end end = wait_end::done;
    std::optional<result<T>> outcome;  ///< of waits that are done
  };

  /// Loads run on `executor`, for at most `limit` by the guard's clock; zero: as long as they take.
  single_flight(boost::asio::any_io_executor executor, std::shared_ptr<watchdog> guard, std::chrono::milliseconds limit)
      : state_{std::make_shared<state>(std::move(executor), std::move(guard), limit)} {}

  /// Begins a load unless one is under way.
  void begin(const load& how) const { state_->board(state_, how); }

  /// Waits for the load that is under way, or for one that it begins.
  /// Cancellation: total; cancels nothing but this wait.
  /// Ends with: done, deadline, cancelled; context_gone when the executor's context goes.
  boost::asio::awaitable<arrival> join(load how, steady_time limit) const {
    return state::join(state_, std::move(how), limit);
  }

 private:
  struct flight {
    explicit flight(const std::shared_ptr<watchdog>& guard) : landed{guard}, over{guard} {}
    event landed, over;
    std::optional<result<T>> outcome;  // written before `landed` is set, never after
    bool late = false;                 // under the state's mutex
    boost::asio::cancellation_signal stop;

    // In the load's strand; the first word counts.
    void land(result<T> made) {
      if (!outcome) outcome.emplace(std::move(made));
      landed.set();
    }
  };
  using flight_ptr = std::shared_ptr<flight>;

  struct state {
    state(boost::asio::any_io_executor e, std::shared_ptr<watchdog> g, std::chrono::milliseconds l)
        : executor{std::move(e)}, guard{std::move(g)}, limit{l} {}

    flight_ptr board(const std::shared_ptr<state>& self, const load& how) {
      flight_ptr mine;
      {
        const std::lock_guard lock{mutex};
        if (current) return current;
        mine = current = std::make_shared<flight>(guard);
      }
      boost::asio::co_spawn(
          boost::asio::make_strand(executor), [self, mine, how] { return fly(self, mine, how); },
          boost::asio::detached);
      return mine;
    }

    bool is_late(const flight& one) {
      const std::lock_guard lock{mutex};
      return one.late;
    }

    void give_up(flight& mine, const std::function<result<T>()>& late) {
      {
        const std::lock_guard lock{mutex};
        if (current.get() != &mine) return;  // over
        mine.late = true;
      }
      mine.land(late());
      mine.stop.emit(boost::asio::cancellation_type::terminal);
    }

    static boost::asio::awaitable<arrival> join(std::shared_ptr<state> self, load how, steady_time limit) {
      const steady_time patience = deadline_in(self->guard->time().steady_now(), self->limit);
      for (;;) {
        const flight_ptr mine = self->board(self, how);
        if (self->is_late(*mine)) {
          const wait_end ended = co_await mine->over.wait(std::min(limit, patience));
          if (ended == wait_end::done) continue;
          if (ended != wait_end::deadline || limit <= patience) co_return arrival{ended, std::nullopt};
          co_return arrival{wait_end::done, how.late()};
        }
        const wait_end ended = co_await mine->landed.wait(limit);
        if (ended != wait_end::done) co_return arrival{ended, std::nullopt};
        if (!mine->outcome) co_return arrival{wait_end::context_gone, std::nullopt};
        co_return arrival{wait_end::done, mine->outcome};
      }
    }

    static boost::asio::awaitable<void> fly(std::shared_ptr<state> self, flight_ptr mine, load how) {
      // Also when the context goes and takes this coroutine along: nobody waits for what will not come.
      struct ending {
        state& of;
        flight& mine;
        ~ending() {
          mine.stop.slot().clear();  // it holds the load's strand, and those who wait hold the flight
          mine.landed.set();
          {
            const std::lock_guard lock{of.mutex};
            of.current.reset();
          }
          mine.over.set();
        }
      } ending{*self, *mine};
      const boost::asio::any_io_executor strand = co_await boost::asio::this_coro::executor;
      const alarm limit{self->guard, deadline_in(self->guard->time().steady_now(), self->limit), strand,
                        [self, mine, late = how.late] { self->give_up(*mine, late); }};
      try {
        auto made = co_await boost::asio::co_spawn(
            strand, quietly(how.make),
            boost::asio::bind_cancellation_slot(mine->stop.slot(), boost::asio::use_awaitable));
        mine->land(std::move(made));
      } catch (const error& failure) {
        mine->land(failure);
      } catch (const std::exception& failure) {
        mine->land(how.thrown(failure.what()));
      } catch (...) {
        mine->land(how.thrown("an exception that is no std::exception"));
      }
    }

    // Cancellation is an outcome for those who look, no exception at whatever is awaited next.
    static boost::asio::awaitable<result<T>> quietly(std::function<boost::asio::awaitable<result<T>>()> make) {
      co_await boost::asio::this_coro::throw_if_cancelled(false);
      co_return co_await make();
    }

    boost::asio::any_io_executor executor;
    const std::shared_ptr<watchdog> guard;
    const std::chrono::milliseconds limit;
    std::mutex mutex;
    flight_ptr current;
  };

  const std::shared_ptr<state> state_;
};

}  // namespace aloft::flow
