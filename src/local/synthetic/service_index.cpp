#include "local/synthetic/service_index.hpp"

#include "protocol/server.hpp"
#include "serde/query_reader.hpp"

#include <algorithm>

namespace aloft::local::synthetic {
namespace {

/// Whether a request in a query protocol, if it is one, names another version of the API.
bool is_of_another_version(const model::service& service, const http_request& request) {
  const auto& facts = service.metadata();
  if (facts.protocol != "query" && facts.protocol != "ec2") return false;
  const auto fields = serde::parse_form(request.body.empty() ? request.query : request.body);
  return fields && std::ranges::any_of(*fields, [&](const auto& field) {
           return field.first == "Version" && field.second != facts.api_version;
         });
}

bool has_what_is_asked(const model::service& service, const http_request& request) {
  const auto protocol = protocol::detect(service, request);
  return protocol && !is_of_another_version(service, request) && (*protocol)->parse(service, request).has_value();
}

}  // namespace

service_index::service_index(const model::catalog& catalog) {
  for (const auto name : catalog.service_names()) {
    auto service = catalog.find_service(name);
    if (!service) continue;
    const auto signing_name = (*service)->metadata().signing_name;
    auto& candidates = by_signing_name_[std::string{signing_name}];
    // Of those that nothing tells apart, the one that gave the name is meant.
    candidates.insert(name == signing_name ? candidates.begin() : candidates.end(), *std::move(service));
  }
}

std::shared_ptr<const model::service> service_index::find(std::string_view signing_name,
                                                          const http_request& request) const {
  const auto found = by_signing_name_.find(signing_name);
  if (found == by_signing_name_.end()) return nullptr;
  const auto& candidates = found->second;
  if (candidates.size() == 1) return candidates.front();
  const auto is_asked = [&](const auto& one) { return has_what_is_asked(*one, request); };
  // S3 takes any path for a bucket's; those who have it among theirs are asked before.
  const bool by_path = candidates.front()->metadata().protocol.starts_with("rest");
  if (by_path) {
    const auto last = std::find_if(candidates.rbegin(), candidates.rend(), is_asked);
    return last != candidates.rend() ? *last : candidates.front();
  }
  const auto first = std::ranges::find_if(candidates, is_asked);
  return first != candidates.end() ? *first : candidates.front();
}

}  // namespace aloft::local::synthetic
