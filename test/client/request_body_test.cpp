#include "client/body_fixture.hpp"

#include "aloft/stream_body.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>

#include <functional>
#include <future>

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::HasSubstr;
using ::testing::Not;

using request_body_of_call = body;

/// Gives its pieces once, or as often as it is rewound.
class pieces final : public body_source {
 public:
  pieces(std::vector<std::string> all, bool again, bool sized = true) : all_{std::move(all)}, again_{again} {
    if (!sized) return;
    size_ = 0;
    for (const auto& piece : all_) *size_ += piece.size();
  }
  std::optional<std::uint64_t> size() const noexcept override { return size_; }
  asio::awaitable<result<std::string_view>> read() override {
    if (next_ == all_.size()) co_return std::string_view{};
    co_return std::string_view{all_[next_++]};
  }
  bool rewind() override {
    if (again_) next_ = 0;
    return again_;
  }

 private:
  const std::vector<std::string> all_;
  const bool again_;
  std::optional<std::uint64_t> size_;
  std::size_t next_ = 0;
};

TEST_F(request_body_of_call, bytes_go_beside_the_parameters) {
  sequence script{{answer(200, "", "ETag: \"e\"\r\n")}};
  scripted_server server{script.script()};
  const auto done = put(server, request_body::bytes("some bytes"));
  ASSERT_TRUE(done) << done.error().what();
  EXPECT_EQ((*done)["ETag"].as_text(), "\"e\"");
  const auto request = script.requests().at(0);
  EXPECT_THAT(request, HasSubstr("PUT /b/k HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("Content-Length: 10\r\n"));
  EXPECT_EQ(body_of(request), "some bytes");
}

TEST_F(request_body_of_call, files_and_parts_of_them) {
  sequence script{{answer(200, "")}};
  scripted_server server{script.script()};
  const auto path = file("0123456789");
  ASSERT_TRUE(put(server, request_body::file(path)));
  ASSERT_TRUE(put(server, request_body::file(path, 3, 4)));
  EXPECT_EQ(body_of(script.requests().at(0)), "0123456789");
  EXPECT_EQ(body_of(script.requests().at(1)), "3456");
  EXPECT_THAT(script.requests().at(1), HasSubstr("Content-Length: 4\r\n"));
  EXPECT_EQ(put(server, request_body::file(path, 3, 8)).error().code(), "BodyFile");
  EXPECT_EQ(put(server, request_body::file(path + "-none")).error().code(), "BodyFile");
  EXPECT_EQ(put(server, request_body::file(folder.string())).error().code(), "BodyFile");
}

TEST_F(request_body_of_call, of_an_archive_is_vouched_for_by_its_tree) {
  sequence script{{answer(201, "")}};
  scripted_server server{script.script()};
  const auto glacier = session{context.get_executor(), options_for(server)}.client("glacier");
  for (const auto& what : {request_body::bytes("abc"), request_body::file(file("abc"))}) {
    call_options options;
    options.body = what;
    const auto done = run(context, glacier.try_call("upload_archive", boost::json::value{{"vaultName", "v"}}, options));
    ASSERT_TRUE(done) << done.error().what();
    const auto request = script.requests().back();
    constexpr const char* digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\r\n";
    EXPECT_THAT(request, HasSubstr(std::string{"x-amz-sha256-tree-hash: "} + digest));
    EXPECT_THAT(request, HasSubstr(std::string{"X-Amz-Content-Sha256: "} + digest));
    EXPECT_EQ(body_of(request), "abc");
  }
}

TEST_F(request_body_of_call, of_a_refused_request_is_not_sent) {
  std::promise<std::string> head, rest;
  scripted_server server{[&](peer& client) {
    head.set_value(client.read_head());
    client.write(answer(403, "<Error><Code>AccessDenied</Code><Message>no</Message></Error>"));
    rest.set_value(client.read_some());
  }};
  const auto done = put(server, request_body::file(file("0123456789")));
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code(), "AccessDenied");
  EXPECT_THAT(head.get_future().get(), HasSubstr("Expect: 100-continue\r\n"));
  EXPECT_EQ(rest.get_future().get(), "");
}

/// Many pieces, each at hand at once, and how many were taken.
struct many_pieces final : body_source {
  std::optional<std::uint64_t> size() const noexcept override { return total; }
  asio::awaitable<result<std::string_view>> read() override {
    if (taken == total) co_return std::string_view{};
    ++taken;
    co_return std::string_view{"x"};
  }
  bool rewind() override { return true; }
  static constexpr std::uint64_t total = 1000;
  std::uint64_t taken = 0;
};

TEST_F(request_body_of_call, that_is_read_for_its_digest_leaves_others_their_turn) {
  scripted_server server{always(answer(200, ""))};
  const auto source = std::make_shared<many_pieces>();
  asio::cancellation_signal stop;
  std::optional<result<response>> outcome;
  call_options options;
  options.body = request_body::source(source);
  asio::co_spawn(context, s3(server).try_call("put_object", in_bucket(), options),
                 asio::bind_cancellation_slot(
                     stop.slot(), [&](std::exception_ptr, result<response> got) { outcome.emplace(std::move(got)); }));
  std::function<void()> watch = [&] {
    if (outcome) return;
    if (source->taken > 0) return stop.emit(asio::cancellation_type::terminal);
    asio::post(context, watch);
  };
  watch();
  context.run();
  ASSERT_TRUE(outcome && !*outcome);
  EXPECT_EQ(outcome->error().code(), "Cancelled");
  EXPECT_LT(source->taken, 10U);
}

TEST_F(request_body_of_call, a_source_that_can_be_rewound_is_signed_by_its_digest) {
  sequence script{{answer(200, "")}};
  scripted_server server{script.script()};
  ASSERT_TRUE(put(server, request_body::source(std::make_shared<pieces>(std::vector<std::string>{"ab", "c"}, true))));
  const auto request = script.requests().at(0);
  EXPECT_EQ(body_of(request), "abc");
  EXPECT_THAT(request, HasSubstr("X-Amz-Content-Sha256: "
                                 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\r\n"));
}

TEST_F(request_body_of_call, a_source_that_can_be_read_once_goes_in_signed_chunks) {
  sequence script{{answer(200, "")}};
  scripted_server server{script.script()};
  ASSERT_TRUE(put(server, request_body::source(std::make_shared<pieces>(std::vector<std::string>{"ab", "c"}, false))));
  const auto request = script.requests().at(0);
  EXPECT_THAT(request, HasSubstr("X-Amz-Content-Sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD\r\n"));
  EXPECT_THAT(request, HasSubstr("X-Amz-Decoded-Content-Length: 3\r\n"));
  EXPECT_THAT(body_of(request), ::testing::MatchesRegex("3;chunk-signature=[0-9a-f]+\r\nabc\r\n"
                                                        "0;chunk-signature=[0-9a-f]+\r\n\r\n"));
}

TEST_F(request_body_of_call, a_named_checksum_travels_behind_a_stream) {
  sequence script{{answer(200, "")}};
  scripted_server server{script.script()};
  auto input = in_bucket();
  input.as_object()["ChecksumAlgorithm"] = "CRC32C";
  call_options options;
  options.body = request_body::source(std::make_shared<pieces>(std::vector<std::string>{"abc"}, false, false));
  const auto done = run(context, s3(server).try_call("put_object", input, options));
  ASSERT_TRUE(done) << done.error().what();
  const auto request = script.requests().at(0);
  EXPECT_THAT(request, HasSubstr("X-Amz-Trailer: x-amz-checksum-crc32c\r\n"));
  EXPECT_THAT(request, HasSubstr("Transfer-Encoding: chunked\r\n"));
  EXPECT_THAT(request, HasSubstr("x-amz-checksum-crc32c:Nks/tw==")) << "base64 of 0x364b3fb7";
  EXPECT_THAT(request, HasSubstr("x-amz-trailer-signature:"));
}

TEST_F(request_body_of_call, a_named_checksum_of_bytes_and_files_is_a_header) {
  sequence script{{answer(200, "")}};
  scripted_server server{script.script()};
  auto input = in_bucket();
  input.as_object()["ChecksumAlgorithm"] = "SHA256";
  for (const auto& what : {request_body::bytes("abc"), request_body::file(file("abc"))}) {
    call_options options;
    options.body = what;
    ASSERT_TRUE(run(context, s3(server).try_call("put_object", input, options)));
    EXPECT_THAT(script.requests().back(),
                HasSubstr("x-amz-checksum-sha256: ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\r\n"));
  }
}

TEST_F(request_body_of_call, is_sent_again_only_when_it_can_be_rewound) {
  {
    sequence script{{answer(503, ""), answer(200, "")}};
    scripted_server server{script.script()};
    virtual_clock time;
    auto options = options_for(server);
    options.clock = &time;
    session with{context.get_executor(), options};
    call_options again;
    again.body = request_body::file(file("abc"));
    EXPECT_TRUE(run(context, with.client("s3").try_call("put_object", in_bucket(), again)));
    ASSERT_EQ(script.requests().size(), 2U);
    EXPECT_EQ(body_of(script.requests()[1]), "abc");
  }
  sequence script{{answer(503, ""), answer(200, "")}};
  scripted_server server{script.script()};
  const auto once = put(server, request_body::source(std::make_shared<pieces>(std::vector<std::string>{"abc"}, false)));
  ASSERT_FALSE(once);
  EXPECT_EQ(once.error().info().http_status, 503);
  EXPECT_EQ(script.requests().size(), 1U);
}

TEST_F(request_body_of_call, only_where_there_is_one) {
  scripted_server server{always(answer(200, ""))};
  call_options options;
  options.body = request_body::bytes("abc");
  const auto list = run(context, s3(server).try_call("list_buckets", {}, options));
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().code(), "UnexpectedBody");
  auto twice = in_bucket();
  twice.as_object()["Body"] = "YWJj";
  EXPECT_EQ(run(context, s3(server).try_call("put_object", twice, options)).error().code(), "UnexpectedBody");
  EXPECT_EQ(server.connections(), 0);
}

TEST_F(request_body_of_call, of_one_answer_can_be_sent_as_another_request) {
  sequence script{{answer(200, "carried over"), answer(200, "")}};
  scripted_server server{script.script()};
  const auto with = s3(server);
  const auto carry = [&]() -> asio::awaitable<void> {
    response from = co_await with.call("get_object", in_bucket());
    const auto size = from.body().size();
    call_options to;
    to.body = stream_body(std::move(from.body()), size);
    co_await with.call("put_object", in_bucket("copy"), to);
  };
  asio::co_spawn(context, carry(), [](std::exception_ptr thrown) {
    if (thrown) std::rethrow_exception(thrown);
  });
  context.run();
  ASSERT_EQ(script.requests().size(), 2U);
  EXPECT_THAT(script.requests()[1], HasSubstr("carried over\r\n"));
}

TEST_F(request_body_of_call, of_a_payload_blob_that_does_not_stream) {
  sequence script{{answer(200, R"({"sum": 3})", "X-Amz-Function-Error: Unhandled\r\nX-Amz-Log-Result: bG9n\r\n")}};
  scripted_server server{script.script()};
  call_options options;
  options.body = request_body::bytes(R"({"a": 1})");
  session with{context.get_executor(), options_for(server)};
  const response invoked =
      run(context, with.client("lambda").call("invoke", R"({"FunctionName": "f", "LogType": "Tail"})"_json, options));
  EXPECT_EQ(body_of(script.requests().at(0)), R"({"a": 1})");
  EXPECT_EQ(invoked["Payload"].as_text(), R"({"sum": 3})");
  EXPECT_EQ(invoked["FunctionError"].as_text(), "Unhandled");
  EXPECT_EQ(invoked["LogResult"].as_text(), "bG9n");
}

TEST_F(request_body_of_call, a_stated_length_is_that_of_a_source_which_knows_none) {
  sequence script{{answer(200, "")}};
  scripted_server server{script.script()};
  boost::json::value input = in_bucket();
  input.as_object()["ContentLength"] = 5;
  for (const bool again : {false, true}) {
    call_options options;
    options.body = request_body::source(std::make_shared<pieces>(std::vector<std::string>{"he", "llo"}, again, false));
    const auto done = run(context, s3(server).try_call("put_object", input, options));
    ASSERT_TRUE(done) << done.error().what();
  }
  for (const auto& request : script.requests()) {
    EXPECT_THAT(request, Not(HasSubstr("Transfer-Encoding")));
    EXPECT_TRUE(request.find("Content-Length: 5\r\n") != std::string::npos ||
                request.find("Decoded-Content-Length: 5\r\n") != std::string::npos)
        << request;
  }
}

TEST_F(request_body_of_call, a_stated_length_that_is_wrong_is_said_before_anything_is_sent) {
  sequence script{{answer(200, "")}};
  scripted_server server{script.script()};
  boost::json::value input = in_bucket();
  input.as_object()["ContentLength"] = 4;
  const auto put_with = [&](request_body what) {
    call_options options;
    options.body = std::move(what);
    const auto done = run(context, s3(server).try_call("put_object", input, options));
    return done ? "ok" : done.error().code();
  };
  EXPECT_EQ(put_with(request_body::bytes("hello")), "BodyLengthMismatch");
  EXPECT_EQ(put_with(request_body::file(file("hello"))), "BodyLengthMismatch");
  EXPECT_EQ(put_with({}), "BodyLengthMismatch");
  EXPECT_TRUE(script.requests().empty());
  EXPECT_EQ(put_with(request_body::bytes("four")), "ok");
}

}  // namespace
}  // namespace aloft
