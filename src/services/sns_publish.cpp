#include <aloft/sns_publish.hpp>

#include "services/batch_entries.hpp"
#include "services/batch_runner.hpp"
#include "services/sqs_calls.hpp"
#include "services/topic_name.hpp"

#include <optional>
#include <utility>

namespace aloft::sns {
namespace asio = boost::asio;
using services::batch_answer;
using services::batch_input;
using services::batch_queue;
using services::push_attributes;
using services::push_text;
using services::verdict;
namespace {

constexpr batch_input::names entries_of_topic{"TopicArn", "PublishBatchRequestEntries"};

void push_publication(const publication& one, shape_sink& to) {
  push_text(to, "Message", one.message);
  if (!one.subject.empty()) push_text(to, "Subject", one.subject);
  if (one.per_protocol) push_text(to, "MessageStructure", "json");
  push_attributes(to, "MessageAttributes", one.attributes);
  if (!one.group.empty()) push_text(to, "MessageGroupId", one.group);
  if (!one.dedup_id.empty()) push_text(to, "MessageDeduplicationId", one.dedup_id);
}

class publish_calls final : public services::batch_caller {
 public:
  publish_calls(client by, const std::string& topic, const std::vector<publication>& all, const publish_options& how)
      : by_{std::move(by)},
        topic_{topic},
        fifo_{topic.ends_with(".fifo")},
        all_{all},
        how_{how},
        outcomes_(all.size()) {}

  void line_up(batch_queue& line) {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const auto& one = all_[i];
      const auto size = size_of(one);
      const auto structure = one.per_protocol ? check_per_protocol(one.message) : result<void>{};
      if (size > how_.max_bytes) {
        outcomes_[i].emplace(error{error_kind::usage, "MessageTooLong",
                                   "the message has " + std::to_string(size) +
                                       " bytes, attributes included; expected at most " +
                                       std::to_string(how_.max_bytes)});
      } else if (!structure) {
        outcomes_[i].emplace(structure.error());
      } else {
        line.add(size, fifo_ ? std::string_view{one.group} : std::string_view{});
        places_.push_back(i);
      }
    }
  }
  std::vector<result<published>> outcomes() {
    std::vector<result<published>> all;
    for (auto& one : outcomes_)
      all.push_back(one ? std::move(*one) : result<published>{sqs::not_sent_since_cancelled()});
    return all;
  }

  asio::awaitable<std::vector<verdict>> send(const batch_queue::batch& entries) override {
    auto source = std::make_shared<const batch_input>(
        entries_of_topic, topic_, entries.size(),
        [&](std::size_t place, shape_sink& to) { push_publication(all_[places_[entries[place]]], to); });
    std::vector<verdict> verdicts(entries.size(), verdict::refused);
    auto answer = co_await by_.try_call("PublishBatch", std::move(source));
    if (!answer) {
      for (const auto entry : entries) outcomes_[places_[entry]].emplace(answer.error());
      verdicts.assign(entries.size(), services::verdict_of(answer.error(), fifo_ || how_.retry_lost));
      co_return verdicts;
    }
    const batch_answer into{
        .accepted =
            [&](std::size_t place, value record) {
              verdicts[place] = verdict::accepted;
              outcomes_[places_[entries[place]]].emplace(published{std::string{record["MessageId"].as_text()},
                                                                   std::string{record["SequenceNumber"].as_text()}});
            },
        .failed =
            [&](std::size_t place, error failure, bool again) {
              verdicts[place] = again ? verdict::again : verdict::refused;
              outcomes_[places_[entries[place]]].emplace(std::move(failure));
            }};
    services::read_batch_answer(answer->output(), entries.size(), into);
    co_return verdicts;
  }
  void stopped(std::size_t entry) override {
    outcomes_[places_[entry]].emplace(error{error_kind::usage, "EarlierMessageFailed",
                                            "not taken: an earlier message of the group '" +
                                                all_[places_[entry]].group +
                                                "' failed, and the order would have been lost"});
  }
  void cancelled(std::size_t entry) override { outcomes_[places_[entry]].emplace(sqs::not_sent_since_cancelled()); }

 private:
  const client by_;
  const std::string& topic_;
  const bool fifo_;
  const std::vector<publication>& all_;
  const publish_options how_;
  std::vector<std::optional<result<published>>> outcomes_;
  std::vector<std::size_t> places_;  // of the line's entries among all
};

}  // namespace

asio::awaitable<std::vector<result<published>>> publish_batch(client sns, std::string topic_arn,
                                                              std::vector<publication> all, publish_options options) {
  if (!sqs::is_topic_arn(topic_arn)) throw sqs::not_a_topic(topic_arn);
  const clock& time = sns.clock();
  publish_calls calls{std::move(sns), topic_arn, all, options};
  const services::batch_limits limits{.entries = 10, .bytes = options.max_bytes, .rounds = options.rounds};
  batch_queue line{limits};
  calls.line_up(line);
  co_await services::run_batches(line, calls, options.parallel, time);
  co_return calls.outcomes();
}

}  // namespace aloft::sns
