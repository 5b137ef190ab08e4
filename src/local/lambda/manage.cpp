#include "local/lambda/manage.hpp"

#include "local/api_error.hpp"
#include "local/lambda/function_text.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace aloft::local::lambda {

namespace json = boost::json;

json::object create_function(region_functions& state, const input& request, const call_context& context) {
  const auto name = parse_name(request.text("FunctionName")).name;
  if (state.all().contains(name))
    throw api_error{409, "ResourceConflictException", join({"Function already exist: ", name})};
  const auto handler = request.text("Handler");
  auto behaviour = parse_handler(name, handler.empty() ? "echo" : handler);
  if (!behaviour)
    throw api_error{400, "InvalidParameterValueException",
                    join({"The embedded Lambda runs no code; a Handler says what a function does: echo, or "
                          "sleep=80ms, fail=handled|unhandled, concurrency=N, timeout=3s with commas. ",
                          behaviour.error().message()})};
  if (const auto seconds = request.integer("Timeout")) behaviour->timeout = std::chrono::seconds{*seconds};
  return describe(state.add(*std::move(behaviour), std::string{handler}, context.now));
}

json::object delete_function(region_functions& state, const input& request, const call_context&) {
  state.all().erase(state.require(request)->behaviour.name);
  return {{"StatusCode", 204}};
}

json::object get_function(region_functions& state, const input& request, const call_context&) {
  return {{"Configuration", describe(*state.require(request))}};
}

json::object list_functions(region_functions& state, const input& request, const call_context&) {
  const auto most = static_cast<std::size_t>(std::clamp<std::int64_t>(request.integer("MaxItems").value_or(50), 1, 50));
  json::array page;
  for (auto at = state.all().upper_bound(request.text("Marker")); at != state.all().end(); ++at) {
    if (page.size() == most) {
      const auto last = std::prev(at)->first;
      return {{"Functions", std::move(page)}, {"NextMarker", last}};
    }
    page.push_back(describe(*at->second));
  }
  return {{"Functions", std::move(page)}};
}

}  // namespace aloft::local::lambda
