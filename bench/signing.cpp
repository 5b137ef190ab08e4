// What a signature and its parts cost. The request is DynamoDB's GetItem: a body of 84 bytes, four signed headers.

#include "auth/signing_key.hpp"
#include "crypto/crc.hpp"
#include "crypto/digest.hpp"

#include "aloft/sigv4.hpp"

#include <benchmark/benchmark.h>

namespace {

using namespace aloft;

constexpr std::string_view body =
    R"({"TableName":"bench-table","Key":{"pk":{"S":"user#00042"},"sk":{"S":"profile#v01"}}})";
static_assert(body.size() == 84);

credentials keys() {
  credentials identity;
  identity.access_key_id = "AKIDEXAMPLE";
  identity.secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  return identity;
}

signing_options options() {
  signing_options chosen;
  chosen.region = "us-east-1";
  chosen.service = "dynamodb";
  chosen.time = std::chrono::system_clock::time_point{std::chrono::seconds{1440938160}};
  return chosen;
}

http_request get_item() {
  http_request request;
  request.method = "POST";
  request.host = "dynamodb.us-east-1.amazonaws.com";
  request.headers.add("Content-Type", "application/x-amz-json-1.0");
  request.headers.add("X-Amz-Target", "DynamoDB_20120810.GetItem");
  request.body = body;
  return request;
}

// A fresh request each time, as a call makes one; what making it costs is a row of its own.
void make_request(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(get_item());
}
BENCHMARK(make_request);

void sign_fresh_request(benchmark::State& state) {
  const auto identity = keys();
  const auto chosen = options();
  signing_key_cache cache;
  for (auto _ : state) {
    auto request = get_item();
    if (!sign(request, identity, chosen, cache)) state.SkipWithError("refused");
    benchmark::DoNotOptimize(request);
  }
}
BENCHMARK(sign_fresh_request);

// The same request again and again, as retries do: nothing but the signature.
void sign_again(benchmark::State& state) {
  const auto identity = keys();
  const auto chosen = options();
  signing_key_cache cache;
  auto request = get_item();
  for (auto _ : state)
    if (!sign(request, identity, chosen, cache)) state.SkipWithError("refused");
}
BENCHMARK(sign_again);

void sign_again_with_session_token(benchmark::State& state) {
  auto identity = keys();
  identity.session_token.assign(800, 't');
  const auto chosen = options();
  signing_key_cache cache;
  auto request = get_item();
  for (auto _ : state)
    if (!sign(request, identity, chosen, cache)) state.SkipWithError("refused");
}
BENCHMARK(sign_again_with_session_token);

void sign_sigv4a(benchmark::State& state) {
  const auto identity = keys();
  auto chosen = options();
  chosen.algorithm = signing_algorithm::sigv4a;
  signing_key_cache cache;
  auto request = get_item();
  for (auto _ : state)
    if (!sign(request, identity, chosen, cache)) state.SkipWithError("refused");
}
BENCHMARK(sign_sigv4a);

void presign_url(benchmark::State& state) {
  const auto identity = keys();
  const auto chosen = options();
  signing_key_cache cache;
  for (auto _ : state) {
    http_request request;
    request.host = "bucket.s3.us-east-1.amazonaws.com";
    request.path = "/some/key";
    if (!presign(request, identity, chosen, std::chrono::hours{1}, cache)) state.SkipWithError("refused");
  }
}
BENCHMARK(presign_url);

void derive_key(benchmark::State& state) {
  const auto identity = keys();
  for (auto _ : state)
    benchmark::DoNotOptimize(auth::derive_signing_key(identity.secret_access_key, "20150830", "us-east-1", "dynamodb"));
}
BENCHMARK(derive_key);

template <auto Check>
void check_a_mebibyte(benchmark::State& state) {
  const std::string bytes(1 << 20, 'x');
  for (auto _ : state) benchmark::DoNotOptimize(Check(bytes));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK(check_a_mebibyte<[](std::string_view b) { return crypto::crc32(0, b); }>)->Name("crc32");
BENCHMARK(check_a_mebibyte<[](std::string_view b) { return crypto::crc32c(0, b); }>)->Name("crc32c");
BENCHMARK(check_a_mebibyte<[](std::string_view b) { return crypto::crc64nvme(0, b); }>)->Name("crc64nvme");
BENCHMARK(check_a_mebibyte<[](std::string_view b) { return crypto::sha256(b); }>)->Name("sha256");

}  // namespace
