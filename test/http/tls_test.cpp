#include "http/fixture.hpp"
#include "support/test_authority.hpp"

#include <openssl/ssl.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <semaphore>
#include <string>

namespace aloft::http {
namespace {

using namespace std::chrono_literals;
using testing::answer_ok;
using testing::peer;
using testing::scripted_server;
using testing::test_authority;
namespace asio = boost::asio;

class tls : public ::testing::Test {
 protected:
  static scripted_server::script answering(std::shared_ptr<SSL_CTX> context) {
    return [context](peer& client) {
      if (!client.start_tls(context.get())) return;
      while (!client.read_request().empty()) client.write(answer_ok("hello"));
    };
  }
  transport_options trusting() const {
    transport_options options;
    options.ca_file = authority.ca_file();
    return options;
  }
  outcome ask(const transport_options& options, const scripted_server& server, std::string host = "127.0.0.1") {
    asio::io_context context;
    const auto over = transport::make(context.get_executor(), options);
    return run(context, exchange(*over, {"https", std::move(host), server.port()}, post()));
  }

  test_authority authority;
};

TEST_F(tls, carries_an_exchange_under_a_trusted_certificate) {
  scripted_server server{answering(authority.server())};
  for (const char* host : {"127.0.0.1", "localhost"}) {
    const auto got = ask(trusting(), server, host);
    EXPECT_EQ(got.code(), "ok") << host;
    EXPECT_EQ(got.body, "hello");
  }
}

TEST_F(tls, reuses_its_connection_even_after_tickets_came) {
  scripted_server server{answering(authority.server())};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), trusting());
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(run(context, exchange(*over, local(server.port(), "https"), post())).reused, i > 0);
  EXPECT_EQ(server.connections(), 1);
}

TEST_F(tls, sees_that_the_server_has_closed) {
  const auto server_context = authority.server();
  std::counting_semaphore<> closed{0};
  scripted_server server{[&](peer& client) {
    client.start_tls(server_context.get());
    client.read_request();
    client.write(answer_ok("hello"));
    client.close();
    closed.release();
  }};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), trusting());
  for (int i = 0; i < 3; ++i) {
    const auto got = run(context, exchange(*over, local(server.port(), "https"), post()));
    EXPECT_EQ(got.code(), "ok");
    EXPECT_FALSE(got.reused);
    closed.acquire();
  }
}

TEST_F(tls, rejects_a_certificate_of_an_unknown_authority) {
  scripted_server server{answering(authority.server())};
  const auto got = ask({}, server);
  EXPECT_EQ(got.code(), "CertificateRejected");
  EXPECT_EQ(got.failure->kind(), error_kind::connect);
  EXPECT_NE(got.failure->message().find("unable to get local issuer certificate"), std::string::npos)
      << got.failure->message();
}

TEST_F(tls, rejects_a_certificate_for_another_host_and_an_old_one) {
  test_authority::certificate about;
  about.names = "DNS:other.test";
  scripted_server other{answering(authority.server(about))};
  EXPECT_NE(ask(trusting(), other).failure->message().find("IP address mismatch"), std::string::npos);
  EXPECT_NE(ask(trusting(), other, "localhost").failure->message().find("hostname mismatch"), std::string::npos);
  about = {};
  about.valid_until = -60;
  scripted_server old{answering(authority.server(about))};
  const auto got = ask(trusting(), old);
  EXPECT_EQ(got.code(), "CertificateRejected");
  EXPECT_NE(got.failure->message().find("expired"), std::string::npos) << got.failure->message();
}

TEST_F(tls, accepts_anything_when_told_not_to_verify) {
  scripted_server server{answering(authority.server())};
  transport_options options;
  options.verify_peer = false;
  EXPECT_EQ(ask(options, server).code(), "ok");
}

TEST_F(tls, refuses_old_versions_and_servers_without_tls) {
  test_authority::certificate about;
  about.max_version = TLS1_1_VERSION;
  scripted_server old{answering(authority.server(about))};
  EXPECT_EQ(ask(trusting(), old).code(), "TlsHandshakeFailed");
  scripted_server plain{[](peer& client) {
    client.read_some();
    client.write("HTTP/1.1 400 Bad Request\r\n\r\n");
  }};
  const auto got = ask(trusting(), plain);
  EXPECT_EQ(got.code(), "TlsHandshakeFailed");
  EXPECT_NE(got.failure->message().find("wrong version number"), std::string::npos) << got.failure->message();
  scripted_server closing{[](peer& client) { client.read_some(); }};
  EXPECT_EQ(ask(trusting(), closing).code(), "TlsHandshakeFailed");
}

