#pragma once
// Where the output of an answer goes while it is read: into a document, or into a sink of the caller's.

#include "protocol/protocol_base.hpp"
#include "serde/document_builder.hpp"
#include "serde/forwarding_sink.hpp"

#include <optional>

namespace aloft::protocol {

class answer_output {
 public:
  /// `to` may be null: a document is made, within the limits.
  answer_output(shape_sink* to, const limits& limits) : builder_{make_builder(limits)} {
    if (to) passed_on_.emplace(*to);
  }

  shape_sink& sink() noexcept { return passed_on_ ? static_cast<shape_sink&>(*passed_on_) : builder_; }
  /// 1 when the output's structure is open; more once something of it has come.
  std::size_t pushed() const noexcept { return passed_on_ ? passed_on_->pushed() : builder_.pushed(); }
  /// The document, empty for a sink of the caller's; or the sink's error.
  result<document> finish() {
    if (!passed_on_) return builder_.finish();
    if (passed_on_->failed()) return passed_on_->failure();
    return document{};
  }

 private:
  /// The caller hears of the structure when something of it has come, or it is complete.
  class late_sink final : public serde::forwarding_sink {
   public:
    explicit late_sink(shape_sink& to) noexcept : forwarding_sink{to} {}

    std::size_t pushed() const noexcept { return pushed_; }

    using forwarding_sink::begin;
    void begin(const model::shape& shape, std::size_t size) override {
      if (pushed_++ == 0)
        root_ = &shape;
      else
        forwarding_sink::begin(shape, size);
    }
    void end() override {
      open();
      forwarding_sink::end();
    }
    void member(const model::member& member) override {
      open();
      ++pushed_;
      forwarding_sink::member(member);
    }

   private:
    void open() {
      if (root_) forwarding_sink::begin(*root_, unknown_size);
      root_ = nullptr;
    }

    const model::shape* root_ = nullptr;  // that the caller has not heard of
    std::size_t pushed_ = 0;
  };

  serde::document_builder builder_;
  std::optional<late_sink> passed_on_;
};

}  // namespace aloft::protocol
