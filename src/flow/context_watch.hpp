#pragma once
// Notice of the end of an execution context. What waits outside of Asio's own queues (for names, for connections, for
// one another) has to be taken down when the context goes, as Asio does with what waits inside.

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace aloft::flow {

class context_listener {
 public:
  /// The context is being destroyed: nothing may be posted to it any more, handlers must be destroyed, not called.
  virtual void context_gone() noexcept = 0;

 protected:
  ~context_listener() = default;
};

/// Calls the listener, if it still lives then, when the executor's context is destroyed.
void watch_context(const boost::asio::any_io_executor& executor, std::weak_ptr<context_listener> listener);

/// The executor under the strands around it, as far as they are of the usual types: what may be kept after its context,
/// which a strand may not.
boost::asio::any_io_executor without_strand(const boost::asio::any_io_executor& executor);

}  // namespace aloft::flow
