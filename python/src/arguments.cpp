#include "arguments.hpp"

#include "times.hpp"

#include <aloft/shape_sink.hpp>

namespace aloft::python {
namespace {

constexpr int deepest = 200;

bool is_decimal(PyObject* what) {
  const ref type{PyObject_GetAttrString(reinterpret_cast<PyObject*>(Py_TYPE(what)), "__name__")};
  std::string_view name;
  if (!type || !utf8(type.get(), name)) {
    PyErr_Clear();
    return false;
  }
  return name == "Decimal";
}

}  // namespace

void arguments::push(const shape_model&, shape_sink& to) const {
  for (const auto& one : steps_) {
    const std::string_view piece{bytes_.data() + (one.what >= kind::key ? one.at : 0), one.size};
    switch (one.what) {
      case kind::record: to.begin(*one.shape, one.size); break;
      case kind::map: to.begin_map(one.size); break;
      case kind::list: to.begin_list(one.size); break;
      case kind::end: to.end(); break;
      case kind::member: to.member(*one.member); break;
      case kind::key: to.key(piece); break;
      case kind::text: to.text(piece); break;
      case kind::blob: to.blob(piece); break;
      case kind::integer: to.integer(one.number); break;
      case kind::real: to.real(one.real); break;
      case kind::boolean: to.boolean(one.number != 0); break;
      case kind::time: to.timestamp({one.number, static_cast<std::int32_t>(one.size)}); break;
      case kind::null: to.null(); break;
    }
  }
}

void arguments::add(kind what, std::string_view bytes) {
  step one{what, {nullptr}, bytes.size()};
  one.at = bytes_.size();
  bytes_ += bytes;
  steps_.push_back(one);
}

arguments::taking arguments::take(PyObject* dict, const shape_model& shape, std::string_view apart) {
  if (!shape) {
    if (PyDict_Size(dict) > 0) return taking::misfit;
    add(kind::map);
    add(kind::end);
    return taking::good;
  }
  return take_record(dict, shape, apart, 0);
}

arguments::taking arguments::take_value(PyObject* from, const shape_model& shape, bool json, int depth) {
  if (depth > deepest) {
    PyErr_SetString(PyExc_RecursionError, "the parameters are nested too deeply, or hold themselves");
    return taking::failed;
  }
  if (json) return take_json(from);
  if (shape.kind() == shape_kind::document) return take_document(from, depth);
  if (from == Py_None) return taking::misfit;
  switch (shape.kind()) {
    case shape_kind::structure: return take_record(from, shape, {}, depth);
    case shape_kind::list: return take_list(from, shape, depth);
    case shape_kind::map: return take_map(from, shape, depth);
    case shape_kind::text: return take_text(from);
    case shape_kind::blob: return take_blob(from);
    case shape_kind::boolean:
      if (!PyBool_Check(from)) return taking::misfit;
      steps_.push_back({kind::boolean, {nullptr}, 0});
      steps_.back().number = from == Py_True;
      return taking::good;
    case shape_kind::integer:
    case shape_kind::long_integer: return take_number(from);
    case shape_kind::single:
    case shape_kind::real: return take_real(from);
    case shape_kind::timestamp: return take_time(from);
    case shape_kind::document: break;
  }
  return taking::misfit;
}

arguments::taking arguments::take_record(PyObject* from, const shape_model& shape, std::string_view apart, int depth) {
  if (!PyDict_Check(from)) return taking::misfit;
  steps_.push_back({kind::record, {shape.get()}, shape_sink::unknown_size});
  PyObject *key = nullptr, *held = nullptr;
  Py_ssize_t place = 0;
  while (PyDict_Next(from, &place, &key, &held)) {
    std::string_view name;
    if (!PyUnicode_Check(key)) return taking::misfit;
    if (!utf8(key, name)) return taking::failed;
    const auto member = shape.find(name);
    if (!member) return taking::misfit;
    if (!apart.empty() && name == apart) continue;
    steps_.push_back({kind::member, {nullptr}, 0});
    steps_.back().member = &member->get();
    // S3's CopySource may be a dict of bucket, key and version, which the library writes as it must.
    const bool copied = name == "CopySource" && PyDict_Check(held);
    const auto taken = copied ? take_document(held, depth + 1)
                              : take_value(held, member->shape(),
                                           member->holds_json() && member->place() == member_place::header, depth + 1);
    if (taken != taking::good) return taken;
  }
  add(kind::end);
  return taking::good;
}

arguments::taking arguments::take_list(PyObject* from, const shape_model& shape, int depth) {
  const bool is_list = PyList_Check(from);
  if (!is_list && !PyTuple_Check(from)) return taking::misfit;
  const auto size = is_list ? PyList_Size(from) : PyTuple_Size(from);
  steps_.push_back({kind::list, {nullptr}, static_cast<std::size_t>(size)});
  const auto element = shape.element();
  for (Py_ssize_t i = 0; i < size; ++i) {
    const ref one = ref::borrowed(is_list ? PyList_GetItem(from, i) : PyTuple_GetItem(from, i));
    if (!one) return taking::failed;
    if (one.get() == Py_None && shape.is_sparse()) {
      add(kind::null);
      continue;
    }
    const auto taken = take_value(one.get(), element, false, depth + 1);
    if (taken != taking::good) return taken;
  }
  add(kind::end);
  return taking::good;
}

arguments::taking arguments::take_map(PyObject* from, const shape_model& shape, int depth) {
  if (!PyDict_Check(from)) return taking::misfit;
  steps_.push_back({kind::map, {nullptr}, static_cast<std::size_t>(PyDict_Size(from))});
  const auto element = shape.element();
  PyObject *key = nullptr, *held = nullptr;
  Py_ssize_t place = 0;
  while (PyDict_Next(from, &place, &key, &held)) {
    std::string_view name;
    if (!PyUnicode_Check(key)) return taking::misfit;
    if (!utf8(key, name)) return taking::failed;
    add(kind::key, name);
    if (held == Py_None && shape.is_sparse()) {
      add(kind::null);
      continue;
    }
    const auto taken = take_value(held, element, false, depth + 1);
    if (taken != taking::good) return taken;
  }
  add(kind::end);
  return taking::good;
}

arguments::taking arguments::take_document(PyObject* from, int depth) {
  if (depth > deepest) return take_value(from, {}, false, depth);  // says so
  if (from == Py_None) {
    add(kind::null);
    return taking::good;
  }
  if (PyBool_Check(from)) {
    steps_.push_back({kind::boolean, {nullptr}, 0});
    steps_.back().number = from == Py_True;
    return taking::good;
  }
  if (PyUnicode_Check(from)) return take_text(from);
  if (PyLong_Check(from)) return take_number(from);
  if (PyFloat_Check(from) || is_decimal(from)) return take_real(from);
  if (PyDict_Check(from)) {
    steps_.push_back({kind::map, {nullptr}, static_cast<std::size_t>(PyDict_Size(from))});
    PyObject *key = nullptr, *held = nullptr;
    Py_ssize_t place = 0;
    while (PyDict_Next(from, &place, &key, &held)) {
      std::string_view name;
      if (!PyUnicode_Check(key)) return taking::misfit;
      if (!utf8(key, name)) return taking::failed;
      add(kind::key, name);
      if (const auto taken = take_document(held, depth + 1); taken != taking::good) return taken;
    }
  } else if (PyList_Check(from) || PyTuple_Check(from)) {
    const ref all{PySequence_List(from)};
    if (!all) return taking::failed;
    const auto size = PyList_Size(all.get());
    steps_.push_back({kind::list, {nullptr}, static_cast<std::size_t>(size)});
    for (Py_ssize_t i = 0; i < size; ++i)
      if (const auto taken = take_document(PyList_GetItem(all.get(), i), depth + 1); taken != taking::good)
        return taken;
  } else {
    return taking::misfit;
  }
  add(kind::end);
  return taking::good;
}

arguments::taking arguments::take_text(PyObject* from) {
  if (!PyUnicode_Check(from)) return taking::misfit;
  std::string_view all;
  if (!utf8(from, all)) return taking::failed;  // UnicodeEncodeError: a surrogate is no text
  add(kind::text, all);
  return taking::good;
}

arguments::taking arguments::take_number(PyObject* from) {
  if (!PyLong_Check(from)) return taking::misfit;
  int overflow = 0;
  const long long number = PyLong_AsLongLongAndOverflow(from, &overflow);
  if (overflow != 0) {
    PyErr_Format(PyExc_OverflowError, "%R does not fit into 64 bits, which is what AWS's integers have", from);
    return taking::failed;
  }
  steps_.push_back({kind::integer, {nullptr}, 0});
  steps_.back().number = number;
  return taking::good;
}

arguments::taking arguments::take_real(PyObject* from) {
  if (!PyFloat_Check(from) && !PyLong_Check(from) && !is_decimal(from)) return taking::misfit;
  if (PyLong_Check(from) && !PyBool_Check(from)) return take_number(from);
  const ref number{PyNumber_Float(from)};
  if (!number) return taking::failed;
  steps_.push_back({kind::real, {nullptr}, 0});
  steps_.back().real = PyFloat_AsDouble(number.get());
  return taking::good;
}

arguments::taking arguments::take_time(PyObject* from) {
  if (PyUnicode_Check(from)) {  // what no parser of ours knows, dateutil may
    std::string_view all;
    if (!utf8(from, all)) return taking::failed;
    if (!parse_any_timestamp(all)) return taking::misfit;
    add(kind::text, all);
    return taking::good;
  }
  if (!PyLong_Check(from) && !PyFloat_Check(from) && !is_datetime(from)) return taking::misfit;
  timestamp when;
  if (!to_timestamp(from, when)) return taking::failed;
  steps_.push_back({kind::time, {nullptr}, static_cast<std::size_t>(when.nanoseconds)});
  steps_.back().number = when.seconds;
  return taking::good;
}

arguments::taking arguments::take_blob(PyObject* from) {
  ref made = blob_bytes(from);
  if (!made && PyErr_Occurred()) return taking::failed;
  if (!made) {  // a file: all that it has, as botocore reads it
    const ref reads{PyObject_GetAttrString(from, "read")};
    PyErr_Clear();
    if (!reads) return taking::misfit;
    const ref content{PyObject_CallObject(reads.get(), nullptr)};
    if (!content) return taking::failed;
    made = blob_bytes(content.get());
    if (!made) {
      if (!PyErr_Occurred())
        PyErr_Format(PyExc_TypeError, "read() of a blob parameter gave %R, not bytes or str",
                     reinterpret_cast<PyObject*>(Py_TYPE(content.get())));
      return taking::failed;
    }
  }
  char* at = nullptr;
  Py_ssize_t size = 0;
  if (PyBytes_AsStringAndSize(made.get(), &at, &size) < 0) return taking::failed;
  add(kind::blob, {at, static_cast<std::size_t>(size)});
  return taking::good;
}

arguments::taking arguments::take_json(PyObject* from) {
  const ref json{PyImport_ImportModule("json")};
  if (!json) return taking::failed;
  const ref made{PyObject_CallMethod(json.get(), "dumps", "O", from)};
  if (!made) {
    if (!PyErr_ExceptionMatches(PyExc_TypeError)) return taking::failed;
    PyErr_Clear();
    return taking::misfit;
  }
  return take_text(made.get());
}

ref blob_bytes(PyObject* from) {
  if (PyBytes_Check(from)) return ref::borrowed(from);
  if (PyUnicode_Check(from)) return ref{PyUnicode_AsUTF8String(from)};
  if (PyByteArray_Check(from) || PyMemoryView_Check(from)) return ref{PyBytes_FromObject(from)};
  return {};
}

}  // namespace aloft::python
