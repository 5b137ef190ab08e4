#pragma once
// Recorded HTTP exchanges, played back by a server that aloft reaches as a proxy: for https it answers CONNECT and ends
// TLS itself. So the whole way is walked that calls take.

#include "support/scripted_server.hpp"
#include "support/test_authority.hpp"

#include <boost/json/value.hpp>

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace aloft::conformance {

struct exchange {
  std::string method, uri;
  std::map<std::string, std::string> headers;  ///< that the request must have; names in lower case
  std::string action;                          ///< of a query protocol's body; empty: not checked
  int status = 200;
  std::map<std::string, std::string> answer_headers;
  std::string answer;
  bool no_answer = false;  ///< the connection is closed instead
};

/// The exchanges of an http-traffic.json.
std::vector<exchange> read_traffic(const boost::json::value& recording);

class traffic_server {
 public:
  explicit traffic_server(std::vector<exchange> expected);

  std::string proxy() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }
  /// What was asked otherwise than recorded; empty: nothing.
  std::string mismatch() const;
  /// Exchanges that were not asked for.
  std::size_t left() const;

 private:
  void serve(testing::peer& client);
  void answer(testing::peer& client, const std::string& request, const std::string& base);

  const std::vector<exchange> expected_;
  testing::test_authority authority_;
  std::shared_ptr<SSL_CTX> tls_;
  mutable std::mutex mutex_;
  std::size_t next_ = 0;
  std::string mismatch_;
  testing::scripted_server server_;  // last: its threads use all of the above
};

}  // namespace aloft::conformance
