#include "conformance/credentials_traffic.hpp"

#include <algorithm>
#include <set>

namespace aloft::conformance {
namespace {

namespace json = boost::json;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::map<std::string, std::string> headers_of(const json::value& message) {
  std::map<std::string, std::string> out;
  if (const auto* listed = message.as_object().if_contains("headers"))
    for (const auto& [name, values] : listed->as_object())
      out[lower(std::string{name})] =
          values.is_array() ? std::string{values.as_array().at(0).as_string()} : std::string{values.as_string()};
  return out;
}

// "https://host/path?b&a" as parts that can be compared: the order of query parameters is nobody's business.
std::pair<std::string, std::multiset<std::string>> parts(const std::string& uri) {
  const auto question = uri.find('?');
  std::string place = uri.substr(0, question);
  if (place.find('/', place.find("://") + 3) == std::string::npos) place += '/';
  std::multiset<std::string> query;
  if (question != std::string::npos) {
    std::string rest = uri.substr(question + 1);
    for (std::size_t at = 0; at <= rest.size();) {
      const auto end = std::min(rest.find('&', at), rest.size());
      query.insert(rest.substr(at, end - at));
      at = end + 1;
    }
  }
  return {place, query};
}

std::string form_action(const std::string& body) {
  if (!body.starts_with("Action=")) return {};
  return body.substr(0, body.find('&'));
}

struct received {
  std::string method, target, body;
  std::map<std::string, std::string> headers;
};

received parse(const std::string& request) {
  received out;
  const auto head_end = request.find("\r\n\r\n");
  out.body = request.substr(std::min(head_end + 4, request.size()));
  const auto first = request.find("\r\n");
  const auto space = request.find(' ');
  out.method = request.substr(0, space);
  out.target = request.substr(space + 1, request.find(' ', space + 1) - space - 1);
  for (std::size_t at = first + 2; at < head_end;) {
    const auto end = request.find("\r\n", at);
    const auto colon = request.find(':', at);
    out.headers[lower(request.substr(at, colon - at))] = request.substr(colon + 2, end - colon - 2);
    at = end + 2;
  }
  return out;
}

// Those that say who asks; agents, dates, lengths and signatures differ between programs.
bool identifies(const std::string& name) {
  return name.starts_with("x-aws-ec2-metadata-token") || name == "x-amz-sso_bearer_token";
}

}  // namespace

std::vector<exchange> read_traffic(const json::value& recording) {
  std::vector<exchange> out;
  std::map<std::int64_t, std::size_t> by_connection;
  for (const auto& event : recording.at("events").as_array()) {
    const auto connection = event.at("connection_id").to_number<std::int64_t>();
    const auto& action = event.at("action").as_object();
    if (const auto* asked = action.if_contains("Request")) {
      const auto& request = asked->at("request");
      exchange made;
      made.method = request.at("method").as_string();
      made.uri = request.at("uri").as_string();
      for (const auto& [name, text] : headers_of(request))
        if (identifies(name)) made.headers[name] = text;
      by_connection[connection] = out.size();
      out.push_back(std::move(made));
      continue;
    }
    exchange& current = out.at(by_connection.at(connection));
    if (const auto* answered = action.if_contains("Response")) {
      const auto& response = answered->at("response").as_object();
      const auto* fine = response.if_contains("Ok");
      current.no_answer = fine == nullptr;
      if (fine == nullptr) continue;
      current.status = fine->at("status").to_number<int>();
      current.answer_headers = headers_of(*fine);
    } else if (const auto* data = action.if_contains("Data")) {
      const auto* text = data->at("data").as_object().if_contains("Utf8");
      const bool from_client = data->at("direction").as_string() == "Request";
      if (text != nullptr && from_client) current.action += form_action(std::string{text->as_string()});
      if (text != nullptr && !from_client) current.answer += text->as_string();
    }
  }
  return out;
}

traffic_server::traffic_server(std::vector<exchange> expected)
    : expected_{std::move(expected)},
      tls_{authority_.server()},
      server_{[this](testing::peer& client) { serve(client); }} {}

std::string traffic_server::mismatch() const {
  std::lock_guard lock{mutex_};
  return mismatch_;
}

std::size_t traffic_server::left() const {
  std::lock_guard lock{mutex_};
  return expected_.size() - std::min(next_, expected_.size());
}

void traffic_server::serve(testing::peer& client) {
  std::string base;
  for (;;) {
    const std::string request = client.read_request();
    if (request.empty()) return;
    if (request.starts_with("CONNECT ")) {
      std::string host = request.substr(8, request.find(' ', 8) - 8);
      if (host.ends_with(":443")) host.resize(host.size() - 4);
      base = "https://" + host;
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      if (!client.start_tls(tls_.get())) return;
      continue;
    }
    answer(client, request, base);
  }
}

void traffic_server::answer(testing::peer& client, const std::string& request, const std::string& base) {
  const received asked = parse(request);
  std::lock_guard lock{mutex_};
  if (next_ >= expected_.size()) return client.close();
  const exchange& now = expected_[next_++];
  const std::string uri = base + asked.target;
  std::string wrong;
  if (asked.method != now.method || parts(uri) != parts(now.uri))
    wrong = "expected " + now.method + ' ' + now.uri + ", got " + asked.method + ' ' + uri;
  for (const auto& [name, text] : now.headers) {
    const auto found = asked.headers.find(name);
    if (found == asked.headers.end() || found->second != text) wrong += "; header " + name + " is not as recorded";
  }
  if (!now.action.empty() && form_action(asked.body) != now.action) wrong += "; expected " + now.action;
  if (!wrong.empty() && mismatch_.empty()) mismatch_ = wrong;
  if (!wrong.empty() || now.no_answer) return client.close();
  std::string out = "HTTP/1.1 " + std::to_string(now.status) +
                    " Recorded\r\nContent-Length: " + std::to_string(now.answer.size()) + "\r\n";
  for (const auto& [name, text] : now.answer_headers)
    if (name != "content-length" && name != "connection" && name != "transfer-encoding")
      out += name + ": " + text + "\r\n";
  client.write(out + "\r\n" + now.answer);
}

}  // namespace aloft::conformance
