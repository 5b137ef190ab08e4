#include "cli/command/eks/kubeconfig.hpp"

#include "aloft/error.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace aloft::cli {
namespace {

namespace json = boost::json;

/// Puts {name: …, kind: content} into the list in the place of the one that is called so; whether there was none.
bool put(json::object& configuration, std::string_view list, std::string_view kind, const std::string& name,
         json::value content) {
  auto& value = configuration[list];
  if (value.is_null()) value.emplace_array();
  auto* entries = value.if_array();
  if (!entries)
    throw error{error_kind::config, "BadKubeconfig", "the kubeconfig's member '" + std::string{list} + "' is no list"};
  json::object entry{{kind, std::move(content)}, {"name", name}};
  const auto same = std::find_if(entries->begin(), entries->end(), [&](const json::value& one) {
    const auto* object = one.if_object();
    const auto* called = object ? object->if_contains("name") : nullptr;
    return called && called->is_string() && called->get_string() == name;
  });
  if (same != entries->end()) return *same = std::move(entry), false;
  entries->push_back(std::move(entry));
  return true;
}

}  // namespace

bool add_cluster(json::object& configuration, const kubeconfig_cluster& cluster) {
  if (!configuration.contains("apiVersion")) configuration["apiVersion"] = "v1";
  put(configuration, "clusters", "cluster", cluster.arn,
      json::object{{"certificate-authority-data", cluster.certificate}, {"server", cluster.endpoint}});
  const bool added = put(configuration, "contexts", "context", cluster.context,
                         json::object{{"cluster", cluster.arn}, {"user", cluster.user}});
  configuration["current-context"] = cluster.context;
  if (!configuration.contains("kind")) configuration["kind"] = "Config";
  if (!configuration.contains("preferences")) configuration["preferences"] = json::object{};
  put(configuration, "users", "user", cluster.user, json::object{{"exec", cluster.exec}});
  return added;
}

}  // namespace aloft::cli
