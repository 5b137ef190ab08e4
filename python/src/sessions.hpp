#pragma once
// Sessions and clients that Python holds: made anew in a forked child, by what they were made of.

#include "engine.hpp"
#include "operations.hpp"

#include <aloft/client.hpp>
#include <aloft/credentials_provider.hpp>
#include <aloft/session.hpp>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace aloft::python {

/// Keys that Python renews: what was given last is what sessions get.
class fed_credentials final : public credentials_provider {
 public:
  explicit fed_credentials(credentials first) : held_{std::move(first)} {}
  std::string_view name() const noexcept override { return "python"; }
  boost::asio::awaitable<result<credentials>> load() override;
  void feed(credentials next);

 private:
  std::mutex mutex_;
  credentials held_;
};

class session_handle final : public droppable {
 public:
  /// `sync`: with an event loop of its own, which the threads that wait drive.
  session_handle(std::function<session()> make, bool sync) : make_{std::move(make)}, sync_{sync} {}

  session get();
  bool sync() const noexcept { return sync_; }
  void drop() noexcept override;

  std::shared_ptr<fed_credentials> keys;  // null: others than Python's

 private:
  const std::function<session()> make_;
  const bool sync_;
  std::mutex mutex_;
  std::optional<session> held_;
};

class client_handle final : public droppable {
 public:
  client_handle(std::shared_ptr<session_handle> of, const service_info& service, client_options options)
      : of_{std::move(of)}, service_{service}, options_{std::move(options)} {}

  /// Makes it where that has not been done; a bad option is an error.
  result<client> get();
  const service_info& service() const noexcept { return service_; }
  const std::shared_ptr<session_handle>& owner() const noexcept { return of_; }
  void drop() noexcept override;

 private:
  const std::shared_ptr<session_handle> of_;
  const service_info& service_;
  const client_options options_;
  std::mutex mutex_;
  std::optional<client> held_;
};

}  // namespace aloft::python
