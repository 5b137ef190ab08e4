#include "model/model_additions.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <set>

namespace aloft::model {
namespace {

namespace json = boost::json;

json::object* object_at(json::object& in, std::string_view key) {
  auto* found = in.if_contains(key);
  return found ? found->if_object() : nullptr;
}

std::string_view text_at(const json::object& in, std::string_view key) {
  const auto* found = in.if_contains(key);
  return found && found->is_string() ? std::string_view{found->get_string()} : std::string_view{};
}

// Whoever stored an object may have said anything about its expiry ("7d"), and S3 repeats it: the text stands beside
// the time, which is there only where the text is one.
void add_expires_text(json::object& operations, json::object& shapes) {
  std::set<std::string_view> outputs;
  for (auto& operation : operations)
    if (auto* described = operation.value().if_object())
      if (const auto* output = object_at(*described, "output")) outputs.insert(text_at(*output, "shape"));
  bool added = false;
  for (const auto output : outputs) {
    auto* shape = object_at(shapes, output);
    auto* members = shape ? object_at(*shape, "members") : nullptr;
    const auto* expires = members ? object_at(*members, "Expires") : nullptr;
    if (!expires || text_at(*expires, "location") != "header" || members->contains("ExpiresString")) continue;
    (*members)["ExpiresString"] = json::object{
        {"shape", "ExpiresString"}, {"location", "header"}, {"locationName", text_at(*expires, "locationName")}};
    added = true;
  }
  if (added) shapes["ExpiresString"] = json::object{{"type", "string"}};
}

}  // namespace

void add_to_model(std::string_view service, json::object& model) {
  auto* operations = object_at(model, "operations");
  auto* shapes = object_at(model, "shapes");
  if (operations && shapes && service == "s3") add_expires_text(*operations, *shapes);
}

}  // namespace aloft::model
