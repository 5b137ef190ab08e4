#pragma once
// The embedded EC2: a state per account and region, made when it is first asked for.

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
  /// `prepare`, if given, fills each region that is made. Other accounts, known by the roles that are assumed in them,
  /// have enabled the same regions as `account`, which must outlive the backend.
  explicit backend(const account& account, std::function<void(region_state&)> prepare = {});

  std::string_view name() const noexcept override { return "ec2"; }
  std::span<const std::string_view> operations() const noexcept override;
  boost::json::object run(std::string_view operation, const input& request, const call_context& context) override;

 private:
  struct guarded_region {
    guarded_region(std::string name, account of) : owner{std::move(of)}, state{std::move(name), owner} {}
    std::mutex mutex;
    account owner;
    region_state state;
  };
  guarded_region& region(const std::string& account_id, std::string_view name);

  const account& account_;
  std::function<void(region_state&)> prepare_;
  std::mutex mutex_;                                                ///< of the map; each region has its own
  std::map<std::string, std::unique_ptr<guarded_region>> regions_;  ///< by "ACCOUNT/REGION"
};

}  // namespace aloft::local::ec2
