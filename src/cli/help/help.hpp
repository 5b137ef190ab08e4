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

/// The same for the commands around identity: whoami, configure, exec.
std::string_view identity_help(std::string_view command) noexcept;

/// The same for what makes signatures: sign, s3 presign, s3 presign-post, rds and dsql generate-db-…-token.
std::string_view signing_help(std::span<const std::string> words) noexcept;

/// A service: what it is and its operations.
std::string service_help(const service_model& service, const documentation_model* words, std::size_t width);

/// An operation: what it does, its parameters with types, limits and values, and its output.
std::string operation_help(const operation_model& operation, const documentation_model* words, std::size_t width);

}  // namespace aloft::cli
