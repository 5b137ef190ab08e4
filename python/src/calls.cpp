#include "calls.hpp"

#include "arguments.hpp"
#include "handles.hpp"
#include "log_lines.hpp"
#include "to_python.hpp"

#include <aloft/stream_body.hpp>

#include <boost/asio/co_spawn.hpp>

namespace aloft::python {
namespace {

using boost::asio::awaitable;

/// An object of Python's that is held by what may end anywhere.
class lent_ref {
 public:
  lent_ref() noexcept = default;
  explicit lent_ref(ref held) noexcept : held_{held.release()} {}
  lent_ref(lent_ref&& other) noexcept : held_{std::exchange(other.held_, nullptr)} {}
  lent_ref& operator=(lent_ref&& other) noexcept {
    std::swap(held_, other.held_);
    return *this;
  }
  ~lent_ref() {
    if (held_) let_go_later(held_);
  }
  void clear() noexcept { ref{std::exchange(held_, nullptr)}; }  // with the GIL

 private:
  PyObject* held_ = nullptr;
};

/// What a call is made with, whichever way it is made.
struct request {
  std::shared_ptr<client_handle> by;
  const operation_info* of = nullptr;
  input parameters;
  call_options options;
  lent_ref kept;  // the bytes of the body, which are Python's
  std::shared_ptr<refused_answer> refused = std::make_shared<refused_answer>();
};

// bytes, a file of the system's, or something that Python feeds. False with an exception set.
bool take_body(PyObject* body, PyObject* to, request& out) {
  std::string_view path;
  if (ref whole = blob_bytes(body)) {
    char* at = nullptr;
    Py_ssize_t size = 0;
    if (PyBytes_AsStringAndSize(whole.get(), &at, &size) < 0) return false;
    out.options.body = request_body::view({at, static_cast<std::size_t>(size)});
    out.kept = lent_ref{std::move(whole)};
    return true;
  }
  if (PyErr_Occurred()) return false;
  // What the package makes of files and iterables: ("file", path, offset, file) or ("feed", callable, size).
  if (!PyTuple_Check(body) || PyTuple_Size(body) != 4) {
    PyErr_Format(PyExc_TypeError, "%R cannot be the body of a request", Py_TYPE(body));
    return false;
  }
  PyObject* second = PyTuple_GetItem(body, 1);
  PyObject* third = PyTuple_GetItem(body, 2);
  if (PyUnicode_Check(second)) {
    if (!utf8(second, path)) return false;
    out.options.body = request_body::file(std::string{path}, PyLong_AsUnsignedLongLong(third));
    out.kept = lent_ref{ref::borrowed(PyTuple_GetItem(body, 3))};
    return PyErr_Occurred() == nullptr;
  }
  std::optional<std::uint64_t> size;
  if (third != Py_None) size = PyLong_AsUnsignedLongLong(third);
  if (PyErr_Occurred()) return false;
  std::shared_ptr<dispatcher> over;
  if (to != Py_None && !(over = boxed<dispatcher>::from(to))) return false;
  auto source = std::make_shared<fed_body>(std::move(over), second, size);
  const ref told{PyObject_CallMethod(PyTuple_GetItem(body, 3), "attach", "N", boxed<fed_body>::make(source))};
  if (!told) return false;
  out.options.body = request_body::source(std::move(source));
  return true;
}

bool take_headers(PyObject* headers, option_headers& out) {
  if (headers == Py_None) return true;
  header_list all;
  PyObject *key = nullptr, *held = nullptr;
  Py_ssize_t place = 0;
  while (PyDict_Next(headers, &place, &key, &held)) {
    std::string_view name, content;
    if (!utf8(key, name) || !utf8(held, content)) return false;
    all.add(name, content);
  }
  out = option_headers{std::move(all)};
  return true;
}

// The arguments (operation, parameters, body, headers, …). Null fields of the result: an exception is set; `misfit` is
// set where the validator has to say what is wrong.
bool take_request(PyObject* self, PyObject* operation, PyObject* parameters, PyObject* body, PyObject* headers,
                  PyObject* to, request& out, bool& misfit) {
  out.by = boxed<client_handle>::of(self);
  std::string_view name;
  if (!utf8(operation, name)) return false;
  out.of = out.by->service().operation(name);
  if (!out.of) {
    PyErr_Format(PyExc_AttributeError, "%s has no operation %R", std::string{out.by->service().model.name()}.c_str(),
                 operation);
    return false;
  }
  if (!PyDict_Check(parameters)) {
    PyErr_Format(PyExc_TypeError, "the parameters of a call are a dict, not %R", Py_TYPE(parameters));
    return false;
  }
  auto taken = std::make_shared<arguments>();
  const bool has_body = body != Py_None;
  const auto how = taken->take(parameters, out.of->input, has_body ? std::string_view{out.of->body_member} : "");
  misfit = how == arguments::taking::misfit;
  if (how != arguments::taking::good) return false;
  out.parameters = input(std::move(taken));
  if (has_body && !take_body(body, to, out)) return false;
  if (!take_headers(headers, out.options.headers)) return false;
  out.options.refused = out.refused.get();
  return true;
}

PyObject* give_answer(response& came, const request& of) {
  ref dict{answer_to_python(came.output(), came.metadata(), *of.of)};
  if (!dict) return nullptr;
  if (came.body() && of.of->output_stream) {
    auto by = of.by->get();
    auto body = std::make_shared<body_handle>(std::move(came).body(), *by, of.by->owner()->sync());
    const ref boxed_body{boxed<body_handle>::make(std::move(body))};
    if (!boxed_body || PyDict_SetItem(dict.get(), of.of->output_stream, boxed_body.get()) < 0) return nullptr;
  }
  return dict.release();
}

// The usual call, without a coroutine more than the library needs.
class call_job final : public job {
 public:
  call_job(request of, client by) : of_{std::move(of)}, by_{std::move(by)} {}

