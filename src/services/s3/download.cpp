#include <aloft/s3_transfer.hpp>

#include "services/s3/file_sink.hpp"
#include "services/s3/object_stream.hpp"
#include "services/s3/part_crew.hpp"
#include "services/s3/part_plan.hpp"
#include "services/s3/target_file.hpp"
#include "services/s3/transfer_note.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <functional>
#include <utility>
#include <vector>

namespace aloft::s3 {
namespace asio = boost::asio;
namespace {

constexpr std::uint64_t collected = 256 * 1024;  // smaller objects are written in one go

/// One object to one file.
class file_download {
 public:
  file_download(shared_transfers by, object_place from, target_file::place where, object_settings what)
      : by_{std::move(by)}, from_{std::move(from)}, where_{std::move(where)}, what_{std::move(what)} {}

  asio::awaitable<result<object_info>> run() {
    for (int tries = 1;; ++tries) {
      auto done = co_await attempt();
      // Parts are asked for again one by one.
      if (done || tries == most_tries || head_.info.parts != 0 || !may_go_on(done.error())) co_return done;
    }
  }

 private:
  asio::awaitable<result<object_info>> attempt() {
    auto opened = co_await open_object(by_, from_, what_);
    if (!opened) co_return opened.error();
    head_ = opened->head;
    if (head_.checksum)
      head_.info.checksum = std::string{name_of(head_.checksum->kind())} + ' ' + head_.checksum->text();
    if (head_.info.size <= collected) co_return co_await take_whole(opened->answer.body());
    const bool in_parts = head_.info.size > by_->how.threshold;
    if (in_parts && !by_->how.resume_folder.empty())
      if (auto looked = co_await look_back(); !looked) co_return looked.error();
    auto file = co_await open_file();
    if (!file) co_return file.error();
    file_ = *std::move(file);
    auto taken = result<void>{};
    if (!in_parts || file_->in_order())
      taken = co_await take_stream(opened->answer.body());
    else
      taken = co_await take_parts(std::move(opened->answer));
    if (!taken) {
      // What is damaged, or of another object, is of no use to the next attempt.
      const auto code = taken.error().code();
      const bool keeps = note_ && code != "ChecksumMismatch" && code != "ObjectChanged";
      if (!keeps) co_await forget();
      if (!keeps) co_await remove_file();
      file_.reset();
      co_return taken.error();
    }
    const std::function<result<void>()> keep = [file = std::exchange(file_, nullptr), when = head_.info.modified,
                                                sync = by_->how.sync_files] { return file->keep(when, sync); };
    auto kept = co_await by_->files.run<result<void>>(keep);
    if (!kept) co_return cancelled_transfer();
    if (!*kept) co_return kept->error();
    co_await forget();
    head_.info.resumed_bytes = resumed_;
    co_return head_.info;
  }

  /// What an earlier attempt has left of the same object.
  asio::awaitable<result<void>> look_back() {
    note_ = std::make_shared<transfer_note>(by_->how.resume_folder.str(),
                                            "down\n" + to_uri(from_) + '\n' + where_.folder + '\n' + where_.path);
    where_.partial = ".aloft-" + note_->name() + ".part";
    const boost::json::object about{{"from", to_uri(from_)},      {"version", from_.version_id},
                                    {"folder", where_.folder},    {"path", where_.path},
                                    {"etag", head_.info.etag},    {"size", head_.info.size},
                                    {"part", by_->how.part_size}, {"checksum", name_of(kind())}};
    const std::function<result<void>()> look = [note = note_, about]() -> result<void> {
      if (note->find(about)) return {};
      return note->begin(about);
    };
    auto looked = co_await by_->files.run<result<void>>(look);
    co_return looked ? *looked : result<void>{cancelled_transfer()};
  }

  crc_kind kind() const noexcept { return head_.checksum ? head_.checksum->kind() : crc_kind::crc64nvme; }

  asio::awaitable<void> forget() {
    if (!note_) co_return;
    const std::function<bool()> work = [note = note_] {
      note->forget();
      return true;
    };
    (void)co_await by_->files.run<bool>(work);
  }

  /// Whether the part is in the file, from before.
  asio::awaitable<bool> was_there(std::uint32_t index) {
    if (!note_) co_return false;
    const auto noted = note_->parts().find(index);
    if (noted == note_->parts().end()) co_return false;
    const auto stated = object_checksum::from_text(kind(), noted->second, plan_.length(index));
    if (!stated) co_return false;
    using sum = result<object_checksum>;
    const std::function<sum()> read = [file = file_, offset = plan_.offset(index), size = plan_.length(index),
                                       check = kind()] { return file->checksum_at(offset, size, check); };
    const auto there = co_await by_->files.run<sum>(read);
    if (!there || !*there || **there != *stated) co_return false;
    sums_[index] = *stated;
    resumed_ += plan_.length(index);
    co_return true;
  }

  asio::awaitable<result<void>> note_part(std::uint32_t index) {
    if (!note_) co_return result<void>{};
    const std::function<result<void>()> add = [note = note_, index, text = sums_[index].text()] {
      return note->add_part(index, text);
    };
    auto added = co_await by_->files.run<result<void>>(add);
    co_return added ? *added : result<void>{cancelled_transfer()};
  }

  /// Before anybody hears of the end: a thread may hold the file for a moment longer.
  asio::awaitable<void> remove_file() {
    const std::function<bool()> remove = [file = std::exchange(file_, nullptr)] {
      file->abandon();
      return true;
    };
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    co_await asio::co_spawn(executor, shielded(by_, remove), asio::use_awaitable);
  }

