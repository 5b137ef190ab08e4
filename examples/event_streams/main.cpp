// A log group watched live: every line as it comes, for as long as the program is told to; one that is silent for too
// long is said to be so, and the stream goes on.
//
//   event_streams ARN-OF-A-LOG-GROUP
#include <aloft/session.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <chrono>
#include <iostream>
#include <string>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;
using namespace std::chrono_literals;

asio::awaitable<void> tail(aloft::client logs, std::string group) {
  const boost::json::value input{{"logGroupIdentifiers", {group}}};
  auto stream = co_await logs.open("start_live_tail", input);
  asio::steady_timer patience{co_await asio::this_coro::executor};
  for (;;) {
    patience.expires_after(10s);
    // A read that is cancelled loses nothing: what it waited for comes to the next one.
    auto read = co_await (stream.try_next() || patience.async_wait(asio::use_awaitable));
    if (read.index() == 1) {
      std::cout << "(nothing for ten seconds)\n";
      continue;
    }
    auto& event = std::get<0>(read);
    if (!event) throw event.error();
    if (!*event) break;  // a good end
    if ((*event)->type() == "sessionStart") std::cout << "session " << (**event)["sessionId"].as_text() << '\n';
    for (const auto row : (**event)["sessionResults"]) std::cout << row["message"].as_text() << '\n';
  }
  std::cout << stream.delivered() << " events\n";
}

int main(int count, char** arguments) {
  if (count != 2) return 2;
  asio::io_context context;
  const aloft::session session{context.get_executor()};
  int status = 0;
  asio::co_spawn(context, tail(session.client("logs"), arguments[1]), [&](std::exception_ptr failure) {
    try {
      if (failure) std::rethrow_exception(failure);
    } catch (const aloft::error& error) {
      std::cerr << error.what() << '\n';
      status = 1;
    }
  });
  context.run();
  return status;
}
