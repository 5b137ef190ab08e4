#include "runtime/request_body_state.hpp"

#include <utility>

namespace aloft {

request_body request_body::bytes(std::string whole) {
  auto made = std::make_shared<state>();
  made->owned = std::move(whole);
  made->whole = made->owned;
  return request_body{std::move(made)};
}

request_body request_body::view(std::string_view whole) {
  auto made = std::make_shared<state>();
  made->whole = whole;
  return request_body{std::move(made)};
}

request_body request_body::file(std::string path, std::uint64_t offset, std::optional<std::uint64_t> length) {
  auto made = std::make_shared<state>();
  made->path = std::move(path);
  made->offset = offset;
  made->length = length;
  return request_body{std::move(made)};
}

request_body request_body::source(std::shared_ptr<body_source> from) {
  auto made = std::make_shared<state>();
  made->source = std::move(from);
  return request_body{std::move(made)};
}

std::optional<std::uint64_t> request_body::size() const noexcept {
  if (!state_) return 0;
  const state& of = *state_.get();
  if (of.whole) return of.whole->size();
  return of.source ? of.source->size() : of.length;
}

}  // namespace aloft
