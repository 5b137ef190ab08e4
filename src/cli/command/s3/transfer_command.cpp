#include "cli/command/s3/transfer_command.hpp"

#include "cli/command/s3/mime_type.hpp"
#include "cli/command/s3/s3_commands.hpp"
#include "cli/command/s3/transfer_printer.hpp"
#include "cli/command/s3/transfer_session.hpp"
#include "cli/exit_status.hpp"
#include "cli/run/service_call.hpp"

#include <aloft/concurrency.hpp>

#include <boost/asio/this_coro.hpp>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

constexpr int some_failed = 1;

[[noreturn]] void wrong_use(const std::string& command, const std::string& why) {
  throw error{error_kind::usage, "BadOption",
              why + "; usage: aloft s3 " + command + " <LocalPath> <S3Uri> or <S3Uri> <LocalPath> or <S3Uri> <S3Uri>"};
}

bool is_folder(const std::string& path) {
  std::error_code failure;
  return fs::is_directory(path, failure);
}

/// What one command does, once its words are understood.
class transfer_run {
 public:
  transfer_run(const session& opened, const global_options& options, console& out)
      : command_{options.words[1]}, out_{out}, flags_{read_transfer_flags(options)} {
    check();
    sets_events();
    transfers_.emplace(open_transfers(opened, options, flags_));
  }

  asio::awaitable<int> run() {
    if (!missing_.empty()) {
      out_.report("aloft: " + missing_);
      co_return exit_status::other;
    }
    co_await asio::this_coro::throw_if_cancelled(false);
    task_group watching{co_await asio::this_coro::executor};
    watching.start(print_.show_progress(transfers_->by));
    auto ended = co_await work();
    watching.cancel();
    co_await watching.join();
    print_.flush();
    if (ended && ended->deletions_held)
      out_.report("aloft: nothing was deleted, since not everything could be read or transferred");
    if (!ended) co_return refuse(ended.error());
    co_return print_.status();
  }

 private:
  void check() {
    const auto& places = flags_.places;
    if (places.size() != 2) wrong_use(command_, "expected two places, got " + std::to_string(places.size()));
    if (places[0].local && places[1].local) wrong_use(command_, "one of the places must be an s3:// URI");
    if (trees() && (places[0].standard || places[1].standard))
      wrong_use(command_, "streams are single objects: '-' cannot be taken with many");
    if (command_ != "cp" && (places[0].standard || places[1].standard)) wrong_use(command_, "'-' is for cp alone");
    if (command_ == "sync") {
      if (flags_.tree.compare == s3::comparison::none) flags_.tree.compare = s3::comparison::size_time;
    } else if (flags_.tree.delete_extra) {
      wrong_use(command_, "--delete is for sync alone");
    }
    flags_.tree.move = command_ == "mv";
    if (flags_.tree.move && !places[0].local && !places[1].local && places[0].bucket == places[1].bucket &&
        places[0].key == places[1].key)
      throw error{error_kind::usage, "SamePlace", "cannot move an object onto itself"};
    std::error_code failure;
    if (places[0].local && !places[0].standard && !fs::exists(places[0].path, failure))
      missing_ = "the user-provided path " + places[0].path + " does not exist";
    // What is typed for what is sent is no setting of what is received.
    if (places[1].local) flags_.tree.settings_of = nullptr;
    if (!places[0].local) flags_.tree.settings_of = nullptr;
  }

  bool trees() const { return flags_.recursive || command_ == "sync"; }

  void sets_events() {
    flags_.tree.on_event = [this](const s3::tree_event& what) { print_(what); };
  }

  /// What ends the whole: none of it is a mistake on the command line.
  int refuse(const error& why) {
    if (why.kind() == error_kind::cancelled) return exit_status::interrupted;
    const bool rule = why.code() == "TooManyDeletions" || why.code() == "EmptySource";
    if (rule) {
      out_.report("aloft: " + why.message());
      return some_failed;
    }
    out_.report("fatal error: " + failure_text(why));
    return some_failed;
  }

  asio::awaitable<result<s3::tree_counts>> work() {
    const auto &from = flags_.places[0], &to = flags_.places[1];
    if (trees()) {
      if (from.local && !is_folder(from.path)) {
        if (command_ == "sync") wrong_use(command_, "'" + from.path + "' is no folder");
        co_return co_await single();
      }
      co_return co_await s3::try_transfer_tree(transfers_->by, transfers_->source, from.tree(), to.tree(), flags_.tree);
    }
    co_return co_await single();
  }

