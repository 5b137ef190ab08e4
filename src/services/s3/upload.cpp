#include <aloft/s3_transfer.hpp>

#include "services/s3/part_body.hpp"
#include "services/s3/part_crew.hpp"
#include "services/s3/part_plan.hpp"
#include "services/s3/piece_reader.hpp"
#include "services/s3/source_file.hpp"
#include "services/s3/transfer_note.hpp"
#include "services/s3/upload_parts.hpp"

#include <boost/asio/this_coro.hpp>

#include <atomic>
#include <functional>
#include <utility>

namespace aloft::s3 {
namespace asio = boost::asio;
namespace {

constexpr std::uint64_t read_at_once = 64 * 1024;  // smaller files need no memory of the budget

struct read_part {
  std::shared_ptr<std::string> bytes = std::make_shared<std::string>();
  std::optional<object_checksum> sum;
  std::optional<error> failure;
};

read_part read_from(const source_file& file, std::uint64_t offset, std::uint64_t size, std::optional<crc_kind> kind) {
  read_part out;
  out.bytes->resize(static_cast<std::size_t>(size));
  if (auto read = file.read_at(out.bytes->data(), out.bytes->size(), offset); !read) {
    out.failure = read.error();
    return out;
  }
  if (kind) {
    out.sum.emplace(*kind);
    out.sum->update(*out.bytes);
  }
  return out;
}

/// One PutObject.
asio::awaitable<result<object_info>> put(shared_transfers by, std::shared_ptr<const std::string> bytes,
                                         std::optional<object_checksum> sum, const object_place& to,
                                         const object_settings& what) {
  auto all = parameters_for("PutObject", to, what.members);
  object_info out;
  out.size = bytes->size();
  if (sum && !what.members.contains("ChecksumAlgorithm")) {
    const std::string text = sum->text();
    all.emplace_back(checksum_member(sum->kind()), param{text});
    out.checksum = std::string{name_of(sum->kind())} + ' ' + text;
  }
  call_options with;
  if (bytes->size() <= read_at_once && !by->pace.limits()) {  // as a source it would ask first, a round trip
    with.body = request_body::view(*bytes);
    by->sent.fetch_add(bytes->size(), std::memory_order_relaxed);
  } else {
    with.body = request_body::source(std::make_shared<part_body>(by, bytes));
  }
  input parameters(param{std::move(all)});
  const auto put = co_await by->call("PutObject", std::move(parameters), std::move(with));
  if (!put) co_return put.error();
  out.etag = (*put)["ETag"].as_text();
  out.version_id = (*put)["VersionId"].as_text();
  co_return out;
}

/// The parts of a file.
class file_parts {
 public:
  file_parts(shared_transfers by, std::shared_ptr<source_file> file, part_plan plan, object_place to,
             object_settings what)
      : by_{by}, file_{std::move(file)}, plan_{plan}, to_{to}, upload_{by, std::move(to), std::move(what.members)} {}

  asio::awaitable<result<object_info>> run() {
    if (auto begun = co_await begin(); !begun) co_return begun.error();
    auto sent = co_await send_all();
    if (sent) {
      const std::function<result<void>()> look = [file = file_] { return file->unchanged(); };
      auto same = co_await by_->files.run<result<void>>(look);
      sent = same ? *same : result<void>{cancelled_transfer()};
    }
    if (!sent) co_return co_await give_up(sent.error());
    auto done = co_await upload_.complete(plan_.count, plan_.size);
    if (!done) co_return co_await give_up(done.error());
    co_await forget();
    done->resumed_bytes = resumed_;
    co_return done;
  }

