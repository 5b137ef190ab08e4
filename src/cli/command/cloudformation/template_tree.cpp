#include "cli/command/cloudformation/template_tree.hpp"

#include "aloft/error.hpp"
#include "cli/grammar/yaml_text.hpp"
#include "cli/output/json_printer.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <yaml.h>

#include <algorithm>

namespace aloft::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t most_nodes = 1'000'000;
constexpr std::size_t deepest = 200;

class builder {
 public:
  builder(std::string_view text, std::string_view name) : text_{text}, name_{name} {
    // libyaml counts characters.
    for (std::size_t at = 0; at < text.size(); ++at)
      if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) bytes_.push_back(at);
    bytes_.push_back(text.size());
    yaml_parser_initialize(&parser_);
    // Said, not guessed: what it takes for UTF-16 would have its characters elsewhere, and so has a text with a byte
    // order mark, which it does not count then.
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    loaded_ = yaml_parser_load(&parser_, &document_) == 1;
  }
  ~builder() {
    if (loaded_) yaml_document_delete(&document_);
    yaml_parser_delete(&parser_);
  }
  builder(const builder&) = delete;
  builder& operator=(const builder&) = delete;

  template_node run() {
    if (!loaded_) fail(parser_.problem_mark, parser_.problem ? parser_.problem : "this is no YAML");
    const auto* root = yaml_document_get_root_node(&document_);
    if (!root) fail({}, "this is empty");
    return make(*root, 0);
  }

 private:
  [[noreturn]] void fail(const yaml_mark_t& at, const std::string& what) const {
    throw error{error_kind::usage, "BadYaml",
                std::string{name_} + ": line " + std::to_string(at.line + 1) + ", column " +
                    std::to_string(at.column + 1) + ": " + what};
  }

  std::size_t byte_of(std::size_t character) const { return bytes_[std::min(character, bytes_.size() - 1)]; }

  template_node make(const yaml_node_t& from, std::size_t depth) {
    if (++count_ > most_nodes || depth > deepest) fail(from.start_mark, "aliases make too much of this text");
    template_node node;
    node.begin = byte_of(from.start_mark.index);
    node.end = byte_of(from.end_mark.index);
    node.column = from.start_mark.column;
    if (const std::string_view tag{from.tag ? reinterpret_cast<const char*>(from.tag) : ""}; tag.starts_with('!'))
      node.tag = tag;
    if (node.begin < node.end && text_[node.begin] == '&') {  // the anchor stays
      const auto space = text_.find_first_of(" \n", node.begin);
      const auto value = space == text_.npos ? node.end : text_.find_first_not_of(" \n", space);
      node.begin = std::min(value, node.end);
    }
    const auto* content = &from.data;
    switch (from.type) {
      case YAML_SCALAR_NODE:
        node.text.assign(reinterpret_cast<const char*>(content->scalar.value), content->scalar.length);
        node.flow = content->scalar.style == YAML_PLAIN_SCALAR_STYLE;
        break;
      case YAML_SEQUENCE_NODE:
        node.is = template_node::form::list;
        node.flow = content->sequence.style == YAML_FLOW_SEQUENCE_STYLE;
        for (auto* item = content->sequence.items.start; item < content->sequence.items.top; ++item)
          node.items.push_back(make(*yaml_document_get_node(&document_, *item), depth + 1));
        break;
      case YAML_MAPPING_NODE:
        node.is = template_node::form::map;
        node.flow = content->mapping.style == YAML_FLOW_MAPPING_STYLE;
        for (auto* pair = content->mapping.pairs.start; pair < content->mapping.pairs.top; ++pair) {
          node.items.push_back(make(*yaml_document_get_node(&document_, pair->key), depth + 1));
          node.items.push_back(make(*yaml_document_get_node(&document_, pair->value), depth + 1));
        }
        break;
      case YAML_NO_NODE: break;
    }
    return node;
  }

  std::string_view text_, name_;
  std::vector<std::size_t> bytes_;
  yaml_parser_t parser_{};
  yaml_document_t document_{};
  bool loaded_ = false;
  std::size_t count_ = 0;
};

json::value json_of(const template_node& node);
json::value untagged(const template_node& node);

/// "!GetAtt a.b" is a list of two, everything else is what it stands beside.
json::value function_of(const template_node& node) {
  json::value argument = untagged(node);
  const auto name = node.tag.substr(1);
  if (name == "Ref" || name == "Condition") return json::object{{name, std::move(argument)}};
  if (name == "GetAtt" && node.is == template_node::form::scalar) {
    const auto dot = node.text.find('.');
    if (dot != std::string::npos) argument = json::array{node.text.substr(0, dot), node.text.substr(dot + 1)};
  }
  return json::object{{"Fn::" + name, std::move(argument)}};
}

json::value json_of(const template_node& node) { return node.tag.empty() ? untagged(node) : function_of(node); }

json::value untagged(const template_node& node) {
  switch (node.is) {
    case template_node::form::scalar: return node.flow ? yaml_plain_scalar(node.text) : json::value(node.text);
    case template_node::form::list: {
      json::array list;
      for (const auto& item : node.items) list.push_back(json_of(item));
      return list;
    }
    case template_node::form::map: break;
  }
  json::object members;
  for (std::size_t i = 0; i + 1 < node.items.size(); i += 2) members[node.items[i].text] = json_of(node.items[i + 1]);
  return members;
}

}  // namespace

const template_node* template_node::find(std::string_view key) const noexcept {
  if (is != form::map) return nullptr;
  for (std::size_t i = 0; i + 1 < items.size(); i += 2)
    if (items[i].text == key) return &items[i + 1];
  return nullptr;
}

const template_node* template_node::find_path(std::string_view path) const noexcept {
  const template_node* at = this;
  while (at && !path.empty()) {
    const auto dot = path.find('.');
    at = at->find(path.substr(0, dot));
    path = dot == path.npos ? std::string_view{} : path.substr(dot + 1);
  }
  return at;
}

template_node parse_template(std::string_view text, std::string_view name) { return builder{text, name}.run(); }

std::string edited(std::string_view text, std::vector<template_edit> edits) {
  std::stable_sort(edits.begin(), edits.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  std::string made;
  std::size_t done = 0;
  const template_edit* last = nullptr;
  for (const auto& edit : edits) {
    if (edit.begin < done || (last && last->begin == edit.begin && last->end == edit.end)) continue;  // of an alias
    last = &edit;
    made.append(text.substr(done, edit.begin - done)) += edit.text;
    done = edit.end;
  }
  return made.append(text.substr(done));
}

std::string template_as_json(const template_node& root) {
  constexpr int indent = 4;
  return print_json(json_of(root), indent) + "\n";
}

}  // namespace aloft::cli
