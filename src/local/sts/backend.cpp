#include "local/sts/backend.hpp"

namespace aloft::local::sts {
namespace {

constexpr std::string_view names[] = {"GetCallerIdentity"};

}  // namespace

std::span<const std::string_view> backend::operations() const noexcept { return names; }

boost::json::object backend::run(std::string_view, const input&, const call_context& context) {
  return {{"UserId", context.caller.user_id}, {"Account", context.caller.account_id}, {"Arn", context.caller.arn}};
}

}  // namespace aloft::local::sts
