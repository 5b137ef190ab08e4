#include "runtime/customizations.hpp"

#include "crypto/base64.hpp"

#include <boost/json/object.hpp>

#include <array>

namespace aloft::runtime {
namespace {

namespace json = boost::json;
using model::operation;

struct customization {
  std::string_view service;    // folder name in the models
  std::string_view operation;  // empty: all of the service
  std::string_view reason;
  bool (*needed)(const model::operation&, const json::object&);
  void (*edit_input)(const model::operation&, json::object&);
  void (*edit_request)(const model::operation&, http_request&);
};

bool is_route53_id(const model::member& member) noexcept {
  const auto type = member.target->name;
  return type == "ResourceId" || type == "DelegationSetId" || type == "ChangeId";
}

json::string* text_at(json::object& input, std::string_view name) noexcept {
  auto* found = input.if_contains(name);
  return found ? found->if_string() : nullptr;
}

bool has_long_id(const operation& of, const json::object& input) {
  for (const auto& member : of.input->members) {
    const auto* found = is_route53_id(member) ? input.if_contains(member.name) : nullptr;
    if (found && found->is_string() && std::string_view{found->get_string()}.find('/') != std::string_view::npos)
      return true;
  }
  return false;
}

void shorten_ids(const operation& of, json::object& input) {
  for (const auto& member : of.input->members)
    if (auto* id = is_route53_id(member) ? text_at(input, member.name) : nullptr)
      id->erase(0, std::string_view{id->data(), id->size()}.rfind('/') + 1);
}

bool has_user_data(const operation&, const json::object& input) {
  const auto* data = input.if_contains("UserData");
  return data && data->is_string();
}

void encode_user_data(const operation&, json::object& input) {
  auto* data = text_at(input, "UserData");
  *data = crypto::to_base64({data->data(), data->size()});
}

bool lacks_account(const operation& of, const json::object& input) {
  return of.input->find("accountId") != nullptr && !input.contains("accountId");
}

void own_account(const operation&, json::object& input) { input["accountId"] = "-"; }

void name_api_version(const operation& of, http_request& request) {
  request.headers.set("x-amz-glacier-version", of.owner->metadata().api_version);
}

void accept_json(const operation&, http_request& request) { request.headers.set("Accept", "application/json"); }

constexpr std::array table{
    customization{"route53", "", "answers give ids as /hostedzone/Z1, requests take Z1 alone", has_long_id, shorten_ids,
                  nullptr},
    customization{"ec2", "RunInstances", "user data travels as base64, and callers give it as it is", has_user_data,
                  encode_user_data, nullptr},
    customization{"autoscaling", "CreateLaunchConfiguration", "user data, as in RunInstances", has_user_data,
                  encode_user_data, nullptr},
    customization{"glacier", "", "the account is the caller's own, '-', unless named", lacks_account, own_account,
                  name_api_version},
    customization{"apigateway", "", "answers hal+json unless asked for plain JSON", nullptr, nullptr, accept_json},
};

/// Calls `use` with each entry for the operation.
template <class Use>
void for_each_entry(const operation& of, Use use) {
  if (of.owner == nullptr) return;
  const std::string_view service = of.owner->metadata().name;
  for (const auto& entry : table)
    if (entry.service == service && (entry.operation.empty() || entry.operation == of.name)) use(entry);
}

}  // namespace

std::optional<json::value> customized_input(const operation& of, const json::value& input) {
  std::optional<json::value> edited;
  if (of.input == nullptr || !(input.is_object() || input.is_null())) return edited;
  for_each_entry(of, [&](const customization& entry) {
    static const json::object nothing;
    const json::value& now = edited ? *edited : input;
    if (!entry.needed || !entry.needed(of, now.is_object() ? now.get_object() : nothing)) return;
    if (!edited) edited = input.is_object() ? input : json::value(json::object_kind);
    entry.edit_input(of, edited->get_object());
  });
  return edited;
}

void customize(const operation& of, http_request& request) {
  for_each_entry(of, [&](const customization& entry) {
    if (entry.edit_request) entry.edit_request(of, request);
  });
}

}  // namespace aloft::runtime
