// The load driver: aloft against fixed answers, in the terms its peers are measured in. One JSON line per measurement.
//
//   aloft-load OPERATION CALLS IN_FLIGHT     CPU and wall per call, one thread, warm
//   aloft-load create SERVICE                a client in a fresh process
//   aloft-load names COUNT                   one call to each of that many hosts, with slow_names loaded before
//
// OPERATION is one of the rows below; ports and bodies are those of bench/run.

#include <aloft/session.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace asio = boost::asio;

namespace {

struct workload {
  std::string_view name, service, operation;
  const char* endpoint;
  const char* parameters;
  bool (*right)(const aloft::response&);
};

bool item_is_right(const aloft::response& answer) { return answer["Item"]["age"]["N"].as_text() == "36"; }
bool fleet_is_right(const aloft::response& answer) {
  const auto reservations = answer["Reservations"];
  return reservations.size() == 1000 && reservations[7]["Instances"][0]["Tags"].size() == 5;
}
bool regions_are_right(const aloft::response& answer) { return answer["Regions"].size() == 34; }

constexpr const char* item_key =
    R"({"TableName":"bench","Key":{"pk":{"S":"user#0000012345"},"sk":{"S":"profile#main"}}})";

const workload workloads[] = {
    {"get_item", "dynamodb", "get_item", "http://127.0.0.1:8088", item_key, item_is_right},
    {"tls_get_item", "dynamodb", "get_item", "https://127.0.0.1:8098", item_key, item_is_right},
    {"delayed_get_item", "dynamodb", "get_item", "http://127.0.0.1:8095", item_key, item_is_right},
    {"delayed_tls_get_item", "dynamodb", "get_item", "https://127.0.0.1:8099", item_key, item_is_right},
    {"describe_regions", "ec2", "describe_regions", "http://127.0.0.1:8089", "{}", regions_are_right},
    {"delayed_describe_regions", "ec2", "describe_regions", "http://127.0.0.1:8096", "{}", regions_are_right},
    {"describe_instances", "ec2", "describe_instances", "http://127.0.0.1:8090", "{}", fleet_is_right},
    {"describe_instances_pretty", "ec2", "describe_instances", "http://127.0.0.1:8097", "{}", fleet_is_right},
    {"list_objects_v2", "s3", "list_objects_v2", "http://127.0.0.1:8091",
     R"({"Bucket":"bench-bucket","Prefix":"logs/"})",
     [](const aloft::response& answer) { return answer["Contents"].size() == 1000; }},
    {"receive_message", "sqs", "receive_message", "http://127.0.0.1:8092",
     R"({"QueueUrl":"http://127.0.0.1:8092/123456789012/q","MaxNumberOfMessages":10})",
     [](const aloft::response& answer) { return answer["Messages"].size() == 10; }},
};

double cpu_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double peak_rss_mb() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_maxrss) / 1024;
}

int threads_now() {
  std::ifstream status{"/proc/self/status"};
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("Threads:")) return std::atoi(line.c_str() + 8);
  return 0;
}

struct reading {
  double cpu, wall;
};

template <class Work>
reading measure(Work work) {
  const double cpu = cpu_seconds();
  const auto start = std::chrono::steady_clock::now();
  work();
  return {cpu_seconds() - cpu, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()};
}

asio::awaitable<void> worker(const aloft::client& client, const workload& work, const boost::json::value& parameters,
                             int calls) {
  for (int n = 0; n < calls; ++n) {
    const aloft::response answer = co_await client.call(work.operation, parameters);
    if (!work.right(answer)) throw std::runtime_error("unexpected answer");
  }
}

