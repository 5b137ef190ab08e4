#pragma once
// What an XML reader knows about where it stands: tokens in, shape_sink calls out.

#include "aloft/shape_sink.hpp"
#include "model/shape.hpp"
#include "serde/scalar_text.hpp"
#include "serde/xml_reader.hpp"
#include "serde/xml_tokenizer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aloft::serde {

class xml_reader::guide {
 public:
  guide(const model::shape* root, shape_sink& sink, xml_reader_options options);

  result<void> write(std::string_view piece);
  result<void> finish();

  bool found_shape() const noexcept { return pushed_root_; }
  const std::string& request_id() const noexcept { return request_id_; }
  const std::string& root_name() const noexcept { return root_name_; }
  const std::string& root_text() const noexcept { return root_text_; }

 private:
  enum class place : std::uint8_t {
    wrapper,    ///< an element on the way to the shape
    structure,  ///< children are members
    list,       ///< children are elements
    map,        ///< children are entries
    entry,      ///< children are a key and a value
  };
  struct frame {
    place at;
    bool closes = true;                     ///< its end is an end() of the sink
    bool has_key = false;                   ///< of an entry: its key has been pushed
    const model::shape* shape = nullptr;    ///< of a wrapper: none
    const model::member* member = nullptr;  ///< of a structure: the member that came last
    bool flattened = false;                 ///< that member is a flattened list or map, open in the sink
    std::size_t count = 0;                  ///< of a list: elements so far; of `member` when that is flattened
  };

  result<void> run();
  void on_start();
  void on_text(std::string_view text);
  void on_end();

  void start_in_wrapper(std::string_view name);
  void start_member(frame& in, std::string_view name);
  void start_entry_part(frame& in, std::string_view name);
  void open_root();
  void open(const model::member& as);
  void open_structure(const model::shape& shape, bool closes);
  void push_attributes(const model::shape& shape);
  void close_flattened(frame& in);
  void skip(std::string_view name);
  void end_scalar();
  void keep_pending();

  const model::member* find_member(const frame& in, std::string_view name) const noexcept;
  std::string path() const;
  void fail(const std::string& problem);

  xml_tokenizer tokens_;
  shape_sink& sink_;
  const model::shape* root_;
  xml_reader_options options_;
  std::vector<frame> frames_;
  std::vector<std::string> keys_;          // of the open entries
  const model::member* scalar_ = nullptr;  // the scalar whose text is being read
  bool scalar_is_key_ = false;
  bool scalar_done_ = false;  // a child element came: what follows is not its text
  std::size_t skipped_ = 0;   // depth inside an element that is passed over
  bool pushed_root_ = false;
  bool in_metadata_ = false;      // the element passed over is <ResponseMetadata>
  bool keep_request_id_ = false;  // the element passed over is the request id
  std::string_view pending_;      // text that is still in the tokenizer's buffer
  std::string text_;              // text that came in parts
  std::string request_id_;
  std::string root_name_;
  std::string root_text_;
  std::size_t read_ = 0;
  error failure_;
  bool failed_ = false;
};

}  // namespace aloft::serde
