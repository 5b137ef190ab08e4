#pragma once
// Methods of clients, bodies and streams, as Python's tables of methods want them.

#include "boxed.hpp"
#include "task.hpp"

namespace aloft::python {

PyObject* call(PyObject* self, PyObject* const* given, Py_ssize_t count);
PyObject* presign(PyObject* self, PyObject* const* given, Py_ssize_t count);
PyObject* read_body(PyObject* self, PyObject* const* given, Py_ssize_t count);
PyObject* body_size(PyObject* self, PyObject*);
PyObject* close_body(PyObject* self, PyObject*);
PyObject* read_stream(PyObject* self, PyObject* const* given, Py_ssize_t count);
PyObject* close_stream(PyObject* self, PyObject*);
PyObject* feed(PyObject* self, PyObject* const* given, Py_ssize_t count);

}  // namespace aloft::python
