#pragma once
// All that is decided about a call before anything is sent: the operation, its input, the regions, the settings.

#include <aloft/model.hpp>
#include "aloft/session.hpp"
#include "cli/options/global_options.hpp"
#include "cli/output/answer.hpp"
#include "cli/run/session_setup.hpp"
#include "cli/run/stderr_log.hpp"
#include "cli/sweep/region_choice.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace aloft::cli {

struct call_plan {
  std::optional<service_model> service;
  std::optional<operation_model> operation;
  boost::json::object input;
  std::string body_file;  ///< what the request's streaming body is read from; empty: nothing
  std::string outfile;    ///< where the answer's body goes, "-": the standard output; empty: the output has none
  std::chrono::seconds expires_in{3600};  ///< of --presign
  session_options session;
  std::shared_ptr<const config::profile_files> files;  ///< as they were read for the plan
  std::optional<name_choice> regions;                  ///< --regions
  std::vector<std::string> profiles;                   ///< --profiles, the ones meant; empty: one profile
  std::string home_region;  ///< where DescribeRegions is asked: the configured region, else us-east-1
  output_format format = output_format::json;
  std::optional<std::uint64_t> max_events = {};           ///< --max-events of operations that stream events
  std::optional<std::chrono::milliseconds> lasting = {};  ///< --for, of the same
  std::string events = {};  ///< --events, of operations that take events; empty: none are sent
};

/// Looks everything up and checks it. `words`: service, operation and its parameters. `log` must outlive the plan.
/// Throws usage and config errors.
call_plan make_plan(const global_options& options, std::span<const std::string> words, log_sink& log);

/// Settings of a client that the command needs, of its own service or of another.
client_options settings_for(std::string_view service, const call_plan& plan, const global_options& options,
                            std::string region);

/// The regions that the plan's choice means; asks DescribeRegions in the region `home` when there is "all" or a
/// pattern. Throws.
boost::asio::awaitable<std::vector<std::string>> find_regions(const session& session, const call_plan& plan,
                                                              const global_options& options, std::string home);

}  // namespace aloft::cli
