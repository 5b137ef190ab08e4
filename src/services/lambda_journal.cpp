#include "services/lambda_journal.hpp"

#include <aloft/base64.hpp>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

namespace aloft::lambda {
namespace {

namespace json = boost::json;

constexpr std::string_view first_line = R"({"journal":"aloft lambda batch","format":1})";
constexpr std::chrono::seconds between_syncs{1};
constexpr std::size_t piece = std::size_t{256} << 10;
constexpr std::size_t longest_line = std::size_t{32} << 20;  // 6 MB of payload in base64, a log, a long message

std::string hex_of(std::uint64_t number) {
  char digits[16];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, 16).ptr;
  return {digits, end};
}

std::optional<std::uint64_t> number_in(std::string_view text, int base) {
  std::uint64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (text.empty() || failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string_view text_in(const json::object& of, std::string_view name) {
  const auto* member = of.if_contains(name);
  if (member == nullptr || !member->is_string()) return {};
  return member->get_string();
}

std::optional<error_kind> kind_named(std::string_view name) {
  for (const auto kind : {error_kind::connect, error_kind::timeout, error_kind::cancelled, error_kind::protocol})
    if (to_string(kind) == name) return kind;
  return std::nullopt;
}

/// FNV-1a.
class hasher {
 public:
  void add(std::string_view text) noexcept {
    for (const char c : text) step(static_cast<unsigned char>(c));
    step(0xff);  // in no UTF-8: "ab","c" is not "a","bc"
  }
  std::uint64_t value() const noexcept { return value_; }

 private:
  void step(unsigned char byte) noexcept { value_ = (value_ ^ byte) * 0x100000001b3ULL; }
  std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

const option_text& given(const option_text& own, const option_text& common) noexcept {
  return own.empty() ? common : own;
}

/// "n" of a line without parsing it whole.
std::optional<std::uint64_t> index_of(std::string_view line) {
  constexpr std::string_view start = R"({"n":)";
  if (!line.starts_with(start) || !line.ends_with('}')) return std::nullopt;
  line.remove_prefix(start.size());
  return number_in(line.substr(0, line.find(',')), 10);
}

}  // namespace

std::uint64_t hash_of(const batch_item& item, const batch_options& how) {
  hasher all;
  all.add(item.payload);
  all.add(given(item.function, how.function));
  all.add(given(item.qualifier, how.each.qualifier));
  all.add(given(item.client_context, how.each.client_context));
  all.add(given(item.tenant_id, how.each.tenant_id));
  all.add(given(item.durable_name, how.each.durable_name));
  return all.value();
}

std::string journal_line(std::uint64_t index, std::uint64_t input, const result<invocation>& came) {
  // The index first: whoever resumes looks for it alone.
  std::string line = R"({"n":)" + std::to_string(index) + R"(,"input":")" + hex_of(input) + R"(",)";
  json::object rest;
  if (came) {
    rest["version"] = came->executed_version;
    rest["us"] = came->duration.count();
    rest["id"] = came->request_id;
    if (came->fault) rest["fault"] = came->fault->handled ? "Handled" : "Unhandled";
    if (!came->durable_execution_arn.empty()) rest["execution"] = came->durable_execution_arn;
    if (!came->log.empty()) rest["log"] = to_base64(came->log);
    rest["payload"] = to_base64(came->payload);
  } else {
    const error_info& info = came.error().info();
    rest["lost"] = {{"kind", to_string(info.kind)}, {"code", info.code}, {"message", info.message}};
  }
  return line + json::serialize(rest).substr(1);
}

std::optional<journal_entry> parse_journal_line(std::string_view line) {
  boost::system::error_code bad;
  const auto parsed = json::parse(line, bad);
  const auto* members = bad ? nullptr : parsed.if_object();
  if (members == nullptr) return std::nullopt;
  const auto index = index_of(line);
  const auto input = number_in(text_in(*members, "input"), 16);
  if (!index || !input) return std::nullopt;
  journal_entry entry{*index, *input};
  if (const auto* lost = members->if_contains("lost")) {
    const auto kind = lost->is_object() ? kind_named(text_in(lost->get_object(), "kind")) : std::nullopt;
    if (!kind) return std::nullopt;
    error_info info;
    info.kind = *kind;
    info.code = text_in(lost->get_object(), "code");
    info.message = text_in(lost->get_object(), "message");
    info.service = "lambda";
    info.operation = "Invoke";
    info.request = request_progress::sent;
    entry.came = error{std::move(info)};
    return entry;
  }
  invocation came;
  auto payload = from_base64(text_in(*members, "payload"));
  auto log = from_base64(text_in(*members, "log"));
  const auto* took = members->if_contains("us");
  if (!payload || !log || !members->contains("payload") || took == nullptr || !took->is_int64()) return std::nullopt;
  came.payload = *std::move(payload);
  came.log = *std::move(log);
  came.duration = std::chrono::microseconds{took->get_int64()};
  came.executed_version = text_in(*members, "version");
  came.request_id = text_in(*members, "id");
  came.durable_execution_arn = text_in(*members, "execution");
  if (const auto fault = text_in(*members, "fault"); !fault.empty()) came.fault = fault_of(fault, came.payload);
  entry.came = std::move(came);
  return entry;
}

batch_journal::batch_journal(int file, std::string path, const clock& time) noexcept
    : file_{file}, path_{std::move(path)}, time_{time}, synced_{time.steady_now()} {}

batch_journal::~batch_journal() {
  ::fdatasync(file_);
  ::close(file_);
}

error batch_journal::unusable(const std::string& why) const {
  return error{error_kind::usage, "JournalUnusable", "The journal \"" + path_ + "\" " + why};
}

result<std::unique_ptr<batch_journal>> batch_journal::open(const std::string& path, bool resume, const clock& time) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0)
    return error{error_kind::usage, "JournalUnusable",
                 "The journal \"" + path + "\" cannot be opened: " + std::strerror(errno)};
  std::unique_ptr<batch_journal> made{new batch_journal{file, path, time}};
  struct stat about {};
  if (::fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) return made->unusable("is no regular file");
  if (about.st_size > 0 && !resume)
    return made->unusable("is there already: resume the batch that it is of, or name another file");
  if (auto fine = made->scan(); !fine) return fine.error();
  return made;
}

result<void> batch_journal::scan() {
  std::string held;  // of the line that is not whole yet
  std::string bytes(piece, '\0');
  std::uint64_t offset = 0;  // of `held`
  std::uint64_t number = 0;
  for (;;) {
    const ssize_t got = ::pread(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset + held.size()));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unusable(std::string{"cannot be read: "} + std::strerror(errno));
    if (got == 0) break;
    held.append(bytes, 0, static_cast<std::size_t>(got));
    std::size_t begin = 0;
    for (auto end = held.find('\n'); end != std::string::npos; end = held.find('\n', begin)) {
      const std::string_view line{held.data() + begin, end - begin};
      ++number;
      if (number == 1 && line != first_line) return unusable("was not written by a batch of Lambda invocations");
      if (number > 1) {
        const auto index = index_of(line);
        if (!index) return unusable("is damaged in line " + std::to_string(number));
        found_[*index] = {offset + begin, static_cast<std::uint32_t>(line.size())};
      }
      begin = end + 1;
    }
    held.erase(0, begin);
    offset += begin;
    if (held.size() > longest_line) return unusable("is damaged behind line " + std::to_string(number));
  }
  // A line without an end was being written when the batch was killed.
  if (!held.empty() && ::ftruncate(file_, static_cast<off_t>(offset)) != 0)
    return unusable(std::string{"cannot be written: "} + std::strerror(errno));
  if (number > 0) return {};
  const std::string line = std::string{first_line} + '\n';
  if (::write(file_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
    return unusable(std::string{"cannot be written: "} + std::strerror(errno));
  return {};
}

result<std::optional<journal_entry>> batch_journal::find(std::uint64_t index, std::uint64_t input) const {
  const auto at = found_.find(index);
  if (at == found_.end()) return std::optional<journal_entry>{};
  std::string line(at->second.size, '\0');
  const ssize_t got = ::pread(file_, line.data(), line.size(), static_cast<off_t>(at->second.offset));
  auto entry = got == static_cast<ssize_t>(line.size()) ? parse_journal_line(line) : std::nullopt;
  if (!entry) return unusable("is damaged where the result of item " + std::to_string(index + 1) + " should be");
  if (entry->input != input)
    return error{error_kind::usage, "JournalMismatch",
                 "The journal \"" + path_ + "\" is of a batch whose item " + std::to_string(index + 1) +
                     " was another: resume with the same items in the same order"};
  return entry;
}

bool batch_journal::keeps(const result<invocation>& came) noexcept { return came || is_lost(came.error()); }

result<void> batch_journal::add(std::uint64_t index, std::uint64_t input, const result<invocation>& came) {
  const std::string line = journal_line(index, input, came) + '\n';
  for (std::string_view rest = line; !rest.empty();) {
    const ssize_t put = ::write(file_, rest.data(), rest.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return unusable(std::string{"cannot be written: "} + std::strerror(errno));
    rest.remove_prefix(static_cast<std::size_t>(put));
  }
  const auto now = time_.steady_now();
  if (now - synced_ >= between_syncs) {
    ::fdatasync(file_);
    synced_ = now;
  }
  return {};
}

}  // namespace aloft::lambda
