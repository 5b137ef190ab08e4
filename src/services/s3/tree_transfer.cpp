#include <aloft/s3_sync.hpp>

#include "services/s3/entry_stream.hpp"
#include "services/s3/key_filter.hpp"
#include "services/s3/tree_work.hpp"

#include <aloft/concurrency.hpp>

#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace aloft::s3 {
namespace asio = boost::asio;
namespace {

constexpr std::size_t deleted_at_once = 1000;

/// Keys in one block of memory.
class key_list {
 public:
  void add(std::string_view key) {
    text_.append(key).append(1, '\0');
    ++count_;
  }
  std::uint64_t size() const noexcept { return count_; }
  std::vector<std::string> take(std::size_t most) {
    std::vector<std::string> out;
    while (out.size() < most && at_ < text_.size()) {
      const auto end = text_.find('\0', at_);
      out.push_back(text_.substr(at_, end - at_));
      at_ = end + 1;
    }
    return out;
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
  std::uint64_t count_ = 0;
};

bool is_folder_marker(const object_entry& one) noexcept { return one.size == 0 && one.key.ends_with('/'); }

/// Whether the destination has what the source has. Nothing: only their contents tell.
std::optional<bool> same(comparison how, tree_action action, const object_entry& source, const object_entry& there) {
  if (how == comparison::none || source.size != there.size) return false;
  const auto since = there.modified.seconds - source.modified.seconds;  // buckets know whole seconds
  switch (how) {
    case comparison::none: return false;
    case comparison::size: return true;
    case comparison::exact_time:
      if (action == tree_action::download) return since == 0;
      [[fallthrough]];
    case comparison::size_time: return action == tree_action::download ? since <= 0 : since >= 0;
    case comparison::etag: return !source.etag.empty() && source.etag == there.etag;
    case comparison::checksum: return std::nullopt;
  }
  return false;
}

/// One tree to another.
class tree_transfer {
 public:
  tree_transfer(transfers by, transfers source, tree_place from, tree_place to, tree_options how,
                const asio::any_io_executor& executor)
      : how_{std::move(how)},
        from_{std::move(from)},
        to_{std::move(to)},
        requests_{by.options().requests},
        work_{by, source, from_, to_, how_},
        tasks_{executor, by.s3_client().clock()},
        source_{stream_entries(source.shared(), from_, how_, false)},
        there_{looks_there() ? stream_entries(by.shared(), to_, how_, true) : nullptr} {}

  asio::awaitable<result<tree_counts>> run() {
    auto listed = co_await merge();
    while (listed && tasks_.running() > 0) {
      const wake woken = co_await tasks_.one_ended();
      if (woken == wake::cancelled) listed = cancelled_transfer();
    }
    // What a fault in a listing leaves to be finished is finished; a cancellation ends it.
    if (!listed && listed.error().kind() == error_kind::cancelled) tasks_.cancel();
    co_await tasks_.join();
    if (const auto thrown = tasks_.failure()) std::rethrow_exception(thrown);
    if (!listed) co_return listed.error();
    if (how_.delete_extra) {
      auto deleted = co_await remove_extra();
      if (!deleted) co_return deleted.error();
    }
    auto counts = work_.counts();
    counts.deletions_held = held_;
    counts.same += same_;
    counts.listed = listed_;
    co_return counts;
  }

 private:
  bool looks_there() const noexcept { return how_.delete_extra || how_.compare != comparison::none; }

  asio::awaitable<result<void>> merge() {
    if (auto begun = co_await next(*source_, true); !begun) co_return begun;
    if (there_)
      if (auto begun = co_await next(*there_, false); !begun) co_return begun;
    for (;;) {
      object_entry* a = source_->head();
      object_entry* b = there_ ? there_->head() : nullptr;
      if (a == nullptr && b == nullptr) co_return result<void>{};
      const int order = a == nullptr ? 1 : b == nullptr ? -1 : a->key.compare(b->key);
      if (order > 0) {
        if (how_.delete_extra) extra_.add(b->key);
      } else {
        std::optional<bool> equal = false;
        if (order == 0) equal = same(how_.compare, work_.action(), *a, *b);
        if (equal && *equal) {
          ++same_;
        } else {
          auto room = co_await begin(*a, order == 0, !equal);
          if (!room) co_return room;
        }
      }
      if (order >= 0)
        if (auto moved = co_await next(*there_, false); !moved) co_return moved;
      if (order <= 0)
        if (auto moved = co_await next(*source_, true); !moved) co_return moved;
    }
  }

  /// To the next entry that the filters take.
  asio::awaitable<result<void>> next(entry_stream& of, bool source) {
    for (;;) {
      auto moved = co_await of.advance();
      for (const auto& [path, why] : of.take_faults()) {
        work_.tell_skipped({}, path, why);
        faulty_ = true;
      }
      if (!moved) co_return moved;
      const object_entry* one = of.head();
      if (one == nullptr) co_return result<void>{};
      if (!takes_key(how_.filters, one->key)) continue;
      if (is_folder_marker(*one) && !(source ? from_ : to_).local()) continue;
      ++(source ? listed_ : there_count_);
      co_return result<void>{};
    }
  }

  asio::awaitable<result<void>> begin(const object_entry& one, bool replaces, bool looks_first) {
    while (tasks_.running() >= requests_) {
      const wake woken = co_await tasks_.one_ended();
      if (woken == wake::cancelled) co_return cancelled_transfer();
    }
    if (tasks_.failure()) co_return cancelled_transfer();  // run() says what it was
    object_entry copy = one;  // the stream needs its key to see whether the next one is in order
    tasks_.start(looks_first ? work_.transfer_if_different(std::move(copy))
                             : work_.transfer(std::move(copy), replaces));
    co_return result<void>{};
  }

