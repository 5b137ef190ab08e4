#pragma once
// Options out of the dicts that the package's Python code makes of botocore's.

#include "ref.hpp"

#include <aloft/client.hpp>
#include <aloft/session.hpp>

namespace aloft::python {

// False with an exception set where an entry has another type than is expected.
bool read_session_options(PyObject* dict, session_options& out);
bool read_client_options(PyObject* dict, client_options& out);
bool read_role_options(PyObject* dict, assume_role_options& out);
bool read_credentials(PyObject* dict, credentials& out);

}  // namespace aloft::python
