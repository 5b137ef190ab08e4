#include "local/lambda/lambda_backend.hpp"

#include "local/lambda/invoke.hpp"
#include "local/lambda/manage.hpp"

#include <algorithm>
#include <utility>

namespace aloft::local::lambda {
namespace {

constexpr operation_row<region_functions> table[] = {
    {"CreateFunction", at_once<create_function>}, {"DeleteFunction", at_once<delete_function>},
    {"GetFunction", at_once<get_function>},       {"Invoke", invoke},
    {"ListFunctions", at_once<list_functions>},
};
static_assert(std::ranges::is_sorted(table, {}, &operation_row<region_functions>::name));

}  // namespace

backend::backend(std::vector<function_options> configured)
    : regional_backend{"lambda", table,
                       [configured = std::move(configured)](const std::string& account_id, std::string_view region) {
                         return std::make_unique<region_functions>(account_id, region, configured);
                       }} {}

}  // namespace aloft::local::lambda