  asio::awaitable<result<void>> remove_extra() {
    const auto failed = work_.counts().failed;
    if (extra_.size() == 0) co_return result<void>{};
    if (faulty_ || failed > 0) {
      held_ = true;
      co_return result<void>{};
    }
    if (listed_ == 0 && !how_.allow_empty)
      co_return error{error_kind::usage, "EmptySource",
                      "the source has nothing at all, so nothing was deleted: " + std::to_string(extra_.size()) +
                          " would go from the destination (allow_empty, --allow-empty on the command line, if that is meant)"};
    if (auto fine = check_number(); !fine) co_return fine;
    for (;;) {
      auto keys = extra_.take(deleted_at_once);
      if (keys.empty()) co_return result<void>{};
      co_await work_.remove(std::move(keys));
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) co_return cancelled_transfer();
    }
  }

  result<void> check_number() const {
    constexpr std::uint64_t few = 100;
    const auto there = static_cast<double>(there_count_);
    std::string limit;
    if (how_.max_delete) {
      if (extra_.size() > *how_.max_delete) limit = std::to_string(*how_.max_delete);
    } else if (how_.max_delete_percent) {
      if (static_cast<double>(extra_.size()) > there * *how_.max_delete_percent / 100)
        limit = std::to_string(static_cast<int>(*how_.max_delete_percent)) + " % of " + std::to_string(there_count_);
    } else if (there_count_ >= few && extra_.size() * 2 > there_count_) {
      limit = "half of " + std::to_string(there_count_);
    }
    if (limit.empty()) return {};
    return error{
        error_kind::usage, "TooManyDeletions",
        "nothing was deleted: " + std::to_string(extra_.size()) + " objects would go, and at most " + limit + " may"};
  }

  const tree_options how_;
  const tree_place from_, to_;
  const std::size_t requests_;
  tree_work work_;
  task_group tasks_;
  const std::unique_ptr<entry_stream> source_, there_;
  key_list extra_;
  std::uint64_t same_ = 0, listed_ = 0, there_count_ = 0;
  bool faulty_ = false;  // something was not seen
  bool held_ = false;
};

/// All objects of a place, removed.
class tree_removal {
 public:
  tree_removal(transfers by, tree_place what, tree_options how, const asio::any_io_executor& executor)
      : how_{std::move(how)},
        work_{by, by, what, what, how_},
        tasks_{executor, by.s3_client().clock()},
        stream_{stream_entries(by.shared(), what, how_, false)} {}

  asio::awaitable<result<tree_counts>> run() {
    result<void> outcome{};
    for (bool more = true; more && outcome;) {
      std::vector<std::string> keys;
      while (keys.size() < deleted_at_once && outcome) {
        outcome = co_await stream_->advance();
        if (!outcome) break;
        const object_entry* one = stream_->head();
        more = one != nullptr;
        if (!more) break;
        if (takes_key(how_.filters, one->key)) keys.push_back(one->key);
      }
      if (!keys.empty() && (outcome || outcome.error().kind() != error_kind::cancelled))
        tasks_.start(work_.remove(std::move(keys)));
      constexpr std::size_t at_once = 8;
      while (outcome && tasks_.running() >= at_once) {
        const wake woken = co_await tasks_.one_ended();
        if (woken == wake::cancelled) outcome = cancelled_transfer();
      }
    }
    while (outcome && tasks_.running() > 0) {
      const wake woken = co_await tasks_.one_ended();
      if (woken == wake::cancelled) outcome = cancelled_transfer();
    }
    if (!outcome && outcome.error().kind() == error_kind::cancelled) tasks_.cancel();
    co_await tasks_.join();
    if (const auto thrown = tasks_.failure()) std::rethrow_exception(thrown);
    if (!outcome) co_return outcome.error();
    co_return work_.counts();
  }

 private:
  const tree_options how_;
  tree_work work_;
  task_group tasks_;
  const std::unique_ptr<entry_stream> stream_;
};

}  // namespace

asio::awaitable<result<tree_counts>> try_transfer_tree(transfers by, transfers source, tree_place from, tree_place to,
                                                       tree_options how) {
  if (auto fine = check(by.options()); !fine) co_return fine.error();
  if (from.local() && to.local())
    co_return error{error_kind::usage, "InvalidOption", "both places are folders; one must be a bucket"};
  if (how.move && from.bucket == to.bucket && from.prefix == to.prefix)
    co_return error{error_kind::usage, "SamePlace", "source and destination are the same place"};
  if (how.compare == comparison::etag && (from.local() || to.local()))
    co_return error{error_kind::usage, "InvalidOption", "ETags are compared between buckets; files have none"};
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  tree_transfer one{std::move(by), std::move(source), std::move(from),
                    std::move(to), std::move(how),    co_await asio::this_coro::executor};
  auto outcome = co_await one.run();
  co_await asio::this_coro::throw_if_cancelled(throws);
  co_return outcome;
}

asio::awaitable<tree_counts> sync(transfers by, tree_place from, tree_place to, tree_options how) {
  if (how.compare == comparison::none) how.compare = comparison::size_time;
  return aloft::detail::or_throw(try_transfer_tree(by, by, std::move(from), std::move(to), std::move(how)));
}

asio::awaitable<result<tree_counts>> try_remove_tree(transfers by, tree_place what, tree_options how) {
  if (auto fine = check(by.options()); !fine) co_return fine.error();
  const bool throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  tree_removal one{std::move(by), std::move(what), std::move(how), co_await asio::this_coro::executor};
  auto outcome = co_await one.run();
  co_await asio::this_coro::throw_if_cancelled(throws);
  co_return outcome;
}

}  // namespace aloft::s3
