#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/grammar/s3_uri.hpp"
#include "cli/options/word_options.hpp"
#include "cli/output/answer.hpp"
#include "cli/output/presigned_text.hpp"
#include "cli/run/print_setup.hpp"
#include "cli/run/run_event_loop.hpp"
#include "cli/run/session_setup.hpp"
#include "cli/run/stderr_log.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

constexpr std::string_view presign_usage = "aloft s3 presign s3://BUCKET/KEY [--expires-in SECONDS]";
constexpr std::string_view post_usage =
    "aloft s3 presign-post s3://BUCKET/KEY [--expires-in SECONDS] [--field NAME=VALUE] [--starts-with NAME=PREFIX] "
    "[--min-size BYTES] [--max-size BYTES]";

s3_uri object_of(std::vector<std::string>& words, std::string_view usage) {
  expect_no_more(words, 3, usage);
  if (words.size() < 3) throw error{error_kind::usage, "BadOption", "which object? " + std::string{usage}};
  auto object = parse_s3_uri(words[2]).value();
  if (object.key.empty())
    throw error{error_kind::usage, "BadS3Uri",
                '\'' + words[2] + "' names no object: a key is missing behind the bucket"};
  return object;
}

std::pair<std::string, std::string> read_pair(const std::string& text, std::string_view option) {
  const auto equals = text.find('=');
  if (equals != std::string::npos && equals != 0) return {text.substr(0, equals), text.substr(equals + 1)};
  throw error{error_kind::usage, "BadOption", std::string{option} + ": expected NAME=VALUE, got '" + text + '\''};
}

std::uint64_t read_size(const std::optional<std::string>& text, std::string_view option) {
  std::uint64_t size = 0;
  if (!text) return size;
  const auto [end, failure] = std::from_chars(text->data(), text->data() + text->size(), size);
  if (failure == std::errc{} && end == text->data() + text->size()) return size;
  throw error{error_kind::usage, "BadOption",
              std::string{option} + ": expected a number of bytes, got '" + *text + '\''};
}

post_policy read_policy(const global_options& options) {
  auto words = options.words;
  post_policy policy;
  if (const auto lifetime = take_seconds(words, "--expires-in")) policy.lifetime = *lifetime;
  while (const auto field = take_option(words, "--field")) policy.fields.push_back(read_pair(*field, "--field"));
  while (const auto start = take_option(words, "--starts-with"))
    policy.prefixes.push_back(read_pair(*start, "--starts-with"));
  policy.min_size = read_size(take_option(words, "--min-size"), "--min-size");
  policy.max_size = read_size(take_option(words, "--max-size"), "--max-size");
  auto object = object_of(words, post_usage);
  policy.bucket = std::move(object.bucket);
  policy.key = std::move(object.key);
  return policy;
}

json::object document_of(const presigned_post& form) {
  json::object fields;
  for (const auto& [name, value] : form.fields) fields[name] = value;
  return {{"url", form.url}, {"fields", std::move(fields)}};
}

}  // namespace

int run_s3_presign(const global_options& options, console& out) {
  auto words = options.words;
  global_options call = options;
  call.presign = true;
  if (const auto lifetime = take_option(words, "--expires-in"))
    call.words = {"--expires-in=" + *lifetime};
  else
    call.words.clear();
  const auto object = object_of(words, presign_usage);
  call.words.insert(call.words.begin(), {"s3", "get-object"});
  call.input_json = json::serialize(json::object{{"Bucket", object.bucket}, {"Key", object.key}});
  return run_call(call, out);
}

int run_s3_presign_post(const global_options& options, console& out) {
  const auto policy = read_policy(options);
  const auto settings = resolve_settings(options);
  stderr_log log{options.debug};
  return run_event_loop([&](asio::any_io_executor executor) -> asio::awaitable<int> {
    const session session = open_session(std::move(executor), session_settings(options, log), settings->files());
    const auto s3 = session.client("s3", client_settings(options, {}));
    const auto form = co_await s3.presign_post(policy);
    if (options.print_request == request_form::curl) {
      out.write(print_curl(form));
      co_return exit_status::success;
    }
    const auto document = document_of(form);
    out.write(print_document(document, {}, print_settings(options, out, choose_format(options, *settings))));
    co_return exit_status::success;
  });
}

}  // namespace aloft::cli
