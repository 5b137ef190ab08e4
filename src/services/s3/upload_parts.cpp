#include "services/s3/upload_parts.hpp"

#include "services/s3/part_body.hpp"

#include <aloft/pages.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace aloft::s3 {
namespace asio = boost::asio;
namespace {

asio::awaitable<void> give_up(shared_transfers by, param::map parameters) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  // An error leaves parts behind, which `aloft s3 uploads` finds; it is not what the caller wants to hear of.
  input what(param{std::move(parameters)});
  (void)co_await by->s3.try_call("AbortMultipartUpload", std::move(what));
}

}  // namespace

upload_parts::upload_parts(shared_transfers by, object_place to, boost::json::object settings)
    : by_{std::move(by)}, to_{std::move(to)}, settings_{std::move(settings)} {}

param::map upload_parts::parameters(std::string_view operation) const {
  auto all = parameters_for(operation, to_, settings_);
  all.emplace_back("UploadId", param{upload_id_});
  return all;
}

asio::awaitable<result<void>> upload_parts::create() {
  auto all = parameters_for("CreateMultipartUpload", to_, settings_);
  if (by_->how.checksum && !settings_.contains("ChecksumAlgorithm")) {
    all.emplace_back("ChecksumAlgorithm", param{name_of(*by_->how.checksum)});
    all.emplace_back("ChecksumType", param{"FULL_OBJECT"});
  }
  input what(param{std::move(all)});
  const auto made = co_await by_->call("CreateMultipartUpload", std::move(what));
  if (!made) co_return made.error();
  upload_id_ = (*made)["UploadId"].as_text();
  if (upload_id_.empty())
    co_return error{error_kind::protocol, "NoUploadId", "the answer to CreateMultipartUpload names no UploadId"};
  co_return result<void>{};
}

asio::awaitable<result<bool>> upload_parts::look() {
  pages all = by_->s3.pages("ListParts", input(param{parameters("ListParts")}));
  for (;;) {
    auto page = co_await all.try_next();
    if (!page && page.error().code() == "NoSuchUpload") co_return false;
    if (!page) co_return page.error();
    if (!*page) co_return true;
    for (const value one : (**page)["Parts"]) {
      sent_part part;
      part.etag = one["ETag"].as_text();
      part.size = one["Size"].as<std::uint64_t>();
      const crc_kind kind = by_->how.checksum.value_or(crc_kind::crc64nvme);
      part.sum = object_checksum::from_text(kind, one[checksum_member(kind)].as_text(), part.size);
      found_.insert_or_assign(one["PartNumber"].as<std::uint32_t>(), std::move(part));
    }
  }
}

bool upload_parts::has(std::uint32_t number, std::uint64_t size, const std::optional<object_checksum>& sum) {
  const std::lock_guard lock{mutex_};
  const auto at = found_.find(number);
  if (at == found_.end() || at->second.size != size) return false;
  if (sum && at->second.sum && *sum != *at->second.sum) return false;
  sent_part part = std::move(at->second);
  part.sum = sum;
  parts_.insert_or_assign(number, std::move(part));
  return true;
}

void upload_parts::have(std::uint32_t number, std::string etag, std::optional<object_checksum> sum) {
  const std::lock_guard lock{mutex_};
  parts_.insert_or_assign(number, sent_part{std::move(etag), sum, 0});
}

asio::awaitable<result<void>> upload_parts::send(std::uint32_t number, std::shared_ptr<const std::string> bytes,
                                                 std::optional<object_checksum> sum) {
  auto all = parameters("UploadPart");
  all.emplace_back("PartNumber", param{number});
  if (sum) all.emplace_back(checksum_member(sum->kind()), param{sum->text()});
  call_options with;
  with.body = request_body::source(std::make_shared<part_body>(by_, std::move(bytes)));
  input what(param{std::move(all)});
  const auto sent = co_await by_->call("UploadPart", std::move(what), std::move(with));
  if (!sent) co_return sent.error();
  have(number, std::string{(*sent)["ETag"].as_text()}, sum);
  co_return result<void>{};
}

asio::awaitable<result<void>> upload_parts::send_copy(std::uint32_t number, boost::json::object source) {
  auto all = parameters("UploadPartCopy");
  all.emplace_back("PartNumber", param{number});
  for (auto& [name, value] : source) all.emplace_back(name, param{std::move(value)});
  input what(param{std::move(all)});
  const auto sent = co_await by_->call("UploadPartCopy", std::move(what));
  if (!sent) co_return sent.error();
  have(number, std::string{(*sent)["CopyPartResult"]["ETag"].as_text()}, std::nullopt);
  co_return result<void>{};
}

asio::awaitable<result<object_info>> upload_parts::complete(std::uint32_t count, std::uint64_t size) {
  auto all = parameters("CompleteMultipartUpload");
  param::list list;
  std::optional<object_checksum> whole;
  for (const auto& [number, part] : parts_) {
    param::map one;
    one.emplace_back("PartNumber", param{number});
    one.emplace_back("ETag", param{part.etag});
    if (part.sum) one.emplace_back(checksum_member(part.sum->kind()), param{part.sum->text()});
    list.push_back(param{std::move(one)});
    if (number == 1)
      whole = part.sum;
    else if (whole && part.sum)
      whole->append(*part.sum);
    else
      whole.reset();
  }
  param::map parts;
  parts.emplace_back("Parts", param{std::move(list)});
  all.emplace_back("MultipartUpload", param{std::move(parts)});
  if (whole) {
    all.emplace_back(checksum_member(whole->kind()), param{whole->text()});
    all.emplace_back("ChecksumType", param{"FULL_OBJECT"});
    all.emplace_back("MpuObjectSize", param{size});
  }
  input what(param{std::move(all)});
  const auto done = co_await by_->call("CompleteMultipartUpload", std::move(what));
  if (!done) {
    if (done.error().code() == "NoSuchUpload" && !done.error().info().attempts.empty()) {
      auto before = co_await completed_before(size);
      if (before) co_return *std::move(before);
    }
    co_return done.error();
  }
  object_info out;
  out.size = size;
  out.parts = count;
  out.etag = (*done)["ETag"].as_text();
  out.version_id = (*done)["VersionId"].as_text();
  if (whole) out.checksum = std::string{name_of(whole->kind())} + ' ' + whole->text();
  co_return out;
}

// An attempt whose answer was lost may have made the object, and then the next one finds no upload any more.
asio::awaitable<std::optional<object_info>> upload_parts::completed_before(std::uint64_t size) {
  input what(param{parameters_for("HeadObject", to_, settings_)});
  const auto found = co_await by_->call("HeadObject", std::move(what));
  if (!found || !(*found)["ContentLength"] || (*found)["ContentLength"].as<std::uint64_t>() != size)
    co_return std::nullopt;
  object_info out;
  out.size = size;
  out.etag = (*found)["ETag"].as_text();
  if (out.etag.find('-' + std::to_string(parts_.size())) == std::string::npos) co_return std::nullopt;
  out.parts = static_cast<std::uint32_t>(parts_.size());
  co_return out;
}

asio::awaitable<void> upload_parts::abort() {
  if (upload_id_.empty()) co_return;
  // In a coroutine of its own, which shields it from the cancellation that may have brought this about.
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  co_await asio::co_spawn(executor, give_up(by_, parameters("AbortMultipartUpload")), asio::use_awaitable);
}

}  // namespace aloft::s3
