#include "flow/context_watch.hpp"

#include <boost/asio/execution/context.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/query.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <mutex>
#include <vector>

namespace aloft::flow {
namespace asio = boost::asio;
namespace {

class watch_service final : public asio::execution_context::service {
 public:
  using key_type = watch_service;
  static inline asio::execution_context::id id;

  explicit watch_service(asio::execution_context& context) : service{context} {}

  void add(std::weak_ptr<context_listener> listener) {
    const std::lock_guard lock{mutex_};
    if (listeners_.size() >= tidy_at_) {
      std::erase_if(listeners_, [](const auto& l) { return l.expired(); });
      tidy_at_ = std::max<std::size_t>(16, 2 * listeners_.size());
    }
    listeners_.push_back(std::move(listener));
  }

 private:
  void shutdown() override {
    std::unique_lock lock{mutex_};
    const auto all = std::exchange(listeners_, {});
    lock.unlock();
    for (const auto& each : all)
      if (const auto listener = each.lock()) listener->context_gone();
  }

  std::mutex mutex_;
  std::vector<std::weak_ptr<context_listener>> listeners_;
  std::size_t tidy_at_ = 16;
};

}  // namespace

void watch_context(const asio::any_io_executor& executor, std::weak_ptr<context_listener> listener) {
  asio::execution_context& context = asio::query(executor, asio::execution::context);
  asio::use_service<watch_service>(context).add(std::move(listener));
}

asio::any_io_executor without_strand(const asio::any_io_executor& executor) {
  if (const auto* strand = executor.target<asio::strand<asio::any_io_executor>>())
    return without_strand(strand->get_inner_executor());
  if (const auto* strand = executor.target<asio::strand<asio::io_context::executor_type>>())
    return strand->get_inner_executor();
  if (const auto* strand = executor.target<asio::strand<asio::thread_pool::executor_type>>())
    return strand->get_inner_executor();
  return executor;
}

}  // namespace aloft::flow
