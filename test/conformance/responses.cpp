// The suite `responses`: recorded XML bodies, read by the real service models.

#include "conformance/meaning.hpp"
#include "conformance/protocol_case.hpp"
#include "conformance/suite.hpp"
#include "crypto/percent.hpp"
#include "document/document.hpp"
#include "model/catalog.hpp"
#include "protocol/protocols.hpp"

#include <boost/json.hpp>

namespace aloft::conformance {
namespace {

namespace json = boost::json;

/// The protocol that the recording is in: the service's own, or where that is no XML any more, awsQuery.
const protocol::protocol& xml_protocol(const model::service& service) {
  const auto chosen = protocol::select(service);
  if (chosen && ((*chosen)->name() == "ec2" || (*chosen)->name() == "rest-xml")) return **chosen;
  return protocol::aws_query();
}

/// botocore's clients parse some texts further (policies, templates): where the recording shows a document in place of
/// a text, the text is right when it spells that document, percent-encoded or not.
void unfold_texts(const json::value& expected, json::value& actual) {
  if (expected.is_object() && actual.is_string()) {
    const auto plain = crypto::percent_decode(actual.get_string());
    boost::system::error_code bad;
    auto document = json::parse(plain ? *plain : std::string{actual.get_string()}, bad);
    if (!bad) actual = std::move(document);
  } else if (expected.is_object() && actual.is_object()) {
    for (const auto& [name, value] : expected.get_object())
      if (auto* other = actual.get_object().if_contains(name)) unfold_texts(value, *other);
  } else if (expected.is_array() && actual.is_array()) {
    auto& items = actual.get_array();
    for (std::size_t i = 0; i < items.size() && i < expected.get_array().size(); ++i)
      unfold_texts(expected.get_array()[i], items[i]);
  }
}

/// Some recordings come from documentation and hold a placeholder where a time should be ("YYYY-MM-DD…"). Reading them
/// right is an error that names it.
std::string placeholder_in(const model::shape& shape, const json::value& value) {
  if (shape.type == model::shape_type::timestamp)
    return value.is_string() && !parse_any_timestamp(value.get_string()) ? std::string{value.get_string()}
                                                                         : std::string{};
  std::string found;
  if (value.is_object())
    for (const auto& [name, item] : value.get_object()) {
      const auto* member = shape.type == model::shape_type::map ? shape.element : shape.find(name);
      if (found.empty() && member) found = placeholder_in(*member->target, item);
    }
  if (value.is_array() && shape.element)
    for (const auto& item : value.get_array())
      if (found.empty()) found = placeholder_in(*shape.element->target, item);
  return found;
}

void run_recording(const model::catalog& models, const std::filesystem::path& file, report& out) {
  const std::string stem = file.stem().string();
  const auto dash = stem.find('-');
  const auto service = models.find_service(stem.substr(0, dash));
  if (!service) return out.fail(service.error().what());
  const std::string name = stem.substr(dash + 1, stem.find('#') - dash - 1);
  const auto operation = (*service)->find_operation(name);
  if (!operation) return out.fail(operation.error().what());

  auto expected_file = file;
  auto expected = json::parse(read_text(expected_file.replace_extension(".json"))).as_object();
  const json::object metadata = object_of(expected, "ResponseMetadata");
  expected.erase("ResponseMetadata");

  const header_list headers;
  const auto reader = xml_protocol(**service).read(**operation, 200, headers, {});
  const auto made = read_whole(*reader, read_text(file));
  if (!made) {
    const auto placeholder = (*operation)->output ? placeholder_in(*(*operation)->output, expected) : std::string{};
    if (!placeholder.empty() && made.error().message().find(placeholder) != std::string::npos) return;
    const auto& stated = object_of(expected, "Error");
    if (stated.empty()) return out.fail(made.error().what());
    out.expect_equal("code", text_of(stated, "Code"), made.error().code());
    out.expect_equal("message", text_of(stated, "Message"), made.error().message());
    return;
  }
  if (!(*operation)->output) return;
  const auto& shape = *(*operation)->output;
  json::value actual = to_json(made->root());
  unfold_texts(expected, actual);
  out.expect_equal("document", canonical_json(normalized(shape, expected, {})),
                   canonical_json(normalized(shape, actual, {.blobs_are_text = false})));
}

void run(const std::filesystem::path& folder, report& out) {
  const auto models = model::catalog::standard();
  if (!models) {
    if (out.start("models")) out.fail(models.error().what());
    return;
  }
  const auto inside = std::filesystem::is_directory(folder / "xml") ? folder / "xml" : folder;
  for (const auto& file : entries_of(inside))
    if (file.extension() == ".xml") out.run(file.stem().string(), [&] { run_recording(**models, file, out); });
}

const suite_entry responses{"responses", "responses", 0, run};

}  // namespace
}  // namespace aloft::conformance
