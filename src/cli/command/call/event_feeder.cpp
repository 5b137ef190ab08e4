#include "cli/command/call/event_feeder.hpp"

#include "aloft/error.hpp"
#include "cli/files/line_reader.hpp"

#include <boost/asio/this_coro.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>

namespace aloft::cli {
namespace asio = boost::asio;
namespace json = boost::json;
namespace {

constexpr std::size_t longest_event = std::size_t{32} << 20;  // base64 of the largest payload that AWS allows

error bad_event(const std::string& path, const text_line& line, const std::string& why) {
  return error{error_kind::usage, "BadEvent",
               "line " + std::to_string(line.number) + " of " + (path == "-" ? "the standard input" : path) +
                   " is no event: " + why + R"(; expected an object with one member, {"TextEvent": {"Text": "…"}})"};
}

}  // namespace

asio::awaitable<void> feed_events(event_stream& to, std::string path) {
  const asio::any_io_executor runs = co_await asio::this_coro::executor;
  line_reader lines{runs, path, longest_event};
  while (const auto line = co_await lines.next()) {
    if (line->size > longest_event) throw bad_event(path, *line, "it is longer than 32 MiB");
    if (line->text.find_first_not_of(" \t") == std::string::npos) continue;
    boost::system::error_code failure;
    auto read = json::parse(line->text, failure);
    if (failure) throw bad_event(path, *line, failure.message());
    auto* const object = read.if_object();
    if (object == nullptr || object->size() != 1) throw bad_event(path, *line, "it has no one member");
    const std::string name{object->begin()->key()};
    input content(std::move(object->begin()->value()));  // braces would make a list of it
    co_await to.send(name, std::move(content));
  }
}

}  // namespace aloft::cli
