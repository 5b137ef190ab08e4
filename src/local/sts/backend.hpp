#pragma once
// The embedded STS.

#include "local/operation.hpp"

namespace aloft::local::sts {

class backend final : public service_backend {
 public:
  std::string_view name() const noexcept override { return "sts"; }
  std::span<const std::string_view> operations() const noexcept override;
  boost::json::object run(std::string_view operation, const input& request, const call_context& context) override;
};

}  // namespace aloft::local::sts
