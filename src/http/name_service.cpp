#include "http/name_service.hpp"

#include "http/failure.hpp"

#include <boost/asio/ip/address.hpp>

namespace aloft::http {
struct name_service::tether {
  std::mutex mutex;  // taken before the watchdog's, never while holding it
  name_service* end;
};

name_service::name_service(flow::watchdog& guard, std::shared_ptr<resolver> source)
    : guard_{guard}, source_{std::move(source)}, tether_{std::make_shared<tether>()} {
  tether_->end = this;
}

name_service::~name_service() { close(); }

void name_service::close() noexcept {
  const std::lock_guard lock{tether_->mutex};
  tether_->end = nullptr;
}

boost::asio::awaitable<addresses> name_service::resolve(const std::string& name, steady_time limit) {
  boost::system::error_code not_literal;
  if (const auto literal = boost::asio::ip::make_address(name, not_literal); !not_literal)
    co_return std::vector<boost::asio::ip::address>(1, literal);

  std::shared_ptr<question> mine;
  bool ask = false;
  {
    const std::lock_guard lock{guard_.mutex()};
    if (auto known = book_.next(name, guard_.time().steady_now())) co_return std::move(*known);
    auto& shared = questions_[name];
    ask = shared == nullptr;
    if (ask) {
      shared = std::make_shared<question>();
      ++lookups_;
    }
    mine = shared;
  }
  if (ask)
    source_->lookup(name, [tie = tether_, name, mine](addresses found) {
      const std::lock_guard held{tie->mutex};
      if (tie->end != nullptr) tie->end->answered(name, mine, std::move(found));
    });

  flow::waiter here{guard_};
  const flow::waiter::chooser choose = [&] { return mine->answered ? nullptr : &mine->line; };
  switch (co_await here.wait(limit, choose)) {
    case flow::wait_end::cancelled: co_return cancelled();
    case flow::wait_end::deadline: {
      co_return error{error_kind::timeout, "ConnectTimeout", "the name \"" + name + "\" was not resolved in time"};
    }
    case flow::wait_end::context_gone:  // reached by callers on other contexts only
      co_return error{error_kind::connect, "UnknownHost", "the event loop that looks names up is gone"};
    case flow::wait_end::done: break;
  }
  const std::lock_guard lock{guard_.mutex()};
  if (mine->answer)  // spread those who waited together, too
    if (auto order = book_.next(name, guard_.time().steady_now())) co_return std::move(*order);
  co_return mine->answer;
}

void name_service::answered(const std::string& name, const std::shared_ptr<question>& about, addresses answer) {
  const std::lock_guard lock{guard_.mutex()};
  if (about->answered) return;
  if (answer) book_.learn(name, *answer, guard_.time().steady_now(), system_random_source().next());
  about->answer = std::move(answer);
  about->answered = true;
  questions_.erase(name);
  while (!about->line.empty()) about->line.front().resume(flow::wait_end::done);
}

void name_service::clear(std::vector<flow::wait_handler>& dropped) {
  for (auto& [name, about] : questions_)
    while (!about->line.empty()) about->line.front().drop(dropped);
}

void name_service::failed(const boost::asio::ip::address& which) {
  const std::lock_guard lock{guard_.mutex()};
  book_.failed(which, guard_.time().steady_now());
}

void name_service::worked(const boost::asio::ip::address& which) {
  const std::lock_guard lock{guard_.mutex()};
  book_.worked(which);
}

}  // namespace aloft::http
