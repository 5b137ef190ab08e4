#pragma once
// Clients of a queue that a test plays: each request is given to a function, as its operation and its JSON.

#include <aloft/session.hpp>
#include <aloft/sqs.hpp>
#include <aloft/testing.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gmock/gmock.h>

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace aloft::sqs {

namespace asio = boost::asio;
namespace json = boost::json;

class played_queue : public ::testing::Test {
 protected:
  static constexpr const char* url = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders";
  static constexpr const char* fifo_url = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders.fifo";

  struct asked {
    std::string operation;
    json::object input;
    const json::array& entries() const { return input.at("Entries").as_array(); }
  };
  using player = std::function<http_response(const asked&)>;

  client open(player answers) {
    session_options options;
    options.region = "eu-west-1";
    options.credentials.emplace();
    options.credentials->access_key_id = "AKIDEXAMPLE";
    options.credentials->secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    options.max_attempts = 1;
    options.transport = std::make_shared<testing::scripted_transport>(
        [this, answers = std::move(answers)](const http_request& request) -> result<http_response> {
          asked what;
          const std::string target{request.headers.find("x-amz-target").value_or("")};
          what.operation = target.substr(target.find('.') + 1);
          what.input = json::parse(request.body).as_object();
          requests.push_back(what);
          return answers(what);
        });
    session_.emplace(context.get_executor(), options);
    return session_->client("sqs");
  }

  template <class T>
  T run(asio::awaitable<T> work) {
    std::optional<T> outcome;
    std::exception_ptr thrown;
    asio::co_spawn(context, std::move(work), [&](std::exception_ptr failure, T value) {
      thrown = std::move(failure);
      outcome.emplace(std::move(value));
    });
    context.restart();
    context.run();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*outcome);
  }

  static http_response answer(const json::value& body) { return testing::reply(200, json::serialize(body)); }
  static http_response refusal(const std::string& code, int status = 400) {
    return testing::reply(status,
                          json::serialize(json::object{{"__type", "com.amazonaws.sqs#" + code}, {"message", "no"}}));
  }
  /// Everything was taken.
  static http_response take_all(const asked& what) {
    json::array all;
    for (const auto& one : what.entries()) all.push_back(taken(one.as_object()));
    return answer({{"Successful", all}, {"Failed", json::array{}}});
  }
  static json::object taken(const json::object& entry);
  static json::object failed(const json::object& entry, bool senders_fault) {
    return {{"Id", entry.at("Id")},
            {"Code", senders_fault ? "InvalidMessageContents" : "InternalError"},
            {"SenderFault", senders_fault}};
  }
  static std::vector<outgoing> numbered(int count, const std::string& group = {}) {
    std::vector<outgoing> all;
    for (int i = 0; i < count; ++i) {
      outgoing one;
      one.body = std::to_string(i);
      one.group = group;
      all.push_back(std::move(one));
    }
    return all;
  }

  asio::io_context context;
  std::vector<asked> requests;

 private:
  std::optional<session> session_;
};

}  // namespace aloft::sqs
