#include "runtime/text_rewriter.hpp"

#include "serde/document_builder.hpp"
#include "serde/forwarding_sink.hpp"
#include "serde/walk.hpp"

namespace aloft::runtime {
namespace {

/// Passes on what it is told, but for texts of members that `edit` wants otherwise.
class text_rewriter final : public serde::forwarding_sink {
 public:
  text_rewriter(serde::document_builder& to, customizations::text_edit edit)
      : forwarding_sink{to}, to_{to}, edit_{edit} {}

  void begin(const model::shape& shape, std::size_t size) override {
    member_ = nullptr;
    forwarding_sink::begin(shape, size);
    check();
  }
  void member(const model::member& member) override {
    member_ = &member;
    forwarding_sink::member(member);
  }
  void key(std::string_view key) override {
    member_ = nullptr;
    forwarding_sink::key(key);
  }
  void text(std::string_view value) override {
    if (member_ == nullptr || !edit_(*member_, value, to_)) forwarding_sink::text(value);
    check();
  }

 private:
  void check() {
    if (to_.failed()) fail(to_.failure());
  }

  serde::document_builder& to_;
  customizations::text_edit edit_;
  const model::member* member_ = nullptr;  // whose value is next; null in lists and maps
};

}  // namespace

result<document> rewrite_texts(const document& from, const model::shape& shape, customizations::text_edit edit) {
  serde::document_builder builder;
  text_rewriter rewriter{builder, edit};
  if (auto walked = serde::walk(shape, from.root(), rewriter); !walked) return walked.error();
  return builder.finish();
}

}  // namespace aloft::runtime
