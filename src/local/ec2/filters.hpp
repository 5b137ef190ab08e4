#pragma once
// The Filters parameter of EC2's describe operations: every filter must match, each by any of its values; values may
// hold the wildcards * and ? (a backslash takes their meaning away) and are compared with case.
// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html

#include "local/call_parameters.hpp"
#include "local/ec2/tag_set.hpp"
#include "local/wildcards.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::local::ec2 {

/// What a filter looks at: `values` appends the resource's values for it.
template <class T>
struct filter_field {
  std::string_view name;
  void (*values)(const T& resource, std::vector<std::string>& out);
};

struct filter {
  std::string name;
  std::vector<std::string> values;
  bool accepts(std::string_view text) const noexcept;
  bool accepts_any(const std::vector<std::string>& texts) const noexcept;
};

/// Reads `Filters`, refuses unknown names and too many values. tag:KEY and tag-key are known where `tags` is set.
std::vector<filter> read_filters(const input& request, std::span<const std::string_view> known, bool tags = true);

/// Whether a tag set passes a tag:KEY or tag-key filter.
bool accepts_tags(const filter& filter, const tag_set& tags) noexcept;
inline bool concerns_tags(const filter& filter) noexcept {
  return filter.name == "tag-key" || filter.name.starts_with("tag:");
}

/// The filters of one request over resources of one kind (with a member `tags`).
template <class T>
class filter_set {
 public:
  template <std::size_t N>
  filter_set(const input& request, const filter_field<T> (&fields)[N]) : fields_{fields} {
    std::vector<std::string_view> names;
    for (const auto& field : fields_) names.push_back(field.name);
    filters_ = read_filters(request, names);
  }

  bool matches(const T& resource) const {
    return std::ranges::all_of(filters_, [&](const filter& f) { return matches(f, resource); });
  }

 private:
  bool matches(const filter& f, const T& resource) const {
    if (concerns_tags(f)) return accepts_tags(f, resource.tags);
    auto field = std::ranges::find(fields_, std::string_view{f.name}, &filter_field<T>::name);
    std::vector<std::string> values;
    field->values(resource, values);
    return f.accepts_any(values);
  }

  std::span<const filter_field<T>> fields_;
  std::vector<filter> filters_;
};

}  // namespace aloft::local::ec2
