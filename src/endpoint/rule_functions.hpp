#pragma once
// The functions of the rule language. Pure; an unset result is null.

#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace aloft::endpoint {

enum class function {
  is_set,               ///< isSet(value)
  negate,               ///< not(boolean)
  get_attribute,        ///< getAttr(record or list, path)
  string_equals,        ///< stringEquals(a, b)
  boolean_equals,       ///< booleanEquals(a, b)
  substring,            ///< substring(text, start, stop, reverse): ASCII only
  uri_encode,           ///< uriEncode(text)
  parse_url,            ///< parseURL(text): scheme, authority, path, normalizedPath, isIp
  is_valid_host_label,  ///< isValidHostLabel(text, allow sub-domains)
  coalesce,             ///< coalesce(a, b, …): the first that is set
  split,                ///< split(text, delimiter, limit)
  partition,            ///< aws.partition(region)
  parse_arn,            ///< aws.parseArn(text): partition, service, region, accountId, resourceId
  is_virtual_hostable,  ///< aws.isVirtualHostableS3Bucket(bucket, allow sub-domains)
};

std::optional<function> function_by_name(std::string_view name) noexcept;
/// How many arguments a function takes at least.
std::size_t arity(function name) noexcept;

boost::json::value parse_url(std::string_view text);
boost::json::value parse_arn(std::string_view text);
boost::json::value substring(std::string_view text, std::int64_t start, std::int64_t stop, bool reverse);
boost::json::value split(std::string_view text, std::string_view delimiter, std::int64_t limit);
bool is_valid_host_label(std::string_view text, bool allow_subdomains) noexcept;
bool is_virtual_hostable_bucket(std::string_view name, bool allow_subdomains) noexcept;

}  // namespace aloft::endpoint
