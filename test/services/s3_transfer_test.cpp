// Single objects up, down and across, against a bucket that the test plays.

#include "services/played_bucket.hpp"

#include <aloft/stream_body.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <numeric>

namespace aloft::s3 {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

constexpr std::size_t mebibyte = 1 << 20;

std::string bytes_of(std::size_t size) {
  std::string out(size, '\0');
  std::uint32_t state = 1;
  for (char& c : out) c = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
  return out;
}

/// Parts of 5 MiB, the smallest there are.
transfer_options small_parts() {
  transfer_options how;
  how.part_size = how.threshold = smallest_part;
  return how;
}

struct transfer : played_bucket {
  const object_place place{"bucket", "a/key"};
};

TEST_F(transfer, small_file_goes_up_in_one_request_with_its_checksum) {
  const auto info = run(open().upload(write("f", "hello"), place));
  EXPECT_EQ(objects["a/key"].bytes, "hello");
  EXPECT_THAT(asked, ElementsAre("PUT /a/key"));
  EXPECT_EQ(info.size, 5U);
  EXPECT_EQ(info.checksum, "CRC64NVME " + objects["a/key"].checksum());
}

TEST_F(transfer, empty_file_makes_an_empty_object) {
  run(open().upload(write("f", ""), place));
  EXPECT_EQ(objects["a/key"].bytes, "");
}

TEST_F(transfer, large_file_goes_up_in_parts_whose_checksums_make_the_object_s) {
  const std::string bytes = bytes_of(12 * mebibyte);
  const auto info = run(open(small_parts()).upload(write("f", bytes), place));
  EXPECT_EQ(objects["a/key"].bytes, bytes);
  EXPECT_EQ(objects["a/key"].parts, 3);
  EXPECT_EQ(info.parts, 3U);
  EXPECT_EQ(info.checksum, "CRC64NVME " + objects["a/key"].checksum());
}

TEST_F(transfer, failed_part_aborts_the_upload_and_says_why) {
  before = [](const http_request& request) -> std::optional<result<http_response>> {
    if (parameter(std::string{request.query}, "partNumber") == "2") return refusal(403, "AccessDenied");
    return std::nullopt;
  };
  const auto sent = run(open(small_parts()).try_upload(write("f", bytes_of(12 * mebibyte)), place));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code(), "AccessDenied");
  EXPECT_THAT(uploads, IsEmpty());
  EXPECT_THAT(objects, IsEmpty());
}

TEST_F(transfer, completion_that_says_200_and_means_an_error_is_one) {
  before = [](const http_request& request) -> std::optional<result<http_response>> {
    if (request.method == "POST" && !parameter(std::string{request.query}, "uploadId").empty())
      return testing::reply(200, "<Error><Code>InternalError</Code><Message>no</Message></Error>");
    return std::nullopt;
  };
  const auto sent = run(open(small_parts()).try_upload(write("f", bytes_of(6 * mebibyte)), place));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code(), "InternalError");
  EXPECT_THAT(uploads, IsEmpty());
}

TEST_F(transfer, file_that_changes_while_it_is_read_is_no_object) {
  const std::string file = write("f", bytes_of(6 * mebibyte));
  before = [&](const http_request& request) -> std::optional<result<http_response>> {
    if (request.method == "PUT") std::ofstream{file, std::ios::app} << "more";
    return std::nullopt;
  };
  const auto sent = run(open(small_parts()).try_upload(file, place));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code(), "FileChanged");
  EXPECT_THAT(objects, IsEmpty());
  EXPECT_THAT(uploads, IsEmpty());
}

TEST_F(transfer, missing_file_and_folder_are_usage_errors) {
  const auto missing = run(open().try_upload(path("none"), place));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code(), "BodyFile");
  const auto a_folder = run(open().try_upload(folder, place));
  ASSERT_FALSE(a_folder);
  EXPECT_THAT(a_folder.error().message(), HasSubstr("is a folder"));
  EXPECT_THAT(asked, IsEmpty());
}

