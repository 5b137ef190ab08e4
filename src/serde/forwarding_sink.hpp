#pragma once
// A sink that passes on all that it is told, for those that change a little of it on the way. It fails when the one
// behind it does.

#include "aloft/shape_sink.hpp"
#include "model/shape.hpp"

namespace aloft::serde {

class forwarding_sink : public shape_sink {
 public:
  explicit forwarding_sink(shape_sink& to) noexcept : to_{to} {}

  using shape_sink::begin;
  void begin(const model::shape& shape, std::size_t size) override {
    pass([&] { to_.begin(shape, size); });
  }
  void end() override {
    pass([&] { to_.end(); });
  }
  void member(const model::member& member) override {
    pass([&] { to_.member(member); });
  }
  void key(std::string_view key) override {
    pass([&] { to_.key(key); });
  }
  void text(std::string_view value) override {
    pass([&] { to_.text(value); });
  }
  void integer(std::int64_t value) override {
    pass([&] { to_.integer(value); });
  }
  void real(double value) override {
    pass([&] { to_.real(value); });
  }
  void boolean(bool value) override {
    pass([&] { to_.boolean(value); });
  }
  void blob(std::string_view bytes) override {
    pass([&] { to_.blob(bytes); });
  }
  void timestamp(aloft::timestamp value) override {
    pass([&] { to_.timestamp(value); });
  }
  void null() override {
    pass([&] { to_.null(); });
  }
  void refuse(std::string_view finding) override {
    pass([&] { to_.refuse(finding); });
  }
  bool restart() override { return to_.restart(); }

 private:
  template <class Push>
  void pass(Push push) {
    push();
    if (to_.failed()) fail(to_.failure());
  }

  shape_sink& to_;
};

}  // namespace aloft::serde
