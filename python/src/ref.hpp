#pragma once
// Python objects, held. All of it needs the GIL.

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <string>
#include <string_view>
#include <utility>

namespace aloft::python {

/// One reference; null where there is none. Copying takes another one.
class ref {
 public:
  ref() noexcept = default;
  /// Takes over a new reference, as most functions of Python give it.
  explicit ref(PyObject* owned) noexcept : to_{owned} {}
  static ref borrowed(PyObject* to) noexcept {
    Py_XINCREF(to);
    return ref{to};
  }
  ref(const ref& other) noexcept : to_{other.to_} { Py_XINCREF(to_); }
  ref(ref&& other) noexcept : to_{std::exchange(other.to_, nullptr)} {}
  ref& operator=(ref other) noexcept {
    std::swap(to_, other.to_);
    return *this;
  }
  ~ref() { Py_XDECREF(to_); }

  PyObject* get() const noexcept { return to_; }
  PyObject* release() noexcept { return std::exchange(to_, nullptr); }
  explicit operator bool() const noexcept { return to_ != nullptr; }

 private:
  PyObject* to_ = nullptr;
};

/// A thread that would ask for the GIL when Python has ended must not: it stays here until the process does.
void stay_if_python_ended() noexcept;

/// Without the GIL while it lives.
class without_gil {
 public:
  without_gil() noexcept : state_{PyEval_SaveThread()} {}
  ~without_gil() noexcept(false) {  // Python ends threads by unwinding them
    stay_if_python_ended();
    PyEval_RestoreThread(state_);
  }
  without_gil(const without_gil&) = delete;
  without_gil& operator=(const without_gil&) = delete;

 private:
  PyThreadState* state_;
};

inline PyObject* none() noexcept {
  Py_INCREF(Py_None);
  return Py_None;
}
inline PyObject* truth(bool is) noexcept { return PyBool_FromLong(is); }
inline ref text(std::string_view of) noexcept {
  return ref{PyUnicode_DecodeUTF8(of.data(), static_cast<Py_ssize_t>(of.size()), "replace")};
}
inline ref bytes(std::string_view of) noexcept {
  return ref{PyBytes_FromStringAndSize(of.data(), static_cast<Py_ssize_t>(of.size()))};
}
/// The UTF-8 of a str; false with an exception set where it is none, or has surrogates. Lives as long as the str.
inline bool utf8(PyObject* of, std::string_view& out) noexcept {
  Py_ssize_t size = 0;
  const char* at = PyUnicode_AsUTF8AndSize(of, &size);
  if (at == nullptr) return false;
  out = {at, static_cast<std::size_t>(size)};
  return true;
}
/// Entry of a dict, borrowed; null where it is absent or None.
inline PyObject* entry(PyObject* dict, const char* name) noexcept {
  PyObject* found = PyDict_GetItemString(dict, name);
  return found == Py_None ? nullptr : found;
}
inline bool put(PyObject* dict, const char* name, const ref& value) noexcept {
  return value && PyDict_SetItemString(dict, name, value.get()) == 0;
}

}  // namespace aloft::python
