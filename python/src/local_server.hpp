#pragma once
// The embedded AWS, for tests of programs in Python.

#include "ref.hpp"

namespace aloft::python {

bool define_local_server(PyObject* module);
/// ({seed, synthesize, pages, latency, faults, functions, account_id, verify_signatures})
PyObject* start_local_server(PyObject*, PyObject* options);

}  // namespace aloft::python
