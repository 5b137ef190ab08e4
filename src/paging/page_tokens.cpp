#include "paging/page_tokens.hpp"

#include <aloft/base64.hpp>
#include "document/python_text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace aloft::paging {
namespace {

namespace json = boost::json;

// botocore's names.
constexpr std::string_view truncation_key = "boto_truncate_amount";
constexpr std::string_view blobs_key = "boto_encoded_keys";

error bad_token(const std::string& why, const model::paginator& pages) {
  std::string wanted;
  for (const auto token : pages.input_tokens) wanted.append(wanted.empty() ? "" : ", ").append(token);
  return error{error_kind::usage, "BadStartingToken",
               "The starting token " + why +
                   "; expected the token that an earlier listing by this operation gave (of " + wanted + ")"};
}

/// The object that botocore encodes; nothing for every other text.
std::optional<json::object> unpack(std::string_view text) {
  const auto bytes = from_base64(text);
  if (!bytes) return std::nullopt;
  boost::system::error_code bad;
  auto found = json::parse(*bytes, bad);
  if (bad || !found.is_object()) return std::nullopt;
  return std::move(found.get_object());
}

result<resume_point> from_object(json::object object, const model::paginator& pages) {
  resume_point point;
  if (const auto* amount = object.if_contains(truncation_key)) {
    boost::system::error_code inexact;
    point.skip = amount->is_number() ? amount->to_number<std::size_t>(inexact) : 0;
    if (!amount->is_number() || inexact)
      return bad_token("says \"" + std::string{truncation_key} + "\": " + python_text(*amount), pages);
    point.within_page = true;
    object.erase(truncation_key);
  }
  if (auto* paths = object.if_contains(blobs_key)) {
    if (!paths->is_array()) return bad_token("has an unreadable \"" + std::string{blobs_key} + "\"", pages);
    point.page.blob_paths = std::move(paths->get_array());
    object.erase(blobs_key);
  }
  for (const auto token : pages.input_tokens) {
    auto* given = object.if_contains(token);
    point.page.values.emplace(token, given ? std::move(*given) : json::value{});
    object.erase(token);
  }
  if (!object.empty())
    return bad_token("is of another operation: it has \"" + std::string{object.begin()->key()} + "\"", pages);
  return point;
}

/// "a___b___3", "a___b", or a single token of the service.
resume_point from_text(std::string_view text, const model::paginator& pages) {
  constexpr std::string_view between = "___";
  std::vector<std::string_view> parts;
  for (std::string_view rest = text;;) {
    const auto at = rest.find(between);
    parts.push_back(rest.substr(0, at));
    if (at == rest.npos) break;
    rest.remove_prefix(at + between.size());
  }
  resume_point point;
  const auto wanted = pages.input_tokens.size();
  if (parts.size() == wanted + 1) {
    const auto last = parts.back();
    const auto [end, fault] = std::from_chars(last.data(), last.data() + last.size(), point.skip);
    point.within_page = fault == std::errc{} && end == last.data() + last.size();
    if (point.within_page) parts.pop_back();
  }
  if (parts.size() > wanted) parts.assign(1, text);
  for (std::size_t i = 0; i < wanted; ++i) {
    const bool given = i < parts.size() && parts[i] != "None";
    point.page.values.emplace(pages.input_tokens[i], given ? json::value(parts[i]) : json::value{});
  }
  return point;
}

}  // namespace

bool page_tokens::empty() const noexcept {
  return std::all_of(values.begin(), values.end(), [](const auto& each) { return each.value().is_null(); });
}

std::string encode(const resume_point& point) {
  json::object out = point.page.values;
  if (point.within_page) out[truncation_key] = point.skip;
  if (!point.page.blob_paths.empty()) out[blobs_key] = point.page.blob_paths;
  return to_base64(python_text(out));
}

result<resume_point> decode(std::string_view text, const model::paginator& pages) {
  if (text.empty()) return bad_token("is empty", pages);
  if (auto object = unpack(text)) return from_object(*std::move(object), pages);
  return from_text(text, pages);
}

}  // namespace aloft::paging
