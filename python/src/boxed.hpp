#pragma once
// C++ objects as Python's: a type per kind, made from a table of methods; none can be made or derived from in Python.

#include "ref.hpp"

#include <memory>
#include <utility>

namespace aloft::python {

template <class T>
class boxed {
 public:
  /// Once, when the module is made. Null with an exception set.
  static bool define(PyObject* module, const char* qualified_name, const char* name, PyMethodDef* methods) {
    PyType_Slot slots[] = {{Py_tp_dealloc, reinterpret_cast<void*>(&dealloc)},
                           {Py_tp_methods, methods},
                           {Py_tp_doc, const_cast<char*>("Made by the package aloft.")},
                           {0, nullptr}};
    PyType_Spec spec{qualified_name, static_cast<int>(sizeof(object)), 0, Py_TPFLAGS_DEFAULT | disallow, slots};
    type() = PyType_FromSpec(&spec);
    if (!type()) return false;
    Py_INCREF(type());
    return PyModule_AddObject(module, name, type()) == 0;
  }
  static PyObject* make(std::shared_ptr<T> held) {
    auto* const self = reinterpret_cast<object*>(PyType_GenericAlloc(reinterpret_cast<PyTypeObject*>(type()), 0));
    if (!self) return nullptr;
    new (&self->held) std::shared_ptr<T>{std::move(held)};
    return reinterpret_cast<PyObject*>(self);
  }
  /// Of a method's self.
  static const std::shared_ptr<T>& of(PyObject* self) noexcept { return reinterpret_cast<object*>(self)->held; }
  /// Of an argument: null with an exception set where it is another thing.
  static std::shared_ptr<T> from(PyObject* argument) {
    if (reinterpret_cast<PyObject*>(Py_TYPE(argument)) == type()) return of(argument);
    PyErr_Format(PyExc_TypeError, "expected a %S, not a %S", type(), Py_TYPE(argument));
    return nullptr;
  }

 private:
  struct object {
    PyObject_HEAD std::shared_ptr<T> held;
  };
#if defined(Py_TPFLAGS_DISALLOW_INSTANTIATION)
  static constexpr unsigned long disallow = Py_TPFLAGS_DISALLOW_INSTANTIATION;
#else
  static constexpr unsigned long disallow = 0;
#endif
  static PyObject*& type() {
    static PyObject* of = nullptr;
    return of;
  }
  static void dealloc(PyObject* self) {
    PyTypeObject* const of = Py_TYPE(self);
    reinterpret_cast<object*>(self)->held.~shared_ptr();
    reinterpret_cast<freefunc>(PyType_GetSlot(of, Py_tp_free))(self);
    Py_DECREF(of);
  }
};

}  // namespace aloft::python