aloft::session_options fixed_identity() {
  aloft::session_options options;
  options.region = "us-east-1";
  options.credentials =
      aloft::credentials{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", {}, {}, {}, {}};
  return options;
}

void run_calls(const workload& work, int calls, int in_flight) {
  asio::io_context context{1};
  const aloft::session session{context.get_executor(), fixed_identity()};
  const aloft::client client = session.client(work.service, {.endpoint_url = work.endpoint});
  const boost::json::value parameters = boost::json::parse(work.parameters);

  std::vector<reading> rounds;
  int threads = 0;
  for (int round = 0; round < 6; ++round) {
    rounds.push_back(measure([&] {
      std::exception_ptr failure;
      for (int n = 0; n < in_flight; ++n) {
        const int share = calls / in_flight + (n < calls % in_flight ? 1 : 0);
        asio::co_spawn(context, worker(client, work, parameters, share), [&](std::exception_ptr thrown) {
          if (thrown && !failure) failure = thrown;
        });
      }
      context.run();
      context.restart();
      if (failure) std::rethrow_exception(failure);
    }));
    threads = std::max(threads, threads_now());
  }

  const reading first = rounds.front();
  rounds.erase(rounds.begin());
  auto median = [&rounds](double reading::*field) {
    std::vector<double> values;
    for (const auto& round : rounds) values.push_back(round.*field);
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  };
  const double cpu = median(&reading::cpu), wall = median(&reading::wall);
  std::printf(
      R"({"client": "aloft", "operation": "%s", "calls": %d, "in_flight": %d, "cpu_us": %.2f, "wall_us": %.2f, "cpu_ms": %.2f, "wall_ms": %.2f, )"
      R"("first_cpu_ms": %.2f, "first_wall_ms": %.2f, "threads": %d, "rss_mb": %.1f, "connections": %llu})"
      "\n",
      std::string{work.name}.c_str(), calls, in_flight, cpu * 1e6 / calls, wall * 1e6 / calls, cpu * 1e3, wall * 1e3,
      first.cpu * 1e3, first.wall * 1e3, threads, peak_rss_mb(),
      static_cast<unsigned long long>(session.counters().connections_opened));
}

void run_create(const char* service) {
  asio::io_context context{1};
  const aloft::session session{context.get_executor(), fixed_identity()};
  const reading cold = measure([&] { (void)session.client(service); });
  constexpr int more = 1000;
  const reading warm = measure([&] {
    for (int n = 0; n < more; ++n) (void)session.client(service);
  });
  std::printf(R"({"client": "aloft", "operation": "create %s", "cpu_us": %.1f, "second_cpu_us": %.2f, "rss_mb": %.1f})"
              "\n",
              service, cold.wall * 1e6, warm.wall * 1e6 / more, peak_rss_mb());
}

// The threads are those that wait for names, at their most.
void run_names(int count) {
  asio::io_context context{1};
  const aloft::session session{context.get_executor(), fixed_identity()};
  const workload& work = workloads[0];
  const boost::json::value parameters = boost::json::parse(work.parameters);
  int answers = 0, threads = 0;
  const reading all = measure([&] {
    for (int n = 0; n < count; ++n) {
      const std::string url = "http://name-" + std::to_string(n) + ".bench.invalid:8088";
      asio::co_spawn(
          context,
          [&, client = session.client(work.service, {.endpoint_url = url})]() -> asio::awaitable<void> {
            co_await worker(client, work, parameters, 1);
            ++answers;
            threads = std::max(threads, threads_now());
          },
          asio::detached);
    }
    context.run();
  });
  if (answers != count) throw std::runtime_error("not all names were answered");
  std::printf(
      R"({"client": "aloft", "operation": "names", "calls": %d, "wall_ms": %.1f, "cpu_ms": %.1f, "threads": %d})"
      "\n",
      count, all.wall * 1e3, all.cpu * 1e3, threads);
}

}  // namespace

int main(int argc, char** argv) try {
  const std::vector<std::string> arguments{argv + 1, argv + argc};
  if (arguments.size() == 2 && arguments[0] == "create") {
    run_create(argv[2]);
    return 0;
  }
  if (arguments.size() == 2 && arguments[0] == "names") {
    run_names(std::stoi(arguments[1]));
    return 0;
  }
  if (arguments.size() == 3) {
    for (const auto& work : workloads)
      if (work.name == arguments[0]) {
        run_calls(work, std::stoi(arguments[1]), std::stoi(arguments[2]));
        return 0;
      }
  }
  std::fprintf(stderr, "usage: aloft-load OPERATION CALLS IN_FLIGHT | create SERVICE | names COUNT\n");
  return 2;
} catch (const std::exception& failure) {
  std::fprintf(stderr, "aloft-load: %s\n", failure.what());
  return 1;
}