 private:
  /// A new upload, or the one that an earlier attempt has left.
  asio::awaitable<result<void>> begin() {
    if (by_->how.resume_folder.empty()) co_return co_await upload_.create();
    note_ = std::make_shared<transfer_note>(by_->how.resume_folder.str(), "up\n" + to_uri(to_) + '\n' + file_->path());
    const timestamp modified = file_->modified();
    boost::json::object about{
        {"to", to_uri(to_)},       {"file", file_->path()},        {"size", plan_.size},
        {"part", plan_.part_size}, {"modified", modified.seconds}, {"nanoseconds", modified.nanoseconds}};
    using found = std::optional<boost::json::object>;
    const std::function<found()> look = [note = note_, about] { return note->find(about); };
    auto kept = co_await by_->files.run<found>(look);
    if (!kept) co_return cancelled_transfer();
    const auto* id = *kept ? (**kept).if_contains("upload") : nullptr;
    if (id != nullptr && id->is_string()) {
      upload_.adopt(std::string{id->as_string()});
      const auto there = co_await upload_.look();
      if (!there) co_return there.error();
      if (*there) co_return result<void>{};
    }
    if (auto made = co_await upload_.create(); !made) co_return made;
    about["upload"] = upload_.upload_id();
    const std::function<result<void>()> keep = [note = note_, about] { return note->begin(about); };
    auto written = co_await by_->files.run<result<void>>(keep);
    if (written && *written) co_return result<void>{};
    const error why = written ? written->error() : cancelled_transfer();
    co_await upload_.abort();
    co_return why;
  }

  /// Parts are kept for the next attempt, unless that could not use them.
  asio::awaitable<error> give_up(error why) {
    const bool refused = why.kind() == error_kind::service && !why.retryable();
    if (note_ && why.code() != "FileChanged" && !refused) co_return why;
    co_await upload_.abort();
    co_await forget();
    co_return why;
  }

  asio::awaitable<void> forget() {
    if (!note_) co_return;
    const std::function<bool()> work = [note = note_] {
      note->forget();
      return true;
    };
    (void)co_await by_->files.run<bool>(work);
  }

  asio::awaitable<result<void>> send_all() {
    part_crew crew{by_, co_await asio::this_coro::executor};
    co_return co_await crew.run(
        plan_.count, [this](std::uint32_t index) { return plan_.length(index); },
        [this](std::uint32_t index) { return send(index); });
  }

  asio::awaitable<result<void>> send(std::uint32_t index) {
    const std::function<read_part()> read = [file = file_, plan = plan_, index, kind = by_->how.checksum] {
      return read_from(*file, plan.offset(index), plan.length(index), kind);
    };
    auto part = co_await by_->files.run<read_part>(read);
    if (!part) co_return cancelled_transfer();
    if (part->failure) co_return *part->failure;
    if (upload_.has(index + 1, plan_.length(index), part->sum)) {
      resumed_ += plan_.length(index);
      co_return result<void>{};
    }
    co_return co_await upload_.send(index + 1, std::move(part->bytes), part->sum);
  }

  const shared_transfers by_;
  const std::shared_ptr<source_file> file_;
  const part_plan plan_;
  const object_place to_;
  upload_parts upload_;
  std::shared_ptr<transfer_note> note_;
  std::atomic<std::uint64_t> resumed_{0};
};

/// The parts of what ends nobody knows when.
class stream_parts {
 public:
  stream_parts(shared_transfers by, std::unique_ptr<piece_reader> from, object_place to, object_settings what)
      : by_{by}, from_{std::move(from)}, to_{to}, what_{what}, upload_{by, std::move(to), std::move(what.members)} {}

  asio::awaitable<result<object_info>> run() {
    part_crew crew{by_, co_await asio::this_coro::executor};
    std::uint64_t size = 0;
    std::uint32_t index = 0;
    for (bool more = true; more; ++index) {
      const std::uint64_t wanted = size_of_stream_part(index, by_->how.part_size);
      auto memory = co_await crew.room(wanted);
      if (!memory) break;
      auto bytes = std::make_shared<std::string>();
      auto filled = co_await from_->fill(*bytes, static_cast<std::size_t>(wanted));
      if (!filled) {
        crew.fail(filled.error());
        break;
      }
      more = bytes->size() == wanted;
      if (index == 0 && !more) co_return co_await put_whole(std::move(bytes));
      if (index == 0) {
        if (auto made = co_await upload_.create(); !made) co_return made.error();
      } else if (bytes->empty()) {
        break;
      }
      if (index == most_parts) {
        crew.fail(
            error{error_kind::usage, "TooManyParts", "the input is longer than 10,000 parts; give a larger part size"});
        break;
      }
      size += bytes->size();
      crew.start(std::move(*memory), send(index, std::move(bytes)));
    }
    auto sent = co_await crew.finish();
    if (!sent) {
      co_await upload_.abort();
      co_return sent.error();
    }
    auto done = co_await upload_.complete(index, size);
    if (!done) co_await upload_.abort();
    co_return done;
  }

