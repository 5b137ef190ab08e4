// The module aloft._core: what the package's Python code is built on. Not for others.
#include "boxed.hpp"
#include "calls.hpp"
#include "describe.hpp"
#include "dispatcher.hpp"
#include "engine.hpp"
#include "failures.hpp"
#include "handles.hpp"
#include "local_server.hpp"
#include "log_lines.hpp"
#include "options.hpp"
#include "services.hpp"
#include "sessions.hpp"
#include "times.hpp"

#include <aloft/blocking.hpp>

namespace aloft::python {
namespace {

// (options, whether its credentials are fed)
PyObject* make_session(PyObject*, PyObject* options) {
  auto read = std::make_shared<session_options>();
  if (!PyDict_Check(options)) return PyErr_Format(PyExc_TypeError, "options are a dict");
  if (!read_session_options(options, *read)) return nullptr;
  PyObject* const debug = entry(options, "debug");
  read->log = &log_lines::get().sink(debug && PyObject_IsTrue(debug) == 1);
  PyObject* const sync = entry(options, "sync");
  const bool own_loop = sync && PyObject_IsTrue(sync) == 1;
  std::shared_ptr<fed_credentials> keys;
  if (PyObject* fed = entry(options, "fed"); fed && PyObject_IsTrue(fed) == 1 && read->credentials) {
    keys = std::make_shared<fed_credentials>(*read->credentials);
    read->credentials.reset();
    read->credentials_provider = keys;
  }
  auto made = std::make_shared<session_handle>(
      [read, own_loop] {
        return own_loop ? session{*read} : session{engine::get().context().get_executor(), *read};
      },
      own_loop);
  made->keys = std::move(keys);
  return boxed<session_handle>::make(std::move(made));
}

// (service, options)
PyObject* make_client(PyObject* self, PyObject* const* given, Py_ssize_t count) {
  if (count != 2 || !PyDict_Check(given[1])) return PyErr_Format(PyExc_TypeError, "client takes a name and a dict");
  std::string_view name;
  if (!utf8(given[0], name)) return nullptr;
  const auto* service = service_info::find(name);
  client_options options;
  if (!service || !read_client_options(given[1], options)) return nullptr;
  auto made = std::make_shared<client_handle>(boxed<session_handle>::of(self), *service, std::move(options));
  if (auto client = made->get(); !client) return raise(client.error()), nullptr;
  return boxed<client_handle>::make(std::move(made));
}

PyObject* client_region(PyObject* self, PyObject*) {
  auto by = boxed<client_handle>::of(self)->get();
  if (!by) return raise(by.error()), nullptr;
  std::string region;
  {
    const without_gil released;
    region = by->region();
  }
  return text(region).release();
}

// (role ARN, options)
PyObject* assume_role(PyObject* self, PyObject* const* given, Py_ssize_t count) {
  if (count != 2 || !PyDict_Check(given[1]))
    return PyErr_Format(PyExc_TypeError, "assume_role takes an ARN and a dict");
  std::string_view arn;
  auto options = std::make_shared<assume_role_options>();
  if (!utf8(given[0], arn) || !read_role_options(given[1], *options)) return nullptr;
  const auto& parent = boxed<session_handle>::of(self);
  return boxed<session_handle>::make(std::make_shared<session_handle>(
      [parent, options, arn = std::string{arn}] { return parent->get().assume_role(arn, *options); }, parent->sync()));
}

PyObject* feed_keys(PyObject* self, PyObject* keys) {
  const auto& of = boxed<session_handle>::of(self);
  credentials next;
  if (!of->keys || !PyDict_Check(keys)) return PyErr_Format(PyExc_TypeError, "this session's keys are not fed");
  if (!read_credentials(keys, next)) return nullptr;
  of->keys->feed(std::move(next));
  return none();
}

struct keys_work {
  session of;
  boost::asio::awaitable<result<credentials>> begin() { return of.try_credentials(); }
  PyObject* give(credentials& came) {
    ref dict{PyDict_New()};
    const bool good = dict && put(dict.get(), "access_key", text(came.access_key_id)) &&
                      put(dict.get(), "secret_key", text(came.secret_access_key)) &&
                      put(dict.get(), "token", came.session_token.empty() ? ref{none()} : text(came.session_token)) &&
                      put(dict.get(), "account_id", came.account_id.empty() ? ref{none()} : text(came.account_id)) &&
                      put(dict.get(), "method", text(came.provider));
    return good ? dict.release() : nullptr;
  }
  const refused_answer* refused() const { return nullptr; }
};

// (dispatcher or None, future or None)
PyObject* session_keys(PyObject* self, PyObject* const* given, Py_ssize_t count) {
  if (count != 2) return PyErr_Format(PyExc_TypeError, "credentials takes 2 arguments");
  const session of = boxed<session_handle>::of(self)->get();
  if (given[0] == Py_None) {
    std::optional<result<credentials>> outcome;
    {
      const without_gil released;
      outcome.emplace(blocking_session{of}.try_credentials());
    }
    if (!*outcome) return raise(outcome->error()), nullptr;
    return keys_work{of}.give(**outcome);
  }
  const auto over = boxed<dispatcher>::from(given[0]);
  if (!over) return nullptr;
  auto made = std::make_shared<task<credentials, keys_work>>(keys_work{of});
  over->submit(made, given[1]);
  return boxed<job>::make(std::move(made));
}

PyObject* make_dispatcher(PyObject*, PyObject*) { return boxed<dispatcher>::make(std::make_shared<dispatcher>()); }
PyObject* fd(PyObject* self, PyObject*) { return PyLong_FromLong(boxed<dispatcher>::of(self)->fd()); }
PyObject* drain(PyObject* self, PyObject*) {
  const auto of = boxed<dispatcher>::of(self);  // its object may go while it works
  of->drain();
  return none();
}
PyObject* close_dispatcher(PyObject* self, PyObject*) {
  boxed<dispatcher>::of(self)->close();
  return none();
}
PyObject* cancel(PyObject* self, PyObject*) {
  boxed<job>::of(self)->cancel();
  return none();
}

PyObject* set_makers(PyObject*, PyObject* const* given, Py_ssize_t count) {
  if (count != 3) return PyErr_Format(PyExc_TypeError, "set_makers takes 3 arguments");
  set_exception_maker(given[0]);
  set_zone_maker(given[1]);
  log_lines::get().set_taker(given[2]);
  return none();
}

PyObject* stop(PyObject*, PyObject*) {
  const without_gil released;
  engine::get().stop();
  return none();
}
PyObject* finish(PyObject*, PyObject*) {
  engine::get().finish();
  return none();
}
PyObject* before_fork(PyObject*, PyObject*) {
  {
    const without_gil released;
    engine::get().before_fork();
  }
  return none();
}
PyObject* after_fork_in_parent(PyObject*, PyObject*) {
  engine::get().after_fork_in_parent();
  return none();
}
PyObject* after_fork_in_child(PyObject*, PyObject*) {
  engine::get().after_fork_in_child();
  return none();
}

template <class F>
constexpr PyCFunction fast(F function) noexcept {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

PyMethodDef functions[] = {{"session", make_session, METH_O, nullptr},
                           {"local_server", start_local_server, METH_O, nullptr},
                           {"dispatcher", make_dispatcher, METH_NOARGS, nullptr},
                           {"set_makers", fast(set_makers), METH_FASTCALL, nullptr},
                           {"services", services, METH_NOARGS, nullptr},
                           {"service", service_facts, METH_O, nullptr},
                           {"regions", regions, METH_O, nullptr},
                           {"partition", partition, METH_O, nullptr},
                           {"endpoint", fast(endpoint), METH_FASTCALL, nullptr},
                           {"errors", errors, METH_O, nullptr},
                           {"operation", fast(operation_facts), METH_FASTCALL, nullptr},
                           {"shapes", fast(shape_facts), METH_FASTCALL, nullptr},
                           {"documentation", fast(documentation), METH_FASTCALL, nullptr},
                           {"search", fast(search), METH_FASTCALL, nullptr},
                           {"stop", stop, METH_NOARGS, nullptr},
                           {"finish", finish, METH_NOARGS, nullptr},
                           {"before_fork", before_fork, METH_NOARGS, nullptr},
                           {"after_fork_in_parent", after_fork_in_parent, METH_NOARGS, nullptr},
                           {"after_fork_in_child", after_fork_in_child, METH_NOARGS, nullptr},
                           {nullptr, nullptr, 0, nullptr}};
PyMethodDef session_methods[] = {{"client", fast(make_client), METH_FASTCALL, nullptr},
                                 {"assume_role", fast(assume_role), METH_FASTCALL, nullptr},
                                 {"feed", feed_keys, METH_O, nullptr},
                                 {"credentials", fast(session_keys), METH_FASTCALL, nullptr},
                                 {nullptr, nullptr, 0, nullptr}};
PyMethodDef client_methods[] = {{"call", fast(call), METH_FASTCALL, nullptr},
                                {"presign", fast(presign), METH_FASTCALL, nullptr},
                                {"region", client_region, METH_NOARGS, nullptr},
                                {"consumer", fast(make_consumer), METH_FASTCALL, nullptr},
                                {"invoke_all", fast(invoke_all), METH_FASTCALL, nullptr},
                                {nullptr, nullptr, 0, nullptr}};
PyMethodDef dispatcher_methods[] = {{"fd", fd, METH_NOARGS, nullptr},
                                    {"drain", drain, METH_NOARGS, nullptr},
                                    {"close", close_dispatcher, METH_NOARGS, nullptr},
                                    {nullptr, nullptr, 0, nullptr}};
PyMethodDef job_methods[] = {{"cancel", cancel, METH_NOARGS, nullptr}, {nullptr, nullptr, 0, nullptr}};
PyMethodDef body_methods[] = {{"read", fast(read_body), METH_FASTCALL, nullptr},
                              {"size", body_size, METH_NOARGS, nullptr},
                              {"close", close_body, METH_NOARGS, nullptr},
                              {nullptr, nullptr, 0, nullptr}};
PyMethodDef stream_methods[] = {{"read", fast(read_stream), METH_FASTCALL, nullptr},
                                {"close", close_stream, METH_NOARGS, nullptr},
                                {nullptr, nullptr, 0, nullptr}};
PyMethodDef source_methods[] = {{"feed", fast(feed), METH_FASTCALL, nullptr}, {nullptr, nullptr, 0, nullptr}};

PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                          "aloft._core",
                          "What the package aloft is built on. Not for others.",
                          -1,
                          functions,
                          nullptr,
                          nullptr,
                          nullptr,
                          nullptr};

bool define_types(PyObject* module) {
  return boxed<session_handle>::define(module, "aloft._core.Session", "Session", session_methods) &&
         boxed<client_handle>::define(module, "aloft._core.Client", "Client", client_methods) &&
         boxed<dispatcher>::define(module, "aloft._core.Dispatcher", "Dispatcher", dispatcher_methods) &&
         boxed<job>::define(module, "aloft._core.Job", "Job", job_methods) &&
         boxed<body_handle>::define(module, "aloft._core.Body", "Body", body_methods) &&
         boxed<stream_handle>::define(module, "aloft._core.Stream", "Stream", stream_methods) &&
         boxed<fed_body>::define(module, "aloft._core.Source", "Source", source_methods) &&
         define_local_server(module) && define_services(module);
}

}  // namespace
}  // namespace aloft::python

PyMODINIT_FUNC PyInit__core() {
  PyObject* const module = PyModule_Create(&aloft::python::definition);
  if (module && !aloft::python::define_types(module)) {
    Py_DECREF(module);
    return nullptr;
  }
  return module;
}
