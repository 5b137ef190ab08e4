// The embedded AWS, for tests of programs in Python.
#include "local_server.hpp"

#include "boxed.hpp"
#include "failures.hpp"

#include <aloft/local.hpp>

#include <cmath>
#include <memory>
#include <optional>

namespace aloft::python {
namespace {

using server = local::server;

bool take(PyObject* dict, local::server_options& out) {
  const auto text_of = [&](const char* name, std::string& to) {
    std::string_view all;
    PyObject* found = entry(dict, name);
    if (found && !utf8(found, all)) return false;
    if (found) to = all;
    return true;
  };
  if (!text_of("faults", out.faults) || !text_of("account_id", out.account_id)) return false;
  if (PyObject* seed = entry(dict, "seed")) out.seed = PyObject_IsTrue(seed) == 1;
  if (PyObject* check = entry(dict, "verify_signatures")) out.verify_signatures = PyObject_IsTrue(check) == 1;
  if (PyObject* rows = entry(dict, "synthesize")) {
    local::synthesis how;
    if (PyLong_Check(rows) && !PyBool_Check(rows)) how.rows = PyLong_AsSize_t(rows);
    if (PyObject* pages = entry(dict, "pages")) how.pages = PyLong_AsSize_t(pages);
    if (PyObject_IsTrue(rows) == 1) out.synthesize = how;
  }
  if (PyObject* latency = entry(dict, "latency")) {
    const double seconds = PyFloat_AsDouble(latency);
    if (PyErr_Occurred()) return false;
    out.latency = std::chrono::milliseconds{std::llround(seconds * 1000)};
  }
  if (PyObject* functions = entry(dict, "functions")) {
    for (Py_ssize_t i = 0; i < PyList_Size(functions); ++i) {
      std::string_view said;
      if (!utf8(PyList_GetItem(functions, i), said)) return false;
      auto function = local::parse_function(said);
      if (!function) return raise(function.error()), false;
      out.functions.push_back(std::move(*function));
    }
  }
  return PyErr_Occurred() == nullptr;
}

PyObject* url(PyObject* self, PyObject*) { return text(boxed<server>::of(self)->endpoint_url()).release(); }

PyObject* inject(PyObject* self, PyObject* faults) {
  std::string_view said;
  if (!utf8(faults, said)) return nullptr;
  try {
    boxed<server>::of(self)->inject(std::string{said});
  } catch (const error& failure) {
    return raise(failure), nullptr;
  }
  return none();
}

PyObject* requests(PyObject* self, PyObject*) {
  const auto counters = boxed<server>::of(self)->counters();
  ref dict{PyDict_New()};
  for (const auto& [name, count] : counters.operations)
    if (!dict || !put(dict.get(), name.c_str(), ref{PyLong_FromUnsignedLongLong(count)})) return nullptr;
  return dict.release();
}

PyObject* stop(PyObject* self, PyObject*) {
  const auto of = boxed<server>::of(self);
  {
    const without_gil released;
    of->stop();
  }
  return none();
}

PyMethodDef methods[] = {{"endpoint_url", url, METH_NOARGS, nullptr},
                         {"inject", inject, METH_O, nullptr},
                         {"requests", requests, METH_NOARGS, nullptr},
                         {"stop", stop, METH_NOARGS, nullptr},
                         {nullptr, nullptr, 0, nullptr}};

}  // namespace

bool define_local_server(PyObject* module) {
  return boxed<server>::define(module, "aloft._core.LocalServer", "LocalServer", methods);
}

PyObject* start_local_server(PyObject*, PyObject* options) {
  local::server_options how;
  if (!PyDict_Check(options)) return PyErr_Format(PyExc_TypeError, "options are a dict");
  if (!take(options, how)) return nullptr;
  try {
    return boxed<server>::make(std::make_shared<server>(std::move(how)));
  } catch (const error& failure) {
    return raise(failure), nullptr;
  }
}

}  // namespace aloft::python
