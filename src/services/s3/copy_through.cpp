#include "services/s3/object_stream.hpp"
#include "services/s3/tree_work.hpp"

#include <array>

namespace aloft::s3 {
namespace asio = boost::asio;
namespace {

/// The bytes of an answer as those of a request.
class answer_source final : public body_source {
 public:
  answer_source(shared_transfers by, response answer, std::uint64_t size)
      : by_{std::move(by)}, answer_{std::move(answer)}, size_{size} {}

  std::optional<std::uint64_t> size() const noexcept override { return size_; }
  bool rewind() override { return false; }
  asio::awaitable<result<std::string_view>> read() override { return next_piece(*by_, answer_.body()); }

 private:
  const shared_transfers by_;
  response answer_;
  const std::uint64_t size_;
};

}  // namespace

asio::awaitable<result<object_info>> copy_through(shared_transfers source, shared_transfers by, object_place from,
                                                  object_place to, object_settings what) {
  object_settings asked;
  asked.members = what.source_members;
  auto opened = co_await open_object(source, from, asked);
  if (!opened) co_return opened.error();
  constexpr std::array carried{"CacheControl",    "ContentDisposition", "ContentEncoding",
                               "ContentLanguage", "ContentType",        "Metadata"};
  const auto directive = what.members.if_contains("MetadataDirective");
  if (!directive || *directive != "REPLACE")
    for (const std::string_view name : carried)
      if (const value one = opened->answer[name]; one && !what.members.contains(name))
        what.members[name] = to_json(one);
  const std::uint64_t size = opened->head.info.size;
  auto body = std::make_shared<answer_source>(source, std::move(opened->answer), size);
  co_return co_await upload_stream(by, std::move(body), std::move(to), std::move(what));
}

}  // namespace aloft::s3
