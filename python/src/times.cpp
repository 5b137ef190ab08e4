#include "times.hpp"

#include <cmath>

namespace aloft::python {
namespace {

PyObject* maker = nullptr;

struct zones {
  PyObject* type = nullptr;  // datetime.datetime
  PyObject *utc = nullptr, *local = nullptr;
  bool utc_is_local = false;  // dateutil then takes "Z" for the local zone
  bool flat = false;          // the local zone is UTC all year
};

zones* known() {
  static zones all;
  if (all.type) return &all;
  if (maker == nullptr) {
    PyErr_SetString(PyExc_RuntimeError, "aloft._core is used without the package aloft");
    return nullptr;
  }
  const ref made{PyObject_CallObject(maker, nullptr)};
  if (!made || !PyTuple_Check(made.get()) || PyTuple_Size(made.get()) != 5) return nullptr;
  const auto at = [&](Py_ssize_t i) { return ref::borrowed(PyTuple_GetItem(made.get(), i)).release(); };
  all.utc = at(1);
  all.local = at(2);
  all.utc_is_local = PyTuple_GetItem(made.get(), 3) == Py_True;
  all.flat = PyTuple_GetItem(made.get(), 4) == Py_True;
  all.type = at(0);
  return &all;
}

// Howard Hinnant's civil_from_days, in the proleptic Gregorian calendar.
struct civil {
  int year, month, day;
};
civil civil_of(std::int64_t days) noexcept {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const auto of_era = static_cast<unsigned>(days - era * 146097);
  const unsigned year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const unsigned of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned shifted = (5 * of_year + 2) / 153;
  const unsigned day = of_year - (153 * shifted + 2) / 5 + 1;
  const unsigned month = shifted < 10 ? shifted + 3 : shifted - 9;
  const std::int64_t year = static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2);
  return {static_cast<int>(year), static_cast<int>(month), static_cast<int>(day)};
}

}  // namespace

void set_zone_maker(PyObject* callable) {
  Py_XINCREF(callable);
  Py_XDECREF(maker);
  maker = callable;
}

PyObject* to_datetime(timestamp when, wire_time came_as) {
  const zones* by = known();
  if (!by) return nullptr;
  if (came_as == wire_time::epoch && !by->flat) {
    const double seconds = static_cast<double>(when.seconds) + static_cast<double>(when.nanoseconds) / 1e9;
    return PyObject_CallMethod(by->type, "fromtimestamp", "dO", seconds, by->local);
  }
  std::int64_t micros = when.nanoseconds / 1000, seconds = when.seconds;
  if (came_as == wire_time::epoch) {  // fromtimestamp rounds, parsers of texts cut off
    micros = std::llrint(static_cast<double>(when.nanoseconds) / 1000.0);
    if (micros == 1'000'000) {
      micros = 0;
      ++seconds;
    }
  }
  std::int64_t days = seconds / 86400, left = seconds % 86400;
  if (left < 0) {
    left += 86400;
    --days;
  }
  const civil date = civil_of(days);
  PyObject* zone = by->utc;
  if (came_as == wire_time::epoch || (came_as == wire_time::iso && by->utc_is_local)) zone = by->local;
  if (date.year < 1 || date.year > 9999) {
    PyErr_Format(PyExc_ValueError, "year %d is out of range", date.year);
    return nullptr;
  }
  // What datetimes are pickled as: the quickest way to one in the stable ABI.
  const unsigned char state[10] = {
      static_cast<unsigned char>(date.year >> 8),      static_cast<unsigned char>(date.year & 255),
      static_cast<unsigned char>(date.month),          static_cast<unsigned char>(date.day),
      static_cast<unsigned char>(left / 3600),         static_cast<unsigned char>(left / 60 % 60),
      static_cast<unsigned char>(left % 60),           static_cast<unsigned char>(micros >> 16),
      static_cast<unsigned char>((micros >> 8) & 255), static_cast<unsigned char>(micros & 255)};
  const ref packed{PyBytes_FromStringAndSize(reinterpret_cast<const char*>(state), sizeof state)};
  if (!packed) return nullptr;
  return PyObject_CallFunctionObjArgs(by->type, packed.get(), zone, nullptr);
}

bool is_datetime(PyObject* what) {
  const zones* by = known();
  if (!by) {
    PyErr_Clear();
    return false;
  }
  return PyObject_IsInstance(what, by->type) == 1;
}

bool to_timestamp(PyObject* from, timestamp& out) {
  if (PyLong_Check(from)) {
    out = {PyLong_AsLongLong(from), 0};
    return PyErr_Occurred() == nullptr;
  }
  double seconds = 0;
  if (PyFloat_Check(from)) {
    seconds = PyFloat_AsDouble(from);
  } else {  // naive ones are local time, as botocore takes them
    const ref number{PyObject_CallMethod(from, "timestamp", nullptr)};
    if (!number) return false;
    seconds = PyFloat_AsDouble(number.get());
  }
  if (PyErr_Occurred()) return false;
  if (!std::isfinite(seconds) || std::fabs(seconds) > 1e12) {
    PyErr_SetString(PyExc_ValueError, "a time must be a finite number of seconds since 1970");
    return false;
  }
  const double whole = std::floor(seconds);
  auto micros = std::llrint((seconds - whole) * 1e6);
  out = {static_cast<std::int64_t>(whole), 0};
  if (micros >= 1'000'000) {
    micros -= 1'000'000;
    ++out.seconds;
  }
  out.nanoseconds = static_cast<std::int32_t>(micros * 1000);
  return true;
}

}  // namespace aloft::python
