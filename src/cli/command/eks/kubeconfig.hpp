#pragma once
// kubectl's configuration with one cluster more.

#include <boost/json/object.hpp>

#include <string>

namespace aloft::cli {

struct kubeconfig_cluster {
  std::string arn, endpoint, certificate;  ///< certificate: base64
  std::string context, user;               ///< names that people see; by themselves the ARN
  boost::json::object exec;                ///< what kubectl runs for a token
};

/// Puts cluster, user and context in, or in the place of those with the same names, and makes the context the current
/// one; everything else stays. Whether the context is new. Throws a config error for a configuration whose lists are
/// none.
bool add_cluster(boost::json::object& configuration, const kubeconfig_cluster& cluster);

}  // namespace aloft::cli
