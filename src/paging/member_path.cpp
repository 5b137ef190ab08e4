#include "paging/member_path.hpp"

namespace aloft::paging {

value at_path(value from, std::string_view path) noexcept {
  for (;;) {
    const auto dot = path.find('.');
    from = from[path.substr(0, dot)];
    if (dot == path.npos) return from;
    path.remove_prefix(dot + 1);
  }
}

boost::json::value& place_of(boost::json::object& whole, std::string_view path) {
  const auto dot = path.find('.');
  auto& here = whole[path.substr(0, dot)];
  if (dot == path.npos) return here;
  if (!here.is_object()) here.emplace_object();
  return place_of(here.get_object(), path.substr(dot + 1));
}

}  // namespace aloft::paging
