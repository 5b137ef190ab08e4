#include "services.hpp"

#include "boxed.hpp"
#include "handles.hpp"
#include "question.hpp"
#include "task.hpp"
#include "to_python.hpp"

#include <aloft/lambda_batch.hpp>
#include <aloft/sqs_consumer.hpp>

#include <cmath>

namespace aloft::python {
namespace {

using boost::asio::awaitable;

class consumer_handle {
 public:
  consumer_handle(client by, const operation_info& receives, std::string queue, std::shared_ptr<dispatcher> to,
                  PyObject* ask, sqs::consumer_options options)
      : by{by},
        of{std::move(by), std::move(queue),
           [to = std::move(to), asks = std::make_shared<callable>(ask), &receives](sqs::delivery& message) {
             return handle(to, asks, receives, message);
           },
           std::move(options)} {}

  client by;
  sqs::consumer of;

 private:
  static awaitable<sqs::outcome> handle(std::shared_ptr<dispatcher> to, std::shared_ptr<callable> asks,
                                        const operation_info& receives, sqs::delivery& message) {
    const auto asked = std::make_shared<question>(to, asks, [&message, &receives] {
      ref dict{to_python(message.message(), receives)};
      // With unwrap_sns the notification's message takes the place of the body.
      if (dict && !put(dict.get(), "Body", text(message.body()))) return static_cast<PyObject*>(nullptr);
      return dict.release();
    });
    const bool answered = co_await asked->ask();
    if (!answered || asked->word == "retry") {
      if (answered && asked->number) co_return sqs::outcome::retry(std::chrono::seconds{std::llround(*asked->number)});
      co_return sqs::outcome::retry();
    }
    co_return asked->word == "keep" ? sqs::outcome::keep() : sqs::outcome::done();
  }
};

PyObject* counters_of(const sqs::consumer_counters& from) {
  ref dict{PyDict_New()};
  const std::pair<const char*, std::uint64_t> rows[] = {
      {"received", from.received},       {"handled", from.handled},
      {"retried", from.retried},         {"kept", from.kept},
      {"deleted", from.deleted},         {"released", from.released},
      {"duplicates", from.duplicates},   {"expired", from.expired},
      {"corrupt", from.corrupt},         {"extended", from.extended},
      {"empty_polls", from.empty_polls}, {"failed_requests", from.failed_requests},
      {"requests", from.requests()}};
  for (const auto& [name, count] : rows)
    if (!dict || !put(dict.get(), name, ref{PyLong_FromUnsignedLongLong(count)})) return nullptr;
  return put(dict.get(), "estimated_cost", ref{PyFloat_FromDouble(from.estimated_cost())}) ? dict.release() : nullptr;
}

struct consume_work {
  std::shared_ptr<consumer_handle> of;
  awaitable<result<sqs::consumer_counters>> begin() { return guarded(of); }
  static awaitable<result<sqs::consumer_counters>> guarded(std::shared_ptr<consumer_handle> of) {
    try {
      co_return co_await of->of.run();
    } catch (const error& failure) {
      co_return failure;
    }
  }
  PyObject* give(sqs::consumer_counters& came) { return counters_of(came); }
  const refused_answer* refused() const { return nullptr; }
};

// (dispatcher, future)
PyObject* run_consumer(PyObject* self, PyObject* const* given, Py_ssize_t count) {
  if (count != 2) return PyErr_Format(PyExc_TypeError, "run takes 2 arguments");
  const auto over = boxed<dispatcher>::from(given[0]);
  if (!over) return nullptr;
  auto made =
      std::make_shared<task<sqs::consumer_counters, consume_work>>(consume_work{boxed<consumer_handle>::of(self)});
  over->submit(made, given[1]);
  return boxed<job>::make(std::move(made));
}

PyObject* stop_consumer(PyObject* self, PyObject*) {
  boxed<consumer_handle>::of(self)->of.stop();
  return none();
}

PyObject* consumer_counters(PyObject* self, PyObject*) {
  return counters_of(boxed<consumer_handle>::of(self)->of.counters());
}

class python_items final : public lambda::batch_source {
 public:
  python_items(std::shared_ptr<dispatcher> to, PyObject* next)
      : to_{std::move(to)}, next_{std::make_shared<callable>(next)} {}

  awaitable<result<std::optional<lambda::batch_item>>> next() override {
    const auto asked = std::make_shared<question>(to_, next_, [] { return none(); });
    const bool answered = co_await asked->ask();
    if (!answered) co_return was_cancelled();
    if (asked->word == "end") co_return std::optional<lambda::batch_item>{};
    if (asked->word == "failed") co_return error{error_kind::usage, "BodyFailed", "the payloads could not be read"};
    lambda::batch_item one;
    one.payload = asked->bytes;
    if (asked->word != "item") one.function = asked->word.substr(std::string_view{"item:"}.size());
    co_return std::optional<lambda::batch_item>{std::move(one)};
  }

