#pragma once
// Touches everything a service hands out, so that a view into the wrong place is seen by the sanitizers.

#include "model/service.hpp"

#include <set>

namespace aloft::model {

inline std::size_t touch(std::string_view text) {
  std::size_t sum = text.size();
  for (const char c : text) sum += static_cast<unsigned char>(c);
  return sum;
}

inline std::size_t touch(const shape* root) {
  std::size_t sum = 0;
  std::set<const shape*> seen;
  std::vector<const shape*> left{root};
  const auto reference = [&](const member& each) {
    sum +=
        touch(each.name) + touch(each.wire) + touch(each.traits) + touch(each.query_name) + touch(each.xml_namespace);
    left.push_back(each.target);
  };
  while (!left.empty()) {
    const auto* at = left.back();
    left.pop_back();
    if (!at || !seen.insert(at).second) continue;
    for (const auto value : at->enum_values) sum += touch(value);
    sum += touch(at->name) + touch(at->traits) + touch(at->error_code) + touch(at->xml_name);
    for (const auto& each : at->members) {
      reference(each);
      if (!at->find(each.name)) __builtin_trap();
    }
    if (at->element) reference(*at->element);
    if (at->key) reference(*at->key);
    if (at->payload) sum += touch(at->payload->name);
  }
  return sum;
}

inline std::size_t touch(const service& all) {
  std::size_t sum = touch(all.endpoint_rules());
  for (const auto name : all.operation_names()) {
    const auto found = all.find_operation(name);
    if (!found) continue;
    const operation& each = **found;
    sum += touch(each.request_uri) + touch(each.traits) + touch(each.input) + touch(each.output);
    sum += touch(each.http_checksum.algorithm_member) + touch(each.http_checksum.validation_member);
    for (const auto& parameter : each.static_parameters) sum += touch(parameter.name);
    for (const auto& parameter : each.parameter_paths) sum += touch(parameter.name) + touch(parameter.path);
    if (each.pages) {
      for (const auto* texts : {&each.pages->input_tokens, &each.pages->output_tokens, &each.pages->result_keys})
        for (const auto text : *texts) sum += touch(text);
    }
    for (const auto* fault : each.errors) {
      sum += touch(fault);
      all.find_error(each, fault->error_code);
    }
    all.find_error(each, "NoSuchCode");
  }
  for (const auto name : all.waiter_names()) {
    const auto found = all.find_waiter(name);
    if (!found) continue;
    for (const auto& each : (*found)->acceptors) {
      sum += touch(each.argument);
      if (const auto* text = std::get_if<std::string_view>(&each.expected)) sum += touch(*text);
    }
  }
  return sum;
}

}  // namespace aloft::model
