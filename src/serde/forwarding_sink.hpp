#pragma once
// A sink that passes on all that it is told, for those that change a little of it on the way.

#include "aloft/shape_sink.hpp"
#include "model/shape.hpp"

namespace aloft::serde {

class forwarding_sink : public shape_sink {
 public:
  explicit forwarding_sink(shape_sink& to) : to_{to} {}

  using shape_sink::begin;
  void begin(const model::shape& shape, std::size_t size) override { to_.begin(shape, size); }
  void end() override { to_.end(); }
  void member(const model::member& member) override { to_.member(member); }
  void key(std::string_view key) override { to_.key(key); }
  void text(std::string_view value) override { to_.text(value); }
  void integer(std::int64_t value) override { to_.integer(value); }
  void real(double value) override { to_.real(value); }
  void boolean(bool value) override { to_.boolean(value); }
  void blob(std::string_view bytes) override { to_.blob(bytes); }
  void timestamp(aloft::timestamp value) override { to_.timestamp(value); }
  void null() override { to_.null(); }

 private:
  shape_sink& to_;
};

}  // namespace aloft::serde
