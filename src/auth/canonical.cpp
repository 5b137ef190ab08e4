#include "auth/canonical.hpp"

#include "core/ascii.hpp"
#include "core/byte_scan.hpp"
#include "crypto/percent.hpp"

#include <algorithm>
#include <array>

namespace aloft::auth {
namespace {

// What proxies and transports add, drop or change, beside sec-websocket-*.
constexpr std::array<std::string_view, 13> changing_headers{
    "authorization",    "connection", "expect",  "keep-alive", "proxy-authenticate", "proxy-authorization",
    "proxy-connection", "te",         "trailer", "upgrade",    "transfer-encoding",  "user-agent",
    "x-amzn-trace-id"};

bool may_change(std::string_view lower_name) noexcept {
  return std::find(changing_headers.begin(), changing_headers.end(), lower_name) != changing_headers.end() ||
         lower_name.starts_with("sec-websocket-");
}

// Segments of the path without those that say nothing ("", ".") or take one back ("..").
std::string normalized_path(std::string_view path) {
  std::vector<std::string_view> kept;
  for (std::string_view rest = path; !rest.empty();) {
    const std::size_t end = std::min(rest.find('/'), rest.size());
    const std::string_view segment = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (segment == ".." && !kept.empty())
      kept.pop_back();
    else if (!segment.empty() && segment != "." && segment != "..")
      kept.push_back(segment);
  }
  std::string result;
  for (const std::string_view segment : kept) result.append(1, '/').append(segment);
  if (kept.empty() || path.back() == '/') result += '/';
  return result;
}

bool is_normal(std::string_view path) noexcept {
  return !path.empty() && path.front() == '/' && path.find("//") == std::string_view::npos &&
         path.find("/.") == std::string_view::npos;
}

}  // namespace

void append_canonical_path(std::string& to, std::string_view path, path_rules rules) {
  std::string normal;
  if (path.empty()) path = "/";
  if (rules.normalize && !is_normal(path)) path = normal = normalized_path(path);
  if (rules.double_encode)
    crypto::append_path_encoded(to, path);
  else
    crypto::append_percent_normalized(to, path, true);
}

void append_canonical_query(std::string& to, std::string_view query) {
  if (query.empty()) return;
  struct parameter {
    std::size_t name, value, end;  // offsets into `encoded`
  };
  std::string encoded;
  encoded.reserve(query.size() + query.size() / 2);
  std::vector<parameter> parameters;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view piece = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (piece.empty()) continue;
    const std::size_t equals = std::min(piece.find('='), piece.size());
    parameter added{encoded.size(), 0, 0};
    crypto::append_percent_normalized(encoded, piece.substr(0, equals));
    added.value = encoded.size();
    if (equals < piece.size()) crypto::append_percent_normalized(encoded, piece.substr(equals + 1));
    added.end = encoded.size();
    parameters.push_back(added);
  }

  const std::string_view all = encoded;
  const auto name = [all](const parameter& p) { return all.substr(p.name, p.value - p.name); };
  const auto value = [all](const parameter& p) { return all.substr(p.value, p.end - p.value); };
  std::sort(parameters.begin(), parameters.end(), [&](const parameter& a, const parameter& b) {
    const int names = name(a).compare(name(b));
    return names != 0 ? names < 0 : value(a) < value(b);
  });
  bool first = true;
  for (const parameter& p : parameters) {
    if (name(p) == "X-Amz-Signature") continue;
    if (!first) to += '&';
    first = false;
    to.append(name(p)).append(1, '=').append(value(p));
  }
}

void append_canonical_value(std::string& to, std::string_view value) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!value.empty() && blank(value.front())) value.remove_prefix(1);
  while (!value.empty() && blank(value.back())) value.remove_suffix(1);
  const char* const end = value.data() + value.size();
  for (const char* at = value.data(); at != end;) {
    // Words with single spaces between them are copied in one go.
    const char* stop = at;
    while (end - stop >= 8 && !any_below_or_del(load_word(stop), 0x21)) stop += 8;
    while (stop != end && !(blank(*stop) && (*stop != ' ' || blank(stop[1])))) ++stop;
    to.append(at, stop);
    if (stop == end) return;
    to += ' ';
    at = std::find_if_not(stop, end, blank);
  }
}