/// Gives pieces of odd sizes and does not say how many.
class odd_source final : public body_source {
 public:
  explicit odd_source(std::string bytes) : bytes_{std::move(bytes)} {}
  std::optional<std::uint64_t> size() const noexcept override { return std::nullopt; }
  bool rewind() override { return false; }
  asio::awaitable<result<std::string_view>> read() override {
    const std::string_view piece = std::string_view{bytes_}.substr(done_, 100'003);
    done_ += piece.size();
    co_return piece;
  }

 private:
  const std::string bytes_;
  std::size_t done_ = 0;
};

TEST_F(transfer, stream_of_unknown_length_goes_up_in_parts) {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{10}, std::size_t{smallest_part}, std::size_t{smallest_part} + 1, 11 * mebibyte}) {
    const std::string bytes = bytes_of(size);
    const auto info = run(open(small_parts()).try_upload_from(std::make_shared<odd_source>(bytes), place));
    ASSERT_TRUE(info) << info.error().what();
    EXPECT_EQ(objects["a/key"].bytes, bytes) << size;
    EXPECT_EQ(info->size, size);
  }
}

TEST_F(transfer, pipe_is_read_to_its_end) {
  const std::string pipe = path("pipe");
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::thread writer{[&] { std::ofstream{pipe} << "through a pipe"; }};
  const auto info = run(open().try_upload(pipe, place));
  writer.join();
  ASSERT_TRUE(info) << info.error().what();
  EXPECT_EQ(objects["a/key"].bytes, "through a pipe");
}

TEST_F(transfer, small_object_comes_down_whole_with_its_time) {
  objects["a/key"].bytes = "hello";
  const auto info = run(open().download(place, path("new/f")));
  EXPECT_EQ(read("new/f"), "hello");
  EXPECT_THAT(asked, ElementsAre(StartsWith("GET /a/key")));
  struct stat about {};
  ASSERT_EQ(::stat(path("new/f").c_str(), &about), 0);
  EXPECT_EQ(about.st_mtime, 1727863200);
  EXPECT_EQ(info.modified.seconds, 1727863200);
}

TEST_F(transfer, large_object_comes_down_in_parts_of_the_same_object) {
  const std::string bytes = bytes_of(13 * mebibyte);
  objects["a/key"].bytes = bytes;
  const auto info = run(open(small_parts()).download(place, path("f")));
  EXPECT_EQ(read("f"), bytes);
  EXPECT_EQ(info.parts, 3U);
  EXPECT_THAT(asked, SizeIs(3));  // no request to ask how large it is
  EXPECT_THAT(files(), ElementsAre("f"));
}

TEST_F(transfer, object_replaced_in_mid_download_is_an_error_and_no_mixture) {
  objects["a/key"].bytes = bytes_of(13 * mebibyte);
  write("f", "before");
  before = [this](const http_request& request) -> std::optional<result<http_response>> {
    if (request.headers.contains("Range")) objects["a/key"].version = "2";
    return std::nullopt;
  };
  const auto got = run(open(small_parts()).try_download(place, path("f")));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code(), "ObjectChanged");
  EXPECT_EQ(read("f"), "before");
  EXPECT_THAT(files(), ElementsAre("f"));
}

TEST_F(transfer, part_that_came_damaged_is_noticed) {
  objects["a/key"].bytes = bytes_of(13 * mebibyte);
  before = [this](const http_request& request) -> std::optional<result<http_response>> {
    if (!request.headers.contains("Range")) return std::nullopt;
    header_list headers;
    headers.add("ETag", objects["a/key"].etag());
    unsigned long long from = 0, to = 0;
    std::sscanf(std::string{*request.headers.find("Range")}.c_str(), "bytes=%llu-%llu", &from, &to);
    std::string bytes = objects["a/key"].bytes.substr(from, to - from + 1);
    bytes[7] ^= 1;
    headers.add("Content-Length", std::to_string(bytes.size()));
    return testing::reply(206, bytes, headers);
  };
  const auto got = run(open(small_parts()).try_download(place, path("f")));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code(), "ChecksumMismatch");
  EXPECT_THAT(files(), IsEmpty());
}

