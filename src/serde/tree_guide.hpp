#pragma once
// What a reader of self-describing data (JSON, CBOR) knows about where it stands: events in, shape_sink calls out.

#include "aloft/shape_sink.hpp"
#include "model/shape.hpp"
#include "serde/json_reader.hpp"

#include <boost/container/small_vector.hpp>

#include <string>
#include <string_view>

namespace aloft::serde {

/// Functions return false when reading must stop; failure() says why.
class tree_guide {
 public:
  struct options {
    json_names names = json_names::member;
    bound_members bound = bound_members::none;  ///< of the root; the others are not looked for
    bool inside = false;                        ///< the sink's structure is open already
    timestamp_format time_format = timestamp_format::epoch_seconds;
  };

  tree_guide(const model::shape& root, shape_sink& sink, const options& options);

  bool begin_object();
  bool begin_list();
  bool end();
  /// Of an object: what the next value is called.
  void key(std::string_view key);
  bool text(std::string_view text);
  bool bytes(std::string_view bytes);
  bool integer(std::int64_t number);
  /// `literal` is how the number was written, for members that are text; may be empty.
  bool real(double number, std::string_view literal);
  bool boolean(bool truth);
  bool null();

  /// The value that comes, and all inside it, is passed over: its content need not be given.
  bool skips_next() const noexcept;
  const error& failure() const noexcept { return failure_; }
  /// Where the reader stands: "Items[3].Name"; "" at the root.
  std::string path() const;
  /// A protocol error "UnreadableAnswer" at that place.
  error problem(std::string_view what) const;

 private:
  struct frame {
    const model::shape* shape;
    const model::member* member;  // of a structure: the member whose value comes; null: an unknown one
    std::size_t count;            // of a list: elements so far
    bool closes;                  // its end is an end() of the sink
  };

  const model::shape* announce();
  bool open(const model::shape& shape, bool closes);
  bool pushed();
  bool mismatch(const model::shape& wanted, std::string_view got);

  shape_sink& sink_;
  const model::shape& root_;
  options options_;
  boost::container::small_vector<frame, 16> frames_;
  boost::container::small_vector<std::string, 4> keys_;  // the last key of each open map
  const model::member* announced_ = nullptr;             // the member, element or map value that was announced last
  std::size_t skipped_ = 0;                              // depth inside a value that is passed over
  error failure_;
};

}  // namespace aloft::serde
