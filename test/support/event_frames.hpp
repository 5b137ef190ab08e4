#pragma once
// Answers that stream events, byte by byte.

#include "serde/event_frame.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::testing {

inline std::string frame_of(std::initializer_list<event_header> headers, std::string_view payload) {
  std::string frame;
  const std::vector<event_header> all{headers};
  if (auto made = serde::append_event(frame, all, payload); !made) throw made.error();
  return frame;
}

inline std::string event_frame(std::string_view type, std::string_view payload,
                               std::string_view media = "application/json") {
  return frame_of({{":message-type", std::string_view{"event"}}, {":event-type", type}, {":content-type", media}},
                  payload);
}

inline std::string exception_frame(std::string_view type, std::string_view payload) {
  return frame_of({{":message-type", std::string_view{"exception"}},
                   {":exception-type", type},
                   {":content-type", std::string_view{"application/json"}}},
                  payload);
}

inline std::string error_frame(std::string_view code, std::string_view message) {
  return frame_of({{":message-type", std::string_view{"error"}}, {":error-code", code}, {":error-message", message}},
                  {});
}

inline std::string chunk(std::string_view bytes) {
  char size[20];
  std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
  return size + std::string{bytes} + "\r\n";
}

inline const std::string no_more_chunks = "0\r\n\r\n";

/// The head of an answer in chunks, which has further field lines ("Name: value\r\n").
inline std::string stream_head(std::string_view fields = "",
                               std::string_view media = "application/vnd.amazon.eventstream") {
  return "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: " + std::string{media} +
         "\r\nx-amzn-RequestId: 8a5b\r\n" + std::string{fields} + "\r\n";
}

/// A whole answer, each frame a chunk.
inline std::string stream_of(std::initializer_list<std::string> frames, std::string_view fields = "") {
  std::string all = stream_head(fields);
  for (const auto& frame : frames) all += chunk(frame);
  return all + no_more_chunks;
}

}  // namespace aloft::testing
