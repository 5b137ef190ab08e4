#pragma once
// The entries of batch requests to SQS and SNS, pushed as input without a copy of their texts, and what answers say of
// each.

#include "services/batch_queue.hpp"

#include <aloft/error.hpp>
#include <aloft/input.hpp>
#include <aloft/shape_sink.hpp>
#include <aloft/sqs_batch.hpp>
#include <aloft/value.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aloft::services {

/// Input of a batch operation: {owner: name, list: [ {"Id": "0", …}, … ]}. What the caller's function pushes for an
/// entry are its other members; texts must live until the call is over.
class batch_input final : public input_source {
 public:
  struct names {
    std::string_view owner;  ///< "QueueUrl", "TopicArn"
    std::string_view list;   ///< "Entries", "PublishBatchRequestEntries"
  };
  using entry_writer = std::function<void(std::size_t entry, shape_sink& to)>;

  batch_input(names called, std::string_view owner, std::size_t entries, entry_writer each)
      : names_{called}, owner_{owner}, entries_{entries}, each_{std::move(each)} {}

  void push(const shape_model& shape, shape_sink& to) const override;

 private:
  const names names_;
  const std::string_view owner_;
  const std::size_t entries_;
  const entry_writer each_;
};

/// One member whose value is a text.
void push_text(shape_sink& to, std::string_view name, std::string_view text);
/// {"name": {"DataType": …, "StringValue" or "BinaryValue": …}}, nothing for none.
void push_attributes(shape_sink& to, std::string_view member, const sqs::attributes& all);

/// Goes over an answer's Successful and Failed. An entry of which neither says a word gets the protocol error
/// "NoResult". `accepted` is given the entry's place in the batch and its record; `failed` the place, the error and
/// whether it may be sent again.
struct batch_answer {
  std::function<void(std::size_t place, value record)> accepted;
  std::function<void(std::size_t place, error failure, bool again)> failed;
};
void read_batch_answer(value output, std::size_t entries, const batch_answer& to);

}  // namespace aloft::services
