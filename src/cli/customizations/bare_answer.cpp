#include "cli/customizations/bare_answer.hpp"

#include <array>

namespace aloft::cli {
namespace {

constexpr std::array rows{bare_answer{"lambda", "Invoke", "FunctionError"}};

}  // namespace

const bare_answer* find_bare_answer(const operation_model& operation) noexcept {
  for (const auto& row : rows)
    if (row.operation == operation.name() && row.service == operation.service_name()) return &row;
  return nullptr;
}

}  // namespace aloft::cli
