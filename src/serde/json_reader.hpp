#pragma once
// JSON → shape_sink, guided by a shape: answers (and, on the server, requests) of awsJson and restJson.
//
// Unknown members and members that are null are skipped; nulls in lists and maps are kept where they are sparse and
// dropped elsewhere. Numbers may come as text ("NaN", "Infinity", "12"), timestamps in any of the three formats.
// Untyped documents become lists and maps. The text must be UTF-8.

#include "aloft/shape_sink.hpp"
#include "model/shape.hpp"
#include "serde/reader.hpp"

#include <memory>

namespace aloft::serde {

/// What members are called in JSON.
enum class json_names : std::uint8_t {
  member,    ///< the model's member names (awsJson)
  location,  ///< locationName where there is one (restJson)
};

struct json_reader_options {
  json_names names = json_names::member;
  bound_members bound = bound_members::none;  ///< of the root; the others are not looked for
  /// The sink's structure is open already: only members are pushed, no begin and end.
  bool inside = false;
  timestamp_format time_format =
      timestamp_format::epoch_seconds;  ///< for members without a timestampFormat of their own
  read_limits limits{.max_depth = 256};
};

/// `root` and `sink` must outlive the reader. A body of nothing but white space is an error; protocols that allow an
/// empty body do not call the reader then. The body `null` pushes a null.
std::unique_ptr<reader> make_json_reader(const model::shape& root, shape_sink& sink, json_reader_options options = {});

/// The same as a value.
class json_reader final : public reader {
 public:
  json_reader(const model::shape& root, shape_sink& sink, json_reader_options options = {})
      : inside_{make_json_reader(root, sink, options)} {}

  result<void> write(std::string_view piece) override { return inside_->write(piece); }
  result<void> finish() override { return inside_->finish(); }

 private:
  std::unique_ptr<reader> inside_;
};

}  // namespace aloft::serde
