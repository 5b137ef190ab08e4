#include "cli/grammar/http_text.hpp"

#include <aloft/endpoint_url.hpp>
#include <aloft/http_message.hpp>
#include "cli/grammar/parameter_file.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace aloft::cli {
namespace {

error bad(std::string message) { return error{error_kind::usage, "BadRequest", std::move(message)}; }

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// What a request line cannot hold is written %XX, as browsers do it.
std::string request_line_text(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7f)
      out += c;
    else
      out.append(1, '%').append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
  }
  return out;
}

void set_target(http_request& request, std::string_view target) {
  target = target.substr(0, target.find('#'));
  const auto question = target.find('?');
  request.path = request_line_text(target.substr(0, question));
  if (request.path.empty()) request.path = "/";
  if (question != std::string_view::npos) request.query = request_line_text(target.substr(question + 1));
}

result<void> set_host(http_request& request, std::string_view url) {
  const auto where = split_endpoint_url(url, "request");
  if (!where) return bad(where.error().message());
  request.scheme = where->scheme;
  request.host = where->host;
  request.port = where->has_standard_port() ? 0 : where->port;
  return {};
}

result<void> set_url(http_request& request, std::string_view url) {
  const auto scheme = url.find("://");
  const auto start = scheme == std::string_view::npos ? 0 : scheme + 3;
  const auto end = std::min(url.find_first_of("/?#", start), url.size());
  const std::string origin = (scheme == std::string_view::npos ? "https://" : "") + std::string{url.substr(0, end)};
  if (auto fine = set_host(request, origin); !fine) return fine;
  set_target(request, url.substr(end));
  return {};
}

/// Lines of a head, without their ends.
class lines {
 public:
  explicit lines(std::string_view text) : rest_{text} {}
  std::string_view next() {
    const auto end = std::min(rest_.find('\n'), rest_.size());
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }
  std::string_view rest() const noexcept { return rest_; }

 private:
  std::string_view rest_;
};

using text_fields = std::vector<std::pair<std::string, std::string>>;

result<text_fields> read_fields(lines& from) {
  text_fields fields;
  for (auto line = from.next(); !line.empty(); line = from.next()) {
    if ((line.front() == ' ' || line.front() == '\t') && !fields.empty()) {
      fields.back().second.append(1, ' ').append(trim(line));
      continue;
    }
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0)
      return bad("the line '" + std::string{line} + "' is no header: expected Name: value");
    fields.emplace_back(line.substr(0, colon), trim(line.substr(colon + 1)));
  }
  return fields;
}

result<void> check_length(const http_request& request) {
  const auto stated = request.headers.find("Content-Length");
  if (!stated || *stated == std::to_string(request.body.size())) return {};
  return bad("the header Content-Length says " + std::string{*stated} + ", but the body has " +
             std::to_string(request.body.size()) + " bytes");
}

/// The arguments of curl that a request is made of.
class curl_reader {
 public:
  explicit curl_reader(std::vector<std::string> words) : words_{std::move(words)} {}

  result<http_request> run() {
    while (at_ < words_.size())
      if (auto taken = take(words_[at_++]); !taken) return taken.error();
    if (url_.empty()) return bad("which address? A URL is missing");
    if (auto fine = set_url(request_, url_); !fine) return fine.error();
    if (has_data_ && get_) {
      if (!request_.query.empty() && !request_.body.empty()) request_.query += '&';
      request_.query += request_line_text(request_.body);
      request_.body.clear();
    } else if (has_data_ && !request_.headers.contains("Content-Type")) {
      request_.headers.add("Content-Type", json_ ? "application/json" : "application/x-www-form-urlencoded");
    }
    if (json_ && !request_.headers.contains("Accept")) request_.headers.add("Accept", "application/json");
    if (method_.empty()) method_ = has_data_ && !get_ ? "POST" : "GET";
    request_.method = method_;
    if (const auto host = request_.headers.find("Host")) {
      const std::string stated = request_.scheme + "://" + std::string{*host};
      request_.headers.erase("Host");
      if (auto fine = set_host(request_, stated); !fine) return fine.error();
    }
    return std::move(request_);
  }

 private:
  /// The value of an option: behind it (-XPUT, --request=PUT) or the next word.
  result<std::string> value(const std::string& word, std::string_view name) {
    if (word.size() > name.size()) return word.substr(name.size() + (name.starts_with("--") ? 1 : 0));
    if (at_ == words_.size()) return bad(std::string{name} + ": a value is missing");
    return words_[at_++];
  }

