#include <aloft/s3_transfer.hpp>

#include "services/s3/part_crew.hpp"
#include "services/s3/part_plan.hpp"
#include "services/s3/upload_parts.hpp"

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace aloft::s3 {
namespace asio = boost::asio;
namespace json = boost::json;
namespace {

// A copy costs the server time, not us bandwidth: large parts, and only where one request would take long.
constexpr std::uint64_t copied_at_once = 256ULL << 20, smallest_copied_part = 64ULL << 20;

json::object source_of(const object_place& from) {
  json::object source{{"Bucket", from.bucket}, {"Key", from.key}};
  if (!from.version_id.empty()) source["VersionId"] = from.version_id;
  return source;
}

/// One object to another place.
class object_copy {
 public:
  object_copy(shared_transfers by, object_place from, object_place to, object_settings what)
      : by_{std::move(by)}, from_{std::move(from)}, to_{std::move(to)}, what_{std::move(what)} {}

  asio::awaitable<result<object_info>> run(const std::optional<object_entry>& known) {
    const std::uint64_t at_once = std::max(copied_at_once, by_->how.threshold);
    if (known && known->size <= at_once) {
      size_ = known->size;
      etag_ = known->etag;
      co_return co_await copy_whole();
    }
    auto all = parameters_for("HeadObject", from_, what_.source_members);
    if (!from_.version_id.empty()) all.emplace_back("VersionId", param{from_.version_id});
    input asked(param{std::move(all)});
    const auto head = co_await by_->call("HeadObject", std::move(asked));
    if (!head) co_return head.error();
    size_ = (*head)["ContentLength"].as<std::uint64_t>();
    etag_ = (*head)["ETag"].as_text();
    if (size_ <= at_once) co_return co_await copy_whole();
    if (auto carried = co_await carry_over(*head); !carried) co_return carried.error();
    co_return co_await copy_parts();
  }

 private:
  asio::awaitable<result<object_info>> copy_whole() {
    auto all = parameters_for("CopyObject", to_, what_.members);
    all.emplace_back("CopySource", param{json::value(source_of(from_))});
    if (!etag_.empty()) all.emplace_back("CopySourceIfMatch", param{etag_});
    input asked(param{std::move(all)});
    const auto copied = co_await by_->call("CopyObject", std::move(asked));
    if (!copied) co_return copied.error();
    object_info out;
    out.size = size_;
    const value made = (*copied)["CopyObjectResult"];
    out.etag = made["ETag"].as_text();
    if (const auto when = made["LastModified"].get<timestamp>()) out.modified = *when;
    out.version_id = (*copied)["VersionId"].as_text();
    co_return out;
  }

  /// What one copy would take along: headers, metadata, storage class, tags. What the caller has said wins.
  asio::awaitable<result<void>> carry_over(const response& head) {
    const bool replaces =
        what_.members.contains("MetadataDirective") && what_.members["MetadataDirective"] == "REPLACE";
    constexpr std::array names{
        "CacheControl", "ContentDisposition",      "ContentEncoding", "ContentLanguage",     "ContentType",
        "Metadata",     "WebsiteRedirectLocation", "Expires",         "ServerSideEncryption"};
    if (!replaces)
      for (const std::string_view name : names)
        if (const value one = head[name]; one && !what_.members.contains(name)) what_.members[name] = to_json(one);
    const bool tagged = !what_.members.contains("Tagging") && head["TagCount"].as_integer() > 0;
    if (!tagged) co_return result<void>{};
    auto all = parameters_for("GetObjectTagging", from_, what_.source_members);
    if (!from_.version_id.empty()) all.emplace_back("VersionId", param{from_.version_id});
    input asked(param{std::move(all)});
    const auto tags = co_await by_->call("GetObjectTagging", std::move(asked));
    if (!tags) co_return tags.error();
    std::string text;
    for (const value tag : (*tags)["TagSet"]) {
      if (!text.empty()) text += '&';
      text += query_encoded(tag["Key"].as_text()) + '=' + query_encoded(tag["Value"].as_text());
    }
    what_.members["Tagging"] = text;
    co_return result<void>{};
  }

  static std::string query_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                         std::string_view{"-._~"}.find(c) != std::string_view::npos;
      if (plain)
        out += c;
      else
        out.append(1, '%').append(1, digits[static_cast<unsigned char>(c) >> 4]).append(1, digits[c & 15]);
    }
    return out;
  }

  asio::awaitable<result<object_info>> copy_parts() {
    const auto plan = plan_parts(size_, std::max(by_->how.part_size, smallest_copied_part));
    if (!plan) co_return plan.error();
    plan_ = *plan;
    upload_.emplace(by_, to_, what_.members);
    if (auto made = co_await upload_->create(); !made) co_return made.error();
    auto sent = co_await send_all();
    if (!sent) {
      co_await upload_->abort();
      co_return sent.error();
    }
    auto done = co_await upload_->complete(plan_.count, size_);
    if (!done) co_await upload_->abort();
    co_return done;
  }

  asio::awaitable<result<void>> send_all() {
    part_crew crew{by_, co_await asio::this_coro::executor};
    co_return co_await crew.run(
        plan_.count, [](std::uint32_t) -> std::uint64_t { return 1; },
        [this](std::uint32_t index) { return send(index); });
  }

  asio::awaitable<result<void>> send(std::uint32_t index) {
    json::object source{{"CopySource", source_of(from_)},
                        {"CopySourceIfMatch", etag_},
                        {"CopySourceRange", "bytes=" + std::to_string(plan_.offset(index)) + '-' +
                                                std::to_string(plan_.offset(index) + plan_.length(index) - 1)}};
    return upload_->send_copy(index + 1, std::move(source));
  }

  const shared_transfers by_;
  const object_place from_, to_;
  object_settings what_;
  std::uint64_t size_ = 0;
  std::string etag_;
  part_plan plan_;
  std::optional<upload_parts> upload_;
};

}  // namespace

asio::awaitable<result<object_info>> copy_object(shared_transfers by, object_place from, object_place to,
                                                 object_settings what, std::optional<object_entry> known) {
  object_copy one{std::move(by), std::move(from), std::move(to), std::move(what)};
  co_return co_await one.run(known);
}

}  // namespace aloft::s3
