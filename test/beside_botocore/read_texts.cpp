// Reads one JSON object a line, says in one what aloft makes of it: the half of the comparisons that is not Python.
#include <aloft/base64.hpp>
#include <aloft/config/profile_file.hpp>
#include <aloft/http_message.hpp>
#include "config/providers/json_credentials.hpp"
#include "document/document.hpp"
#include "protocol/protocol.hpp"

#include <boost/json.hpp>

#include <iostream>
#include <map>
#include <string>

namespace {

using namespace aloft;
namespace json = boost::json;

std::string text(const json::object& of, std::string_view key) { return std::string{of.at(key).as_string()}; }
std::string bytes(const json::object& of, std::string_view key) { return from_base64(text(of, key)).value(); }
json::object failed(const error& why) {
  return {{"error", std::string{why.code()}}, {"kind", to_string(why.kind())}, {"message", std::string{why.message()}}};
}

json::object time(const json::object& of) {
  const auto when = parse_any_timestamp(text(of, "text"));
  if (!when) return {{"error", "no time"}};
  return {{"seconds", when->seconds}, {"microseconds", when->nanoseconds / 1000}};
}

json::object file(const json::object& of) {
  const bool is_config = of.at("config").as_bool();
  const auto parsed = config::profile_file::parse(
      bytes(of, "text"), "file", is_config ? config::file_kind::config : config::file_kind::credentials);
  if (!parsed) return failed(parsed.error());
  json::object profiles;
  for (const auto& name : parsed->names(config::section_kind::profile)) {
    config::properties found;
    parsed->collect(config::section_kind::profile, name, found);
    json::object values;
    for (const auto& [key, property] : found) values[key] = property.value;
    profiles[name] = std::move(values);
  }
  return {{"profiles", std::move(profiles)}};
}

json::object keys(const json::object& of) {
  const auto found = config::credentials_from_json(bytes(of, "text"), "it");
  if (!found) return failed(found.error());
  json::object out{{"id", found->access_key_id}, {"secret", found->secret_access_key}, {"token", found->session_token}};
  if (found->expiration) out["expiration"] = timestamp::from(*found->expiration).seconds;
  return out;
}

json::object answer(const json::object& of) {
  static std::map<std::string, std::shared_ptr<const model::service>> services;
  auto& service = services[text(of, "model")];
  if (!service) service = model::compile_service({"thing", text(of, "model"), {}, {}, {}}).value();
  header_list headers;
  for (const auto& field : of.at("headers").as_array())
    headers.add(std::string{field.at(0).as_string()}, std::string{field.at(1).as_string()});
  const model::operation& operation = **service->find_operation(text(of, "operation"));
  const auto& speaks = **protocol::select(*service);
  const auto reader = speaks.read(operation, static_cast<int>(of.at("status").as_int64()), headers, {});
  if (auto fine = reader->write(bytes(of, "body")); !fine) return failed(fine.error());
  const auto output = reader->finish();
  if (!output) return failed(output.error());
  return {{"output", to_json(output->root())}};
}

}  // namespace

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    const auto asked = json::parse(line);
    const auto& of = asked.as_object();
    const auto what = text(of, "do");
    std::cout << json::serialize(what == "time"   ? time(of)
                                 : what == "file" ? file(of)
                                 : what == "keys" ? keys(of)
                                                  : answer(of))
              << '\n';
  }
}
