#pragma once
// shape_sink → CBOR (RFC 8949): rpcv2Cbor. Lengths are definite where the producer knows them, else indefinite.

#include "aloft/shape_sink.hpp"
#include "model/shape.hpp"

#include <string>
#include <vector>

namespace aloft::serde {

class cbor_writer final : public shape_sink {
 public:
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

  /// The bytes written so far; the writer is empty afterwards.
  std::string take();

 private:
  struct frame {
    const model::shape* shape;
    bool indefinite;
  };

  void head(unsigned major, std::uint64_t argument);

  std::string out_;
  std::vector<frame> frames_;
  const model::shape* target_ = nullptr;  // shape of the value that is written next, where it matters (float or double)
};

}  // namespace aloft::serde
