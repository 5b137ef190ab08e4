#pragma once
// Help of the program's own commands: written pages, a file for each kind of command.

#include <span>
#include <string_view>

namespace aloft::cli {

struct command_page {
  std::string_view name;  ///< the words that name the command, or several of them: "sqs listen", "configure"
  std::string_view text;
};

std::span<const command_page> tool_pages() noexcept;      ///< ec2 rules, lambda batch, logs tail, compare, local, …
std::span<const command_page> identity_pages() noexcept;  ///< whoami, configure, exec, login, sso
std::span<const command_page> signing_pages() noexcept;   ///< sign, presigned addresses, passwords made by signing
std::span<const command_page> queue_pages() noexcept;     ///< sqs, sns
std::span<const command_page> transfer_pages() noexcept;  ///< s3 cp, mv, sync, ls, …
std::span<const command_page> deploy_pages() noexcept;    ///< cloudformation, codedeploy, eks, ecr, codeartifact, …

}  // namespace aloft::cli
