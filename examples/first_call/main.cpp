// One call, three ways: awaited in a coroutine, through a future, and with a callback.
#include <aloft/session.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> print_regions(aloft::client ec2) {
  auto page = co_await ec2.try_call("describe_regions");
  if (!page) {
    std::cerr << page.error().what() << '\n';
    co_return;
  }
  for (auto region : (*page)["Regions"]) std::cout << region["RegionName"].as_text() << '\n';
}

int main() {
  asio::io_context context;
  aloft::session session{context.get_executor()};
  auto ec2 = session.client("ec2");

  asio::co_spawn(context, print_regions(ec2), asio::detached);
  auto later = ec2.async_call("describe_regions", asio::use_future);
  ec2.async_call("describe_regions", [](std::exception_ptr failure, aloft::response page) {
    std::cout << "callback: " << (failure ? 0 : page["Regions"].size()) << " regions\n";
  });
  context.run();
  const auto page = later.get();  // throws aloft::error
  std::cout << "future: " << page["Regions"].size() << " regions\n";
}
