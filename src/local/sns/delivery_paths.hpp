#pragma once
// The ways out of a topic: queues of the same embedded AWS, and HTTP servers that others run.

#include <aloft/http_message.hpp>
#include "local/sns/signer.hpp"
#include "local/sqs/sqs_backend.hpp"

#include <functional>
#include <mutex>
#include <optional>

namespace aloft::local::sns {

/// Takes requests that are to be sent to others; from any thread. Answers are of no interest.
using outbox = std::function<void(http_request)>;

class delivery_paths {
 public:
  /// `queues` outlives this. `check_policies`: a queue takes messages only where its policy allows the topic to send.
  delivery_paths(sqs::backend& queues, bool check_policies, outbox post)
      : queues_{queues}, check_policies_{check_policies}, post_{std::move(post)} {}

  sqs::backend& queues() const noexcept { return queues_; }
  bool check_policies() const noexcept { return check_policies_; }
  void post(http_request request) const {
    if (post_) post_(std::move(request));
  }
  /// Made when first asked for.
  const sns::signer& signer() const {
    const std::lock_guard lock{mutex_};
    if (!signer_) signer_.emplace();
    return *signer_;
  }

 private:
  sqs::backend& queues_;
  bool check_policies_;
  outbox post_;
  mutable std::mutex mutex_;
  mutable std::optional<sns::signer> signer_;
};

}  // namespace aloft::local::sns
