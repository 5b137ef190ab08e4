#pragma once
// The way out of events: a structure is pushed in, and each member goes into a header, or into the payload.

#include "aloft/event_header.hpp"
#include "aloft/shape_sink.hpp"
#include "protocol/body_format.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::protocol {

/// Takes one event, as input_fitter pushes it.
class event_sink final : public shape_sink {
 public:
  event_sink(const model::shape& event, const body_format& format);

  using shape_sink::begin;
  void begin(const model::shape& shape, std::size_t size) override;
  void end() override;
  void member(const model::member& member) override;
  void key(std::string_view key) override;
  void text(std::string_view value) override;
  void integer(std::int64_t value) override;
  void real(double value) override;
  void boolean(bool value) override;
  void blob(std::string_view bytes) override;
  void timestamp(aloft::timestamp value) override;
  void null() override;

  // What came of it, once the structure has ended. Views live as long as the sink.
  const std::vector<event_header>& headers() const noexcept { return headers_; }
  std::string take_payload();
  /// The payload is bytes or text as they are; nothing where it is a structure.
  std::optional<model::shape_type> raw() const noexcept;

 private:
  bool to_body() const noexcept { return !in_header_ && !in_raw_; }
  void add(event_header_value value);
  std::string_view kept(std::string_view text);

  const model::shape& event_;
  const model::member* const payload_;
  const body_format& format_;
  std::optional<body_writer> body_;
  std::string raw_;
  std::vector<event_header> headers_;
  std::deque<std::string> texts_;  // that headers hold
  const model::member* member_ = nullptr;
  std::size_t depth_ = 0;
  bool in_header_ = false, in_raw_ = false;
};

}  // namespace aloft::protocol