  static bool is(const std::string& word, std::string_view name) {
    if (name.starts_with("--"))
      return word.starts_with(name) && (word.size() == name.size() || word[name.size()] == '=');
    return word.starts_with(name);
  }

  result<void> take(const std::string& word) {
    for (const std::string_view name : {"--request", "-X"})
      if (is(word, name)) return with(value(word, name), [&](std::string text) { method_ = std::move(text); });
    for (const std::string_view name : {"--header", "-H"})
      if (is(word, name)) return header(value(word, name));
    for (const std::string_view name : {"--data-raw"})
      if (is(word, name)) return with(value(word, name), [&](std::string text) { add_data(std::move(text)); });
    for (const std::string_view name : {"--data-binary", "--data-ascii", "--data", "--json", "-d"})
      if (is(word, name)) return data(value(word, name), name);
    for (const std::string_view name : {"--user-agent", "-A"})
      if (is(word, name))
        return with(value(word, name), [&](std::string text) { request_.headers.set("User-Agent", text); });
    for (const std::string_view name : {"--output", "-o"})
      if (is(word, name)) return with(value(word, name), [](const std::string&) {});
    if (word == "-I" || word == "--head") return method_ = "HEAD", result<void>{};
    if (word == "-G" || word == "--get") return get_ = true, result<void>{};
    for (const std::string_view name : {"-s", "-S", "-sS", "-v", "-i", "-L", "-k", "-f", "--silent", "--show-error",
                                        "--verbose", "--include", "--location", "--insecure", "--fail", "--path-as-is"})
      if (word == name) return {};
    if (word.starts_with("-")) return bad("the option " + word + " of curl is not known here");
    if (!url_.empty()) return bad("two addresses: " + url_ + " and " + word);
    url_ = word;
    return {};
  }

  template <class Use>
  static result<void> with(result<std::string> text, Use use) {
    if (!text) return text.error();
    use(std::move(*text));
    return {};
  }

  result<void> header(result<std::string> text) {
    if (!text) return text.error();
    const auto colon = text->find_first_of(":;");
    if (colon == std::string::npos || colon == 0)
      return bad("the header '" + *text + "' is none: expected 'Name: value'");
    const auto value = trim(std::string_view{*text}.substr(colon + 1));
    if (value.empty() && (*text)[colon] == ':') return {};  // "Name:" takes a header of curl's own away
    request_.headers.add(text->substr(0, colon), value);
    return {};
  }

  result<void> data(result<std::string> text, std::string_view option) {
    if (!text) return text.error();
    json_ = json_ || option == "--json";
    if (!text->starts_with('@')) return add_data(std::move(*text)), result<void>{};
    auto content = read_whole_file(text->substr(1));
    if (!content) return bad("cannot read '" + text->substr(1) + "': " + std::strerror(errno));
    if (option != "--data-binary" && option != "--json")
      std::erase_if(*content, [](char c) { return c == '\r' || c == '\n'; });
    add_data(std::move(*content));
    return {};
  }

  void add_data(std::string text) {
    if (has_data_ && !json_) request_.body += '&';
    has_data_ = true;
    request_.body += text;
  }

  const std::vector<std::string> words_;
  std::size_t at_ = 0;
  http_request request_;
  std::string method_, url_;
  bool has_data_ = false, json_ = false, get_ = false;
};

}  // namespace

result<http_request> read_http_text(std::string_view text) {
  lines from{text};
  const std::string_view first = from.next();
  const auto space = first.find(' ');
  const auto version = first.rfind(" HTTP/");
  if (space == std::string_view::npos || space == 0)
    return bad("the first line is no request line: expected METHOD PATH HTTP/1.1");
  http_request request;
  request.method = first.substr(0, space);
  const auto target = trim(first.substr(space + 1, version == std::string_view::npos ? version : version - space - 1));
  auto fields = read_fields(from);
  if (!fields) return fields.error();
  std::string host;
  for (auto& [name, value] : *fields) {
    if (iequals(name, "host"))
      host = std::move(value);
    else
      request.headers.add(name, value);
  }
  if (target.find("://") != std::string_view::npos) {
    if (auto fine = set_url(request, target); !fine) return fine.error();
  } else {
    if (!target.starts_with('/')) return bad("the target '" + std::string{target} + "' does not start with '/'");
    if (host.empty()) return bad("it has no header Host");
    if (auto fine = set_host(request, "https://" + host); !fine) return fine.error();
    set_target(request, target);
  }
  request.body = from.rest();
  if (auto fine = check_length(request); !fine) return fine.error();
  return request;
}

result<http_request> read_curl_words(std::vector<std::string> words) { return curl_reader{std::move(words)}.run(); }

}  // namespace aloft::cli
