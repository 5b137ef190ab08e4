// What it costs to make documents of answers and requests of input. Bodies: the files that bench/bodies.py writes, in
// the folder ALOFT_BENCH_BODIES (build/bench/bodies by default); models: the pack of the build.
#include "model/catalog.hpp"
#include "serde/document_builder.hpp"
#include "serde/json_reader.hpp"
#include "serde/json_writer.hpp"
#include "serde/query_writer.hpp"
#include "serde/validate.hpp"
#include "serde/walk.hpp"
#include "serde/xml_reader.hpp"

#include <boost/json/parse.hpp>

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace {

using namespace aloft;

const model::operation& operation_of(std::string_view service, std::string_view name) {
  static const auto catalog = model::catalog::standard().value();
  // Services are kept by the catalog that unpacked them, and for the length of the run by this list.
  static std::vector<std::shared_ptr<const model::service>> kept;
  kept.push_back(catalog->find_service(service).value());
  return *kept.back()->find_operation(name).value();
}

std::string body_of(const std::string& name) {
  const char* const folder = std::getenv("ALOFT_BENCH_BODIES");
  const std::string path = std::string{folder != nullptr ? folder : "build/bench/bodies"} + "/" + name;
  std::ifstream file{path, std::ios::binary};
  if (!file) throw std::runtime_error{path + " is missing: write it with bench/bodies.py, or set ALOFT_BENCH_BODIES"};
  return {std::istreambuf_iterator<char>{file}, {}};
}

// Counts nothing, keeps nothing: what remains is the reader.
class null_sink final : public shape_sink {
 public:
  void begin(const model::shape&, std::size_t) override {}
  void end() override {}
  void member(const model::member&) override {}
  void key(std::string_view) override {}
  void text(std::string_view) override {}
  void integer(std::int64_t) override {}
  void real(double) override {}
  void boolean(bool) override {}
  void blob(std::string_view) override {}
  void timestamp(aloft::timestamp) override {}
  void null() override {}
};

struct answer {
  const char* service;
  const char* operation;
  const char* body;
};

template <class Sink>
void read_xml(benchmark::State& state, const answer& from) {
  const model::shape& shape = *operation_of(from.service, from.operation).output;
  const std::string body = body_of(from.body);
  for (auto step : state) {
    Sink sink;
    serde::xml_reader reader{&shape, sink};
    reader.read(body).value();
    if constexpr (std::is_same_v<Sink, serde::document_builder>) {
      const document built = sink.finish().value();
      benchmark::DoNotOptimize(built.root().node());
      state.counters["document_bytes"] = static_cast<double>(built.memory());
    }
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * body.size()));
}

void read_json(benchmark::State& state, const answer& from) {
  const model::shape& shape = *operation_of(from.service, from.operation).output;
  const std::string body = body_of(from.body);
  for (auto step : state) {
    serde::document_builder builder;
    serde::json_reader reader{shape, builder};
    reader.read(body).value();
    const document built = builder.finish().value();
    benchmark::DoNotOptimize(built.root().node());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * body.size()));
}

void read_xml_document(benchmark::State& state, const answer& from) { read_xml<serde::document_builder>(state, from); }
void read_xml_events(benchmark::State& state, const answer& from) { read_xml<null_sink>(state, from); }

constexpr answer instances{"ec2", "DescribeInstances", "instances.xml"};
constexpr answer instances_pretty{"ec2", "DescribeInstances", "instances-pretty.xml"};
constexpr answer regions{"ec2", "DescribeRegions", "regions.xml"};
constexpr answer objects{"s3", "ListObjectsV2", "listv2.xml"};
constexpr answer item{"dynamodb", "GetItem", "getitem.json"};
constexpr answer messages{"sqs", "ReceiveMessage", "receive.json"};

BENCHMARK_CAPTURE(read_xml_document, describe_instances, instances)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_xml_events, describe_instances, instances)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_xml_document, describe_instances_indented, instances_pretty)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_xml_document, list_objects_v2, objects)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(read_xml_document, describe_regions, regions)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(read_json, get_item, item);
BENCHMARK_CAPTURE(read_json, receive_message, messages);

void print_instances(benchmark::State& state, int indent) {
  const model::shape& shape = *operation_of("ec2", "DescribeInstances").output;
  serde::document_builder builder;
  serde::xml_reader reader{&shape, builder};
  reader.read(body_of("instances.xml")).value();
  const document built = builder.finish().value();
  for (auto step : state) benchmark::DoNotOptimize(to_json_text(built.root(), indent).data());
}
BENCHMARK_CAPTURE(print_instances, compact, 0)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(print_instances, indented, 4)->Unit(benchmark::kMillisecond);

void access_by_name(benchmark::State& state) {
  const model::shape& shape = *operation_of("ec2", "DescribeInstances").output;
  serde::document_builder builder;
  serde::xml_reader reader{&shape, builder};
  reader.read(body_of("instances.xml")).value();
  const document built = builder.finish().value();
  const value instance = built.root()["Reservations"][0]["Instances"][0];
  for (auto step : state) benchmark::DoNotOptimize(instance["PrivateIpAddress"].node());
}
BENCHMARK(access_by_name);

template <class Writer>
void write(benchmark::State& state, const model::operation& operation, const boost::json::value& input, Writer make) {
  for (auto step : state) {
    serde::validate(*operation.input, input).value();
    auto writer = make();
    serde::walk(*operation.input, input, writer).value();
    benchmark::DoNotOptimize(writer.take().data());
  }
}

void write_query(benchmark::State& state) {
  const auto input = boost::json::parse(R"({"InstanceIds": ["i-0123456789abcdef0", "i-0123456789abcdef1"],
    "Filters": [{"Name": "instance-state-name", "Values": ["running", "stopped"]}], "MaxResults": 100})");
  write(state, operation_of("ec2", "DescribeInstances"), input, [] {
    return serde::query_writer{serde::query_dialect::ec2, "DescribeInstances", "2016-11-15"};
  });
}
BENCHMARK(write_query);

void write_json(benchmark::State& state) {
  const auto input = boost::json::parse(R"({"TableName": "orders", "ConsistentRead": true,
    "Key": {"customer": {"S": "c-0000000042"}, "order": {"N": "1234567"}}, "ProjectionExpression": "a, b, c"})");
  write(state, operation_of("dynamodb", "GetItem"), input, [] { return serde::json_writer{}; });
}
BENCHMARK(write_json);

}  // namespace
