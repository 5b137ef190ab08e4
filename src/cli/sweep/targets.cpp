#include "cli/sweep/targets.hpp"

#include "cli/sweep/global_service.hpp"
#include "cli/sweep/profiles.hpp"

#include <aloft/gather.hpp>

namespace aloft::cli {
namespace asio = boost::asio;
namespace {

std::string region_of(const session& session) { return std::string{session.client("sts").region()}; }

/// The account that the session acts in; "" when it cannot be told. Throws when the session is nobody.
asio::awaitable<std::string> account_of(const session& session, const call_plan& plan, const global_options& options,
                                        const std::string& home) {
  if (options.no_sign_request) co_return std::string{};
  auto keys = co_await session.credentials();
  if (!keys.account_id.empty()) co_return std::move(keys.account_id);
  const auto sts = session.client("sts", settings_for("sts", plan, options, home));
  auto who = co_await sts.try_call("GetCallerIdentity");
  if (who) co_return std::string{(*who)["Account"].as_text()};
  // Refused keys would be refused everywhere; a server without STS has no account to tell.
  const int status = who.error().info().http_status;
  if (status == 401 || status == 403) throw who.error();
  co_return std::string{};
}

asio::awaitable<std::vector<call_target>> targets_of(const session& session, std::string profile, const call_plan& plan,
                                                     const global_options& options) {
  const std::string own = region_of(session);
  const std::string home = own.empty() ? plan.home_region : own;
  std::string account;
  if (!profile.empty()) account = co_await account_of(session, plan, options, home);
  std::vector<place> places{{std::string{}, own}};
  if (plan.regions) {
    const auto regions = co_await find_regions(session, plan, options, home);
    places = distinct_places(*plan.service, regions);
  }
  std::vector<call_target> targets;
  for (const auto& where : places) targets.push_back({session, profile, account, where.region, where.name});
  co_return targets;
}

}  // namespace

asio::awaitable<call_targets> find_targets(const session& session, const call_plan& plan,
                                           const global_options& options) {
  call_targets found;
  if (plan.profiles.empty()) {
    found.all = co_await targets_of(session, {}, plan, options);
    co_return found;
  }
  const auto ask = [&](const std::string& name) -> asio::awaitable<std::vector<call_target>> {
    const auto own = session.with_profile(name);
    co_return co_await targets_of(own, name, plan, options);
  };
  auto answers = co_await gather_results(plan.profiles, ask, {.limit = options.parallel});
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i]) {
      for (auto& target : *answers[i]) found.all.push_back(std::move(target));
    } else {
      found.failures.push_back(in_profile(answers[i].error(), plan.profiles[i]));
    }
  }
  co_return found;
}

}  // namespace aloft::cli
