#pragma once
// The kinds of cases of the suite of credentials, each with its runner.

#include "conformance/report.hpp"

#include <boost/json/value.hpp>

#include <filesystem>

namespace aloft::conformance {

/// Folders with env.json, fs, http-traffic.json and test-case.json.
enum class chain_kind {
  default_chain,  ///< all providers
  profile_only,   ///< what the chosen profile says
  bearer_token,   ///< the token of an SSO session
};
void run_chain_case(const std::filesystem::path& folder, chain_kind kind, report& out);

void run_assume_role_cases(const boost::json::value& cases, report& out);
void run_container_cases(const boost::json::value& cases, report& out);
void run_file_location_cases(const boost::json::value& cases, report& out);
void run_login_cases(const boost::json::value& cases, report& out);
void run_metadata_endpoint_cases(const boost::json::value& cases, report& out);
void run_profile_parser_cases(const boost::json::value& cases, report& out);

/// A member that is text, or "".
std::string member_text(const boost::json::object& from, std::string_view name);

}  // namespace aloft::conformance
