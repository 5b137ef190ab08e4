#include "aloft/post_policy.hpp"

#include <aloft/base64.hpp>
#include "auth/checks.hpp"
#include "auth/signing_key.hpp"
#include "auth/string_to_sign.hpp"
#include "crypto/hex.hpp"

#include "aloft/timestamp.hpp"

#include <optional>

namespace aloft {
namespace {

void append_json_text(std::string& to, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  to += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') to += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      to.append("\\u00").append(1, digits[static_cast<unsigned char>(c) >> 4]).append(1, digits[c & 15]);
    } else {
      to += c;
    }
  }
  to += '"';
}

// {"name":"value"}
void append_match(std::string& to, std::string_view name, std::string_view value) {
  to += '{';
  append_json_text(to, name);
  to += ':';
  append_json_text(to, value);
  to += '}';
}

// ["starts-with","$name","value"]
void append_prefix(std::string& to, std::string_view name, std::string_view value) {
  to += "[\"starts-with\",";
  append_json_text(to, '$' + std::string{name});
  to += ',';
  append_json_text(to, value);
  to += ']';
}

std::string policy_document(const post_policy& policy, const post_form& exact, const signing_options& options) {
  const auto end = timestamp::from(options.time + policy.lifetime);
  std::string text = "{\"expiration\":\"" + format_timestamp({end.seconds, 0}, timestamp_format::date_time);
  text += "\",\"conditions\":[";
  append_match(text, "bucket", policy.bucket);
  if (!policy.key_prefix.empty()) {
    text += ',';
    append_prefix(text, "key", policy.key_prefix);
  }
  for (const auto& [name, value] : exact) {
    text += ',';
    if (const auto at = value.find("${filename}"); name == "key" && at != std::string::npos)
      append_prefix(text, name, value.substr(0, at));
    else
      append_match(text, name, value);
  }
  for (const auto& [name, value] : policy.prefixes) {
    text += ',';
    append_prefix(text, name, value);
  }
  if (policy.max_size != 0)
    text +=
        ",[\"content-length-range\"," + std::to_string(policy.min_size) + ',' + std::to_string(policy.max_size) + ']';
  return text + "]}";
}

std::optional<error> fault_of(const post_policy& policy) {
  const auto bad = [](std::string message) {
    return error{error_kind::usage, "InvalidSigningOption", std::move(message)};
  };
  if (policy.bucket.empty()) return bad("a POST policy needs a bucket");
  if (policy.key.empty() == policy.key_prefix.empty()) return bad("a POST policy needs either a key or a key prefix");
  if (policy.max_size != 0 && policy.max_size < policy.min_size)
    return bad("a POST policy's max_size is below its min_size");
  return auth::fault_of_lifetime(policy.lifetime);
}

}  // namespace

result<signature> sign_policy_text(std::string_view base64_policy, const credentials& identity,
                                   const signing_options& options, signing_key_cache& cache) {
  if (auto fault = auth::fault_of(identity)) return *fault;
  if (auto fault = auth::fault_of(options)) return *fault;
  auth::date_text date;
  date.set(options.time);
  const auto key = cache.keys().sigv4(identity, date.day(), options.region, options.service);
  return signature{crypto::to_hex(key->sign(base64_policy).view())};
}

result<post_form> sign_post_policy(const post_policy& policy, const credentials& identity,
                                   const signing_options& options, signing_key_cache& cache) {
  if (auto fault = fault_of(policy)) return *fault;
  if (auto fault = auth::fault_of(identity)) return *fault;
  if (auto fault = auth::fault_of(options)) return *fault;

  auth::date_text date;
  date.set(options.time);
  std::string credential = identity.access_key_id + '/';
  auth::append_scope(credential, options, date);

  post_form form;
  if (!policy.key.empty()) form.emplace_back("key", policy.key);
  form.insert(form.end(), policy.fields.begin(), policy.fields.end());
  form.emplace_back("x-amz-algorithm", auth::name_of(signing_algorithm::sigv4));
  form.emplace_back("x-amz-credential", credential);
  form.emplace_back("x-amz-date", date.time());
  if (!identity.session_token.empty()) form.emplace_back("x-amz-security-token", identity.session_token);

  std::string text = to_base64(policy_document(policy, form, options));
  const auto made = sign_policy_text(text, identity, options, cache);
  if (!made) return made.error();
  if (policy.key.empty()) form.emplace(form.begin(), "key", policy.key_prefix + "${filename}");
  form.emplace_back("policy", std::move(text));
  form.emplace_back("x-amz-signature", made->text());
  return form;
}

}  // namespace aloft
