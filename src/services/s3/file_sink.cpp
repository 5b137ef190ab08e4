#include "services/s3/file_sink.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace aloft::s3 {
namespace asio = boost::asio;
namespace {

constexpr std::size_t buffer_size = 1 << 20;

}  // namespace

file_sink::file_sink(shared_transfers by, std::shared_ptr<target_file> file, std::uint64_t offset,
                     std::optional<crc_kind> kind)
    : by_{std::move(by)}, work_{std::make_shared<shared>()}, done_{by_->s3.get_executor(), by_->s3.clock()} {
  work_->file = std::move(file);
  work_->offset = offset;
  work_->check = kind.has_value();
  work_->sum = object_checksum{kind.value_or(crc_kind::crc64nvme)};
}

asio::awaitable<result<void>> file_sink::put(std::string_view bytes) {
  while (!bytes.empty()) {
    if (filling_.capacity() < buffer_size) filling_.reserve(buffer_size);
    const auto now = bytes.substr(0, buffer_size - filling_.size());
    filling_ += now;
    bytes.remove_prefix(now.size());
    if (filling_.size() < buffer_size) break;
    if (auto before = co_await wait(); !before) co_return before;
    write();
  }
  co_return result<void>{};
}

void file_sink::write() {
  std::swap(work_->bytes, filling_);
  filling_.clear();
  done_.reset();
  writing_ = true;
  by_->files.add([work = work_, done = done_]() mutable {
    work->written = work->file->write_at(work->bytes, work->offset);
    if (work->check) work->sum.update(work->bytes);
    work->offset += work->bytes.size();
    done.set();
  });
}

asio::awaitable<result<void>> file_sink::wait() {
  if (!writing_) co_return result<void>{};
  const wake woken = co_await done_.wait();
  if (woken != wake::done) co_return cancelled_transfer();
  writing_ = false;
  co_return work_->written;
}

asio::awaitable<result<void>> file_sink::finish() {
  if (auto before = co_await wait(); !before) co_return before;
  if (filling_.empty()) co_return result<void>{};
  write();
  co_return co_await wait();
}

}  // namespace aloft::s3
