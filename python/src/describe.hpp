#pragma once
// What the models say, for the package's Python code.

#include "operations.hpp"
#include "ref.hpp"

namespace aloft::python {

PyObject* service_facts(PyObject*, PyObject* name);
PyObject* services(PyObject*, PyObject*);
/// Of a partition; "": of all.
PyObject* regions(PyObject*, PyObject* partition);
PyObject* partition(PyObject*, PyObject* region);
/// (service, region): the usual URL of the service there; None where it depends on more.
PyObject* endpoint(PyObject*, PyObject* const* given, Py_ssize_t count);
/// name → code, of all that a service's operations may refuse with.
PyObject* errors(PyObject*, PyObject* service);
/// (service, operation): its shapes, errors and pages as dicts.
PyObject* operation_facts(PyObject*, PyObject* const* given, Py_ssize_t count);
/// (service, operation): shapes by name, for the validator and for stubs.
PyObject* shape_facts(PyObject*, PyObject* const* given, Py_ssize_t count);
/// (service, operation or None, shape or None, member or None): text, "" where the models say nothing.
PyObject* documentation(PyObject*, PyObject* const* given, Py_ssize_t count);
/// (expression, object): what JMESPath selects. Objects that JSON has not come out as they went in.
PyObject* search(PyObject*, PyObject* const* given, Py_ssize_t count);

}  // namespace aloft::python
