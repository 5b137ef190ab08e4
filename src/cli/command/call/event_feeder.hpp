#pragma once
// --events: what a stream that takes events is given, a line each.

#include <aloft/event_stream.hpp>

#include <boost/asio/awaitable.hpp>

#include <string>

namespace aloft::cli {

/// Sends the lines of a file, or of the standard input ("-"); the end of the events is the caller's to tell. A line is
/// an object with one member: the event's name and what it is, as printed events are. Throws usage "BadEvent" for a
/// line that is none, and what the stream's send() does.
boost::asio::awaitable<void> feed_events(event_stream& to, std::string path);

}  // namespace aloft::cli
