#include "question.hpp"

#include "boxed.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <atomic>

namespace aloft::python {
namespace asio = boost::asio;
namespace {
std::atomic<std::uint64_t> questions = 0;
}

class question::demand final : public job {
 public:
  demand(std::shared_ptr<question> of, bool cancelled) : of_{std::move(of)}, cancelled_{cancelled} {}
  void start() override {}
  PyObject* give() override { return of_->call(cancelled_); }

 private:
  const std::shared_ptr<question> of_;
  const bool cancelled_;
};

question::question(std::shared_ptr<dispatcher> to, std::shared_ptr<const callable> ask,
                   std::function<PyObject*()> argument)
    : to_{std::move(to)}, ask_{std::move(ask)}, id_{++questions}, argument_{std::move(argument)} {}

PyObject* question::call(bool cancelled) {
  const ref id{PyLong_FromUnsignedLongLong(id_)};
  if (cancelled) return PyObject_CallFunctionObjArgs(ask_->get(), id.get(), Py_None, Py_None, nullptr);
  ref argument;
  {
    const std::lock_guard lock{mutex_};
    if (!argument_) return none();
    argument = ref{argument_()};
  }
  const ref self{boxed<question>::make(shared_from_this())};
  if (!argument || !self) return nullptr;
  return PyObject_CallFunctionObjArgs(ask_->get(), id.get(), self.get(), argument.get(), nullptr);
}

asio::awaitable<bool> question::ask() {
  const auto self = shared_from_this();
  timer_.emplace(co_await asio::this_coro::executor);
  to_->complete(std::make_shared<demand>(self, false));
  bool cancelled = false;
  while (!answered_ && !cancelled) {
    timer_->expires_at(asio::steady_timer::time_point::max());
    co_await timer_->async_wait(asio::as_tuple(asio::deferred));
    const auto state = co_await asio::this_coro::cancellation_state;
    cancelled = state.cancelled() != asio::cancellation_type::none;
  }
  {
    const std::lock_guard lock{mutex_};
    argument_ = nullptr;
  }
  if (!answered_) to_->complete(std::make_shared<demand>(self, true));
  co_return answered_;
}

void question::answer(std::string said, std::string with, std::optional<double> seconds) {
  auto& by = engine::get();
  if (by.stopped()) return;
  asio::post(by.context(),
             [self = shared_from_this(), said = std::move(said), with = std::move(with), seconds]() mutable {
               if (self->answered_) return;
               self->word = std::move(said);
               self->bytes = std::move(with);
               self->number = seconds;
               self->answered_ = true;
               if (self->timer_) self->timer_->cancel();
             });
}

// (word, bytes or None, number or None)
PyObject* answer(PyObject* self, PyObject* const* given, Py_ssize_t count) {
  std::string_view word;
  if (count != 3) return PyErr_Format(PyExc_TypeError, "answer takes 3 arguments");
  if (!utf8(given[0], word)) return nullptr;
  std::string with;
  if (given[1] != Py_None) {
    char* at = nullptr;
    Py_ssize_t size = 0;
    if (PyBytes_AsStringAndSize(given[1], &at, &size) < 0) return nullptr;
    with.assign(at, static_cast<std::size_t>(size));
  }
  std::optional<double> number;
  if (given[2] != Py_None) number = PyFloat_AsDouble(given[2]);
  if (PyErr_Occurred()) return nullptr;
  boxed<question>::of(self)->answer(std::string{word}, std::move(with), number);
  return none();
}

}  // namespace aloft::python
