// A queue is made, a hundred messages go in at once, and come out again.
//   queue_messages NAME        where: AWS_REGION, credentials and AWS_ENDPOINT_URL as for any program
#include <aloft/session.hpp>
#include <aloft/sqs.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>

namespace asio = boost::asio;
namespace sqs = aloft::sqs;

asio::awaitable<void> run(std::string name) {
  aloft::session session{co_await asio::this_coro::executor};
  const auto client = session.client("sqs");
  const auto created = co_await client.call("create_queue", aloft::params("QueueName", name));
  const std::string queue = created["QueueUrl"];

  std::vector<sqs::outgoing> messages;
  for (int i = 0; i < 100; ++i) messages.push_back({.body = "Hello, World! (" + std::to_string(i) + ")"});
  const auto outcomes = co_await sqs::send_batch(client, queue, std::move(messages));
  for (const auto& outcome : outcomes)
    if (!outcome) std::cout << outcome.error().what() << '\n';  // of this message alone; the others are there
  std::cout << outcomes.size() << " sent, the first as " << outcomes.front()->message_id << '\n';

  std::size_t received = 0;
  while (received < outcomes.size()) {
    const auto answer = co_await client.call(
        "receive_message", aloft::params("QueueUrl", queue, "MaxNumberOfMessages", 10, "WaitTimeSeconds", 5));
    std::vector<std::string> receipts;
    for (const auto message : answer["Messages"]) receipts.push_back(message["ReceiptHandle"]);
    received += receipts.size();
    co_await sqs::delete_batch(client, queue, std::move(receipts));
  }
  std::cout << received << " received and deleted\n";
  co_await client.call("delete_queue", aloft::params("QueueUrl", queue));
}

int main(int count, char** arguments) {
  asio::io_context context;
  int status = 0;
  asio::co_spawn(context, run(count > 1 ? arguments[1] : "hello"), [&](std::exception_ptr failure) {
    try {
      if (failure) std::rethrow_exception(failure);
    } catch (const std::exception& what) {
      std::cerr << what.what() << '\n';
      status = 1;
    }
  });
  context.run();
  return status;
}