TEST_F(transfer, download_that_cannot_be_written_leaves_nothing) {
  objects["a/key"].bytes = "hello";
  write("file", "a file");
  const auto got = run(open().try_download(place, path("file/below")));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code(), "OutputFile");
  EXPECT_THAT(files(), ElementsAre("file"));
}

TEST_F(transfer, link_that_leads_out_of_the_folder_is_not_followed) {
  objects["a/key"].bytes = "hello";
  std::filesystem::create_directories(path("in"));
  std::filesystem::create_directories(path("out"));
  std::filesystem::create_directory_symlink("../out", path("in/way"));
  const auto got = run(open().try_download_below(place, path("in"), "way/f"));
  ASSERT_FALSE(got);
  EXPECT_THAT(got.error().message(), HasSubstr("leads out of the target"));
  EXPECT_FALSE(std::filesystem::exists(path("out/f")));
  const auto above = run(open().try_download_below(place, path("in"), "../f"));
  EXPECT_FALSE(above);
  EXPECT_FALSE(std::filesystem::exists(path("f")));
}

TEST_F(transfer, bytes_are_given_in_order) {
  const std::string bytes = bytes_of(23 * mebibyte);
  objects["a/key"].bytes = bytes;
  std::string got;
  const piece_sink sink = [&](std::string_view piece) -> asio::awaitable<result<void>> {
    got += piece;
    co_return result<void>{};
  };
  const auto info = run(open(small_parts()).try_read(place, sink));
  ASSERT_TRUE(info) << info.error().what();
  EXPECT_EQ(got, bytes);
  EXPECT_EQ(info->parts, 5U);
}

TEST_F(transfer, reader_that_fails_ends_it) {
  objects["a/key"].bytes = bytes_of(23 * mebibyte);
  const piece_sink sink = [](std::string_view) -> asio::awaitable<result<void>> {
    co_return error{error_kind::usage, "Enough", "enough"};
  };
  const auto info = run(open(small_parts()).try_read(place, sink));
  ASSERT_FALSE(info);
  EXPECT_EQ(info.error().code(), "Enough");
}

TEST_F(transfer, object_is_copied_within_the_service) {
  objects["from"].bytes = "hello";
  const auto info = run(open().copy({"bucket", "from"}, place));
  EXPECT_EQ(objects["a/key"].bytes, "hello");
  EXPECT_EQ(info.size, 5U);
  EXPECT_THAT(asked, ElementsAre("HEAD /from", "PUT /a/key"));
}

TEST_F(transfer, settings_go_into_the_requests_that_know_them) {
  object_settings what;
  what.members = {{"ContentType", "text/x"}, {"IfMatch", "\"none\""}, {"Range", "bytes=0-1"}};
  what.members.erase("IfMatch");
  run(open().upload(write("f", "hello"), place, what));
  EXPECT_EQ(objects["a/key"].type, "text/x");
}

TEST_F(transfer, options_that_cannot_be_are_said) {
  transfer_options how;
  how.part_size = 1;
  const auto sent = run(open(how).try_upload(write("f", "hello"), place));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code(), "InvalidOption");
  EXPECT_THAT(sent.error().message(), HasSubstr("part_size is 1"));
}

/// A connection that is gone, for one request.
const error gone{error_kind::connect, "ConnectionReset", "gone"};

TEST_F(transfer, upload_that_broke_off_goes_on_with_what_is_missing) {
  auto how = small_parts();
  how.resume_folder = path("notes");
  how.requests = 1;
  const std::string bytes = bytes_of(23 * mebibyte), file = write("f", bytes);
  before = [](const http_request& request) -> std::optional<result<http_response>> {
    if (parameter(std::string{request.query}, "partNumber") == "3") return gone;
    return std::nullopt;
  };
  const auto broken = run(open(how).try_upload(file, place));
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().kind(), error_kind::connect);
  ASSERT_THAT(uploads, SizeIs(1));  // its parts are kept
  const std::size_t kept = uploads.begin()->second.size();
  EXPECT_GE(kept, 2U);
  before = nullptr;
  asked.clear();
  const auto done = run(open(how).try_upload(file, place));
  ASSERT_TRUE(done) << done.error().what();
  EXPECT_EQ(objects["a/key"].bytes, bytes);
  EXPECT_EQ(done->resumed_bytes, kept * smallest_part);
  EXPECT_EQ(std::count_if(asked.begin(), asked.end(),
                          [](const auto& one) { return one.find("partNumber") != std::string::npos; }),
            static_cast<std::ptrdiff_t>(5 - kept));
  EXPECT_THAT(uploads, IsEmpty());
}

