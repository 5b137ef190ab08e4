#pragma once
// CBOR (RFC 8949) → shape_sink, guided by a shape: rpcv2Cbor.
//
// Definite and indefinite lengths, half, single and double floats, tag 1 (epoch seconds) on timestamps; other tags are
// passed over except bignums and decimal fractions, which are errors. null and undefined are absent, and kept in sparse
// collections. Map keys are text. Text must be UTF-8.

#include "aloft/shape_sink.hpp"
#include "model/shape.hpp"
#include "serde/reader.hpp"

#include <memory>

namespace aloft::serde {

struct cbor_reader_options {
  /// The sink's structure is open already: only members are pushed, no begin and end.
  bool inside = false;
  read_limits limits{.max_depth = 256};
};

class cbor_reader final : public reader {
 public:
  /// `root` and `sink` must outlive the reader. An empty body is an error.
  cbor_reader(const model::shape& root, shape_sink& sink, cbor_reader_options options = {});
  ~cbor_reader() override;

  result<void> write(std::string_view piece) override;
  result<void> finish() override;

 private:
  class parser;
  std::unique_ptr<parser> parser_;
};

}  // namespace aloft::serde
