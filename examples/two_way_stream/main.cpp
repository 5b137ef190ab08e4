// Lines that Amazon Polly speaks while they are still being written: events go out in one coroutine, and come in in
// another.
//
//   two_way_stream VOICE-ID < lines > speech.mp3
#include <aloft/session.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <unistd.h>

#include <iostream>
#include <string>

namespace asio = boost::asio;
using namespace asio::experimental::awaitable_operators;

asio::awaitable<void> write(aloft::event_stream& stream) {
  asio::posix::stream_descriptor in{co_await asio::this_coro::executor, ::dup(STDIN_FILENO)};
  std::string text;
  for (;;) {
    boost::system::error_code ended;
    const auto size = co_await asio::async_read_until(in, asio::dynamic_buffer(text), '\n',
                                                      asio::redirect_error(asio::use_awaitable, ended));
    if (ended && text.empty()) break;
    const boost::json::value event{{"Text", ended ? text : text.substr(0, size)}};
    text.erase(0, ended ? text.size() : size);
    co_await stream.send("TextEvent", event);
  }
  const boost::json::value nothing = boost::json::object{};
  co_await stream.send("CloseStreamEvent", nothing);
  co_await stream.end_input();
}

asio::awaitable<void> listen(aloft::event_stream& stream) {
  while (auto event = co_await stream.next()) {
    if (event->type() == "AudioEvent") std::cout << event->payload() << std::flush;
    if (event->type() == "StreamClosedEvent")
      std::cerr << (*event)["RequestCharacters"].as_integer() << " characters\n";
  }
}

asio::awaitable<void> speak(aloft::client polly, std::string voice) {
  const boost::json::value input{{"Engine", "generative"}, {"OutputFormat", "mp3"}, {"VoiceId", voice}};
  auto stream = co_await polly.open("start_speech_synthesis_stream", input);
  co_await (write(stream) && listen(stream));
}

int main(int count, char** arguments) {
  if (count != 2) return 2;
  asio::io_context context;
  const aloft::session session{context.get_executor()};
  int status = 0;
  asio::co_spawn(context, speak(session.client("polly"), arguments[1]), [&](std::exception_ptr failure) {
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
