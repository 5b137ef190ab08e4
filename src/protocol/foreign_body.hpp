#pragma once
// The body of a success as long as nothing of the output has come of it: it may be an error, or no answer at all.

#include "model/service.hpp"
#include "serde/reader.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::protocol {

/// Keeps what has been read until something of the output comes; usual answers leave nothing here.
class foreign_body {
 public:
  explicit foreign_body(std::size_t most) : most_{most} {}

  /// `gave`: something of the output has come of the body so far.
  void add(std::string_view piece, bool gave) {
    foreign_ = foreign_ && !gave && piece.size() <= most_ - kept_.size();
    if (foreign_)
      kept_ += piece;
    else
      kept_.clear();
  }

  /// The whole of it; nothing when it is of the output, or longer than an error would be.
  std::optional<std::string_view> whole() const {
    return foreign_ ? std::optional<std::string_view>{kept_} : std::nullopt;
  }

 private:
  const std::size_t most_;
  std::string kept_;
  bool foreign_ = true;
};

/// Whether the body of an answer holds anything of this output.
inline bool is_in_body(const model::shape* output) {
  if (output == nullptr) return false;
  if (output->payload) return true;
  return std::any_of(output->members.begin(), output->members.end(), [](const model::member& member) {
    return serde::in_body(member, serde::bound_members::response);
  });
}

}  // namespace aloft::protocol
