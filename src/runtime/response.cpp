#include "runtime/response_state.hpp"

namespace aloft {

response::response() noexcept = default;
response::response(std::unique_ptr<state> state) noexcept : state_{std::move(state)} {}
response::response(response&&) noexcept = default;
response& response::operator=(response&&) noexcept = default;
response::~response() = default;

value response::output() const& noexcept { return state_ ? state_->answer.output.root() : value{}; }

response_body& response::body() & noexcept {
  if (!state_) state_ = std::make_unique<state>();
  return state_->answer.body;
}

response_body&& response::body() && noexcept { return std::move(body()); }

const response_metadata& response::metadata() const noexcept {
  static const response_metadata none;
  return state_ ? state_->answer.metadata : none;
}

}  // namespace aloft
