#pragma once
// shape_sink → compact JSON text: requests of awsJson and restJson, and the server's answers.

#include "aloft/shape_sink.hpp"
#include "model/shape.hpp"
#include "serde/json_reader.hpp"

#include <boost/container/small_vector.hpp>

#include <string>

namespace aloft::serde {

struct json_writer_options {
  json_names names = json_names::member;
  timestamp_format time_format =
      timestamp_format::epoch_seconds;  ///< for members without a timestampFormat of their own
};

class json_writer final : public shape_sink {
 public:
  explicit json_writer(const json_writer_options& options = {});

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

  /// The text written so far; the writer is empty afterwards.
  std::string take();

 private:
  void before_value();

  json_writer_options options_;
  std::string out_;
  boost::container::small_vector<const model::shape*, 16> open_;
  const model::member* member_ = nullptr;  // the member, element or map value that is written next
};

}  // namespace aloft::serde
