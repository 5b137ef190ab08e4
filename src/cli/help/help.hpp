#pragma once
// What `help` prints, made from the models.

#include <aloft/model.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace aloft::cli {

/// The program's own page.
std::string program_help(std::size_t width);

/// A command of the program's own that `words` name ("ec2", "rules"); "" when they name none.
std::string_view command_help(std::span<const std::string> words) noexcept;

/// A service: what it is and its operations.
std::string service_help(const service_model& service, const documentation_model* words, std::size_t width);

/// A service named without an operation: its own commands and the names of its operations.
std::string service_overview(const service_model& service, std::size_t width);

/// An operation: what it does, its parameters with types, limits and values, and its output.
std::string operation_help(const operation_model& operation, const documentation_model* words, std::size_t width);

}  // namespace aloft::cli
