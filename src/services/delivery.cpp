#include "services/delivery_state.hpp"

#include <boost/json/parse.hpp>

namespace aloft::sqs {
namespace json = boost::json;
namespace {

std::string_view text_of(const json::object& from, std::string_view name) {
  const auto* const found = from.if_contains({name.data(), name.size()});
  if (found == nullptr || !found->is_string()) return {};
  const auto& text = found->get_string();
  return {text.data(), text.size()};
}

}  // namespace

std::optional<json::object> read_notification(std::string_view body) {
  // Most bodies are no notification: nothing is parsed that cannot be one.
  if (body.find("\"TopicArn\"") == std::string_view::npos) return std::nullopt;
  boost::system::error_code bad;
  auto parsed = json::parse({body.data(), body.size()}, bad);
  if (bad || !parsed.is_object()) return std::nullopt;
  auto& members = parsed.get_object();
  if (text_of(members, "Type") != "Notification" || !members.contains("Message")) return std::nullopt;
  return std::move(members);
}

std::string_view delivery::body() const noexcept {
  return state_->notification ? text_of(*state_->notification, "Message") : state_->message["Body"].as_text();
}
std::string_view delivery::id() const noexcept { return state_->message["MessageId"].as_text(); }
std::string_view delivery::group() const noexcept { return state_->group; }
std::string_view delivery::receipt() const noexcept { return state_->message["ReceiptHandle"].as_text(); }
int delivery::receive_count() const noexcept { return state_->receive_count; }
value delivery::message() const noexcept { return state_->message; }

std::string_view delivery::attribute(std::string_view name) const noexcept {
  if (state_->notification) {
    const auto* const all = state_->notification->if_contains("MessageAttributes");
    const auto* const one =
        all != nullptr && all->is_object() ? all->get_object().if_contains({name.data(), name.size()}) : nullptr;
    return one != nullptr && one->is_object() ? text_of(one->get_object(), "Value") : std::string_view{};
  }
  const value one = state_->message["MessageAttributes"][name];
  return one["DataType"].as_text().starts_with("Binary") ? one["BinaryValue"].as_blob() : one["StringValue"].as_text();
}

std::string_view delivery::topic() const noexcept {
  return state_->notification ? text_of(*state_->notification, "TopicArn") : std::string_view{};
}

std::chrono::steady_clock::time_point delivery::deadline() const { return state_->hidden_until(); }

}  // namespace aloft::sqs
