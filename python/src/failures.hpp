#pragma once
// Errors of the library as Python's exceptions, which the package's own Python code makes.

#include "ref.hpp"

#include <aloft/error.hpp>
#include <aloft/refused_answer.hpp>

namespace aloft::python {

/// Sets the exception that stands for the error. `refused`: what came over the wire, where something did.
void raise(const error& failure, const refused_answer* refused = nullptr);
/// What makes exceptions: called with a dict of what the error knows.
void set_exception_maker(PyObject* callable);

}  // namespace aloft::python
