#include "crypto/base64.hpp"
#include "crypto/digest.hpp"
#include "crypto/percent.hpp"
#include "runtime/customization_steps.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace aloft::runtime::customizations {
namespace {

namespace json = boost::json;
using model::operation;

/// The two keys of customers that S3's operations take: the parameter, and the one for its digest.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> customer_keys{
    {{"SSECustomerKey", "SSECustomerKeyMD5"}, {"CopySourceSSECustomerKey", "CopySourceSSECustomerKeyMD5"}}};

bool is_route53_id(const model::member& member) noexcept {
  const auto type = member.target->name;
  return type == "ResourceId" || type == "DelegationSetId" || type == "ChangeId";
}

const json::string* text_at(const json::object& input, std::string_view name) noexcept {
  const auto* found = input.if_contains(name);
  return found ? found->if_string() : nullptr;
}

json::string* text_at(json::object& input, std::string_view name) noexcept {
  auto* found = input.if_contains(name);
  return found ? found->if_string() : nullptr;
}

bool bare(const operation& of, const json::object& input, std::string_view key, std::string_view digest) {
  return of.input->find(digest) != nullptr && text_at(input, key) != nullptr && !input.contains(digest);
}

}  // namespace

bool has_long_id(const operation& of, const json::object& input) {
  for (const auto& member : of.input->members) {
    const auto* id = is_route53_id(member) ? text_at(input, member.name) : nullptr;
    if (id != nullptr && std::string_view{*id}.find('/') != std::string_view::npos) return true;
  }
  return false;
}

void shorten_ids(const operation& of, json::object& input) {
  for (const auto& member : of.input->members)
    if (auto* id = is_route53_id(member) ? text_at(input, member.name) : nullptr)
      id->erase(0, std::string_view{id->data(), id->size()}.rfind('/') + 1);
}

bool has_user_data(const operation&, const json::object& input) { return text_at(input, "UserData") != nullptr; }

void encode_user_data(const operation&, json::object& input) {
  auto* data = text_at(input, "UserData");
  *data = crypto::to_base64({data->data(), data->size()});
}

bool lacks_account(const operation& of, const json::object& input) {
  return of.input->find("accountId") != nullptr && !input.contains("accountId");
}

void own_account(const operation&, json::object& input) { input["accountId"] = "-"; }

bool has_bare_customer_key(const operation& of, const json::object& input) {
  for (const auto& [key, digest] : customer_keys)
    if (bare(of, input, key, digest)) return true;
  return false;
}

void encode_customer_keys(const operation& of, json::object& input) {
  for (const auto& [key, digest] : customer_keys) {
    if (!bare(of, input, key, digest)) continue;
    auto* text = text_at(input, key);
    const std::string bytes{text->data(), text->size()};
    *text = crypto::to_base64(bytes);
    input[digest] = crypto::to_base64(crypto::md5(bytes).view());
  }
}

bool has_copy_source(const operation&, const json::object& input) { return text_at(input, "CopySource") != nullptr; }

void encode_copy_source(const operation&, json::object& input) {
  auto* source = text_at(input, "CopySource");
  const std::string_view all{source->data(), source->size()};
  const auto version = all.rfind("?versionId=");
  std::string encoded;
  crypto::append_path_encoded(encoded, all.substr(0, version));
  if (version != all.npos) encoded += all.substr(version);
  *source = encoded;
}

// A name that no bucket can have would change the path or the host. ARNs are judged by the endpoint rules.
std::optional<error> bad_bucket(const operation& of, const json::object& input) {
  const auto* given = input.if_contains("Bucket");
  if (!given || !given->is_string() || of.input->find("Bucket") == nullptr) return std::nullopt;
  const std::string_view name = given->get_string();
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{".-_"}.find(c) != std::string_view::npos;
  };
  const bool named = !name.empty() && name.size() <= 255 && name != "." && name != "..";
  if (name.starts_with("arn:") || (named && std::all_of(name.begin(), name.end(), fits))) return std::nullopt;
  return error{
      error_kind::usage, "InvalidParameter",
      "Bucket: a bucket's name has 1 to 255 letters, digits, '.', '-' and '_'; or give the ARN of an access point"};
}

// S3 keeps ASCII only; other bytes come back changed, or the signature does not match.
std::optional<error> bad_metadata(const operation&, const json::object& input) {
  const auto* given = input.if_contains("Metadata");
  if (!given || !given->is_object()) return std::nullopt;
  const auto ascii = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  };
  for (const auto& [name, value] : given->get_object()) {
    if (ascii(name) && (!value.is_string() || ascii(value.get_string()))) continue;
    return error{error_kind::usage, "InvalidParameter",
                 "Metadata: the entry \"" + std::string{name} +
                     "\" holds characters that are not ASCII, which metadata cannot; encode them, percent-encoded say"};
  }
  return std::nullopt;
}

bool lacks_encoding(const operation& of, const json::object& input) {
  return of.input->find("EncodingType") != nullptr && !input.contains("EncodingType");
}

void ask_for_encoded_keys(const operation&, json::object& input) { input["EncodingType"] = "url"; }

void name_api_version(const operation& of, http_request& request) {
  request.headers.set("x-amz-glacier-version", of.owner->metadata().api_version);
}

void accept_json(const operation&, http_request& request) { request.headers.set("Accept", "application/json"); }

void ask_first(const operation&, http_request& request) {
  if (request.method == "PUT" || request.method == "POST") request.headers.set("Expect", "100-continue");
}

void search_by_form(const operation&, http_request& request) {
  if (request.method != "GET" || request.query.empty()) return;
  request.method = "POST";
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  request.body = std::exchange(request.query, {});
}

}  // namespace aloft::runtime::customizations
