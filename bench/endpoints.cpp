// What finding an endpoint costs: a service's first (its rules compiled), a call's first, and all after that.

#include "client/rule_settings.hpp"
#include "client/rules_endpoints.hpp"
#include "endpoint/partitions.hpp"
#include "model/catalog.hpp"

#include <benchmark/benchmark.h>

#include <boost/json/object.hpp>

namespace {

using namespace aloft;
namespace json = boost::json;

struct subject {
  const char* service;
  const char* operation;
  json::value input;
};

const subject subjects[] = {
    {"ec2", "DescribeInstances", {}},
    {"dynamodb", "GetItem", {{"TableName", "films"}}},
    {"s3", "GetObject", {{"Bucket", "films"}, {"Key", "k"}}},
    {"s3", "GetObject", {{"Bucket", "arn:aws:s3:eu-west-1:123456789012:accesspoint:mine"}, {"Key", "k"}}},
};

std::shared_ptr<const model::service> service_of(const subject& one) {
  return model::catalog::standard().value()->find_service(one.service).value();
}

std::shared_ptr<const runtime::endpoint_resolver> resolver_for(const subject& one, client_detail::rule_sets& rules) {
  const auto service = service_of(one);
  client_detail::rules_client client{
      service, "eu-west-1", {}, {}, client_detail::rule_settings(*service, "eu-west-1", {}, {})};
  return client_detail::endpoints_by_rules(rules.of(*service).value(), std::move(client));
}

/// Rules parsed and compiled; the partitions are there.
void compile_rules(benchmark::State& state) {
  const auto& one = subjects[state.range(0)];
  const auto service = service_of(one);
  const auto partitions = endpoint::partitions::parse(model::catalog::standard().value()->partitions()).value();
  for (auto _ : state)
    benchmark::DoNotOptimize(endpoint::rule_set::compile(service->endpoint_rules(), partitions).value());
  state.SetLabel(one.service);
}
BENCHMARK(compile_rules)->DenseRange(0, 2)->Unit(benchmark::kMicrosecond);

/// The first call of a client whose service's rules are compiled.
void resolve_first(benchmark::State& state) {
  const auto& one = subjects[state.range(0)];
  const auto service = service_of(one);
  client_detail::rule_sets rules;
  const auto* operation = service->find_operation(one.operation).value();
  for (auto _ : state) {
    const auto resolver = resolver_for(one, rules);
    if (!resolver->resolve({*operation, one.input, {}})) state.SkipWithError("no endpoint");
  }
  state.SetLabel(std::string{one.service} + ", the client's settings included");
}
BENCHMARK(resolve_first)->DenseRange(0, 3)->Unit(benchmark::kMicrosecond);

/// Calls after it with the same bucket, table, ….
void resolve_again(benchmark::State& state) {
  const auto& one = subjects[state.range(0)];
  const auto service = service_of(one);
  client_detail::rule_sets rules;
  const auto resolver = resolver_for(one, rules);
  const auto* operation = service->find_operation(one.operation).value();
  for (auto _ : state) benchmark::DoNotOptimize(resolver->resolve({*operation, one.input, {}}));
  state.SetLabel(one.service);
}
BENCHMARK(resolve_again)->DenseRange(0, 3)->Unit(benchmark::kMicrosecond);

/// The rules alone, applied anew to each of many buckets.
void apply_rules(benchmark::State& state) {
  const auto& one = subjects[state.range(0)];
  const auto service = service_of(one);
  client_detail::rule_sets rules;
  const endpoint::binder binder{rules.of(*service).value(),
                                client_detail::rule_settings(*service, "eu-west-1", {}, {})};
  const auto* operation = service->find_operation(one.operation).value();
  const auto own = client_detail::call_built_ins(*operation, one.input);
  for (auto _ : state) benchmark::DoNotOptimize(binder.decide(*operation, one.input, own));
  state.SetLabel(one.service);
}
BENCHMARK(apply_rules)->DenseRange(0, 3)->Unit(benchmark::kMicrosecond);

}  // namespace
