#include "client/fixture.hpp"

#include "aloft/stream_body.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <future>

namespace aloft {
namespace {

using namespace aloft::testing;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

boost::json::value in_bucket(const char* key = "k") { return {{"Bucket", "b"}, {"Key", key}}; }

/// What was sent before the head was complete and what came with it.
std::string body_of(const std::string& request) { return request.substr(request.find("\r\n\r\n") + 4); }

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

struct body : ::testing::Test {
  asio::io_context context;
  std::filesystem::path folder = std::filesystem::temp_directory_path() / ("aloft-body-" + std::to_string(::getpid()));

  void SetUp() override { std::filesystem::create_directories(folder); }
  void TearDown() override { std::filesystem::remove_all(folder); }

  std::string file(const std::string& content) {
    const auto path = folder / "content";
    std::ofstream{path, std::ios::binary} << content;
    return path.string();
  }
  static std::string content(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  client s3(const scripted_server& server) { return session{context.get_executor(), options_for(server)}.client("s3"); }
  result<response> put(const scripted_server& server, request_body what) {
    call_options options;
    options.body = std::move(what);
    return run(context, s3(server).try_call("put_object", in_bucket(), options));
  }
  response get(const scripted_server& server) { return run(context, s3(server).call("get_object", in_bucket())); }
};

TEST_F(body, bytes_go_beside_the_parameters) {
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

TEST_F(body, files_and_parts_of_them) {
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

TEST_F(body, of_an_archive_is_vouched_for_by_its_tree) {
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

TEST_F(body, of_a_refused_request_is_not_sent) {
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

TEST_F(body, a_source_that_can_be_rewound_is_signed_by_its_digest) {
  sequence script{{answer(200, "")}};
  scripted_server server{script.script()};
  ASSERT_TRUE(put(server, request_body::source(std::make_shared<pieces>(std::vector<std::string>{"ab", "c"}, true))));
  const auto request = script.requests().at(0);
  EXPECT_EQ(body_of(request), "abc");
  EXPECT_THAT(request, HasSubstr("X-Amz-Content-Sha256: "
                                 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\r\n"));
}

TEST_F(body, a_source_that_can_be_read_once_goes_in_signed_chunks) {
  sequence script{{answer(200, "")}};
  scripted_server server{script.script()};
  ASSERT_TRUE(put(server, request_body::source(std::make_shared<pieces>(std::vector<std::string>{"ab", "c"}, false))));
  const auto request = script.requests().at(0);
  EXPECT_THAT(request, HasSubstr("X-Amz-Content-Sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD\r\n"));
  EXPECT_THAT(request, HasSubstr("X-Amz-Decoded-Content-Length: 3\r\n"));
  EXPECT_THAT(body_of(request), ::testing::MatchesRegex("3;chunk-signature=[0-9a-f]+\r\nabc\r\n"
                                                        "0;chunk-signature=[0-9a-f]+\r\n\r\n"));
}

TEST_F(body, a_named_checksum_travels_behind_a_stream) {
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

TEST_F(body, a_named_checksum_of_bytes_and_files_is_a_header) {
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

TEST_F(body, is_sent_again_only_when_it_can_be_rewound) {
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

TEST_F(body, only_where_there_is_one) {
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

TEST_F(body, arrives_as_it_is_read) {
  sequence script{{answer(200, std::string(300'000, 'x') + "end", "ETag: \"e\"\r\nx-amz-meta-colour: red\r\n")}};
  scripted_server server{script.script()};
  response object = get(server);
  EXPECT_EQ(object["ETag"].as_text(), "\"e\"");
  EXPECT_EQ(object["ContentLength"].as_integer(), 300'003);
  EXPECT_EQ(object["Metadata"]["colour"].as_text(), "red");
  ASSERT_TRUE(object.body());
  EXPECT_EQ(object.body().size(), 300'003U);
  const auto all = run(context, object.body().collect());
  ASSERT_TRUE(all) << all.error().what();
  EXPECT_EQ(all->size(), 300'003U);
  EXPECT_THAT(*all, EndsWith("end"));
}

TEST_F(body, read_to_its_end_leaves_the_connection_for_others) {
  scripted_server server{always(answer(200, "abc"))};
  const auto with = s3(server);
  for (int i = 0; i < 3; ++i) {
    response one = run(context, with.call("get_object", in_bucket()));
    EXPECT_EQ(run(context, one.body().collect()).value(), "abc");
  }
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(body, abandoned_closes_the_connection) {
  std::atomic<bool> closed = false;
  scripted_server server{[&](peer& client) {
    if (client.read_request().empty()) return;
    client.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
    const std::string block(100'000, 'x');
    while (client.write(block)) {
    }
    closed = true;
  }};
  {
    response object = get(server);
    EXPECT_FALSE(run(context, object.body().read()).value().empty());
  }
  for (int i = 0; i < 200 && !closed; ++i) std::this_thread::sleep_for(10ms);
  EXPECT_TRUE(closed);
}

TEST_F(body, cut_short_is_an_error) {
  scripted_server server{[](peer& client) {
    if (client.read_request().empty()) return;
    client.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    client.close();
  }};
  response object = get(server);
  const auto all = run(context, object.body().collect());
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().code(), "TruncatedResponse");
  EXPECT_EQ(object.body().failure()->code(), "TruncatedResponse");
}

TEST_F(body, collects_no_more_than_the_limit) {
  scripted_server server{always(answer(200, "0123456789"))};
  response object = get(server);
  EXPECT_EQ(run(context, object.body().collect(9)).error().code(), "BodyTooLarge");
  object = get(server);
  EXPECT_EQ(run(context, object.body().collect(10)).value(), "0123456789");
}

TEST_F(body, is_a_stream_of_asio) {
  scripted_server server{always(answer(200, "0123456789"))};
  response object = get(server);
  const auto read = [&]() -> asio::awaitable<std::string> {
    std::string into(4, '\0');
    co_await asio::async_read(object.body(), asio::buffer(into), asio::use_awaitable);
    std::string rest(20, '\0');
    auto [failure, count] =
        co_await asio::async_read(object.body(), asio::buffer(rest), asio::as_tuple(asio::use_awaitable));
    EXPECT_EQ(failure, asio::error::eof);
    rest.resize(count);
    co_return into + '|' + rest;
  };
  EXPECT_EQ(run(context, read()), "0123|456789");
}

TEST_F(body, saves_whole_files_or_none) {
  scripted_server server{[](peer& client) {
    for (int i = 0; !client.read_request().empty(); ++i) {
      if (client.index() == 0) {
        client.write(answer(200, "content"));
      } else {
        client.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        return client.close();
      }
      if (i == 0) return client.close();
    }
  }};
  const auto path = (folder / "saved").string();
  response object = get(server);
  EXPECT_EQ(run(context, object.body().save(path)).value(), 7U);
  EXPECT_EQ(content(path), "content");
  response cut = get(server);
  EXPECT_FALSE(run(context, cut.body().save(path)));
  EXPECT_EQ(content(path), "content");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder}, {}), 1) << "no half file is left";
  response none = get(server);
  EXPECT_EQ(run(context, none.body().save((folder / "no" / "where").string())).error().code(), "OutputFile");
}

TEST_F(body, reading_follows_the_slot) {
  scripted_server server{[](peer& client) {
    if (client.read_request().empty()) return;
    client.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    client.stall();
  }};
  response object = get(server);
  asio::cancellation_signal stop;
  std::optional<result<std::string>> seen;
  asio::co_spawn(context, object.body().collect(),
                 asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr, result<std::string> outcome) {
                   seen.emplace(std::move(outcome));
                 }));
  asio::steady_timer timer{context, 30ms};
  timer.async_wait([&](auto) { stop.emit(asio::cancellation_type::terminal); });
  context.restart();
  context.run();
  ASSERT_TRUE(seen);
  ASSERT_FALSE(*seen);
  EXPECT_EQ(seen->error().kind(), error_kind::cancelled);
}

TEST_F(body, silence_is_a_timeout_and_slowness_is_none) {
  scripted_server server{[](peer& client) {
    if (client.read_request().empty()) return;
    client.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
    client.drip("01234", 30ms);
    client.stall();
  }};
  auto options = options_for(server);
  options.idle_timeout = 200ms;
  call_options limits;
  limits.operation_timeout = 100ms;
  response object =
      run(context, session{context.get_executor(), options}.client("s3").call("get_object", in_bucket(), limits));
  const auto all = run(context, object.body().collect());
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().code(), "IdleTimeout");
}

TEST_F(body, outlives_its_context) {
  scripted_server server{always(answer(200, std::string(500'000, 'x')))};
  response kept;
  {
    asio::io_context gone;
    kept = run(gone, session{gone.get_executor(), options_for(server)}.client("s3").call("get_object", in_bucket()));
    EXPECT_TRUE(kept.body());
  }
  EXPECT_TRUE(kept.body());
}

TEST_F(body, of_one_answer_can_be_sent_as_another_request) {
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

TEST_F(body, is_verified_by_the_checksum_of_the_answer) {
  auto input = in_bucket();
  input.as_object()["ChecksumMode"] = "ENABLED";
  const auto ask = [&](const std::string& fields) {
    sequence script{{answer(200, "abc", fields)}};
    scripted_server server{script.script()};
    response object = run(context, s3(server).call("get_object", input));
    EXPECT_THAT(script.requests().at(0), HasSubstr("x-amz-checksum-mode: ENABLED\r\n"));
    return run(context, object.body().collect());
  };
  EXPECT_EQ(ask("x-amz-checksum-crc32: NSRBwg==\r\n").value(), "abc");
  EXPECT_EQ(ask("x-amz-checksum-crc32: AAAAAA==\r\n").error().code(), "ChecksumMismatch");
  EXPECT_EQ(ask("x-amz-checksum-crc32: AAAAAA==-3\r\n").value(), "abc") << "made of the checksums of parts";
  EXPECT_EQ(ask("x-amz-checksum-sha512: AAAAAA==\r\n").value(), "abc") << "not one of ours";
}

TEST_F(body, of_a_payload_blob_that_does_not_stream) {
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

}  // namespace
}  // namespace aloft