 private:
  const std::shared_ptr<dispatcher> to_;
  const std::shared_ptr<const callable> next_;
};

PyObject* result_of(std::uint64_t index, const result<lambda::invocation>& came) {
  ref dict{PyDict_New()};
  bool good = dict && put(dict.get(), "index", ref{PyLong_FromUnsignedLongLong(index)});
  if (came) {
    good = good && put(dict.get(), "payload", bytes(came->payload)) &&
           put(dict.get(), "request_id", text(came->request_id)) &&
           put(dict.get(), "executed_version", text(came->executed_version)) &&
           put(dict.get(), "log", text(came->log)) &&
           put(dict.get(), "throttled", ref{PyLong_FromLong(came->throttled)}) &&
           put(dict.get(), "fault", came->fault ? text(came->fault->type + ": " + came->fault->message) : ref{none()});
  } else {
    raise(came.error());
    PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
    PyErr_Fetch(&type, &value, &trace);
    PyErr_NormalizeException(&type, &value, &trace);
    const ref a{type}, b{value}, c{trace};
    good = good && value && PyDict_SetItemString(dict.get(), "error", value) == 0;
  }
  return good ? dict.release() : nullptr;
}

struct batch_work {
  client by;
  std::shared_ptr<dispatcher> to;
  std::shared_ptr<python_items> items;
  std::shared_ptr<callable> done;
  lambda::batch_options how;
  awaitable<result<lambda::batch_counts>> begin() {
    return lambda::try_invoke_all(
        by, items,
        [to = to, done = done](std::uint64_t index, result<lambda::invocation> came) {
          return hand_over(to, done, index, std::move(came));
        },
        how);
  }
  static awaitable<void> hand_over(std::shared_ptr<dispatcher> to, std::shared_ptr<callable> done, std::uint64_t index,
                                   result<lambda::invocation> came) {
    const auto asked = std::make_shared<question>(to, done, [index, &came] { return result_of(index, came); });
    co_await asked->ask();
  }
  PyObject* give(lambda::batch_counts& came) {
    ref dict{PyDict_New()};
    const std::pair<const char*, std::uint64_t> rows[] = {{"ok", came.ok},           {"faults", came.faults},
                                                          {"errors", came.errors},   {"abandoned", came.abandoned},
                                                          {"resumed", came.resumed}, {"throttled", came.throttled}};
    for (const auto& [name, count] : rows)
      if (!dict || !put(dict.get(), name, ref{PyLong_FromUnsignedLongLong(count)})) return nullptr;
    return dict.release();
  }
  const refused_answer* refused() const { return nullptr; }
};

PyMethodDef consumer_methods[] = {
    {"run", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(run_consumer)), METH_FASTCALL, nullptr},
    {"stop", stop_consumer, METH_NOARGS, nullptr},
    {"counters", consumer_counters, METH_NOARGS, nullptr},
    {nullptr, nullptr, 0, nullptr}};
PyMethodDef question_methods[] = {
    {"answer", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(answer)), METH_FASTCALL, nullptr},
    {nullptr, nullptr, 0, nullptr}};

}  // namespace

bool define_services(PyObject* module) {
  return boxed<consumer_handle>::define(module, "aloft._core.Consumer", "Consumer", consumer_methods) &&
         boxed<question>::define(module, "aloft._core.Question", "Question", question_methods);
}

PyObject* make_consumer(PyObject* self, PyObject* const* given, Py_ssize_t count) {
  std::string_view queue;
  if (count != 4 || !PyDict_Check(given[3])) return PyErr_Format(PyExc_TypeError, "consumer takes 4 arguments");
  if (!utf8(given[0], queue)) return nullptr;
  const auto& handle = boxed<client_handle>::of(self);
  auto by = handle->get();
  if (!by) return raise(by.error()), nullptr;
  auto over = boxed<dispatcher>::from(given[2]);
  const auto* receives = handle->service().operation("ReceiveMessage");
  if (!over) return nullptr;
  if (!receives) return PyErr_Format(PyExc_TypeError, "a consumer is of a client of SQS");
  sqs::consumer_options how;
  PyObject* options = given[3];
  const auto number = [&](const char* name, auto set) {
    if (PyObject* found = entry(options, name)) set(PyLong_AsLong(found));
  };
  number("in_flight", [&](long n) { how.in_flight = static_cast<std::size_t>(n); });
  number("pollers", [&](long n) { how.pollers = static_cast<std::size_t>(n); });
  number("wait", [&](long n) { how.wait = std::chrono::seconds{n}; });
  number("visibility", [&](long n) { how.visibility = std::chrono::seconds{n}; });
  number("grace", [&](long n) { how.grace = std::chrono::seconds{n}; });
  number("unwrap_sns", [&](long n) { how.unwrap_sns = n != 0; });
  if (PyErr_Occurred()) return nullptr;
  return boxed<consumer_handle>::make(
      std::make_shared<consumer_handle>(*by, *receives, std::string{queue}, std::move(over), given[1], std::move(how)));
}

PyObject* invoke_all(PyObject* self, PyObject* const* given, Py_ssize_t count) {
  if (count != 5 || !PyDict_Check(given[4])) return PyErr_Format(PyExc_TypeError, "invoke_all takes 5 arguments");
  auto by = boxed<client_handle>::of(self)->get();
  if (!by) return raise(by.error()), nullptr;
  auto over = boxed<dispatcher>::from(given[2]);
  if (!over) return nullptr;
  lambda::batch_options how;
  PyObject* options = given[4];
  std::string_view function, journal;
  if (PyObject* found = entry(options, "function"); found && !utf8(found, function)) return nullptr;
  if (PyObject* found = entry(options, "journal"); found && !utf8(found, journal)) return nullptr;
  how.function = function;
  how.journal = journal;
  if (PyObject* found = entry(options, "parallel")) how.parallel = PyLong_AsSize_t(found);
  if (PyObject* found = entry(options, "ordered")) how.ordered = PyObject_IsTrue(found) == 1;
  if (PyObject* found = entry(options, "fail_fast")) how.fail_fast = PyObject_IsTrue(found) == 1;
  if (PyObject* found = entry(options, "resume")) how.resume = PyObject_IsTrue(found) == 1;
  if (PyErr_Occurred()) return nullptr;
  auto made = std::make_shared<task<lambda::batch_counts, batch_work>>(
      batch_work{*by, over, std::make_shared<python_items>(over, given[0]), std::make_shared<callable>(given[1]), how});
  over->submit(made, given[3]);
  return boxed<job>::make(std::move(made));
}

}  // namespace aloft::python
