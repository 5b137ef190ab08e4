// Rows of all pages, a listing that stops and goes on later, and waiting until something has come about.
#include <aloft/session.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <iostream>
#include <string>

namespace asio = boost::asio;
using namespace std::chrono_literals;

// Every security group, whatever the pages.
asio::awaitable<void> print_groups(aloft::client ec2) {
  aloft::pages_options how;
  how.prefetch = 1;  // the next page is on its way while this one is printed
  auto groups = ec2.items("describe_security_groups", {}, how);
  while (auto group = co_await groups.next()) std::cout << (*group)["GroupName"].as_text() << '\n';
}

// Three groups at a time; the token may be kept in a file meanwhile, or be given to `aws --starting-token`.
asio::awaitable<void> print_in_portions(aloft::client ec2) {
  aloft::pages_options how;
  how.max_items = 3;
  do {
    auto pages = ec2.pages("describe_security_groups", {}, how);
    std::size_t count = 0;
    while (auto page = co_await pages.next()) count += (*page)["SecurityGroups"].size();
    how.starting_token = pages.resume_token();
    std::cout << count << (how.starting_token.empty() ? " groups, the last ones\n" : " groups\n");
  } while (!how.starting_token.empty());
}

asio::awaitable<void> wait_for_vpc(aloft::client ec2, std::string id) {
  boost::json::value which{{"VpcIds", {id}}};
  aloft::wait_options patient;
  patient.max_wait = 10min;
  const auto ended = co_await ec2.try_wait("vpc_available", which, patient);
  if (!ended)
    std::cout << ended.error().what() << '\n';
  else
    std::cout << id << (*ended ? " is there: " : " will not come: ") << ended->reason << '\n';
}

int main() {
  asio::io_context context;
  aloft::session session{context.get_executor()};
  auto work = [](aloft::client ec2) -> asio::awaitable<void> {
    co_await print_groups(ec2);
    co_await print_in_portions(ec2);
    co_await wait_for_vpc(ec2, "vpc-1");
  };
  auto done = asio::co_spawn(context, work(session.client("ec2")), asio::use_future);
  context.run();
  done.get();  // throws aloft::error
}
