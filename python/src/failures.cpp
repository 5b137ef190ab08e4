#include "failures.hpp"

#include "to_python.hpp"

#include <boost/json/object.hpp>

namespace aloft::python {
namespace {
PyObject* maker = nullptr;
}

void set_exception_maker(PyObject* callable) {
  Py_XINCREF(callable);
  Py_XDECREF(maker);
  maker = callable;
}

void raise(const error& failure, const refused_answer* refused) {
  const auto& info = failure.info();
  const ref facts{PyDict_New()};
  PyObject* to = facts.get();
  bool good = to && put(to, "kind", text(to_string(info.kind))) && put(to, "code", text(info.code)) &&
              put(to, "message", text(info.message)) && put(to, "line", text(failure.what())) &&
              put(to, "status", ref{PyLong_FromLong(info.http_status)}) &&
              put(to, "request_id", text(info.request_id)) && put(to, "service", text(info.service)) &&
              put(to, "operation", text(info.operation)) && put(to, "region", text(info.region)) &&
              put(to, "endpoint", text(info.endpoint)) &&
              put(to, "attempts", ref{PyLong_FromSize_t(info.attempts.size())}) &&
              put(to, "retryable", ref{truth(info.retryable)}) && put(to, "throttling", ref{truth(info.throttling)}) &&
              put(to, "members", ref{info.members ? to_python(boost::json::value(*info.members)) : none()});
  if (good && refused && refused->status != 0)
    good = put(to, "wire_status", ref{PyLong_FromLong(refused->status)}) &&
           put(to, "headers", ref{headers_to_python(refused->headers)}) && put(to, "body", bytes(refused->body));
  if (!good) return;
  if (!maker) {
    PyErr_SetString(PyExc_RuntimeError, failure.what());
    return;
  }
  const ref made{PyObject_CallFunctionObjArgs(maker, to, nullptr)};
  if (made) PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(made.get())), made.get());
}

}  // namespace aloft::python
