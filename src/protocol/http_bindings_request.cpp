// The way out: members → path, query and headers.

#include "core/ascii.hpp"
#include "crypto/percent.hpp"
#include "protocol/header_list_text.hpp"
#include "protocol/http_bindings.hpp"
#include "protocol/scalar_text.hpp"
#include "protocol/uri_template.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <string>
#include <unordered_set>

namespace aloft::protocol {
namespace {

namespace json = boost::json;
using model::location;
using model::shape_type;

error bad_parameter(std::string message) { return {error_kind::usage, "ParamValidation", std::move(message)}; }

/// Refuses what would end a header line or start another.
result<void> check_header(std::string_view name, std::string_view value) {
  const auto control = [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; };
  if (!ascii::is_token(name))
    return bad_parameter("Invalid header name \"" + std::string{name} + "\": expected letters, digits and hyphens");
  if (std::any_of(value.begin(), value.end(), control))
    return bad_parameter("Invalid value for header " + std::string{name} + ": it must not hold control characters");
  return {};
}

result<void> set_header(header_list& headers, std::string_view name, std::string_view value) {
  if (auto fine = check_header(name, value); !fine) return fine;
  headers.set(name, value);
  return {};
}

result<std::string> header_text(const model::member& member, const json::value& value) {
  if (member.target->type != shape_type::list) return to_text(member, value, location::header);
  if (!value.is_array())
    return bad_parameter("Invalid type for parameter " + std::string{member.name} + ": expected a list");
  const model::member& element = *member.target->element;
  std::string joined;
  bool first = true;
  for (const json::value& item : value.get_array()) {
    if (item.is_null()) continue;
    auto text = to_text(element, item, location::header);
    if (!text) return text;
    if (!first) joined += ',';
    first = false;
    joined += element.target->type == shape_type::string ? quote_element(*text) : *text;
  }
  return joined;
}

result<void> bind_header_map(const model::member& member, const json::value& value, header_list& headers) {
  if (!value.is_object())
    return bad_parameter("Invalid type for parameter " + std::string{member.name} + ": expected a map");
  std::unordered_set<std::string> names;
  for (const auto& [key, item] : value.get_object()) {
    if (item.is_null()) continue;
    auto text = header_text(*member.target->element, item);
    if (!text) return text.error();
    // The names of headers have no case, so of two such entries one would be lost.
    if (!names.insert(ascii::lower(key)).second)
      return bad_parameter(std::string{member.name} + ": \"" + std::string{key} +
                           "\" is there twice, as the names of headers have no upper and lower case");
    const std::string name = std::string{member.wire} + std::string{key};
    if (auto fine = set_header(headers, name, *text); !fine) return fine;
  }
  return {};
}

/// The query part being written, and the names that members bound by name have taken.
class query_text {
 public:
  explicit query_text(std::string& to) : to_{to} {}

  result<void> add(std::string_view name, const model::member& member, const json::value& value) {
    if (member.target->type == shape_type::list) {
      if (!value.is_array())
        return bad_parameter("Invalid type for parameter " + std::string{member.name} + ": expected a list");
      for (const json::value& item : value.get_array()) {
        if (item.is_null()) continue;
        if (auto fine = add(name, *member.target->element, item); !fine) return fine;
      }
      return {};
    }
    auto text = to_text(member, value, location::querystring);
    if (!text) return text.error();
    if (!to_.empty()) to_ += '&';
    crypto::append_percent_encoded(to_, name);
    to_ += '=';
    crypto::append_percent_encoded(to_, *text);
    return {};
  }

  void take(std::string_view name) { taken_.push_back(name); }
  bool taken(std::string_view name) const { return std::find(taken_.begin(), taken_.end(), name) != taken_.end(); }

