#pragma once
// What the entries of the table of customizations do, one function each.

#include <aloft/http_message.hpp>
#include "aloft/error.hpp"
#include "aloft/shape_sink.hpp"
#include "aloft/value.hpp"
#include "model/service.hpp"
#include "model/shape.hpp"
#include "serde/edited_input.hpp"

#include <optional>
#include <string_view>

namespace aloft::runtime::customizations {

using input_test = bool (*)(const model::operation&, const serde::edited_input&);
using input_edit = void (*)(const model::operation&, serde::edited_input&);
using input_check = std::optional<error> (*)(const model::operation&, const serde::edited_input&);
using request_edit = void (*)(const model::operation&, http_request&);
using output_test = bool (*)(value output);
/// Writes something in place of a member's text; false: the text is fine as it is.
using text_edit = bool (*)(const model::member&, std::string_view, shape_sink&);

// Parameters before they are serialized.
bool has_long_id(const model::operation& of, const serde::edited_input& input);
void shorten_ids(const model::operation& of, serde::edited_input& input);
bool has_user_data(const model::operation& of, const serde::edited_input& input);
void encode_user_data(const model::operation& of, serde::edited_input& input);
bool lacks_account(const model::operation& of, const serde::edited_input& input);
void own_account(const model::operation& of, serde::edited_input& input);
bool has_bare_customer_key(const model::operation& of, const serde::edited_input& input);
void encode_customer_keys(const model::operation& of, serde::edited_input& input);
bool has_copy_source(const model::operation& of, const serde::edited_input& input);
void encode_copy_source(const model::operation& of, serde::edited_input& input);
std::optional<error> bad_bucket(const model::operation& of, const serde::edited_input& input);
std::optional<error> bad_metadata(const model::operation& of, const serde::edited_input& input);
bool lacks_encoding(const model::operation& of, const serde::edited_input& input);
void ask_for_encoded_keys(const model::operation& of, serde::edited_input& input);

// Serialized requests.
void name_api_version(const model::operation& of, http_request& request);
void accept_json(const model::operation& of, http_request& request);
void ask_first(const model::operation& of, http_request& request);
void search_by_form(const model::operation& of, http_request& request);

// Answers.
bool has_encoded_keys(value output);
bool decode_key(const model::member& member, std::string_view text, shape_sink& to);
bool read_policy(const model::member& member, std::string_view text, shape_sink& to);
bool read_template(const model::member& member, std::string_view text, shape_sink& to);
bool decode_console(const model::member& member, std::string_view text, shape_sink& to);

}  // namespace aloft::runtime::customizations