TEST_F(transfer, file_that_changed_since_is_uploaded_anew) {
  auto how = small_parts();
  how.resume_folder = path("notes");
  before = [](const http_request& request) -> std::optional<result<http_response>> {
    if (parameter(std::string{request.query}, "partNumber") == "2") return gone;
    return std::nullopt;
  };
  EXPECT_FALSE(run(open(how).try_upload(write("f", bytes_of(12 * mebibyte)), place)));
  before = nullptr;
  const std::string other(12 * mebibyte, 'x');
  const auto done = run(open(how).try_upload(write("f", other), place));
  ASSERT_TRUE(done) << done.error().what();
  EXPECT_EQ(done->resumed_bytes, 0U);
  EXPECT_EQ(objects["a/key"].bytes, other);
}

TEST_F(transfer, download_that_broke_off_goes_on_with_what_is_missing) {
  auto how = small_parts();
  how.requests = 1;
  how.resume_folder = path("notes");
  const std::string bytes = bytes_of(23 * mebibyte);
  objects["a/key"].bytes = bytes;
  before = [](const http_request& request) -> std::optional<result<http_response>> {
    if (request.headers.find("Range").value_or("").starts_with("bytes=15728640")) return refusal(403, "AccessDenied");
    return std::nullopt;
  };
  const auto broken = run(open(how).try_download(place, path("f")));
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code(), "AccessDenied");
  EXPECT_EQ(read("f"), "(no such file)");
  before = nullptr;
  const auto done = run(open(how).try_download(place, path("f")));
  ASSERT_TRUE(done) << done.error().what();
  EXPECT_EQ(read("f"), bytes);
  EXPECT_GT(done->resumed_bytes, 0U);
  EXPECT_THAT(files(), ElementsAre("f"));
}

TEST_F(transfer, object_that_was_replaced_since_is_downloaded_anew) {
  auto how = small_parts();
  how.resume_folder = path("notes");
  objects["a/key"].bytes = bytes_of(13 * mebibyte);
  before = [](const http_request& request) -> std::optional<result<http_response>> {
    if (request.headers.find("Range").value_or("").starts_with("bytes=10485760")) return refusal(403, "AccessDenied");
    return std::nullopt;
  };
  EXPECT_FALSE(run(open(how).try_download(place, path("f"))));
  before = nullptr;
  objects["a/key"].bytes = std::string(12 * mebibyte, 'y');
  const auto done = run(open(how).try_download(place, path("f")));
  ASSERT_TRUE(done) << done.error().what();
  EXPECT_EQ(done->resumed_bytes, 0U);
  EXPECT_EQ(read("f"), objects["a/key"].bytes);
}

TEST_F(transfer, cancelled_upload_is_aborted) {
  asio::cancellation_signal stop;
  before = [&](const http_request& request) -> std::optional<result<http_response>> {
    if (!parameter(std::string{request.query}, "partNumber").empty())
      asio::post(context, [&] { stop.emit(asio::cancellation_type::terminal); });
    return std::nullopt;
  };
  std::optional<error> ended;
  const auto s3 = open(small_parts());
  const std::string file = write("f", bytes_of(60 * mebibyte));
  asio::co_spawn(context, s3.try_upload(file, place),
                 asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr, result<object_info> outcome) {
                   if (!outcome) ended = outcome.error();
                 }));
  context.run();
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->kind(), error_kind::cancelled);
  EXPECT_THAT(uploads, IsEmpty());
}

}  // namespace
}  // namespace aloft::s3
