#pragma once
// Any service: each of its operations answers rows made from the shape of its output. It judges nothing: whatever is
// asked for is there.

#include "aloft/local.hpp"
#include "local/operation.hpp"
#include "model/service.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace aloft::local::synthetic {

class backend final : public service_backend {
 public:
  /// `embedded`, which may be null and outlives this, answers what tells callers where to go: EC2's DescribeRegions.
  backend(std::shared_ptr<const model::service> service, const synthesis& how, service_backend* embedded);

  std::string_view name() const noexcept override { return service_->metadata().name; }
  std::span<const std::string_view> operations() const noexcept override { return names_; }
  outcome run(std::string_view operation, const input& request, const call_context& context) override;

 private:
  std::shared_ptr<const model::service> service_;
  std::vector<std::string_view> names_;
  synthesis how_;
  service_backend* embedded_;
};

}  // namespace aloft::local::synthetic
