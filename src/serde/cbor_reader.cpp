#include "serde/cbor_reader.hpp"

#include "serde/cbor_parser.hpp"

namespace aloft::serde {

cbor_reader::cbor_reader(const model::shape& root, shape_sink& sink, cbor_reader_options options)
    : parser_{std::make_unique<parser>(root, sink, options)} {}
cbor_reader::~cbor_reader() = default;

result<void> cbor_reader::write(std::string_view piece) { return parser_->write(piece); }
result<void> cbor_reader::finish() { return parser_->finish(); }

}  // namespace aloft::serde
