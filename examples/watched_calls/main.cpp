// Three seams in one program that needs no network: credentials of its own, a scripted transport, and an observer that
// prints what each call does when.
#include <aloft/session.hpp>
#include <aloft/testing.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <iostream>

namespace asio = boost::asio;
using steady = std::chrono::steady_clock;

/// Keys as they would come out of a vault.
struct vault final : aloft::credentials_provider {
  std::string_view name() const noexcept override { return "vault"; }
  asio::awaitable<aloft::result<aloft::credentials>> load() override {
    aloft::credentials keys;
    keys.access_key_id = "AKIDEXAMPLE";
    keys.secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    keys.expiration = std::chrono::system_clock::now() + std::chrono::hours{1};
    co_return keys;
  }
};

/// One line per step of a call: milliseconds since it began, and what happened.
struct timeline final : aloft::call_observer {
  explicit timeline(const aloft::call_identity& call) : name{call.operation} { print("begins"); }
  void request_signed(const aloft::http_request& request) noexcept override { print(request.method + " signed"); }
  void attempt_over(const aloft::attempt_report& done) noexcept override {
    print("attempt " + std::to_string(done.attempt) + ": HTTP " + std::to_string(done.http_status) +
          (done.failure ? " " + done.failure->code() : ""));
  }
  void retry(std::chrono::milliseconds delay) noexcept override {
    print("again in " + std::to_string(delay.count()) + " ms");
  }
  void end(const aloft::call_report& done) noexcept override { print(done.failure ? "failed" : "done"); }

  void print(const std::string& what) const {
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(steady::now() - began);
    std::cout << since.count() << " ms  " << name << ": " << what << '\n';
  }
  const std::string name;
  const steady::time_point began = steady::now();
};

struct timelines final : aloft::observer {
  std::unique_ptr<aloft::call_observer> begin(const aloft::call_identity& call) noexcept override {
    return std::make_unique<timeline>(call);
  }
};

asio::awaitable<void> read_item(aloft::client dynamodb) {
  using namespace aloft::literals;
  auto found = co_await dynamodb.try_call("get_item", R"({"TableName": "films", "Key": {"id": {"S": "1"}}})"_json);
  std::cout << (found ? (*found)["Item"]["title"]["S"].as_text() : found.error().what()) << '\n';
}

int main() {
  using aloft::testing::reply;
  aloft::session_options options;
  options.region = "eu-west-1";
  options.credentials_provider = std::make_shared<vault>();
  options.observers = {std::make_shared<timelines>()};
  options.transport = std::make_shared<aloft::testing::scripted_transport>(
      std::vector<aloft::http_response>{reply(503), reply(200, R"({"Item": {"title": {"S": "Metropolis"}}})")});

  asio::io_context context;
  aloft::session session{context.get_executor(), options};
  asio::co_spawn(context, read_item(session.client("dynamodb")), asio::detached);
  context.run();
}
