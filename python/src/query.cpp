// JMESPath over Python's objects, by way of JSON.
#include "describe.hpp"
#include "failures.hpp"

#include <aloft/jmespath.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <charconv>
#include <string>
#include <vector>

namespace aloft::python {
namespace {

namespace json = boost::json;

// Texts that stand for objects that JSON has not: this, and the object's number.
constexpr std::string_view mark{
    "\x01"
    "aloft:"};

class translation {
 public:
  bool into(PyObject* from, json::value& out, int depth = 0) {
    if (depth > 200) {
      PyErr_SetString(PyExc_RecursionError, "the object is nested too deeply");
      return false;
    }
    if (from == Py_None) return out = nullptr, true;
    if (PyBool_Check(from)) return out = from == Py_True, true;
    if (PyLong_Check(from)) {
      int overflow = 0;
      const long long number = PyLong_AsLongLongAndOverflow(from, &overflow);
      if (overflow == 0) return out = static_cast<std::int64_t>(number), true;
      return keep(from, out);
    }
    if (PyFloat_Check(from)) return out = PyFloat_AsDouble(from), true;
    std::string_view all;
    if (PyUnicode_Check(from)) {
      if (!utf8(from, all)) {
        PyErr_Clear();
        return keep(from, out);
      }
      return out = json::string_view{all.data(), all.size()}, true;
    }
    if (PyDict_Check(from)) {
      auto& object = out.emplace_object();
      PyObject *key = nullptr, *held = nullptr;
      Py_ssize_t place = 0;
      while (PyDict_Next(from, &place, &key, &held)) {
        if (!PyUnicode_Check(key) || !utf8(key, all)) {
          PyErr_Clear();
          continue;
        }
        if (!into(held, object[json::string_view{all.data(), all.size()}], depth + 1)) return false;
      }
      return true;
    }
    if (PyList_Check(from)) {
      auto& array = out.emplace_array();
      for (Py_ssize_t i = 0; i < PyList_Size(from); ++i)
        if (!into(PyList_GetItem(from, i), array.emplace_back(nullptr), depth + 1)) return false;
      return true;
    }
    return keep(from, out);
  }

  PyObject* back(const json::value& from) const {
    if (from.is_string()) {
      const auto& said = from.get_string();
      const std::string_view all{said.data(), said.size()};
      std::size_t index = kept_.size();
      if (all.starts_with(mark)) std::from_chars(all.data() + mark.size(), all.data() + all.size(), index);
      if (index < kept_.size()) return ref{kept_[index]}.release();
      return text(all).release();
    }
    if (from.is_array()) {
      ref list{PyList_New(0)};
      for (const auto& element : from.get_array()) {
        const ref made{back(element)};
        if (!list || !made || PyList_Append(list.get(), made.get()) < 0) return nullptr;
      }
      return list.release();
    }
    if (from.is_object()) {
      ref dict{PyDict_New()};
      for (const auto& [key, element] : from.get_object()) {
        const ref name = text({key.data(), key.size()}), made{back(element)};
        if (!dict || !name || !made || PyDict_SetItem(dict.get(), name.get(), made.get()) < 0) return nullptr;
      }
      return dict.release();
    }
    if (from.is_null()) return none();
    if (from.is_bool()) return truth(from.get_bool());
    if (from.is_double()) return PyFloat_FromDouble(from.get_double());
    if (from.is_uint64()) return PyLong_FromUnsignedLongLong(from.get_uint64());
    return PyLong_FromLongLong(from.get_int64());
  }

 private:
  bool keep(PyObject* what, json::value& out) {
    out = std::string{mark} + std::to_string(kept_.size());
    kept_.push_back(ref::borrowed(what));
    return true;
  }
  std::vector<ref> kept_;
};

}  // namespace

PyObject* search(PyObject*, PyObject* const* given, Py_ssize_t count) {
  std::string_view expression;
  if (count != 2) return PyErr_Format(PyExc_TypeError, "search takes 2 arguments");
  if (!utf8(given[0], expression)) return nullptr;
  const auto compiled = jmespath::expression::compile(expression);
  if (!compiled) return raise(compiled.error()), nullptr;
  translation words;
  json::value in;
  if (!words.into(given[1], in)) return nullptr;
  const auto found = compiled->search(in);
  if (!found) return raise(found.error()), nullptr;
  return words.back(*found);
}

}  // namespace aloft::python
