// aloft-referee-calls SCENARIO: the server, the keys and the region come from the environment.

#include "referee/library/scenario.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <iostream>

int main(int count, char** arguments) {
  const auto& scenarios = aloft::referee::all_scenarios();
  const auto found = count == 2 ? scenarios.find(arguments[1]) : scenarios.end();
  if (found == scenarios.end()) {
    std::cerr << "aloft-referee-calls SCENARIO, one of:";
    for (const auto& [name, run] : scenarios) std::cerr << ' ' << name;
    std::cerr << '\n';
    return 2;
  }
  try {
    boost::asio::io_context context;
    aloft::session session{context.get_executor()};
    auto done = boost::asio::co_spawn(context, found->second(session), boost::asio::use_future);
    context.run();
    done.get();
  } catch (const std::exception& failure) {
    std::cerr << found->first << ": " << failure.what() << '\n';
    return 1;
  }
  std::cout << found->first << ": as expected\n";
}
