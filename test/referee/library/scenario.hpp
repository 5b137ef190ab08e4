#pragma once
// Calls through the library's public headers against a server that somebody else wrote. A scenario makes some, checks
// what it gets and throws where it is not what it should be.

#include <aloft/session.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/json.hpp>

#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace aloft::referee {

using run_function = boost::asio::awaitable<void> (*)(aloft::session);

/// A scenario enrols by being constructed at namespace scope.
struct scenario {
  scenario(std::string_view name, run_function run);
};
const std::map<std::string, run_function, std::less<>>& all_scenarios();

template <class Expected, class Actual>
void expect_equal(std::string_view what, const Expected& expected, const Actual& actual) {
  if (actual == expected) return;
  std::ostringstream text;
  text << what << ": expected \"" << expected << "\", got \"" << actual << '"';
  throw std::runtime_error(text.str());
}

void expect(std::string_view what, bool fact);

/// The error that a call must end with: of kind `service`, with the code.
boost::asio::awaitable<aloft::error> refusal(aloft::client client, std::string operation, boost::json::value parameters,
                                             std::string code);

}  // namespace aloft::referee
