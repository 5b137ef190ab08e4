// The records of a Kinesis shard as they come, from where the last run ended, until the shard has been split or merged.
//
//   shard_reader CONSUMER-ARN SHARD-ID POSITION-FILE
#include <aloft/kinesis.hpp>
#include <aloft/session.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <fstream>
#include <iostream>
#include <string>

namespace asio = boost::asio;

asio::awaitable<void> follow(aloft::client kinesis, std::string consumer, std::string shard_id, std::string file) {
  aloft::kinesis::subscription_options options{.type = "TRIM_HORIZON"};
  if (std::ifstream stored{file}; stored >> options.sequence_number) options.type = "AFTER_SEQUENCE_NUMBER";
  aloft::kinesis::subscription shard{kinesis, consumer, shard_id, options};
  while (auto batch = co_await shard.next()) {
    for (const auto record : batch->records())
      std::cout << record["PartitionKey"].as_text() << ": " << record["Data"].as_blob() << '\n';
    std::ofstream{file} << shard.position() << '\n';
  }
  for (const auto& child : shard.children()) std::cout << "goes on as " << child << '\n';
}

int main(int count, char** arguments) {
  if (count != 4) return 2;
  asio::io_context context;
  const aloft::session session{context.get_executor()};
  int status = 0;
  asio::co_spawn(context, follow(session.client("kinesis"), arguments[1], arguments[2], arguments[3]),
                 [&](std::exception_ptr failure) {
                   try {
                     if (failure) std::rethrow_exception(failure);
                   } catch (const aloft::error& error) {
                     std::cerr << error.what() << '\n';
                     status = 1;
                   }
                 });
  context.run();
  return status;
}
