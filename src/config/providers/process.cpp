#include "config/providers/process.hpp"

#include "config/providers/child_process.hpp"
#include "config/providers/json_credentials.hpp"

#include <boost/json/parse.hpp>

namespace aloft::config {
namespace {

error failed(const char* code, const process_source& from, const std::string& why) {
  return error{error_kind::credentials, code, "credential_process (" + from.place + ") " + why};
}

/// The last of its complaints, on one line.
std::string complaint(std::string_view text) {
  constexpr std::size_t most = 400;
  std::string line;
  for (const char c : text) {
    const bool blank = static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
    if (!blank || (!line.empty() && line.back() != ' ')) line += blank ? ' ' : c;
  }
  if (line.ends_with(' ')) line.pop_back();
  if (line.empty()) return line;
  std::size_t from = line.size() > most ? line.size() - most : 0;
  while (from < line.size() && (static_cast<unsigned char>(line[from]) & 0xc0) == 0x80) ++from;
  return (from > 0 ? ": …" : ": ") + line.substr(from);
}

result<credentials> parse(const process_source& from, const std::string& output) {
  const std::string who = "credential_process (" + from.place + ')';
  boost::system::error_code bad;
  const auto parsed = boost::json::parse(output, bad);
  if (bad || !parsed.is_object())
    return failed("InvalidCredentialsAnswer", from, "did not print a JSON object (what it printed is not shown)");
  const auto& object = parsed.get_object();
  const auto* version = object.if_contains("Version");
  boost::system::error_code no_number;
  if (version == nullptr || !version->is_number() || version->to_number<double>(no_number) != 1)
    return failed("InvalidCredentialsAnswer", from, "printed an object whose Version is not 1");
  return credentials_from_json(object, who);
}

}  // namespace

boost::asio::awaitable<result<credentials>> process_credentials(const provider_context& with,
                                                                const process_source& from) {
  auto words = command_words(from.command);
  if (!words) co_return failed("InvalidProfile", from, "is no command line: a quote is not closed");
  if (words->empty()) co_return failed("InvalidProfile", from, "is empty: expected a command line");
  auto done = co_await run_process(std::move(*words), std::chrono::seconds{55});
  if (!done) {
    if (done.error().kind() == error_kind::cancelled) co_return done.error();
    co_return failed("CredentialProcessFailed", from, "failed: " + done.error().message());
  }
  if (done->status != 0)
    co_return failed("CredentialProcessFailed", from,
                     (done->status > 0 ? "ended with exit status " + std::to_string(done->status)
                                       : "was ended by signal " + std::to_string(-done->status)) +
                         complaint(done->complaint));
  auto keys = parse(from, done->output);
  if (keys) keys = unless_expired(std::move(*keys), with.time->now(), "credential_process (" + from.place + ')');
  if (!keys) co_return keys.error();
  if (keys->account_id.empty()) keys->account_id = from.account_id;
  keys->provider = "custom-process";
  co_return keys;
}

}  // namespace aloft::config
