#include "log_lines.hpp"

#include <new>

namespace aloft::python {
namespace {
constexpr std::size_t most_lines = 100'000;  // of a program that never comes to take them
}

log_lines& log_lines::get() {
  static auto* const only = new log_lines;
  return *only;
}

void log_lines::sink_of::write(log_level level, std::string_view line) noexcept {
  try {
    const std::lock_guard lock{to_.mutex_};
    if (to_.lines_.size() < most_lines) to_.lines_.emplace_back(level, line);
    to_.some_ = true;
  } catch (const std::bad_alloc&) {  // a line less
  }
}

void log_lines::set_taker(PyObject* callable) {
  Py_XINCREF(callable);
  Py_XDECREF(taker_);
  taker_ = callable;
}

void log_lines::hand_over() {
  if (!some_ || !taker_) return;
  std::vector<std::pair<log_level, std::string>> lines;
  {
    const std::lock_guard lock{mutex_};
    lines.swap(lines_);
    some_ = false;
  }
  PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
  PyErr_Fetch(&type, &value, &trace);
  for (const auto& [level, line] : lines) {
    const ref number{PyLong_FromLong(level == log_level::debug ? 10 : 30)}, said = text(line);
    const ref told{number && said ? PyObject_CallFunctionObjArgs(taker_, number.get(), said.get(), nullptr) : nullptr};
    if (!told) PyErr_WriteUnraisable(taker_);
  }
  PyErr_Restore(type, value, trace);
}

}  // namespace aloft::python
