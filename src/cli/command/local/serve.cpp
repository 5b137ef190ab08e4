#include "cli/command/local/serve.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <ostream>

namespace aloft::cli {
namespace {

void write_greeting(std::ostream& out, const local::server& server, const local::server_options& options) {
  const auto demo = local::demo_credentials();
  const bool own_keys = !options.keys.empty();
  out << "An AWS of your own: " << server.endpoint_url() << " (account " << options.account_id
      << "; Ctrl-C ends it)\n\n"
      << "  export AWS_ENDPOINT_URL=" << server.endpoint_url() << " AWS_REGION=us-east-1\n"
      << "  export AWS_ACCESS_KEY_ID=" << (own_keys ? options.keys.front().id : demo.access_key_id)
      << " AWS_SECRET_ACCESS_KEY=" << (own_keys ? "..." : demo.secret_access_key) << '\n'
      << std::endl;  // whoever started this waits for the address
}

void write_counters(std::ostream& out, const local::server_counters& seen) {
  out << '\n' << seen.requests << " requests on " << seen.connections_opened << " connections\n";
  for (const auto& [name, count] : seen.operations) out << "  " << name << ' ' << count << '\n';
}

}  // namespace

void serve_until_signal(const local::server_options& options, std::ostream& out) {
  boost::asio::io_context context{1};
  local::server server{context.get_executor(), options};
  write_greeting(out, server, options);
  boost::asio::signal_set signals{context, SIGINT, SIGTERM};
  signals.async_wait([&](const boost::system::error_code&, int) {
    write_counters(out, server.counters());
    server.stop();
  });
  context.run();
}

}  // namespace aloft::cli
