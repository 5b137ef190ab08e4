#pragma once
// A service whose state is per account and region, made when it is first asked for: a table of operations on that
// state. Each account and region has a lock of its own, held while an operation runs.

#include "local/operation.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::local {

/// States by account and region.
template <class State>
class region_store {
 public:
  using maker = std::function<std::unique_ptr<State>(const std::string& account_id, std::string_view region)>;
  explicit region_store(maker make) : make_{std::move(make)} {}

  /// `work(state)` with the state's lock held.
  template <class Work>
  auto with(const std::string& account_id, std::string_view region, const Work& work) {
    auto& here = find(account_id, region);
    const std::lock_guard lock{here.mutex};
    return work(*here.state);
  }

 private:
  struct guarded {
    std::mutex mutex;
    std::unique_ptr<State> state;
  };

  guarded& find(const std::string& account_id, std::string_view region) {
    const std::lock_guard lock{mutex_};
    auto& found = states_[account_id + '/' + std::string{region}];
    if (!found) {
      found = std::make_unique<guarded>();
      found->state = make_(account_id, region);
    }
    return *found;
  }

  maker make_;
  std::mutex mutex_;  ///< of the map
  std::map<std::string, std::unique_ptr<guarded>> states_;
};

/// A row of a backend's table.
template <class State>
struct operation_row {
  std::string_view name;
  /// Reads `request`, changes `state`, gives the output. A refused call changes nothing.
  outcome (*run)(State& state, const input& request, const call_context& context);
};

/// The row of an operation that never waits.
template <auto Function, class State>
outcome at_once(State& state, const input& request, const call_context& context) {
  return Function(state, request, context);
}

template <class State>
class regional_backend : public service_backend {
 public:
  /// `table` is sorted by name and outlives the backend.
  regional_backend(std::string_view name, std::span<const operation_row<State>> table,
                   typename region_store<State>::maker make)
      : name_{name}, table_{table}, states_{std::move(make)} {
    for (const auto& row : table) names_.push_back(row.name);
  }

  std::string_view name() const noexcept override { return name_; }
  std::span<const std::string_view> operations() const noexcept override { return names_; }
  outcome run(std::string_view operation, const input& request, const call_context& context) override {
    const auto& row = table_[static_cast<std::size_t>(std::ranges::lower_bound(names_, operation) - names_.begin())];
    return states_.with(context.caller.account_id, context.region,
                        [&](State& state) { return row.run(state, request, context); });
  }

 protected:
  region_store<State>& states() noexcept { return states_; }

 private:
  std::string_view name_;
  std::span<const operation_row<State>> table_;
  std::vector<std::string_view> names_;
  region_store<State> states_;
};

}  // namespace aloft::local
