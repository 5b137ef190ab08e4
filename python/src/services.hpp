#pragma once
// The library's helpers of single services: SQS's consumer, batches of Lambda's invocations.

#include "ref.hpp"

namespace aloft::python {

bool define_services(PyObject* module);
/// Of a client: (queue, ask, dispatcher, options): the consumer.
PyObject* make_consumer(PyObject* self, PyObject* const* given, Py_ssize_t count);
/// Of a client: (next, done, dispatcher, future, options): what cancels it; the future gets the counts.
PyObject* invoke_all(PyObject* self, PyObject* const* given, Py_ssize_t count);

}  // namespace aloft::python
