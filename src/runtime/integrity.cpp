#include "runtime/integrity.hpp"

#include <algorithm>
#include <array>

namespace aloft::runtime {
namespace {

using crypto::checksum_algorithm;

constexpr auto default_algorithm = checksum_algorithm::crc32;  // of all AWS SDKs
/// Cheapest first.
constexpr std::array verified_algorithms{checksum_algorithm::crc64nvme, checksum_algorithm::crc32c,
                                         checksum_algorithm::crc32, checksum_algorithm::sha1,
                                         checksum_algorithm::sha256};

std::string_view given_text(const serde::edited_input& input, std::string_view member) {
  return member.empty() ? std::string_view{} : input.text(member);
}

/// The caller may have computed a checksum himself.
bool has_checksum(const header_list& headers) {
  constexpr std::string_view start = "x-amz-checksum-";
  return std::any_of(headers.begin(), headers.end(), [&](const auto& field) {
    const std::string_view name = field.first;
    if (name.size() <= start.size() || !iequals(name.substr(0, start.size()), start)) return false;
    const auto rest = name.substr(start.size());
    return !iequals(rest, "algorithm") && !iequals(rest, "mode") && !iequals(rest, "type");
  });
}

bool is_flexible(checksum_algorithm algorithm) noexcept {
  return std::find(verified_algorithms.begin(), verified_algorithms.end(), algorithm) != verified_algorithms.end();
}

const model::member* header_member(const model::operation& operation, std::string_view name) {
  const model::member* member = operation.input && !name.empty() ? operation.input->find(name) : nullptr;
  return member && member->where == model::location::header ? member : nullptr;
}

}  // namespace

result<std::optional<checksum_algorithm>> choose_checksum(const model::operation& operation,
                                                          const serde::edited_input& input, checksum_use use,
                                                          http_request& request) {
  const auto& trait = operation.http_checksum;
  if (!trait.offered() || has_checksum(request.headers)) return std::optional<checksum_algorithm>{};
  const auto member = trait.algorithm_member;
  if (const auto name = given_text(input, member); !name.empty()) {
    const auto algorithm = crypto::checksum_named(name);
    if (!algorithm || !is_flexible(*algorithm))
      return error{error_kind::usage, "UnsupportedChecksum",
                   std::string{member} + ": aloft cannot compute " + std::string{name} +
                       "; it knows CRC32, CRC32C, CRC64NVME, SHA1 and SHA256"};
    return std::optional{*algorithm};
  }
  if (use == checksum_use::when_asked) return std::optional<checksum_algorithm>{};
  const bool required = operation.checksum_required || trait.required;
  if (!required && (member.empty() || use == checksum_use::when_required)) return std::optional<checksum_algorithm>{};
  if (const auto* names_it = header_member(operation, member))
    request.headers.set(names_it->wire, crypto::name_of(default_algorithm));
  return std::optional{default_algorithm};
}

void ask_for_checksum(const model::operation& operation, const serde::edited_input& input, checksum_use use,
                      http_request& request) {
  if (use != checksum_use::when_supported) return;
  const auto name = operation.http_checksum.validation_member;
  const auto* member = header_member(operation, name);
  if (member && given_text(input, name).empty()) request.headers.set(member->wire, "ENABLED");
}

result<void> expected_checksum::verify() {
  const std::string made = made_.finish_text();
  if (made == expected_) return {};
  return error{error_kind::protocol, "ChecksumMismatch",
               "the body that arrived is not the one that was sent: its " +
                   std::string{crypto::name_of(made_.algorithm())} + " is " + made + ", the answer states " +
                   expected_};
}

std::optional<expected_checksum> checksum_of_answer(const model::operation& operation, const http_request& request,
                                                    const header_list& headers) {
  const auto* mode = header_member(operation, operation.http_checksum.validation_member);
  if (!mode || !request.headers.contains(mode->wire)) return std::nullopt;
  for (const auto algorithm : verified_algorithms) {
    const auto stated = headers.find(crypto::header_of(algorithm));
    if (stated && stated->find('-') == stated->npos) return expected_checksum{algorithm, std::string{*stated}};
  }
  return std::nullopt;
}

}  // namespace aloft::runtime