  void start() override {
    boost::asio::co_spawn(
        engine::get().context(), by_.try_call(of_.of->name, std::move(of_.parameters), std::move(of_.options)),
        boost::asio::bind_cancellation_slot(
            stop_.slot(), [this, self = shared_from_this()](std::exception_ptr thrown, result<response> came) {
              if (thrown)
                outcome_.emplace(was_cancelled());
              else
                outcome_.emplace(std::move(came));
              done();
            }));
  }
  PyObject* give() override {
    if (*outcome_) return give_answer(**outcome_, of_);
    raise(outcome_->error(), of_.refused.get());
    return nullptr;
  }
  void release() noexcept override { of_.kept.clear(); }

 private:
  request of_;
  const client by_;
  std::optional<result<response>> outcome_;
};

struct open_work {
  std::shared_ptr<request> of;
  client by;
  awaitable<result<event_stream>> begin() {
    stream_options how;
    how.headers = of->options.headers;
    how.body = of->options.body;
    return by.try_open(of->of->name, of->parameters, how);
  }
  PyObject* give(event_stream& came) {
    return boxed<stream_handle>::make(
        std::make_shared<stream_handle>(std::move(came), by, of->by->owner()->sync(), *of->of));
  }
  const refused_answer* refused() const { return of->refused.get(); }
};

struct head_work {
  std::shared_ptr<stream_handle> of;
  std::shared_ptr<event_stream> stream;
  awaitable<result<response_metadata>> begin() { return stream->try_head(); }
  PyObject* give(response_metadata& came) { return answer_to_python({}, came, of->of()); }
  const refused_answer* refused() const { return nullptr; }
};

struct initial_work {
  std::shared_ptr<stream_handle> of;
  std::shared_ptr<event_stream> stream;
  awaitable<result<value>> begin() { return stream->try_initial(); }
  PyObject* give(value& came) { return to_python(came, of->of()); }
  const refused_answer* refused() const { return nullptr; }
};

struct next_work {
  std::shared_ptr<stream_handle> of;
  std::shared_ptr<event_stream> stream;
  awaitable<result<std::optional<stream_event>>> begin() { return stream->try_next(); }
  PyObject* give(std::optional<stream_event>& came) {
    if (!came) return none();
    if (came->known()) return to_python(came->output(), of->of());
    ref dict{PyDict_New()};  // as botocore gives what its model does not know
    const std::string type{came->type()};
    if (!dict || !put(dict.get(), "name", text(type))) return nullptr;
    ref outer{PyDict_New()};
    if (!outer || PyDict_SetItemString(outer.get(), "SDK_UNKNOWN_MEMBER", dict.get()) < 0) return nullptr;
    return outer.release();
  }
  const refused_answer* refused() const { return nullptr; }
};

struct presign_work {
  std::shared_ptr<request> of;
  client by;
  presign_options how;
  awaitable<result<presigned_request>> begin() { return by.try_presign(of->of->name, of->parameters, how); }
  PyObject* give(presigned_request& came) { return text(came.url).release(); }
  const refused_answer* refused() const { return nullptr; }
};

struct read_work {
  std::shared_ptr<body_handle> of;
  std::size_t amount;
  awaitable<result<std::string>> begin() { return of->read(amount); }
  PyObject* give(std::string& came) { return bytes(came).release(); }
  const refused_answer* refused() const { return nullptr; }
};

}  // namespace

template <class T, class Work>
PyObject* run(const client& by, Work work, PyObject* to, PyObject* future) {
  if (to == Py_None) return run_now<T>(by, std::move(work));
  const auto over = boxed<dispatcher>::from(to);
  if (!over) return nullptr;
  auto made = std::make_shared<task<T, Work>>(std::move(work));
  over->submit(made, future);
  return boxed<job>::make(std::move(made));
}

wait_hook signal_hook() {
  return {[] {
            stay_if_python_ended();
            const auto state = PyGILState_Ensure();
            const bool stop = PyErr_CheckSignals() < 0;
            PyGILState_Release(state);
            return stop;
          },
          std::chrono::milliseconds{50}};
}

// (operation, parameters, body, headers, dispatcher or None, future or None): the token that cancels it, or the answer;
// NotImplemented where the parameters do not fit.
PyObject* call(PyObject* self, PyObject* const* given, Py_ssize_t count) {
  if (count != 6) return PyErr_Format(PyExc_TypeError, "call takes 6 arguments");
  auto of = std::make_shared<request>();
  bool misfit = false;
  if (!take_request(self, given[0], given[1], given[2], given[3], given[4], *of, misfit)) {
    if (!misfit) return nullptr;
    Py_INCREF(Py_NotImplemented);
    return Py_NotImplemented;
  }
  auto by = of->by->get();
  if (!by) return raise(by.error()), nullptr;
  if (of->of->event_stream) return run<event_stream>(*by, open_work{of, *by}, given[4], given[5]);
  if (given[4] != Py_None) {
    const auto over = boxed<dispatcher>::from(given[4]);
    if (!over) return nullptr;
    auto made = std::make_shared<call_job>(std::move(*of), *by);
    over->submit(made, given[5]);
    return boxed<job>::make(std::move(made));
  }
  std::optional<result<response>> outcome;
  {
    const without_gil released;
    outcome.emplace(blocking_client{*by, signal_hook()}.try_call(of->of->name, of->parameters, of->options));
  }
  of->kept.clear();
  log_lines::get().hand_over();
  if (PyErr_Occurred()) return nullptr;
  if (*outcome) return give_answer(**outcome, *of);
  return raise(outcome->error(), of->refused.get()), nullptr;
}

// (operation, parameters, seconds, method or None, dispatcher or None, future or None)
PyObject* presign(PyObject* self, PyObject* const* given, Py_ssize_t count) {
  if (count != 6) return PyErr_Format(PyExc_TypeError, "presign takes 6 arguments");
  auto of = std::make_shared<request>();
  bool misfit = false;
  if (!take_request(self, given[0], given[1], Py_None, Py_None, given[4], *of, misfit)) {
    if (!misfit) return nullptr;
    Py_INCREF(Py_NotImplemented);
    return Py_NotImplemented;
  }
  presign_options how;
  how.expires_in = std::chrono::seconds{PyLong_AsLong(given[2])};
  if (PyErr_Occurred()) return nullptr;
  std::string_view method;
  if (given[3] != Py_None && !utf8(given[3], method)) return nullptr;
  how.method = method;
  auto by = of->by->get();
  if (!by) return raise(by.error()), nullptr;
  return run<presigned_request>(*by, presign_work{of, *by, how}, given[4], given[5]);
}

// (amount or -1, dispatcher or None, future or None)
PyObject* read_body(PyObject* self, PyObject* const* given, Py_ssize_t count) {
  if (count != 3) return PyErr_Format(PyExc_TypeError, "read takes 3 arguments");
  const auto& of = boxed<body_handle>::of(self);
  const auto amount = PyLong_AsLongLong(given[0]);
  if (PyErr_Occurred()) return nullptr;
  if (!of->by()) {
    PyErr_SetString(PyExc_RuntimeError, "this body belongs to the process that this one was forked from");
    return nullptr;
  }
  const auto most = amount < 0 ? static_cast<std::size_t>(-1) : static_cast<std::size_t>(amount);
  return run<std::string>(*of->by(), read_work{of, most}, given[1], given[2]);
}

PyObject* body_size(PyObject* self, PyObject*) {
  const auto size = boxed<body_handle>::of(self)->size();
  return size ? PyLong_FromUnsignedLongLong(*size) : none();
}

PyObject* close_body(PyObject* self, PyObject*) {
  boxed<body_handle>::of(self)->close();
  return none();
}

// ("next", "head" or "initial", dispatcher or None, future or None)
PyObject* read_stream(PyObject* self, PyObject* const* given, Py_ssize_t count) {
  if (count != 3) return PyErr_Format(PyExc_TypeError, "read takes 3 arguments");
  const auto& of = boxed<stream_handle>::of(self);
  std::string_view what;
  if (!utf8(given[0], what)) return nullptr;
  const auto stream = of->stream();
  if (!stream) {
    PyErr_SetString(PyExc_RuntimeError, "this stream belongs to the process that this one was forked from");
    return nullptr;
  }
  if (what == "head") return run<response_metadata>(*of->by(), head_work{of, stream}, given[1], given[2]);
  if (what == "initial") return run<value>(*of->by(), initial_work{of, stream}, given[1], given[2]);
  return run<std::optional<stream_event>>(*of->by(), next_work{of, stream}, given[1], given[2]);
}

PyObject* close_stream(PyObject* self, PyObject*) {
  boxed<stream_handle>::of(self)->close();
  return none();
}

// (bytes or None, failed)
PyObject* feed(PyObject* self, PyObject* const* given, Py_ssize_t count) {
  if (count != 2) return PyErr_Format(PyExc_TypeError, "feed takes 2 arguments");
  std::string piece;
  if (given[0] != Py_None) {
    char* at = nullptr;
    Py_ssize_t size = 0;
    if (PyBytes_AsStringAndSize(given[0], &at, &size) < 0) return nullptr;
    piece.assign(at, static_cast<std::size_t>(size));
  }
  boxed<fed_body>::of(self)->feed(std::move(piece), PyObject_IsTrue(given[1]) == 1);
  return none();
}

}  // namespace aloft::python