  /// Where one object goes: into what ends with '/', is a bucket, or a folder that exists.
  s3_place destination() const {
    const auto& from = flags_.places[0];
    s3_place to = flags_.places[1];
    if (to.standard) return to;
    if (!to.local && (to.key.empty() || to.key.ends_with('/'))) to.key += from.name();
    if (to.local && (to.path.ends_with('/') || is_folder(to.path)))
      to.path += (to.path.ends_with('/') ? "" : "/") + from.name();
    return to;
  }

  asio::awaitable<result<s3::tree_counts>> single() {
    const auto& from = flags_.places[0];
    const s3_place to = destination();
    if (!from.local && from.key.empty())
      wrong_use(command_, "the source names no object: a key is missing, or --recursive");
    if (!from.local && from.name().empty() && !to.standard)
      wrong_use(command_, "the source is a folder: give --recursive for all that is in it");
    s3::tree_event what;
    const std::string source = name_of(from), destination = name_of(to), key = from.name();
    what.action = from.local ? s3::tree_action::upload : to.local ? s3::tree_action::download : s3::tree_action::copy;
    what.key = key;
    what.source = source;
    what.destination = destination;
    what.moved = flags_.tree.move;
    const std::string filtered = key;
    if (!s3::takes_key(flags_.tree.filters, filtered)) co_return s3::tree_counts{};
    result<s3::object_info> moved = s3::object_info{};
    if (!flags_.tree.dry_run) moved = co_await move_bytes(what.action, from, to);
    if (moved && flags_.tree.move && !flags_.tree.dry_run)
      if (auto removed = co_await remove_source(from); !removed) moved = removed.error();
    if (!moved && moved.error().kind() == error_kind::cancelled) co_return moved.error();
    if (moved) what.size = moved->size;
    if (moved) what.info = &*moved;
    std::optional<error> failure;
    if (!moved) what.failure = &failure.emplace(moved.error());
    if (to.standard && moved) co_return s3::tree_counts{};
    print_(what);
    co_return s3::tree_counts{};
  }

  static std::string name_of(const s3_place& place) { return place.local ? place.path : s3::to_uri(place.object()); }

  asio::awaitable<result<s3::object_info>> move_bytes(s3::tree_action action, const s3_place& from,
                                                      const s3_place& to) {
    s3::object_settings settings = flags_.tree.settings;
    if (flags_.tree.settings_of && !from.standard) {
      s3::object_entry named;
      named.key = from.path;
      flags_.tree.settings_of(named, settings.members);
    }
    switch (action) {
      case s3::tree_action::upload:
        return transfers_->by.try_upload(from.standard ? "/dev/stdin" : from.path, to.object(), std::move(settings));
      case s3::tree_action::download:
        if (to.standard) return read_to_output(transfers_->by, from.object(), std::move(settings), out_);
        return transfers_->by.try_download(from.object(), to.path, std::move(settings));
      case s3::tree_action::copy:
      case s3::tree_action::remove: break;
    }
    if (transfers_->by.shared() != transfers_->source.shared())
      return transfers_->by.try_copy_through(transfers_->source, from.object(), to.object(), std::move(settings));
    return transfers_->by.try_copy(from.object(), to.object(), std::move(settings));
  }

  asio::awaitable<result<void>> remove_source(const s3_place& from) {
    if (from.local) {
      if (::unlink(from.path.c_str()) == 0) co_return result<void>{};
      co_return error{error_kind::usage, "OutputFile",
                      "'" + from.path + "' cannot be removed: " + std::strerror(errno)};
    }
    boost::json::object parameters = flags_.tree.settings.source_members;
    boost::json::object only{{"Bucket", from.bucket}, {"Key", from.key}};
    if (parameters.contains("RequestPayer")) only["RequestPayer"] = parameters["RequestPayer"];
    const input asked(boost::json::value(std::move(only)));
    const auto removed = co_await transfers_->source.s3_client().try_call("delete_object", asked);
    if (!removed) co_return removed.error();
    co_return result<void>{};
  }

  const std::string command_;
  console& out_;
  transfer_flags flags_;
  std::string missing_;
  transfer_printer print_{out_, flags_, command_ == "mv"};
  std::optional<opened_transfers> transfers_;
};

}  // namespace

asio::awaitable<result<s3::object_info>> read_to_output(s3::transfers by, s3::object_place from,
                                                        s3::object_settings what, console& out) {
  const s3::piece_sink to = [&out](std::string_view piece) -> asio::awaitable<result<void>> {
    out.write(piece);
    co_return result<void>{};
  };
  co_return co_await by.try_read(std::move(from), to, std::move(what));
}

asio::awaitable<int> transfer_objects(const session& opened, const global_options& options, console& out) {
  transfer_run one{opened, options, out};
  co_return co_await one.run();
}

int run_s3_transfer(const global_options& options, console& out) {
  return with_session(options, [&](const session& opened) { return transfer_objects(opened, options, out); });
}

}  // namespace aloft::cli
