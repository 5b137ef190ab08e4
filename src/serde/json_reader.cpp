#include "serde/json_reader.hpp"

#include "serde/numbers.hpp"
#include "serde/tree_guide.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <utility>

namespace aloft::serde {
namespace {

// Hands the parser's events to the guide; joins keys, texts and numbers that come in parts.
class json_handler {
 public:
  using text_view = boost::json::string_view;
  using error_code = boost::json::error_code;

  static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
  static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

  json_handler(const model::shape& root, shape_sink& sink, const tree_guide::options& options)
      : guide_{root, sink, options} {}

  const tree_guide& guide() const noexcept { return guide_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code& ec) { return went_on(guide_.begin_object(), ec); }
  bool on_object_end(std::size_t, error_code& ec) { return went_on(guide_.end(), ec); }
  bool on_array_begin(error_code& ec) { return went_on(guide_.begin_list(), ec); }
  bool on_array_end(std::size_t, error_code& ec) { return went_on(guide_.end(), ec); }
  bool on_key_part(text_view part, std::size_t, error_code&) { return keep(part); }
  bool on_string_part(text_view part, std::size_t, error_code&) { return guide_.skips_next() || keep(part); }
  bool on_number_part(text_view part, error_code&) { return keep(part); }

  bool on_key(text_view part, std::size_t, error_code&) {
    guide_.key(whole(part));
    part_.clear();
    return true;
  }
  bool on_string(text_view part, std::size_t, error_code& ec) {
    const bool good = guide_.text(whole(part));
    part_.clear();
    return went_on(good, ec);
  }
  bool on_int64(std::int64_t number, text_view, error_code& ec) {
    part_.clear();
    return went_on(guide_.integer(number), ec);
  }
  bool on_uint64(std::uint64_t number, text_view part, error_code& ec) {
    return on_double(static_cast<double>(number), part, ec);
  }
  bool on_double(double number, text_view part, error_code& ec) {
    const std::string_view literal = whole(part);
    // The parser's own conversion may be off by one in the last place.
    const bool good = guide_.real(parse_real(literal).value_or(number), literal);
    part_.clear();
    return went_on(good, ec);
  }
  bool on_bool(bool truth, error_code& ec) { return went_on(guide_.boolean(truth), ec); }
  bool on_null(error_code& ec) { return went_on(guide_.null(), ec); }
  bool on_comment_part(text_view, error_code&) { return true; }
  bool on_comment(text_view, error_code&) { return true; }

 private:
  bool keep(text_view part) {
    part_.append(part.data(), part.size());
    return true;
  }

  // The text that ends with `part`.
  std::string_view whole(text_view part) {
    if (part_.empty()) return {part.data(), part.size()};
    keep(part);
    return part_;
  }

  static bool went_on(bool good, error_code& ec) {
    if (!good) ec = boost::json::error::exception;
    return good;
  }

  tree_guide guide_;
  std::string part_;
};

boost::json::parse_options parse_options(const read_limits& limits) {
  boost::json::parse_options options;
  options.max_depth = limits.max_depth;
  return options;
}

class json_parser final : public reader {
 public:
  json_parser(const model::shape& root, shape_sink& sink, const json_reader_options& options)
      : parser_{parse_options(options.limits), root, sink,
                tree_guide::options{options.names, options.bound, options.inside, options.time_format}},
        limits_{options.limits} {}

  result<void> write(std::string_view piece) override {
    if (failed_) return failure_;
    if (piece.size() > limits_.max_bytes - read_) return stop(too_large(limits_));
    if (mark_ < 3) piece = after_byte_order_mark(piece);
    if (failed_) return failure_;
    if (piece.empty()) return {};
    boost::json::error_code ec;
    const std::size_t used = parser_.write_some(true, piece.data(), piece.size(), ec);
    read_ += used;
    if (ec) return stop(what(ec));
    if (used < piece.size()) return stop(not_json("there is more after its end"));
    return {};
  }

  result<void> finish() override {
    if (failed_) return failure_;
    boost::json::error_code ec;
    parser_.write_some(false, nullptr, 0, ec);
    if (ec) return stop(what(ec));
    return {};
  }

 private:
  // A text may begin with U+FEFF, which is none of it (RFC 8259 §8.1).
  std::string_view after_byte_order_mark(std::string_view piece) {
    constexpr std::string_view mark = "\xef\xbb\xbf";
    while (mark_ < mark.size() && !piece.empty() && piece.front() == mark[mark_]) {
      ++mark_;
      piece.remove_prefix(1);
    }
    if (!piece.empty() && mark_ != 0 && mark_ < mark.size()) {  // only the beginning of one
      boost::json::error_code ec;
      parser_.write_some(true, mark.data(), mark_, ec);
      if (ec) stop(what(ec));
    }
    if (!piece.empty()) mark_ = 3;
    return piece;
  }

  error what(const boost::json::error_code& ec) const {
    if (ec == boost::json::error::exception) return parser_.handler().guide().failure();
    if (ec == boost::json::error::too_deep) {
      return not_json("it is nested deeper than " + std::to_string(limits_.max_depth) + " levels");
    }
    if (ec == boost::json::error::incomplete) return not_json(read_ == 0 ? "it is empty" : "it is truncated");
    return not_json(ec.message());
  }

  error not_json(const std::string& problem) const {
    return parser_.handler().guide().problem("not JSON: " + problem + " (near byte " + std::to_string(read_) + ")");
  }

  error stop(error failure) {
    failed_ = true;
    failure_ = std::move(failure);
    return failure_;
  }

  boost::json::basic_parser<json_handler> parser_;
  read_limits limits_;
  std::size_t read_ = 0;
  std::size_t mark_ = 0;  // bytes of a byte order mark that have come
  error failure_;
  bool failed_ = false;
};

}  // namespace

std::unique_ptr<reader> make_json_reader(const model::shape& root, shape_sink& sink, json_reader_options options) {
  return std::make_unique<json_parser>(root, sink, options);
}

}  // namespace aloft::serde
