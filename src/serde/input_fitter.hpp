#pragma once
// Fits what callers give to the shape that is wanted: names become members, texts become times, blobs and special
// numbers, and all that does not fit becomes a finding. Every kind of input is pushed into one of these, which pushes
// what came of it into a writer: input is walked once, validated and written on the way.

#include "aloft/shape_sink.hpp"
#include "model/shape.hpp"

#include <boost/container/small_vector.hpp>

#include <list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::serde {

/// A member of the root that gets this text instead of what the caller gave, or where he gave nothing.
struct input_edit {
  std::string_view member;
  std::string text;
};

struct fit_options {
  /// botocore's rules: required members, minimum lengths and values, exactly one member of unions; all findings at
  /// once. Otherwise only what cannot be written is found, and the first of it ends the walk.
  bool validate = true;
  /// Members of the root that travel in HTTP headers, the URI or the query string are not passed on.
  bool body_only = false;
  /// Streaming members of the root are passed on.
  bool streams = false;
  /// Members of the root marked as idempotency tokens get this value when they are absent; "": they stay absent.
  std::string_view idempotency_token = {};
  std::span<const input_edit> edits = {};
};

/// Blobs may be base64 text; timestamps numbers (epoch seconds) or text in any of the three formats; floats the texts
/// NaN, Infinity and -Infinity. Members that are null are absent, and so are they to the rules. Nulls in lists and maps
/// are kept where those are sparse. Untyped documents become lists and maps.
class input_fitter final : public shape_sink {
 public:
  /// `to` may be null: the input is only judged. What is referred to must outlive the fitter.
  input_fitter(const model::shape& root, shape_sink* to, const fit_options& options = {});

  using shape_sink::begin;
  void begin(const model::shape& shape, std::size_t size) override;
  void end() override;
  void member(const model::member& member) override;
  void key(std::string_view key) override;
  void text(std::string_view value) override;
  void integer(std::int64_t value) override;
  void real(double value) override;
  void boolean(bool value) override;
  void blob(std::string_view bytes) override;
  void timestamp(aloft::timestamp value) override;
  void null() override;
  void refuse(std::string_view finding) override;

  // For producers whose data stays where it is: `key` must live until the value that follows has been pushed, and the
  // sizes need no checking. `nulls` are the entries that are null.
  void begin_object(std::size_t size, std::size_t nulls);
  void begin_array(std::size_t size);
  void lasting_key(std::string_view key);
  void large_integer(std::uint64_t value);  ///< beyond what 64 bits hold with a sign
  /// What was opened last is passed over: its entries need not be pushed.
  bool skips() const noexcept { return skipped_ > 0 || stopped_; }

  /// No more needs to be pushed: nobody would look at it.
  bool stopped() const noexcept { return stopped_; }
  /// All findings in one usage error "ParamValidation", each with its path ("Tags[1].Key"), separated by semicolons; or
  /// else the error of the sink behind.
  result<void> outcome() const;

 private:
  struct frame {
    const model::shape* shape;
    const model::member* current;  // whose value comes: member, element or map value
    std::string_view key;          // of a map: the key of that value
    std::size_t count;             // entries so far, those of structures without nulls
    std::size_t announced;         // entries that the producer said there are; unknown_size: nothing, or surely so many
    std::size_t finding;           // where the findings of its own stand
    std::size_t bits;              // of a structure: where the marks of the members given stand in given_
    bool sized;                    // its length has been judged
    bool owns_key;
    bool open;  // the sink behind knows it
  };

  struct slot {
    const model::shape* shape = nullptr;  // null: the value is passed over
    const model::member* member = nullptr;
  };

  bool passing_over();
  slot next();
  void open(bool is_list, std::size_t size, std::size_t nulls);
  std::size_t size_of(const model::shape& shape, std::size_t size, std::size_t nulls) const;
  void announce();
  void done();
  void ended_structure(const frame& at);
  void push_edit(const input_edit& edit);
  void select(const model::member* member, std::string_view name);
  bool goes_on(const model::member& member) const noexcept;
  void length(const model::shape& shape, std::size_t size, std::string_view of, std::size_t at);
  void range(const model::shape& shape, double value);
  void unknown(const model::shape& shape, std::string_view name);
  void wrong_type(const model::shape& wanted, std::string_view got);
  void found(std::string finding) { found(std::move(finding), findings_.size()); }
  void found(std::string finding, std::size_t at);
  std::string path() const;

  const model::shape& root_;
  shape_sink* const to_;
  const fit_options options_;
  boost::container::small_vector<frame, 8> frames_;
  boost::container::small_vector<std::uint64_t, 8> given_;
  std::list<std::string> keys_;  // of maps whose keys do not last
  std::vector<std::string> findings_;
  std::size_t skipped_ = 0;  // depth inside a value that is passed over
  bool skips_next_ = false;  // the next value is passed over
  bool muted_ = false;       // inside a member of the root that is judged but not passed on
  bool stopped_ = false;
};

}  // namespace aloft::serde
