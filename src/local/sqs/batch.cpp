#include "local/sqs/batch.hpp"

#include "local/characters.hpp"
#include "local/sqs/queue_error.hpp"

#include <boost/json/array.hpp>

#include <set>

namespace aloft::local::sqs {
namespace {

namespace json = boost::json;

constexpr std::size_t most_entries = 10;

json::object failed_entry(std::string_view id, const api_error& why) {
  const bool sender = why.status() < 500;
  return {{"Id", id}, {"SenderFault", sender}, {"Code", why.code()}, {"Message", why.message()}};
}

}  // namespace

std::vector<input> read_entries(const input& request) {
  auto entries = request.structures("Entries");
  if (entries.empty()) throw refusal("EmptyBatchRequest", "There should be at least one entry in the request.");
  if (entries.size() > most_entries)
    throw refusal("TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10. You have sent " +
                                                      std::to_string(entries.size()) + ".");
  std::set<std::string_view> ids;
  for (const auto& entry : entries) {
    const auto id = entry.text("Id");
    if (id.empty() || id.size() > 80 || !has_only_letters_digits_and("-_", id))
      throw refusal("InvalidBatchEntryId",
                    "A batch entry id can only contain alphanumeric characters, hyphens and "
                    "underscores. It can be at most 80 letters long.");
    if (!ids.insert(id).second) throw refusal("BatchEntryIdsNotDistinct", join({"Id ", id, " repeated."}));
  }
  return entries;
}

json::object each_entry(const std::vector<input>& entries, const call_context& context,
                        const std::function<json::object(const input& entry)>& work) {
  json::array successful, failed;
  for (const auto& entry : entries) {
    const auto id = entry.text("Id");
    try {
      if (context.hit_by(fault_kind::partial))
        throw api_error{500, "InternalError", "We encountered an internal error. Please try again."};
      auto made = work(entry);
      made["Id"] = id;
      successful.emplace_back(std::move(made));
    } catch (const api_error& why) {
      failed.emplace_back(failed_entry(id, why));
    }
  }
  json::object output{{"Successful", std::move(successful)}};
  if (!failed.empty()) output["Failed"] = std::move(failed);
  return output;
}

}  // namespace aloft::local::sqs
