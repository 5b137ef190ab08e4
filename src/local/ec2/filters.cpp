#include "local/ec2/filters.hpp"

#include "local/api_error.hpp"

namespace aloft::local::ec2 {

bool filter::accepts(std::string_view text) const noexcept {
  return std::ranges::any_of(values, [&](const std::string& value) { return matches_wildcards(value, text); });
}

bool filter::accepts_any(const std::vector<std::string>& texts) const noexcept {
  return std::ranges::any_of(texts, [&](const std::string& text) { return accepts(text); });
}

std::vector<filter> read_filters(const input& request, std::span<const std::string_view> known, bool tags) {
  constexpr std::size_t max_values = 200;
  std::vector<filter> filters;
  for (const auto& entry : request.structures("Filters")) {
    filter read{std::string{entry.text("Name")}, entry.texts("Values")};
    if (read.name.empty()) throw missing_parameter("Filter.Name");
    if (!(tags && concerns_tags(read)) && std::ranges::find(known, std::string_view{read.name}) == known.end())
      throw invalid_parameter(join({"The filter '", read.name, "' is invalid"}));
    if (read.values.empty()) throw invalid_parameter("The filter 'null' is invalid");
    if (read.values.size() > max_values)
      throw api_error{"FilterLimitExceeded", "The maximum number of filter values specified on a single call is 200"};
    filters.push_back(std::move(read));
  }
  return filters;
}

bool accepts_tags(const filter& filter, const tag_set& tags) noexcept {
  if (filter.name == "tag-key")
    return std::ranges::any_of(tags, [&](const auto& tag) { return filter.accepts(tag.first); });
  auto tag = tags.find(std::string_view{filter.name}.substr(4));
  return tag != tags.end() && filter.accepts(tag->second);
}

}  // namespace aloft::local::ec2
