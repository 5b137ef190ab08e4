#include "services/s3/tree_work.hpp"

#include "services/s3/key_path.hpp"
#include "services/s3/source_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <functional>

namespace aloft::s3 {
namespace asio = boost::asio;
namespace {

tree_action action_between(const tree_place& from, const tree_place& to) noexcept {
  if (from.local()) return tree_action::upload;
  return to.local() ? tree_action::download : tree_action::copy;
}

std::string path_in(const tree_place& place, std::string_view key) {
  std::string path = place.folder.empty() ? "." : place.folder;
  if (!path.ends_with('/')) path += '/';
  return path.append(key);
}

result<void> unlink_file(const std::string& path) {
  if (::unlink(path.c_str()) == 0 || errno == ENOENT) return {};
  return error{error_kind::usage, "OutputFile", '\'' + path + "' cannot be removed: " + std::strerror(errno)};
}

}  // namespace

std::string_view to_string(tree_action action) noexcept {
  switch (action) {
    case tree_action::upload: return "upload";
    case tree_action::download: return "download";
    case tree_action::copy: return "copy";
    case tree_action::remove: return "delete";
  }
  return {};
}

tree_work::tree_work(transfers by, transfers source, tree_place from, tree_place to, const tree_options& how)
    : by_{std::move(by)},
      source_{std::move(source)},
      from_{std::move(from)},
      to_{std::move(to)},
      how_{how},
      action_{action_between(from_, to_)},
      through_{source_.shared() != by_.shared()} {}

std::string tree_work::name_of(const tree_place& place, std::string_view key) {
  if (place.local()) return path_in(place, key);
  return std::string{"s3://"}.append(place.bucket).append(1, '/').append(place.prefix).append(key);
}

tree_counts tree_work::counts() const {
  const std::lock_guard lock{mutex_};
  return counts_;
}

void tree_work::count(std::uint64_t tree_counts::*what, std::uint64_t by) {
  const std::lock_guard lock{mutex_};
  counts_.*what += by;
}

void tree_work::tell(tree_event& what) {
  const std::lock_guard lock{mutex_};
  if (what.skipped) {
    ++counts_.skipped;
  } else if (what.failure != nullptr) {
    ++counts_.failed;
  } else if (what.action == tree_action::remove) {
    ++counts_.removed;
  } else {
    ++counts_.transferred;
    counts_.bytes += what.size;
  }
  if (how_.on_event) how_.on_event(what);
}

void tree_work::tell_skipped(std::string_view key, std::string_view source, const error& why) {
  tree_event what;
  what.action = action_;
  what.key = key;
  what.source = source;
  what.failure = &why;
  what.skipped = true;
  tell(what);
}

void tree_work::tell_removed(const std::string& key, const error* failure) {
  const std::string name = name_of(to_, key);
  tree_event what;
  what.action = tree_action::remove;
  what.key = key;
  what.source = name;
  what.failure = failure;
  tell(what);
}

asio::awaitable<void> tree_work::transfer(object_entry one, bool replaces) {
  const std::string source = source_name(one.key), destination = destination_name(one.key);
  tree_event what;
  what.action = action_;
  what.key = one.key;
  what.source = source;
  what.destination = destination;
  what.size = one.size;
  what.moved = how_.move;
  what.replaces = replaces;
  const bool archived = one.storage_class == "GLACIER" || one.storage_class == "DEEP_ARCHIVE";
  if (archived && !from_.local() && !how_.glacier) {
    const error why{error_kind::usage, "GlacierObject",
                    source + " is archived (" + one.storage_class + "): restore it first, or force the transfer"};
    what.failure = &why;
    what.skipped = true;
    tell(what);
    co_return;
  }
  result<object_info> moved = object_info{};
  if (to_.local())
    if (auto fine = check_path_of_key(one.key); !fine) moved = fine.error();
  if (moved && !how_.dry_run) moved = co_await move_bytes(one);
  if (moved && how_.move && !how_.dry_run) {
    auto removed = co_await remove_source(one);
    if (!removed) moved = removed.error();
  }
  std::optional<error> failure;
  if (!moved) what.failure = &failure.emplace(moved.error());
  if (moved) what.info = &*moved;
  tell(what);
}

asio::awaitable<result<object_info>> tree_work::move_bytes(const object_entry& one) {
  object_settings settings = how_.settings;
  if (how_.settings_of) how_.settings_of(one, settings.members);
  object_place to{to_.bucket, to_.prefix + one.key};
  object_place from{from_.bucket, from_.prefix + one.key};
  switch (action_) {
    case tree_action::upload:
      return upload_file(by_.shared(), path_in(from_, one.key), std::move(to), std::move(settings));
    case tree_action::download:
      return download_file(source_.shared(), std::move(from), to_.folder.empty() ? "." : to_.folder, one.key, true,
                           std::move(settings));
    case tree_action::copy:
    case tree_action::remove: break;
  }
  if (through_)
    return copy_through(source_.shared(), by_.shared(), std::move(from), std::move(to), std::move(settings));
  return copy_object(by_.shared(), std::move(from), std::move(to), std::move(settings), one);
}

asio::awaitable<result<void>> tree_work::remove_source(const object_entry& one) {
  if (from_.local()) {
    const std::function<result<void>()> work = [path = path_in(from_, one.key)] { return unlink_file(path); };
    auto done = co_await source_.shared()->files.run<result<void>>(work);
    co_return done ? *done : result<void>{cancelled_transfer()};
  }
  object_place what{from_.bucket, from_.prefix + one.key};
  input asked(param{parameters_for("DeleteObject", what, how_.settings.source_members)});
  const auto removed = co_await source_.shared()->call("DeleteObject", std::move(asked));
  if (!removed) co_return removed.error();
  co_return result<void>{};
}

// Checksums of contents.

asio::awaitable<void> tree_work::transfer_if_different(object_entry one) {
  const auto same = co_await same_checksum(one);
  if (same && *same)
    count(&tree_counts::same);
  else
    co_await transfer(std::move(one), true);
}

asio::awaitable<std::optional<bool>> tree_work::same_checksum(const object_entry& one) {
  // A bucket's side first: it says which check the other is to make.
  const bool source_first = !from_.local();
  const auto& first_by = source_first ? source_ : by_;
  const auto& other_by = source_first ? by_ : source_;
  const tree_place &first = source_first ? from_ : to_, &other = source_first ? to_ : from_;
  const auto a = co_await checksum_in(first_by, first, one, std::nullopt);
  if (!a) co_return std::nullopt;
  const auto b = co_await checksum_in(other_by, other, one, *a);
  if (!b) co_return std::nullopt;
  co_return *a == *b;
}

asio::awaitable<result<object_checksum>> tree_work::checksum_in(const transfers& by, const tree_place& place,
                                                                const object_entry& one,
                                                                std::optional<object_checksum> like) {
  const shared_transfers shared = by.shared();
  const error none{error_kind::usage, "NoChecksum", name_of(place, one.key) + " has no checksum that can be compared"};
  if (place.local()) {
    using sum = result<object_checksum>;
    const std::function<sum()> read = [path = path_in(place, one.key),
                                       kind = like ? like->kind() : crc_kind::crc64nvme]() -> sum {
      auto file = source_file::open(path);
      if (!file) return file.error();
      object_checksum made{kind};
      std::string piece(std::size_t{1} << 20, '\0');
      for (;;) {
        auto count = (*file)->read_some(piece.data(), piece.size());
        if (!count) return count.error();
        if (*count == 0) return made;
        made.update(std::string_view{piece}.substr(0, *count));
      }
    };
    auto made = co_await shared->files.run<sum>(read);
    if (!made) co_return cancelled_transfer();
    co_return *std::move(made);
  }
  object_place what{place.bucket, place.prefix + one.key};
  auto all = parameters_for("HeadObject", what, how_.settings.members);
  all.emplace_back("ChecksumMode", param{"ENABLED"});
  input asked(param{std::move(all)});
  const auto head = co_await shared->call("HeadObject", std::move(asked));
  if (!head) co_return head.error();
  const auto size = (*head)["ContentLength"].as<std::uint64_t>();
  for (const crc_kind kind : {crc_kind::crc64nvme, crc_kind::crc32c, crc_kind::crc32}) {
    if (like && like->kind() != kind) continue;
    const auto text = (*head)[checksum_member(kind)].as_text();
    if (auto made = object_checksum::from_text(kind, text, size)) co_return *made;
  }
  co_return none;
}

// Removing.

asio::awaitable<void> tree_work::remove(std::vector<std::string> keys) {
  if (how_.dry_run) {
    for (const auto& key : keys) tell_removed(key, nullptr);
    co_return;
  }
  if (to_.local()) co_return co_await remove_files(std::move(keys));
  std::vector<std::string> full;
  full.reserve(keys.size());
  for (const auto& key : keys) full.push_back(to_.prefix + key);
  auto left = co_await delete_objects(by_.shared(), to_.bucket, std::move(full), how_.settings.members);
  std::optional<error> all_failed;
  if (!left) all_failed = left.error();
  for (const auto& key : keys) {
    const error* failure = all_failed ? &*all_failed : nullptr;
    if (left)
      for (const auto& [name, why] : *left)
        if (std::string_view{name}.substr(to_.prefix.size()) == key) failure = &why;
    tell_removed(key, failure);
  }
}

asio::awaitable<void> tree_work::remove_files(std::vector<std::string> keys) {
  for (const auto& key : keys) {
    const std::function<result<void>()> work = [path = path_in(to_, key)] { return unlink_file(path); };
    auto done = co_await by_.shared()->files.run<result<void>>(work);
    std::optional<error> failure;
    if (!done) failure = cancelled_transfer();
    if (done && !*done) failure = done->error();
    tell_removed(key, failure ? &*failure : nullptr);
  }
}

}  // namespace aloft::s3
