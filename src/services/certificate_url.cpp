#include <aloft/sns_verifier.hpp>

#include "crypto/hex.hpp"
#include "services/signing_names.hpp"
#include "services/topic_name.hpp"

#include <algorithm>
#include <array>

namespace aloft::sns {
namespace {

struct partition {
  std::string_view name, suffix;
};
constexpr std::array partitions{partition{"aws", "amazonaws.com"},        partition{"aws-cn", "amazonaws.com.cn"},
                                partition{"aws-us-gov", "amazonaws.com"}, partition{"aws-iso", "c2s.ic.gov"},
                                partition{"aws-iso-b", "sc2s.sgov.gov"},  partition{"aws-iso-e", "cloud.adc-e.uk"},
                                partition{"aws-iso-f", "csp.hci.ic.gov"}, partition{"aws-eusc", "amazonaws.eu"}};

constexpr std::string_view file_begin = "/SimpleNotificationService-", file_end = ".pem";

error untrusted(const std::string& why) {
  return error{error_kind::protocol, "UntrustedUrl", "the certificate of the signature is not fetched: " + why};
}

std::string_view suffix_of(std::string_view topic_arn) {
  const auto* const found = std::find_if(partitions.begin(), partitions.end(),
                                         [&](const partition& one) { return one.name == sqs::arn_part(topic_arn, 1); });
  return found == partitions.end() ? std::string_view{} : found->suffix;
}

}  // namespace

std::vector<std::string> signing_names(std::string_view topic_arn) {
  const std::string suffix{suffix_of(topic_arn)};
  return {"sns." + suffix, "sns." + std::string{sqs::region_of(topic_arn)} + '.' + suffix};
}

// The whole URL is put together and compared: no part of it is left to anybody's parser.
result<void> check_certificate_url(std::string_view url, std::string_view topic_arn) {
  if (!sqs::is_topic_arn(topic_arn)) return sqs::not_a_topic(topic_arn);
  const auto suffix = suffix_of(topic_arn);
  if (suffix.empty())
    return untrusted("'" + std::string{sqs::arn_part(topic_arn, 1)} + "' is no partition of AWS that is known here");
  const std::string expected =
      "https://sns." + std::string{sqs::region_of(topic_arn)} + '.' + std::string{suffix} + std::string{file_begin};
  const auto refuse = [&] {
    return untrusted("its URL is '" + std::string{url.substr(0, 200)} + "'; expected " + expected +
                     "<hexadecimal digits>.pem");
  };
  if (!url.starts_with(expected) || !url.ends_with(file_end) || url.size() <= expected.size() + file_end.size())
    return refuse();
  const auto digits = url.substr(expected.size(), url.size() - expected.size() - file_end.size());
  if (digits.size() > 128 ||
      !std::all_of(digits.begin(), digits.end(), [](char c) { return crypto::hex_digit(c) >= 0; }))
    return refuse();
  return {};
}

}  // namespace aloft::sns