TEST_F(tls, has_a_deadline_of_its_own) {
  scripted_server silent{[](peer& client) { client.stall(); }};
  auto options = trusting();
  options.tls_timeout = 80ms;
  const auto got = ask(options, silent);
  EXPECT_EQ(got.code(), "TlsTimeout");
  EXPECT_EQ(got.failure->kind(), error_kind::timeout);
}

TEST_F(tls, takes_a_folder_of_authorities_and_says_when_there_are_none) {
  scripted_server server{answering(authority.server())};
  const auto folder =
      std::filesystem::temp_directory_path() / ("aloft-test-ca-folder-" + std::to_string(server.port()));
  std::filesystem::create_directory(folder);
  transport_options options;
  options.ca_file = folder;
  EXPECT_EQ(ask(options, server).code(), "CaBundleUnusable");
  std::filesystem::copy_file(authority.ca_file(), folder / "own.pem");
  EXPECT_EQ(ask(options, server).code(), "ok");
  std::ofstream{folder / "text.pem"} << "no certificate\n";
  options.ca_file = folder / "text.pem";
  EXPECT_EQ(ask(options, server).code(), "CaBundleUnusable");
  options.ca_file = folder / "missing.pem";
  const auto got = ask(options, server);
  EXPECT_EQ(got.code(), "CaBundleUnusable");
  EXPECT_EQ(got.failure->kind(), error_kind::config);
  std::filesystem::remove_all(folder);
}

TEST_F(tls, resumes_sessions) {
  const auto server_context = authority.server();
  scripted_server server{answering(server_context)};
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    SSL_CTX_set_max_proto_version(server_context.get(), version);
    const long before = SSL_CTX_sess_hits(server_context.get());
    asio::io_context context;
    auto options = trusting();
    options.pooled = false;
    const auto over = transport::make(context.get_executor(), options);
    for (int i = 0; i < 4; ++i)
      EXPECT_EQ(run(context, exchange(*over, local(server.port(), "https"), post())).code(), "ok");
    EXPECT_EQ(SSL_CTX_sess_hits(server_context.get()) - before, 3);
  }
}

TEST_F(tls, carries_large_bodies_both_ways) {
  const auto server_context = authority.server();
  const std::string large(1'000'000, 'x');
  std::size_t received = 0;
  scripted_server server{[&](peer& client) {
    client.start_tls(server_context.get());
    received = client.read_request().size();
    client.write(answer_ok(large));
    client.stall();
  }};
  asio::io_context context;
  const auto over = transport::make(context.get_executor(), trusting());
  const auto got = run(context, exchange(*over, local(server.port(), "https"), post(large)));
  EXPECT_EQ(got.code(), "ok");
  EXPECT_EQ(got.body.size(), large.size());
  EXPECT_GT(received, large.size());
}

TEST_F(tls, an_end_without_goodbye_ends_no_body) {
  const auto server_context = authority.server();
  for (const bool proper : {true, false}) {
    scripted_server server{[&](peer& client) {
      client.start_tls(server_context.get());
      client.read_request();
      client.write("HTTP/1.1 200 OK\r\n\r\nhello");
      if (proper)
        client.close();
      else
        client.drop();
    }};
    EXPECT_EQ(ask(trusting(), server).code(), proper ? "ok" : "TruncatedResponse");
  }
}

TEST_F(tls, those_behind_a_cancelled_first_handshake_go_on) {
  // The first handshake with an origin goes alone, so that the others can resume its session; it never ends.
  const auto context_of_server = authority.server();
  asio::io_context context;
  asio::cancellation_signal cancel_first;
  scripted_server server{[&](peer& client) {
    if (client.index() == 0) {
      client.read_some();
      asio::post(context, [&] { cancel_first.emit(asio::cancellation_type::terminal); });
      return client.stall();
    }
    if (!client.start_tls(context_of_server.get())) return;
    while (!client.read_request().empty()) client.write(answer_ok("hello"));
  }};
  const auto over = transport::make(context.get_executor(), trusting());
  const origin to = local(server.port(), "https");
  std::map<std::string, int> codes;
  const auto ended = [&](std::exception_ptr thrown, const outcome& got) { ++codes[thrown ? "Cancelled" : got.code()]; };
  asio::co_spawn(context, exchange(*over, to, post()), asio::bind_cancellation_slot(cancel_first.slot(), ended));
  for (int i = 0; i < 20; ++i) asio::co_spawn(context, exchange(*over, to, post()), ended);
  context.run();
  EXPECT_EQ(codes, (std::map<std::string, int>{{"Cancelled", 1}, {"ok", 20}}));
  EXPECT_EQ(over->counters().waits, 20U);
}

}  // namespace
}  // namespace aloft::http
