#include "to_python.hpp"

#include <array>
#include <cctype>
#include <functional>
#include <string>

namespace aloft::python {
namespace {

// Texts that come again and again ("running", "default", …): one object for all, as long as no other takes its place.
PyObject* short_text(std::string_view of) {
  constexpr std::size_t slots = 1024, longest = 24;
  struct slot {
    PyObject* held = nullptr;
    std::uint8_t size = 0;
    char text[longest];
  };
  static auto* const cache = new std::array<slot, slots>;
  if (of.size() > longest) return PyUnicode_DecodeUTF8(of.data(), static_cast<Py_ssize_t>(of.size()), "replace");
  auto& at = (*cache)[std::hash<std::string_view>{}(of) % slots];
  if (at.held && std::string_view{at.text, at.size} == of) {
    Py_INCREF(at.held);
    return at.held;
  }
  PyObject* made = PyUnicode_DecodeUTF8(of.data(), static_cast<Py_ssize_t>(of.size()), "replace");
  if (!made) return nullptr;
  Py_XDECREF(at.held);
  Py_INCREF(made);
  at.held = made;
  at.size = static_cast<std::uint8_t>(of.size());
  of.copy(at.text, of.size());
  return made;
}

bool add(PyObject* dict, PyObject* name, PyObject* made) {
  const ref owned{made};
  return owned && PyDict_SetItem(dict, name, made) == 0;
}

enum class part { all, head, body };

bool fill(PyObject* dict, value record, const operation_info& of, part which) {
  const auto& names = of.names_of(record.shape());
  std::size_t slot = 0;
  const auto end = record.end();
  for (auto at = record.begin(); at != end; ++at) {
    const char* const name = at.key().data();
    while (names.members[slot].at != name) ++slot;
    const auto& member = names.members[slot];
    if (which != part::all && member.in_body != (which == part::body)) continue;
    if (!add(dict, member.name, to_python(*at, of, member.time))) return false;
  }
  return true;
}

PyObject* lower_text(std::string_view of) {
  std::string lower{of};
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return short_text(lower);
}

}  // namespace

PyObject* to_python(value from, const operation_info& of, wire_time time) {
  switch (from.kind()) {
    case value_kind::null: return none();
    case value_kind::boolean: return truth(from.as_boolean());
    case value_kind::integer: return PyLong_FromLongLong(from.as_integer());
    case value_kind::real: return PyFloat_FromDouble(from.as_real());
    case value_kind::text: return short_text(from.as_text());
    case value_kind::blob: return bytes(from.as_blob()).release();
    case value_kind::timestamp: return to_datetime(from.as_timestamp(), time);
    case value_kind::list: {
      ref list{PyList_New(static_cast<Py_ssize_t>(from.size()))};
      if (!list) return nullptr;
      Py_ssize_t index = 0;
      for (const value element : from) {
        PyObject* made = to_python(element, of, time);
        if (!made) return nullptr;
        PyList_SetItem(list.get(), index++, made);
      }
      return list.release();
    }
    case value_kind::map: {
      ref dict{PyDict_New()};
      if (!dict) return nullptr;
      for (const auto [key, element] : from.entries()) {
        const ref name{short_text(key)};
        if (!name || !add(dict.get(), name.get(), to_python(element, of, time))) return nullptr;
      }
      return dict.release();
    }
    case value_kind::record: {
      ref dict{PyDict_New()};
      if (!dict || !fill(dict.get(), from, of, part::all)) return nullptr;
      return dict.release();
    }
  }
  return none();
}

PyObject* headers_to_python(const header_list& headers) {
  ref dict{PyDict_New()};
  if (!dict) return nullptr;
  for (const auto& [name, text_of] : headers) {
    const ref key{lower_text(name)};
    if (!key) return nullptr;
    // The same name again: as one field, as urllib3 has it.
    if (PyObject* before = PyDict_GetItem(dict.get(), key.get())) {
      const ref added = text(text_of);
      if (!added || !add(dict.get(), key.get(), PyUnicode_FromFormat("%U, %U", before, added.get()))) return nullptr;
      continue;
    }
    if (!add(dict.get(), key.get(), text(text_of).release())) return nullptr;
  }
  return dict.release();
}

PyObject* answer_to_python(value output, const response_metadata& metadata, const operation_info& of) {
  static PyObject* const metadata_name = PyUnicode_InternFromString("ResponseMetadata");
  static PyObject* const request_id = PyUnicode_InternFromString("RequestId");
  static PyObject* const host_id = PyUnicode_InternFromString("HostId");
  static PyObject* const status = PyUnicode_InternFromString("HTTPStatusCode");
  static PyObject* const headers = PyUnicode_InternFromString("HTTPHeaders");
  static PyObject* const attempts = PyUnicode_InternFromString("RetryAttempts");
  const ref known{PyDict_New()};
  if (!known) return nullptr;
  if (!metadata.request_id.empty() && !add(known.get(), request_id, text(metadata.request_id).release()))
    return nullptr;
  // Where S3's form of a request id is, the other one is too, empty or not.
  if (of.rest && !metadata.headers.contains("x-amzn-requestid") && metadata.headers.contains("x-amz-request-id") &&
      !add(known.get(), host_id, text(metadata.headers.find("x-amz-id-2").value_or("")).release()))
    return nullptr;
  if (!add(known.get(), status, PyLong_FromLong(metadata.http_status)) ||
      !add(known.get(), headers, headers_to_python(metadata.headers)) ||
      !add(known.get(), attempts, PyLong_FromSize_t(metadata.attempts.size())))
    return nullptr;
  ref dict{PyDict_New()};
  if (!dict) return nullptr;
  const bool is_record = output.kind() == value_kind::record;
  if (of.rest) {
    if (PyDict_SetItem(dict.get(), metadata_name, known.get()) < 0) return nullptr;
    if (is_record && !(fill(dict.get(), output, of, part::head) && fill(dict.get(), output, of, part::body)))
      return nullptr;
    if (of.structure_payload && !PyDict_GetItem(dict.get(), of.structure_payload) &&
        !add(dict.get(), of.structure_payload, PyDict_New()))
      return nullptr;
  } else {
    if (is_record && !fill(dict.get(), output, of, part::all)) return nullptr;
    if (PyDict_SetItem(dict.get(), metadata_name, known.get()) < 0) return nullptr;
  }
  return dict.release();
}

PyObject* to_python(const boost::json::value& from) {
  namespace json = boost::json;
  switch (from.kind()) {
    case json::kind::null: return none();
    case json::kind::bool_: return truth(from.get_bool());
    case json::kind::int64: return PyLong_FromLongLong(from.get_int64());
    case json::kind::uint64: return PyLong_FromUnsignedLongLong(from.get_uint64());
    case json::kind::double_: return PyFloat_FromDouble(from.get_double());
    case json::kind::string: return text({from.get_string().data(), from.get_string().size()}).release();
    case json::kind::array: {
      ref list{PyList_New(0)};
      if (!list) return nullptr;
      for (const auto& element : from.get_array()) {
        const ref made{to_python(element)};
        if (!made || PyList_Append(list.get(), made.get()) < 0) return nullptr;
      }
      return list.release();
    }
    case json::kind::object: {
      ref dict{PyDict_New()};
      if (!dict) return nullptr;
      for (const auto& [key, element] : from.get_object()) {
        const ref name = text({key.data(), key.size()});
        if (!name || !add(dict.get(), name.get(), to_python(element))) return nullptr;
      }
      return dict.release();
    }
  }
  return none();
}

}  // namespace aloft::python
