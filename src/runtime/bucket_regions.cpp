#include "runtime/bucket_regions.hpp"

#include "core/region_name.hpp"

#include <boost/json/object.hpp>

namespace aloft::runtime {
namespace {

constexpr std::size_t most_kept = 1000;

std::string region_of(const error& failure) {
  const auto& members = failure.info().members;
  const auto* region = members ? members->if_contains("Region") : nullptr;
  return region != nullptr && region->is_string() ? std::string{region->get_string()} : std::string{};
}

}  // namespace

std::string bucket_regions::find(std::string_view bucket) const {
  const std::lock_guard lock{mutex_};
  const auto found = known_.find(bucket);
  return found == known_.end() ? std::string{} : found->second;
}

void bucket_regions::remember(std::string_view bucket, std::string_view region) {
  const std::lock_guard lock{mutex_};
  if (known_.size() >= most_kept) known_.clear();  // rare; they are asked for in vain once more
  known_.insert_or_assign(std::string{bucket}, std::string{region});
}

std::optional<region_hint> region_hint_of(const model::operation& operation, int status, const error& failure,
                                          std::string_view stated) {
  const std::string_view code = failure.code();
  std::string region{stated};
  if (region.empty()) region = region_of(failure);
  const bool head = operation.name == "HeadObject" || (operation.name == "HeadBucket" && !stated.empty());
  const bool moved = status == 301 || status == 302 || status == 307 || code == "PermanentRedirect" ||
                     (head && status == 400) ||
                     (code == "AuthorizationHeaderMalformed" && !region_of(failure).empty()) ||
                     (code == "IllegalLocationConstraintException" && operation.name != "CreateBucket");
  if (!moved) return std::nullopt;
  if (!region.empty() && (!is_region_name(region) || region.find_first_not_of("0123456789") == std::string::npos))
    return std::nullopt;
  return region_hint{std::move(region)};
}

}  // namespace aloft::runtime