  static asio::awaitable<void> shielded(shared_transfers by, std::function<bool()> work) {
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    (void)co_await by->files.run<bool>(work);
  }

  asio::awaitable<result<std::shared_ptr<target_file>>> open_file() {
    using opened = result<std::shared_ptr<target_file>>;
    const std::function<opened()> open = [where = where_, size = head_.info.size] {
      return target_file::open(where, size);
    };
    auto file = co_await by_->files.run<opened>(open);
    if (!file) co_return cancelled_transfer();
    co_return *std::move(file);
  }

  asio::awaitable<result<object_info>> take_whole(response_body& body) {
    std::string bytes;
    bytes.reserve(static_cast<std::size_t>(head_.info.size));
    for (;;) {
      auto piece = co_await next_piece(*by_, body);
      if (!piece) co_return piece.error();
      if (piece->empty()) break;
      bytes += *piece;
    }
    const std::function<result<void>()> write = [where = where_, bytes = std::move(bytes), when = head_.info.modified,
                                                 sync = by_->how.sync_files] {
      return write_file(where, bytes, when, sync);
    };
    auto written = co_await by_->files.run<result<void>>(write);
    if (!written) co_return cancelled_transfer();
    if (!*written) co_return written->error();
    co_return head_.info;
  }

  // The answer's own checksum is verified as its end is read.
  asio::awaitable<result<void>> take_stream(response_body& body) {
    file_sink to{by_, file_, 0, std::nullopt};
    for (;;) {
      auto piece = co_await next_piece(*by_, body);
      if (!piece) co_return piece.error();
      if (piece->empty()) break;
      if (auto put = co_await to.put(*piece); !put) co_return put.error();
    }
    co_return co_await to.finish();
  }

  asio::awaitable<result<void>> take_parts(response first) {
    const auto plan = plan_parts(head_.info.size, by_->how.part_size);
    if (!plan) co_return plan.error();
    plan_ = *plan;
    head_.info.parts = plan_.count;
    sums_.assign(plan_.count, object_checksum{kind()});
    first_.emplace(std::move(first));
    part_crew crew{by_, co_await asio::this_coro::executor};
    auto all = co_await crew.run(
        plan_.count, [](std::uint32_t) { return file_sink::memory; },
        [this](std::uint32_t index) { return take_part(index); });
    first_.reset();
    if (!all) co_return all.error();
    if (!head_.checksum) co_return result<void>{};
    object_checksum whole{head_.checksum->kind()};
    for (const auto& sum : sums_) whole.append(sum);
    if (whole == *head_.checksum) co_return result<void>{};
    co_return error{error_kind::protocol, "ChecksumMismatch",
                    to_uri(from_) + " has come damaged: its " + std::string{name_of(whole.kind())} + " is " +
                        whole.text() + ", expected " + head_.checksum->text()};
  }

  /// The first part comes out of the answer that told how large the object is.
  asio::awaitable<result<void>> take_part(std::uint32_t index) {
    const bool there = co_await was_there(index);
    if (there) co_return result<void>{};
    std::uint64_t done = 0;
    const std::uint64_t length = plan_.length(index);
    object_checksum sum = sums_[index];
    for (int tries = 1;; ++tries) {
      result<void> came{};
      if (index == 0 && first_) {
        response answer = std::move(*first_);
        first_.reset();
        came = co_await take_range(answer.body(), index, done, sum);
      } else {
        const byte_range range{plan_.offset(index) + done, length - done};
        auto opened = co_await open_object(by_, from_, what_, range, head_.info.etag);
        if (opened)
          came = co_await take_range(opened->answer.body(), index, done, sum);
        else
          came = opened.error();
      }
      if (came || tries == most_tries || !may_go_on(came.error())) {
        sums_[index] = sum;
        if (!came) co_return came;
        co_return co_await note_part(index);
      }
    }
  }

  /// Counts what is in the file in `done`, also when it fails.
  asio::awaitable<result<void>> take_range(response_body& body, std::uint32_t index, std::uint64_t& done,
                                           object_checksum& sum) {
    const std::uint64_t begin = done, length = plan_.length(index) - begin;
    std::optional<crc_kind> check;
    if (head_.checksum || note_) check = kind();
    file_sink to{by_, file_, plan_.offset(index) + begin, check};
    result<void> outcome{};
    std::uint64_t got = 0;
    while (got < length) {
      auto piece = co_await next_piece(*by_, body);
      if (piece && piece->empty())
        outcome = error{error_kind::protocol, "TruncatedResponse", to_uri(from_) + ": the answer ended early"};
      if (!piece) outcome = piece.error();
      if (!outcome) break;
      const auto wanted = piece->substr(0, static_cast<std::size_t>(length - got));
      got += wanted.size();
      if (outcome = co_await to.put(wanted); !outcome) break;
    }
    auto finished = co_await to.finish();
    if (!finished) co_return finished;
    done = begin + got;
    sum.append(to.sum());
    co_return outcome;
  }

  const shared_transfers by_;
  const object_place from_;
  target_file::place where_;
  const object_settings what_;
  object_head head_;
  std::shared_ptr<target_file> file_;
  part_plan plan_;
  std::vector<object_checksum> sums_;  // each written by its part
  std::optional<response> first_;
  std::shared_ptr<transfer_note> note_;
  std::atomic<std::uint64_t> resumed_{0};
};

}  // namespace

asio::awaitable<result<object_info>> download_file(shared_transfers by, object_place from, std::string folder,
                                                   std::string path, bool beneath, object_settings what) {
  target_file::place where{std::move(folder), std::move(path), beneath};
  file_download one{std::move(by), std::move(from), std::move(where), std::move(what)};
  co_return co_await one.run();
}

}  // namespace aloft::s3