 private:
  std::string& to_;
  std::vector<std::string_view> taken_;
};

result<void> bind_label(const model::shape& input_shape, const json::object& input, const uri_template::piece& piece,
                        std::string_view token, std::string& path) {
  for (const model::member& member : input_shape.members) {
    if (member.where != location::uri || member.wire != piece.label) continue;
    const json::value* value = input.if_contains(member.name);
    std::string text;
    if (value && !value->is_null()) {
      auto made = to_text(member, *value, location::uri);
      if (!made) return made.error();
      text = *std::move(made);
    } else if (member.idempotency_token && !token.empty()) {
      text = token;
    }
    if (text.empty())
      return bad_parameter("Missing required parameter in input: \"" + std::string{member.name} +
                           "\", which is part of the request's path and must not be empty");
    piece.greedy ? crypto::append_path_encoded(path, text) : crypto::append_percent_encoded(path, text);
    return {};
  }
  return error{
      error_kind::config, "InvalidModel",
      "the path has the label \"" + std::string{piece.label} + "\", but no member of the input is bound to it"};
}

/// One member that is bound by its own name, to the query or a header.
result<void> bind_named(const model::member& member, const json::value& value, query_text& query,
                        header_list& headers) {
  if (member.where == location::header) {
    auto text = header_text(member, value);
    if (!text) return text.error();
    return set_header(headers, member.wire, *text);
  }
  if (member.where == location::querystring && member.target->type != shape_type::map) {
    query.take(member.wire);
    return query.add(member.wire, member, value);
  }
  return {};
}

}  // namespace

result<void> bind_request(const model::operation& operation, const json::object& input, std::string_view token,
                          http_request& request) {
  static const model::shape nothing;
  const model::shape& shape = operation.input ? *operation.input : nothing;
  const auto uri = uri_template::parse(operation.request_uri);
  request.path.clear();
  for (const auto& piece : uri.path) {
    if (piece.label.empty())
      request.path += piece.literal;
    else if (auto fine = bind_label(shape, input, piece, token, request.path); !fine)
      return fine;
  }
  if (request.path.empty()) request.path = "/";
  request.query = uri.query;
  query_text query{request.query};

  // Members bound by name win over entries of maps: prefixed headers go first, query maps last.
  for (const auto& [name, value] : input) {
    const model::member* member = shape.find(name);
    if (!member || member->where != location::headers || value.is_null()) continue;
    if (auto fine = bind_header_map(*member, value, request.headers); !fine) return fine;
  }
  for (const auto& [name, value] : input) {
    const model::member* member = shape.find(name);
    if (!member || value.is_null()) continue;
    if (auto fine = bind_named(*member, value, query, request.headers); !fine) return fine;
  }
  for (const model::member& member : shape.members) {
    if (token.empty() || !member.idempotency_token || member.where == location::body) continue;
    const json::value* given = input.if_contains(member.name);
    if (given && !given->is_null()) continue;
    if (auto fine = bind_named(member, json::value(token), query, request.headers); !fine) return fine;
  }
  for (const auto& [name, value] : input) {
    const model::member* member = shape.find(name);
    if (!member || member->where != location::querystring || member->target->type != shape_type::map) continue;
    if (!value.is_object()) continue;
    for (const auto& [key, item] : value.get_object()) {
      if (item.is_null() || query.taken(key)) continue;
      if (auto fine = query.add(key, *member->target->element, item); !fine) return fine;
    }
  }
  return {};
}

result<void> bind_response(const model::shape& output, const json::object& members, http_response& response) {
  for (const auto& [name, value] : members) {
    const model::member* member = output.find(name);
    if (!member || value.is_null()) continue;
    if (member->where == location::headers) {
      if (auto fine = bind_header_map(*member, value, response.headers); !fine) return fine;
    } else if (member->where == location::header) {
      auto text = header_text(*member, value);
      if (!text) return text.error();
      if (auto fine = set_header(response.headers, member->wire, *text); !fine) return fine;
    } else if (member->where == location::status_code && value.is_int64()) {
      response.status = static_cast<int>(value.get_int64());
    }
  }
  return {};
}

}  // namespace aloft::protocol
