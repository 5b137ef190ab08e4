#include "local/options_check.hpp"

#include "local/characters.hpp"
#include "local/region_facts.hpp"

#include <algorithm>

namespace aloft::local {
namespace {

error invalid_option(std::string message) { return {error_kind::usage, "InvalidOption", std::move(message)}; }

}  // namespace

result<void> check(const server_options& options) {
  const bool digits = std::ranges::all_of(options.account_id, is_digit);
  if (options.account_id.size() != 12 || !digits)
    return invalid_option("account_id: \"" + options.account_id + "\" is not 12 digits");
  for (const auto& name : options.opted_in) {
    const auto* fact = find_region(name);
    if (fact == nullptr) return invalid_option("opted_in: there is no region \"" + name + "\"");
    if (!fact->opt_in) return invalid_option("opted_in: region \"" + name + "\" needs no opting in");
  }
  for (const auto& function : options.functions)
    if (function.name.empty() || !has_only_letters_digits_and("-_", function.name))
      return invalid_option("functions: \"" + function.name + "\" is no name of a function");
  for (const auto& key : options.keys)
    if (key.id.empty() || key.secret.empty()) return invalid_option("keys: a key has an empty id or secret");
  return {};
}

std::vector<access_key> keys_of(const server_options& options) {
  if (!options.keys.empty()) return options.keys;
  const auto demo = demo_credentials();
  return {access_key{demo.access_key_id, demo.secret_access_key}};
}

}  // namespace aloft::local
