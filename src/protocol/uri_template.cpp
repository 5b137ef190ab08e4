#include "protocol/uri_template.hpp"

#include "crypto/percent.hpp"

#include <algorithm>

namespace aloft::protocol {
namespace {

std::string decode(std::string_view text) {
  auto bytes = crypto::percent_decode(text);
  return bytes ? *std::move(bytes) : std::string{text};
}

std::string decode_query_text(std::string_view text) {
  std::string spaced{text};
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return decode(spaced);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    const auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    pairs.emplace_back(decode_query_text(pair.substr(0, equals)),
                       equals == pair.npos ? std::string{} : decode_query_text(pair.substr(equals + 1)));
  }
  return pairs;
}

uri_template uri_template::parse(std::string_view request_uri) {
  uri_template made;
  if (const auto mark = request_uri.find('?'); mark != request_uri.npos) {
    made.query = request_uri.substr(mark + 1);
    request_uri = request_uri.substr(0, mark);
  }
  while (!request_uri.empty()) {
    const auto open = request_uri.find('{');
    const auto close = open == request_uri.npos ? open : request_uri.find('}', open);
    if (close == request_uri.npos) {
      made.path.push_back({request_uri, {}, false});
      break;
    }
    if (open > 0) made.path.push_back({request_uri.substr(0, open), {}, false});
    auto label = request_uri.substr(open + 1, close - open - 1);
    const bool greedy = label.ends_with('+');
    if (greedy) label.remove_suffix(1);
    made.path.push_back({{}, label, greedy});
    request_uri.remove_prefix(close + 1);
  }
  return made;
}

std::optional<std::vector<std::pair<std::string_view, std::string>>> uri_template::match(
    std::string_view encoded_path) const {
  std::vector<std::pair<std::string_view, std::string>> labels;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const piece& part = path[i];
    if (part.label.empty()) {
      if (!encoded_path.starts_with(part.literal)) return std::nullopt;
      encoded_path.remove_prefix(part.literal.size());
      continue;
    }
    // A label ends where the next literal begins; a greedy one at that literal's last occurrence.
    std::size_t end = encoded_path.size();
    if (i + 1 < path.size() && path[i + 1].label.empty()) {
      const auto next = path[i + 1].literal;
      end = part.greedy ? encoded_path.rfind(next) : encoded_path.find(next);
      if (end == encoded_path.npos) return std::nullopt;
    }
    const auto text = encoded_path.substr(0, end);
    if (text.empty() || (!part.greedy && text.find('/') != text.npos)) return std::nullopt;
    labels.emplace_back(part.label, decode(text));
    encoded_path.remove_prefix(end);
  }
  if (!encoded_path.empty() && encoded_path != "/") return std::nullopt;
  return labels;
}

std::size_t uri_template::weight() const noexcept {
  std::size_t literal = query.empty() ? 0 : query.size() + 1;
  for (const piece& part : path) literal += part.literal.size();
  return literal;
}

}  // namespace aloft::protocol
