#pragma once
// The embedded EC2: a state per region, made when the region is first asked for.

#include "local/account.hpp"
#include "local/ec2/region_state.hpp"
#include "local/operation.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace aloft::local::ec2 {

class backend final : public service_backend {
 public:
  /// `prepare`, if given, fills each region that is made. The account must outlive the backend.
  explicit backend(const account& account, std::function<void(region_state&)> prepare = {});

  std::string_view name() const noexcept override { return "ec2"; }
  std::span<const std::string_view> operations() const noexcept override;
  boost::json::object run(std::string_view operation, const input& request, const call_context& context) override;

 private:
  struct guarded_region {
    guarded_region(std::string name, const account& account) : state{std::move(name), account} {}
    std::mutex mutex;
    region_state state;
  };
  guarded_region& region(std::string_view name);

  const account& account_;
  std::function<void(region_state&)> prepare_;
  std::mutex mutex_;  ///< of the map; each region has its own
  std::map<std::string, std::unique_ptr<guarded_region>, std::less<>> regions_;
};

}  // namespace aloft::local::ec2
