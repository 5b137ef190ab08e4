// restJson1.

#include "protocol/json_error.hpp"
#include "protocol/protocols.hpp"
#include "protocol/rest.hpp"

namespace aloft::protocol {
namespace {

class rest_json_protocol final : public rest_protocol {
 public:
  rest_json_protocol() : rest_protocol{json_by_location()} {}

  std::string_view name() const noexcept override { return "rest-json"; }

  error read_error(const answer_head& head, std::string_view body) const override {
    return read_json_error(head, body, json_by_location(), true);
  }
  std::optional<error> judge_foreign(const answer_head& head, std::string_view body) const override {
    return judge_json(head, body, json_by_location());
  }

 protected:
  bool writes_empty_bodies() const noexcept override { return true; }
};

}  // namespace

const protocol& rest_json() {
  static const rest_json_protocol made;
  return made;
}

}  // namespace aloft::protocol
