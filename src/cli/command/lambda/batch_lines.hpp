#pragma once
// The input of `aloft lambda batch` as items of a batch.

#include <aloft/lambda_batch.hpp>
#include "cli/files/line_reader.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace aloft::cli {

/// What a line asks for: a payload, or, of envelopes, {"payload":…,"function":…,"qualifier":…,"client_context":…,
/// "tenant_id":…,"durable_name":…}. What is none is an item that is refused, with an error that says why.
lambda::batch_item read_batch_line(const text_line& line, bool envelope, std::size_t longest);

/// Lines that are blank are no items. Used by one batch in one thread.
class batch_lines final : public lambda::batch_source {
 public:
  batch_lines(boost::asio::any_io_executor executor, const std::string& path, bool envelope, std::size_t longest)
      : reader_{std::move(executor), path, longest}, envelope_{envelope}, longest_{longest} {}

  boost::asio::awaitable<result<std::optional<lambda::batch_item>>> next() override;
  bool waits() const noexcept override { return reader_.waits(); }

  /// Where an item stood; once for each.
  std::uint64_t take_number(std::uint64_t index);

 private:
  line_reader reader_;
  const bool envelope_;
  const std::size_t longest_;
  std::uint64_t items_ = 0;
  std::unordered_map<std::uint64_t, std::uint64_t> numbers_;  // of items without a result
};

}  // namespace aloft::cli
