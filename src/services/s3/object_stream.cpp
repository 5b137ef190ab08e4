#include "services/s3/object_stream.hpp"

#include <aloft/value.hpp>

#include <utility>

namespace aloft::s3 {
namespace asio = boost::asio;
namespace {

object_head head_of(const response& answer) {
  object_head head;
  head.info.etag = answer["ETag"].as_text();
  head.info.version_id = answer["VersionId"].as_text();
  if (const auto when = answer["LastModified"].get<timestamp>()) head.info.modified = *when;
  if (const auto size = answer["ContentLength"].get<std::uint64_t>()) head.info.size = *size;
  for (const crc_kind kind : {crc_kind::crc64nvme, crc_kind::crc32c, crc_kind::crc32}) {
    const auto text = answer[checksum_member(kind)].as_text();
    if (text.empty()) continue;
    head.parted_checksum = text.find('-') != std::string_view::npos || answer["ChecksumType"] == "COMPOSITE";
    if (!head.parted_checksum) head.checksum = object_checksum::from_text(kind, text, head.info.size);
    if (head.checksum) break;
  }
  return head;
}

error changed(const object_place& from) {
  return error{error_kind::protocol, "ObjectChanged",
               to_uri(from) + " was replaced while it was read: what was read of it is given up"};
}

}  // namespace

asio::awaitable<result<opened_object>> open_object(shared_transfers by, const object_place& from,
                                                   const object_settings& what, std::optional<byte_range> range,
                                                   const std::string& etag) {
  auto all = parameters_for("GetObject", from, what.members);
  if (!from.version_id.empty()) all.emplace_back("VersionId", param{from.version_id});
  if (range)
    all.emplace_back("Range", param{"bytes=" + std::to_string(range->offset) + '-' +
                                    std::to_string(range->offset + range->length - 1)});
  else if (by->how.verify)
    all.emplace_back("ChecksumMode", param{"ENABLED"});
  if (!etag.empty()) all.emplace_back("IfMatch", param{etag});
  input parameters(param{std::move(all)});
  auto answer = co_await by->call("GetObject", std::move(parameters));
  constexpr int precondition_failed = 412;
  if (!answer && !etag.empty() && answer.error().info().http_status == precondition_failed) co_return changed(from);
  if (!answer) co_return answer.error();
  if (range && (*answer)["ContentLength"].as<std::uint64_t>() != range->length)
    co_return error{error_kind::protocol, "WrongRange",
                    to_uri(from) + ": asked for " + std::to_string(range->length) + " bytes of it, the answer has " +
                        std::to_string((*answer)["ContentLength"].as<std::uint64_t>())};
  opened_object opened;
  opened.head = head_of(*answer);
  opened.answer = std::move(*answer);
  co_return opened;
}

asio::awaitable<result<std::string_view>> next_piece(transfers::state& by, response_body& body) {
  auto piece = co_await body.try_read();
  if (!piece) co_return piece.error();
  by.received.fetch_add(piece->size(), std::memory_order_relaxed);
  if (by.pace.limits() && !piece->empty()) {
    const bool paid = co_await by.pace.pay(piece->size());
    if (!paid) co_return cancelled_transfer();
  }
  co_return *piece;
}

bool may_go_on(const error& failure) noexcept {
  return failure.kind() == error_kind::connect || failure.kind() == error_kind::timeout ||
         (failure.kind() == error_kind::protocol &&
          (failure.code() == "TruncatedResponse" || failure.code() == "ChecksumMismatch"));
}

}  // namespace aloft::s3
