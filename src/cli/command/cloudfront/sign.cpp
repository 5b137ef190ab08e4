#include "cli/command/further_commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/grammar/parameter_file.hpp"
#include "cli/grammar/typed_time.hpp"
#include "cli/options/word_options.hpp"

#include <aloft/base64.hpp>
#include <aloft/timestamp.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <optional>

namespace aloft::cli {
namespace {

namespace json = boost::json;

constexpr std::string_view usage =
    "aloft cloudfront sign --url URL --key-pair-id ID --private-key file://FILE --date-less-than TIME "
    "[--date-greater-than TIME] [--ip-address ADDRESS]";

error bad_option(const std::string& message) { return error{error_kind::usage, "BadOption", message}; }

std::int64_t seconds_of(const std::string& option, const std::string& typed) {
  const auto text = read_typed_time(typed);
  const auto time = text ? parse_any_timestamp(*text) : std::nullopt;
  if (!time)
    throw bad_option(option + ": '" + typed + "' is no time; expected one as 2026-11-26 or 2026-11-26T14:30:00Z");
  return time->seconds;
}

/// RSA with SHA-1, as CloudFront wants it, in its own base64.
std::string signature_of(const std::string& pem, const std::string& policy) {
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> text{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                           BIO_free_all};
  // A callback that gives no password: an encrypted key must not make OpenSSL ask at the terminal.
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{
      PEM_read_bio_PrivateKey(
          text.get(), nullptr, [](char*, int, int, void*) { return 0; }, nullptr),
      EVP_PKEY_free};
  if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA)
    throw bad_option("--private-key: this is no RSA key in PEM without a password");
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key.get())), '\0');
  std::size_t size = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha1(), nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     reinterpret_cast<const unsigned char*>(policy.data()), policy.size()) != 1)
    throw bad_option("--private-key: OpenSSL signs nothing with it");
  signature.resize(size);
  return signature;
}

/// Base64 with the characters that CloudFront takes in addresses.
std::string url_base64(std::string_view bytes) {
  auto text = to_base64(bytes);
  for (char& c : text) c = c == '+' ? '-' : c == '=' ? '_' : c == '/' ? '~' : c;
  return text;
}

}  // namespace

int run_cloudfront_sign(const global_options& options, console& out) {
  auto words = options.words;
  const auto url = take_option(words, "--url"), key_id = take_option(words, "--key-pair-id"),
             key = take_option(words, "--private-key"), until = take_option(words, "--date-less-than"),
             from = take_option(words, "--date-greater-than"), address = take_option(words, "--ip-address");
  expect_no_more(words, 2, usage);
  if (!url || !key_id || !key || !until)
    throw error{error_kind::usage, "MissingParameter",
                "needs --url, --key-pair-id, --private-key and --date-less-than: " + std::string{usage}};
  const auto end = seconds_of("--date-less-than", *until);
  json::object condition{{"DateLessThan", json::object{{"AWS:EpochTime", end}}}};
  if (from) condition["DateGreaterThan"] = json::object{{"AWS:EpochTime", seconds_of("--date-greater-than", *from)}};
  if (address)
    condition["IpAddress"] =
        json::object{{"AWS:SourceIp", address->find('/') == std::string::npos ? *address + "/32" : *address}};
  const auto policy = json::serialize(
      json::object{{"Statement", json::array{json::object{{"Resource", *url}, {"Condition", std::move(condition)}}}}});
  const auto pem = read_parameter_text(*key).value().text;
  const auto signature = url_base64(signature_of(pem, policy));
  const std::string mark = url->find('?') == std::string::npos ? "?" : "&";
  // A policy that has an end alone is known to CloudFront from the end.
  const auto terms = from || address ? "Policy=" + url_base64(policy) : "Expires=" + std::to_string(end);
  out.write(*url + mark + terms + "&Signature=" + signature + "&Key-Pair-Id=" + *key_id + "\n");
  return exit_status::success;
}

}  // namespace aloft::cli
