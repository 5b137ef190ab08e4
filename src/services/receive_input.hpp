#pragma once
// What ReceiveMessage is asked.

#include <aloft/input.hpp>
#include <aloft/shape_sink.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::sqs {

class receive_input final : public input_source {
 public:
  std::string url;
  std::size_t messages = 10;
  std::chrono::seconds wait{20};
  std::optional<std::chrono::seconds> visibility;
  std::vector<std::string> system_attributes;  ///< besides those that consumers need
  std::string attempt;                         ///< of FIFO queues: the same messages for the same text

  void push(const shape_model&, shape_sink& to) const override {
    to.begin_map();
    to.key("QueueUrl");
    to.text(url);
    to.key("MessageSystemAttributeNames");
    to.begin_list();
    to.text("ApproximateReceiveCount");
    to.text("MessageGroupId");
    for (const auto& one : system_attributes) to.text(one);
    to.end();
    to.key("MessageAttributeNames");
    to.begin_list(1);
    to.text("All");
    to.end();
    number(to, "MaxNumberOfMessages", static_cast<std::int64_t>(messages));
    number(to, "WaitTimeSeconds", wait.count());
    if (visibility) number(to, "VisibilityTimeout", visibility->count());
    if (!attempt.empty()) {
      to.key("ReceiveRequestAttemptId");
      to.text(attempt);
    }
    to.end();
  }

 private:
  static void number(shape_sink& to, std::string_view name, std::int64_t value) {
    to.key(name);
    to.integer(value);
  }
};

}  // namespace aloft::sqs
