#include "model/documentation_builder.hpp"

#include "model/documentation_format.hpp"
#include "model/facts_text.hpp"
#include "model/html_text.hpp"
#include "model/model_json.hpp"

#include <cstring>
#include <map>
#include <unordered_map>

namespace aloft::model {
namespace {

namespace json = boost::json;
namespace format = documentation_format;

std::string_view view(json::string_view text) { return {text.data(), text.size()}; }

class collector {
 public:
  void add(std::string key, const json::value& described) {
    const auto* object = described.if_object();
    const auto* html = object ? object->if_contains("documentation") : nullptr;
    if (!html || !html->is_string() || html->get_string().empty()) return;
    auto text = html_to_text({html->get_string().data(), html->get_string().size()});
    if (!text.empty()) texts_.insert_or_assign(std::move(key), std::move(text));
  }

  std::string blob() const {
    std::string characters;
    std::unordered_map<std::string_view, std::uint32_t> known;
    const auto place = [&](std::string_view text) {
      const auto [entry, is_new] = known.try_emplace(text, static_cast<std::uint32_t>(characters.size()));
      if (is_new) characters += text;
      return entry->second;
    };
    std::string out(sizeof(format::header), '\0');
    for (const auto& [key, text] : texts_) {
      const format::record record{place(key), static_cast<std::uint32_t>(key.size()), place(text),
                                  static_cast<std::uint32_t>(text.size())};
      out.append(reinterpret_cast<const char*>(&record), sizeof record);
    }
    out += characters;
    const format::header header{format::magic, static_cast<std::uint32_t>(out.size()),
                                static_cast<std::uint32_t>(texts_.size())};
    std::memcpy(out.data(), &header, sizeof header);
    return out;
  }

 private:
  std::map<std::string, std::string> texts_;
};

}  // namespace

result<built_service> build_documentation(std::string_view name, std::string_view service2) {
  try {
    const auto model = parse_model(service2, name);
    if (!model.is_object()) fail_model(name, "service-2 must be an object");
    collector texts;
    texts.add(std::string{format::service_key}, model);
    for (const auto& [operation, definition] : object_of(model.get_object(), "operations", name))
      texts.add(format::operation_key(view(operation)), definition);
    for (const auto& [shape, definition] : object_of(model.get_object(), "shapes", name)) {
      texts.add(format::shape_key(view(shape)), definition);
      if (!definition.is_object()) continue;
      for (const auto& [member, reference] : object_of(definition.get_object(), "members", name))
        texts.add(format::member_key(view(shape), view(member)), reference);
    }
    service::facts facts;
    facts.name = name;
    return built_service{write_facts(facts), texts.blob()};
  } catch (const error& fault) {
    return fault;
  }
}

}  // namespace aloft::model
