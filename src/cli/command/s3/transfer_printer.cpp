#include "cli/command/s3/transfer_printer.hpp"

#include "cli/text/terminal_text.hpp"

#include <aloft/concurrency.hpp>

#include <boost/asio/this_coro.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;

std::string shown(std::string_view name) { return name.starts_with("s3://") ? printable(name) : shown_path(name); }

int close_file(std::FILE* file) { return file == nullptr ? 0 : std::fclose(file); }

std::FILE* open_report(const std::string& path) {
  if (path.empty()) return nullptr;
  std::FILE* file = std::fopen(path.c_str(), "we");
  if (file == nullptr)
    throw error{error_kind::usage, "OutputFile", "--report: '" + path + "' cannot be written: " + std::strerror(errno)};
  return file;
}

}  // namespace

std::string human_size(std::uint64_t bytes) {
  constexpr double base = 1024;
  if (bytes == 1) return "1 Byte";
  if (bytes < 1024) return std::to_string(bytes) + " Bytes";
  double size = static_cast<double>(bytes);
  for (const std::string_view unit : {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}) {
    size /= base;
    if (size + 0.5 >= base && unit != "EiB") continue;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f ", size);
    return text.data() + std::string{unit};
  }
  return {};
}

std::string failure_text(const error& failure) {
  const auto& info = failure.info();
  if (failure.kind() != error_kind::service) return info.operation.empty() ? info.message : std::string{failure.what()};
  return "An error occurred (" + info.code + ") when calling the " + info.operation + " operation: " + info.message;
}

transfer_printer::transfer_printer(console& out, const transfer_flags& flags, bool names_moves)
    : out_{out}, flags_{flags}, moves_{names_moves}, report_{open_report(flags.report), close_file} {}

transfer_printer::~transfer_printer() {
  try {
    flush();
  } catch (const output_error&) {  // whoever read is gone
  }
}

void transfer_printer::operator()(const s3::tree_event& what) {
  if (report_) report(what);
  if (!what.failure && (flags_.quiet || flags_.only_errors)) {
    ++done_;
    return;
  }
  std::string_view verb = s3::to_string(what.action);
  if (moves_ && what.action != s3::tree_action::remove) verb = "move";
  const std::string source = shown(what.source);
  const std::string to = what.destination.empty() ? "" : " to " + shown(what.destination);
  if (what.skipped) {
    const bool archived = what.failure->code() == "GlacierObject";
    if (archived && !flags_.glacier_warnings) return;
    ++skipped_;
    return warn("Skipping file " + source + ". " + failure_text(*what.failure));
  }
  if (what.failure) {
    ++failed_;
    flush();
    if (!flags_.quiet)
      out_.report(std::string{verb} + " failed: " + source + to + ' ' + printable(failure_text(*what.failure)));
    return;
  }
  ++done_;
  say(std::string{flags_.tree.dry_run ? "(dryrun) " : ""}.append(verb).append(": ").append(source).append(to));
}

void transfer_printer::say(std::string line) {
  constexpr std::size_t much = 16 * 1024;
  held_ += line;
  held_ += '\n';
  const auto now = std::chrono::steady_clock::now();
  if (held_.size() < much && now - flushed_ < 100ms) return;
  flush();
  flushed_ = now;
}

void transfer_printer::warn(const std::string& text) {
  flush();
  if (!flags_.quiet) out_.report("warning: " + text);
}

void transfer_printer::flush() {
  if (held_.empty()) return;
  const std::string text = std::exchange(held_, {});
  out_.write(text);
}

int transfer_printer::status() const noexcept {
  constexpr int some_failed = 1, some_left_out = 2;
  return failed_ > 0 ? some_failed : skipped_ > 0 ? some_left_out : 0;
}

void transfer_printer::report(const s3::tree_event& what) {
  json::object line{{"operation", s3::to_string(what.action)},
                    {"success", what.failure == nullptr},
                    {"source", what.source},
                    {"size", what.size}};
  if (!what.destination.empty()) line["destination"] = what.destination;
  if (flags_.tree.dry_run) line["dryrun"] = true;
  if (what.skipped) line["skipped"] = true;
  if (what.failure)
    line["error"] = json::object{{"code", what.failure->code()}, {"message", failure_text(*what.failure)}};
  if (what.info && !what.info->etag.empty()) line["etag"] = what.info->etag;
  if (what.info && !what.info->checksum.empty()) line["checksum"] = what.info->checksum;
  if (what.info && !what.info->version_id.empty()) line["versionId"] = what.info->version_id;
  if (what.info && what.info->resumed_bytes > 0) line["resumedBytes"] = what.info->resumed_bytes;
  const std::string text = json::serialize(line) + '\n';
  std::fwrite(text.data(), 1, text.size(), report_.get());
}

std::string transfer_printer::progress_line(const s3::transfer_counters& now) const {
  const std::uint64_t bytes = now.bytes_sent + now.bytes_received;
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
  std::string text = human_size(bytes) + " (" +
                     human_size(static_cast<std::uint64_t>(seconds > 0 ? static_cast<double>(bytes) / seconds : 0)) +
                     "/s), " + std::to_string(done_) + " done";
  if (failed_ > 0) text += ", " + std::to_string(failed_) + " failed";
  return text;
}

asio::awaitable<void> transfer_printer::show_progress(s3::transfers of) {
  if (!flags_.progress || flags_.quiet || flags_.only_errors || ::isatty(STDERR_FILENO) == 0) co_return;
  co_await asio::this_coro::throw_if_cancelled(false);
  for (;;) {
    const wake woken = co_await sleep(system_clock_source(), 200ms);
    if (woken == wake::cancelled) break;
    flush();
    out_.progress(progress_line(of.counters()));
  }
  out_.progress({});
}

}  // namespace aloft::cli
