#pragma once
// The arguments of a call, taken out of Python's objects once, so that the event loop's thread needs none of them.

#include "operations.hpp"
#include "ref.hpp"

#include <aloft/input.hpp>
#include <aloft/request_body.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::python {

/// A list of what to push, and one text with all bytes.
class arguments final : public input_source {
 public:
  void push(const shape_model& shape, shape_sink& to) const override;

  enum class taking {
    good,
    misfit,  ///< something does not fit the shape; the package's validator says what
    failed,  ///< an exception is set
  };
  /// Takes the dict. Members named `apart` are left out.
  taking take(PyObject* dict, const shape_model& shape, std::string_view apart);

 private:
  enum class kind : std::uint8_t {
    record,
    map,
    list,
    end,
    member,
    key,
    text,
    integer,
    real,
    boolean,
    blob,
    time,
    null
  };
  struct step {
    kind what;
    union {
      const model::shape* shape;
      const model::member* member;
      std::int64_t number;
      double real;
      std::size_t at;
    };
    std::size_t size = 0;
  };

  taking take_value(PyObject* from, const shape_model& shape, bool json, int depth);
  taking take_record(PyObject* from, const shape_model& shape, std::string_view apart, int depth);
  taking take_list(PyObject* from, const shape_model& shape, int depth);
  taking take_map(PyObject* from, const shape_model& shape, int depth);
  taking take_document(PyObject* from, int depth);
  taking take_time(PyObject* from);
  taking take_blob(PyObject* from);
  taking take_json(PyObject* from);
  taking take_text(PyObject* from);
  taking take_number(PyObject* from);
  taking take_real(PyObject* from);
  void add(kind what, std::string_view bytes);
  void add(kind what, std::size_t size = 0) { steps_.push_back({what, {nullptr}, size}); }

  std::vector<step> steps_;
  std::string bytes_;
};

/// A blob argument that is bytes already, or can be made such: bytes, str, bytearray, memoryview. Null without an
/// exception where it is something else.
ref blob_bytes(PyObject* from);

}  // namespace aloft::python
