#pragma once
// What the entries of the table of customizations do, one function each.

#include "aloft/error.hpp"
#include "aloft/value.hpp"
#include "core/http_message.hpp"
#include "model/service.hpp"
#include "serde/shape_sink.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string_view>

namespace aloft::runtime::customizations {

using input_test = bool (*)(const model::operation&, const boost::json::object&);
using input_edit = void (*)(const model::operation&, boost::json::object&);
using input_check = std::optional<error> (*)(const model::operation&, const boost::json::object&);
using request_edit = void (*)(const model::operation&, http_request&);
using output_test = bool (*)(value output);
/// Writes something in place of a member's text; false: the text is fine as it is.
using text_edit = bool (*)(const model::member&, std::string_view, serde::shape_sink&);

// Parameters before they are serialized.
bool has_long_id(const model::operation& of, const boost::json::object& input);
void shorten_ids(const model::operation& of, boost::json::object& input);
bool has_user_data(const model::operation& of, const boost::json::object& input);
void encode_user_data(const model::operation& of, boost::json::object& input);
bool lacks_account(const model::operation& of, const boost::json::object& input);
void own_account(const model::operation& of, boost::json::object& input);
bool has_bare_customer_key(const model::operation& of, const boost::json::object& input);
void encode_customer_keys(const model::operation& of, boost::json::object& input);
bool has_copy_source(const model::operation& of, const boost::json::object& input);
void encode_copy_source(const model::operation& of, boost::json::object& input);
std::optional<error> bad_bucket(const model::operation& of, const boost::json::object& input);
std::optional<error> bad_metadata(const model::operation& of, const boost::json::object& input);
bool lacks_encoding(const model::operation& of, const boost::json::object& input);
void ask_for_encoded_keys(const model::operation& of, boost::json::object& input);

// Serialized requests.
void name_api_version(const model::operation& of, http_request& request);
void accept_json(const model::operation& of, http_request& request);
void ask_first(const model::operation& of, http_request& request);
void search_by_form(const model::operation& of, http_request& request);

// Answers.
bool has_encoded_keys(value output);
bool decode_key(const model::member& member, std::string_view text, serde::shape_sink& to);
bool read_policy(const model::member& member, std::string_view text, serde::shape_sink& to);
bool read_template(const model::member& member, std::string_view text, serde::shape_sink& to);
bool decode_console(const model::member& member, std::string_view text, serde::shape_sink& to);

}  // namespace aloft::runtime::customizations
