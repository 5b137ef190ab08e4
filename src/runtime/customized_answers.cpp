#include <aloft/base64.hpp>
#include "crypto/percent.hpp"
#include "runtime/customization_steps.hpp"
#include "serde/untyped.hpp"
#include "serde/utf8.hpp"
#include "serde/walk.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

namespace aloft::runtime::customizations {
namespace {

namespace json = boost::json;

/// Members of S3's lists that are written percent-encoded, spaces as '+', when a list is asked for that way.
constexpr std::array<std::string_view, 8> encoded_members{"Key",        "Prefix",    "Delimiter",     "Marker",
                                                          "NextMarker", "KeyMarker", "NextKeyMarker", "StartAfter"};

/// Which of them the rows of lists have.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> encoded_rows{
    {{"Contents", "Key"}, {"CommonPrefixes", "Prefix"}, {"Versions", "Key"}, {"DeleteMarkers", "Key"}}};

bool is_encoded(std::string_view text) noexcept { return text.find_first_of("%+") != text.npos; }

/// Pushes the document that `text` spells where it spells a list or a map.
bool push_json(std::string_view text, shape_sink& to) {
  boost::system::error_code bad;
  const auto document = json::parse({text.data(), text.size()}, bad);
  if (bad || !document.is_structured()) return false;
  return serde::walk(serde::untyped(), document, to).has_value();
}

}  // namespace

bool has_encoded_keys(value output) {
  if (output["EncodingType"].as_text() != "url") return false;
  const auto encoded = [](value member) { return member.kind() == value_kind::text && is_encoded(member.as_text()); };
  for (const auto name : encoded_members)
    if (encoded(output[name])) return true;
  for (const auto& [list, name] : encoded_rows)
    for (const value row : output[list])
      if (encoded(row[name])) return true;
  return false;
}

bool decode_key(const model::member& member, std::string_view text, shape_sink& to) {
  if (std::find(encoded_members.begin(), encoded_members.end(), member.name) == encoded_members.end()) return false;
  if (!is_encoded(text)) return false;
  std::string spaced{text};
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  const auto plain = crypto::percent_decode(spaced);
  if (!plain) return false;
  to.text(serde::valid_utf8(*plain) ? *plain : serde::repaired_utf8(*plain));
  return true;
}

bool read_policy(const model::member& member, std::string_view text, shape_sink& to) {
  if (member.target->name != "policyDocumentType") return false;
  const auto plain = crypto::percent_decode(text);
  return push_json(plain ? std::string_view{*plain} : text, to);
}

bool read_template(const model::member& member, std::string_view text, shape_sink& to) {
  return member.name == "TemplateBody" && push_json(text, to);
}

bool decode_console(const model::member& member, std::string_view text, shape_sink& to) {
  if (member.name != "Output") return false;
  const auto bytes = from_base64(text);
  if (!bytes) return false;
  to.text(serde::repaired_utf8(*bytes));
  return true;
}

}  // namespace aloft::runtime::customizations