 private:
  asio::awaitable<std::optional<object_checksum>> check(std::shared_ptr<const std::string> bytes) {
    if (!by_->how.checksum) co_return std::nullopt;
    const std::function<object_checksum()> work = [bytes, kind = *by_->how.checksum] {
      object_checksum sum{kind};
      sum.update(*bytes);
      return sum;
    };
    co_return co_await by_->files.run<object_checksum>(work);
  }

  asio::awaitable<result<object_info>> put_whole(std::shared_ptr<const std::string> bytes) {
    const auto sum = co_await check(bytes);
    co_return co_await put(by_, bytes, sum, to_, what_);
  }

  asio::awaitable<result<void>> send(std::uint32_t index, std::shared_ptr<const std::string> bytes) {
    const auto sum = co_await check(bytes);
    co_return co_await upload_.send(index + 1, bytes, sum);
  }

  const shared_transfers by_;
  const std::unique_ptr<piece_reader> from_;
  const object_place to_;
  const object_settings what_;
  upload_parts upload_;
};

asio::awaitable<result<object_info>> send_stream(shared_transfers by, std::unique_ptr<piece_reader> from,
                                                 object_place to, object_settings what) {
  stream_parts parts{std::move(by), std::move(from), std::move(to), std::move(what)};
  co_return co_await parts.run();
}

}  // namespace

asio::awaitable<result<object_info>> upload_file(shared_transfers by, std::string path, object_place to,
                                                 object_settings what) {
  const crc_kind kind = by->how.checksum.value_or(crc_kind::crc64nvme);
  const std::uint64_t at_once = std::min(read_at_once, by->how.threshold);
  const std::function<result<opened_source>()> open = [path, at_once, kind] {
    return open_source(path, at_once, kind);
  };
  auto opened = co_await by->files.run<result<opened_source>>(open);
  if (!opened) co_return cancelled_transfer();
  if (!*opened) co_return opened->error();
  opened_source& source = **opened;
  if (!source.file->regular())
    co_return co_await send_stream(by, read_pieces_of(by, source.file), std::move(to), std::move(what));
  std::optional<object_checksum> sum;
  if (source.whole) {
    if (by->how.checksum) sum = source.sum;
    co_return co_await put(by, std::make_shared<const std::string>(std::move(*source.whole)), sum, to, what);
  }
  const std::uint64_t size = source.file->size();
  if (size > by->how.threshold) {
    const auto plan = plan_parts(size, by->how.part_size);
    if (!plan) co_return plan.error();
    file_parts parts{by, source.file, *plan, std::move(to), std::move(what)};
    co_return co_await parts.run();
  }
  const held_units memory{by->memory, co_await by->memory.acquire(size)};
  if (!memory) co_return cancelled_transfer();
  const std::function<read_part()> read = [file = source.file, size, checksum = by->how.checksum] {
    read_part out = read_from(*file, 0, size, checksum);
    if (!out.failure)
      if (auto same = file->unchanged(); !same) out.failure = same.error();
    return out;
  };
  auto whole = co_await by->files.run<read_part>(read);
  if (!whole) co_return cancelled_transfer();
  if (whole->failure) co_return *whole->failure;
  co_return co_await put(by, whole->bytes, whole->sum, to, what);
}

asio::awaitable<result<object_info>> upload_stream(shared_transfers by, std::shared_ptr<body_source> from,
                                                   object_place to, object_settings what) {
  auto pieces = read_pieces_of(std::move(from));
  return send_stream(std::move(by), std::move(pieces), std::move(to), std::move(what));
}

}  // namespace aloft::s3