void canonicalizer::start(const http_request& request) {
  headers_.clear();
  authority_.clear();
  request.append_authority(authority_);
  std::size_t size = 16;
  for (const auto& [name, value] : request.headers) size += name.size();
  names_.clear();
  names_.reserve(size);  // views into it must not move
}

void canonicalizer::take(std::string_view name, std::string_view value) {
  const std::size_t start = names_.size();
  names_.append(name);
  std::transform(name.begin(), name.end(), names_.begin() + static_cast<std::ptrdiff_t>(start),
                 [](char c) { return ascii::lower(c); });
  headers_.push_back({std::string_view{names_}.substr(start), value});
}

void canonicalizer::order() {
  // Insertion: there are few, mostly in order already, and those of one name must keep theirs.
  for (auto at = headers_.begin(); at != headers_.end(); ++at) {
    auto to = at;
    while (to != headers_.begin() && at->name < (to - 1)->name) --to;
    std::rotate(to, at, at + 1);
  }
  signed_headers_.clear();
  for (std::size_t i = 0; i < headers_.size(); ++i) {
    if (i != 0 && headers_[i].name == headers_[i - 1].name) continue;
    if (i != 0) signed_headers_ += ';';
    signed_headers_ += headers_[i].name;
  }
}

void canonicalizer::choose_headers(const http_request& request, std::span<const std::string> unsigned_headers) {
  start(request);
  bool host = false;
  for (const auto& [name, value] : request.headers) {
    const auto named = [&name = name](const std::string& other) { return iequals(other, name); };
    if (!unsigned_headers.empty() && std::any_of(unsigned_headers.begin(), unsigned_headers.end(), named)) continue;
    take(name, value);
    if (may_change(headers_.back().name))
      headers_.pop_back();
    else
      host = host || headers_.back().name == "host";
  }
  if (!host) take("host", authority_);
  order();
}

bool canonicalizer::choose_listed_headers(const http_request& request, std::string_view list) {
  start(request);
  if (list.empty()) return false;
  names_.reserve(names_.capacity() + list.size());
  for (bool more = true; more;) {
    const std::size_t end = std::min(list.find(';'), list.size());
    const std::string_view wanted = list.substr(0, end);
    more = end < list.size();
    list.remove_prefix(std::min(end + 1, list.size()));
    const auto same = [&](const header_ref& taken) { return iequals(taken.name, wanted); };
    if (std::any_of(headers_.begin(), headers_.end(), same)) return false;
    bool found = false;
    for (const auto& [name, value] : request.headers)
      if (iequals(name, wanted)) {
        take(wanted, value);
        found = true;
      }
    if (!found && iequals(wanted, "host")) {
      take(wanted, authority_);
      found = true;
    }
    if (!found) return false;
  }
  order();
  return true;
}

std::string_view canonicalizer::build(const http_request& request, path_rules rules, std::string_view payload_hash) {
  text_.clear();
  text_.append(request.method).append(1, '\n');
  append_canonical_path(text_, request.path, rules);
  text_ += '\n';
  append_canonical_query(text_, request.query);
  text_ += '\n';
  for (std::size_t i = 0; i < headers_.size(); ++i) {
    if (i != 0 && headers_[i].name == headers_[i - 1].name) {
      text_.back() = ',';  // several fields of one name are one field with a list
    } else {
      text_.append(headers_[i].name).append(1, ':');
    }
    append_canonical_value(text_, headers_[i].value);
    text_ += '\n';
  }
  text_.append(1, '\n').append(signed_headers_).append(1, '\n').append(payload_hash);
  return text_;
}

}  // namespace aloft::auth
