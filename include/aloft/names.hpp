#pragma once
// Spellings of operation and parameter names. The model's CamelCase is the reference; snake_case follows botocore's
// `xform_name`, kebab-case the AWS CLI (the same with '-').

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aloft {

/// "DescribeVpcs" → "describe_vpcs", with botocore's rules for acronyms, plurals and its table of special cases.
std::string snake_case(std::string_view model_name);

/// "DescribeVpcs" → "describe-vpcs".
std::string kebab_case(std::string_view model_name);

/// Folds a name so that all its spellings meet: lower case without '-', '_', ' ', '.'.
std::string folded_name(std::string_view name);

/// How two names compare once folded; < 0, 0 or > 0. Needs no memory.
int compare_folded(std::string_view a, std::string_view b) noexcept;

/// The nearest of `known` to a mistyped `name`, best first, at most `limit`; empty when nothing is near.
std::vector<std::string> suggestions(std::string_view name, std::span<const std::string> known, std::size_t limit = 3);

/// "; did you mean a, b or c?" for error messages, or "" when nothing is near.
std::string did_you_mean(std::string_view name, std::span<const std::string> known);

}  // namespace aloft
