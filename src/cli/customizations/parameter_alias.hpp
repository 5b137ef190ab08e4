#pragma once
// Parameters that the AWS CLI calls by another name than the model does, where no rule gives that name.

#include <aloft/model.hpp>

#include <string_view>

namespace aloft::cli {

/// The model's name of the member that the AWS CLI calls `option`; "" where the table has none.
std::string_view aliased_member(const operation_model& operation, std::string_view option) noexcept;

}  // namespace aloft::cli
