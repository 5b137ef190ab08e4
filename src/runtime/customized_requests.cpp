#include <aloft/base64.hpp>
#include "crypto/digest.hpp"
#include "crypto/percent.hpp"
#include "runtime/customization_steps.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace aloft::runtime::customizations {
namespace {

using model::operation;

/// The two keys of customers that S3's operations take: the parameter, and the one for its digest.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> customer_keys{
    {{"SSECustomerKey", "SSECustomerKeyMD5"}, {"CopySourceSSECustomerKey", "CopySourceSSECustomerKeyMD5"}}};

bool is_route53_id(const model::member& member) noexcept {
  const auto type = member.target->name;
  return type == "ResourceId" || type == "DelegationSetId" || type == "ChangeId";
}

bool has_text(const serde::edited_input& input, std::string_view name) {
  return std::holds_alternative<std::string_view>(input.find(name));
}

/// Text as it is, and bytes.
std::optional<std::string_view> key_at(const serde::edited_input& input, std::string_view name) {
  const auto found = input.find(name);
  if (const auto* text = std::get_if<std::string_view>(&found)) return *text;
  if (const auto* blob = std::get_if<serde::blob_bytes>(&found)) return blob->bytes;
  return std::nullopt;
}

bool bare(const operation& of, const serde::edited_input& input, std::string_view key, std::string_view digest) {
  return of.input->find(digest) != nullptr && key_at(input, key) && !input.has(digest);
}

}  // namespace

bool has_long_id(const operation& of, const serde::edited_input& input) {
  return std::any_of(of.input->members.begin(), of.input->members.end(), [&](const auto& member) {
    return is_route53_id(member) && input.text(member.name).find('/') != std::string_view::npos;
  });
}

void shorten_ids(const operation& of, serde::edited_input& input) {
  for (const auto& member : of.input->members) {
    if (!is_route53_id(member)) continue;
    const std::string_view id = input.text(member.name);
    if (const auto slash = id.rfind('/'); slash != id.npos) input.set(member.name, std::string{id.substr(slash + 1)});
  }
}

bool has_user_data(const operation&, const serde::edited_input& input) { return has_text(input, "UserData"); }

void encode_user_data(const operation&, serde::edited_input& input) {
  input.set("UserData", to_base64(input.text("UserData")));
}

bool lacks_account(const operation& of, const serde::edited_input& input) {
  return of.input->find("accountId") != nullptr && !input.has("accountId");
}

void own_account(const operation&, serde::edited_input& input) { input.set("accountId", "-"); }

bool has_bare_customer_key(const operation& of, const serde::edited_input& input) {
  return std::any_of(customer_keys.begin(), customer_keys.end(),
                     [&](const auto& pair) { return bare(of, input, pair.first, pair.second); });
}

void encode_customer_keys(const operation& of, serde::edited_input& input) {
  for (const auto& [key, digest] : customer_keys) {
    if (!bare(of, input, key, digest)) continue;
    const std::string bytes{*key_at(input, key)};
    input.set(key, to_base64(bytes));
    input.set(digest, to_base64(crypto::md5(bytes).view()));
  }
}

bool has_copy_source(const operation&, const serde::edited_input& input) {
  return has_text(input, "CopySource") || has_text(input, "CopySource.Bucket");
}

// "bucket/key?versionId=id", or the three by name, which can say a key with "?versionId=" in it too.
void encode_copy_source(const operation&, serde::edited_input& input) {
  std::string encoded;
  if (const std::string_view bucket = input.text("CopySource.Bucket"); !bucket.empty()) {
    const std::string_view between = bucket.starts_with("arn:") ? "/object/" : "/";
    crypto::append_path_encoded(encoded, std::string{bucket}.append(between).append(input.text("CopySource.Key")));
    if (const std::string_view version = input.text("CopySource.VersionId"); !version.empty())
      encoded.append("?versionId=").append(version);
  } else {
    const std::string_view all = input.text("CopySource");
    const auto version = all.rfind("?versionId=");
    crypto::append_path_encoded(encoded, all.substr(0, version));
    if (version != all.npos) encoded += all.substr(version);
  }
  input.set("CopySource", std::move(encoded));
}

// A name that no bucket can have would change the path or the host. ARNs are judged by the endpoint rules.
std::optional<error> bad_bucket(const operation& of, const serde::edited_input& input) {
  if (!has_text(input, "Bucket") || of.input->find("Bucket") == nullptr) return std::nullopt;
  const std::string_view name = input.text("Bucket");
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
std::optional<error> bad_metadata(const operation&, const serde::edited_input& input) {
  const auto ascii = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  };
  for (const auto& [name, value] : input.entries("Metadata")) {
    const auto* text = std::get_if<std::string_view>(&value);
    if (ascii(name) && (text == nullptr || ascii(*text))) continue;
    return error{error_kind::usage, "InvalidParameter",
                 "Metadata: the entry \"" + std::string{name} +
                     "\" holds characters that are not ASCII, which metadata cannot; encode them, percent-encoded say"};
  }
  return std::nullopt;
}

bool lacks_encoding(const operation& of, const serde::edited_input& input) {
  return of.input->find("EncodingType") != nullptr && !input.has("EncodingType");
}

void ask_for_encoded_keys(const operation&, serde::edited_input& input) { input.set("EncodingType", "url"); }

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
