#pragma once
// Times as botocore gives them: datetimes in dateutil's zones, by how they came over the wire.

#include "ref.hpp"

#include <aloft/timestamp.hpp>

#include <cstdint>

namespace aloft::python {

/// How a time was written, as far as it decides about its zone.
enum class wire_time : std::uint8_t { none, epoch, iso, http };

inline wire_time wire_time_of(timestamp_format format) noexcept {
  if (format == timestamp_format::epoch_seconds) return wire_time::epoch;
  return format == timestamp_format::date_time ? wire_time::iso : wire_time::http;
}

/// A datetime; null with an exception set where Python has none for it.
PyObject* to_datetime(timestamp when, wire_time came_as);
/// The time that a datetime, or seconds since 1970 as int or float, stand for. False with an exception set.
bool to_timestamp(PyObject* from, timestamp& out);
/// It is a datetime.datetime.
bool is_datetime(PyObject* what);
/// The zones' objects, made by Python at the first need: (tzutc(), tzlocal(), whether "UTC" names the local zone).
void set_zone_maker(PyObject* callable);

}  // namespace aloft::python
