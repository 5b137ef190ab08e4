// What the model layer costs: opening the pack, a client's service, the first call's shapes, and looking up members.
// A benchmark whose name says "cold" starts from a new catalog each time (the file itself is in the page cache).
#include "model/catalog.hpp"
#include "model/pack_location.hpp"

#include <benchmark/benchmark.h>

namespace {

using namespace aloft::model;

const std::filesystem::path& pack_path() {
  static const auto path = standard_pack("aloft.pack").value();
  return path;
}

std::shared_ptr<const catalog> fresh() { return catalog::open(pack_path()).value(); }

void open_catalog(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(fresh());
}
BENCHMARK(open_catalog)->Unit(benchmark::kMicrosecond);

// Runs `work` on a new catalog; opening and closing are not measured.
template <class Work>
void cold(benchmark::State& state, Work work) {
  for (auto _ : state) {
    state.PauseTiming();
    auto catalog = fresh();
    state.ResumeTiming();
    work(*catalog);
    state.PauseTiming();
    catalog.reset();
    state.ResumeTiming();
  }
}

void cold_service(benchmark::State& state, const char* service) {
  cold(state, [&](const catalog& from) { benchmark::DoNotOptimize(from.find_service(service).value()); });
}
BENCHMARK_CAPTURE(cold_service, ec2, "ec2")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(cold_service, s3, "s3")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(cold_service, quicksight, "quicksight")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(cold_service, sts, "sts")->Unit(benchmark::kMicrosecond);

void cold_operation(benchmark::State& state, const char* service, const char* operation) {
  cold(state, [&](const catalog& from) {
    benchmark::DoNotOptimize(from.find_service(service).value()->find_operation(operation).value());
  });
}
BENCHMARK_CAPTURE(cold_operation, ec2_describe_instances, "ec2", "describe_instances")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(cold_operation, s3_list_objects, "s3", "list_objects_v2")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(cold_operation, dynamodb_get_item, "dynamodb", "get_item")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(cold_operation, sqs_receive_message, "sqs", "receive_message")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(cold_operation, quicksight_create_analysis, "quicksight", "create_analysis")
    ->Unit(benchmark::kMicrosecond);

void warm_operation(benchmark::State& state, const char* spelling) {
  const auto catalog = fresh();
  const auto service = catalog->find_service("ec2").value();
  for (auto _ : state) benchmark::DoNotOptimize(service->find_operation(spelling).value());
}
BENCHMARK_CAPTURE(warm_operation, model_name, "DescribeInstances");
BENCHMARK_CAPTURE(warm_operation, snake_case, "describe_instances");

void warm_service(benchmark::State& state) {
  const auto catalog = fresh();
  for (auto _ : state) benchmark::DoNotOptimize(catalog->find_service("ec2").value());
}
BENCHMARK(warm_service);

// One look-up by wire name: each member of Instance in turn.
void find_wire(benchmark::State& state) {
  const auto catalog = fresh();
  const auto& operation = *catalog->find_service("ec2").value()->find_operation("DescribeInstances").value();
  const auto& instance =
      *operation.output->find("Reservations")->target->element->target->find("Instances")->target->element->target;
  std::size_t at = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(instance.find_wire(instance.members[at].wire));
    if (++at == instance.members.size()) at = 0;
  }
}
BENCHMARK(find_wire);

}  // namespace
