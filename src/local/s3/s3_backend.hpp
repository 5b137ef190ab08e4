#pragma once
// The embedded S3.

#include "aloft/sigv4.hpp"
#include "local/s3/store.hpp"

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

namespace aloft::local::s3 {

class backend final : public service_backend {
 public:
  /// In memory, or in a folder, which keeps its buckets. Usage error "InvalidOption" for one that cannot be made or
  /// read.
  static result<std::unique_ptr<backend>> open(const std::string& folder);
  ~backend() override;

  std::string_view name() const noexcept override { return "s3"; }
  std::span<const std::string_view> operations() const noexcept override;
  outcome run(std::string_view operation, const input& request, const call_context& context) override;
  std::shared_ptr<body_intake> intake(const http_request& head, const auth::signature_claim& claim,
                                      std::string_view secret) override;

 private:
  explicit backend(std::shared_ptr<blob_space> space);

  std::shared_ptr<blob_space> space_;
  signing_key_cache keys_;
  std::mutex mutex_;  ///< of what follows
  store store_;
};

}  // namespace aloft::local::s3
