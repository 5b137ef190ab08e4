#include "client/session_family.hpp"

namespace aloft::client_detail {

std::shared_ptr<http::transport> session_family::transport(const boost::asio::any_io_executor& executor,
                                                           http::transport_options options,
                                                           std::shared_ptr<resolver> names) {
  std::lock_guard lock{mutex_};
  auto& slot = transports_[{options.ca_file, options.http_proxy, options.https_proxy, options.no_proxy,
                            options.connect_timeout}];
  if (!slot) slot = http::transport::make(executor, std::move(options), std::move(names));
  return slot;
}

result<std::shared_ptr<const config::profile_files>> session_family::files(const config::file_locations& from) {
  std::lock_guard lock{mutex_};
  if (files_) return files_;
  auto read = config::profile_files::load(from);
  if (read) files_ = *read;
  return read;
}

void session_family::adopt(std::shared_ptr<const config::profile_files> files) {
  std::lock_guard lock{mutex_};
  if (!files_) files_ = std::move(files);
}

std::shared_ptr<std::atomic<std::int64_t>> session_family::clock_skew_of(const model::service& service,
                                                                         const std::string& region,
                                                                         const std::string& url) {
  std::lock_guard lock{mutex_};
  auto& slot = clock_skews_[url.empty() ? std::string{service.metadata().name} + ' ' + region : url];
  if (!slot) slot = std::make_shared<std::atomic<std::int64_t>>(0);
  return slot;
}

}  // namespace aloft::client_detail
