#include "services/s3/entry_stream.hpp"

#include "services/s3/folder_walk.hpp"

#include <aloft/pages.hpp>

#include <functional>

namespace aloft::s3 {
namespace asio = boost::asio;
namespace {

constexpr std::size_t files_at_once = 1000;

class folder_entries final : public entry_stream {
 public:
  folder_entries(shared_transfers by, std::string folder, link_choice links, bool missing_is_empty)
      : by_{std::move(by)},
        missing_is_empty_{missing_is_empty},
        work_{std::make_shared<shared>(std::move(folder), links)} {}

  std::vector<std::pair<std::string, error>> take_faults() override { return std::exchange(faults_, {}); }

 protected:
  asio::awaitable<result<std::vector<object_entry>>> read() override {
    using run = result<std::vector<object_entry>>;
    const std::function<run()> walk = [work = work_]() -> run {
      if (!std::exchange(work->opened, true))
        if (auto opened = work->walk.open(); !opened) return opened.error();
      return work->walk.next(files_at_once);
    };
    auto came = co_await by_->files.run<run>(walk);
    if (!came) co_return cancelled_transfer();
    for (auto& one : work_->walk.take_faults()) faults_.push_back(std::move(one));
    if (!*came && missing_is_empty_ && came->error().code() == "NoSuchFolder") co_return std::vector<object_entry>{};
    co_return *std::move(came);
  }

 private:
  struct shared {
    shared(std::string folder, link_choice links) : walk{std::move(folder), links} {}
    folder_walk walk;
    bool opened = false;
  };

  const shared_transfers by_;
  const bool missing_is_empty_;
  const std::shared_ptr<shared> work_;
  std::vector<std::pair<std::string, error>> faults_;
};

class bucket_entries final : public entry_stream {
 public:
  bucket_entries(const shared_transfers& by, const tree_place& from, const tree_options& how)
      : prefix_{from.prefix}, pages_{open(by, from, how)} {}

 protected:
  asio::awaitable<result<std::vector<object_entry>>> read() override {
    for (;;) {
      auto page = co_await pages_.try_next();
      if (!page) co_return page.error();
      std::vector<object_entry> out;
      if (!*page) co_return out;
      const value objects = (**page)["Contents"];
      out.reserve(objects.size());
      for (const value one : objects) {
        const auto key = one["Key"].as_text();
        if (!key.starts_with(prefix_) || key.size() == prefix_.size()) continue;
        object_entry& made = out.emplace_back();
        made.key = key.substr(prefix_.size());
        made.size = one["Size"].as<std::uint64_t>();
        made.modified = one["LastModified"].as_timestamp();
        made.etag = one["ETag"].as_text();
        if (const auto kind = one["StorageClass"].as_text(); kind != "STANDARD") made.storage_class = kind;
      }
      if (!out.empty()) co_return out;
    }
  }

 private:
  static pages open(const shared_transfers& by, const tree_place& from, const tree_options& how) {
    param::map all;
    all.emplace_back("Bucket", param{from.bucket});
    if (!from.prefix.empty()) all.emplace_back("Prefix", param{from.prefix});
    if (how.settings.members.contains("RequestPayer"))
      all.emplace_back("RequestPayer", param{how.settings.members.at("RequestPayer")});
    pages_options options;
    options.page_size = how.page_size;
    options.prefetch = 1;
    return by->s3.pages("ListObjectsV2", input(param{std::move(all)}), options);
  }

  const std::string prefix_;
  pages pages_;
};

class public_reader final : public tree_reader {
 public:
  explicit public_reader(std::unique_ptr<entry_stream> from) : from_{std::move(from)} {}

  asio::awaitable<result<std::vector<object_entry>>> next() override {
    std::vector<object_entry> out;
    while (out.size() < files_at_once) {
      auto moved = co_await from_->advance();
      if (!moved) co_return moved.error();
      if (auto faults = from_->take_faults(); !faults.empty()) co_return faults.front().second;
      if (from_->head() == nullptr) break;
      out.push_back(std::move(*from_->head()));
    }
    co_return out;
  }

 private:
  const std::unique_ptr<entry_stream> from_;
};

}  // namespace

asio::awaitable<result<void>> entry_stream::advance() {
  if (begun_ && at_ < run_.size()) last_ = std::move(run_[at_].key);
  if (begun_) ++at_;
  begun_ = true;
  while (at_ >= run_.size() && !ended_) {
    auto more = co_await read();
    if (!more) co_return more.error();
    run_ = *std::move(more);
    at_ = 0;
    ended_ = run_.empty();
    // Within a run the order is looked at once, here.
    for (std::size_t i = 0; i < run_.size(); ++i) {
      const std::string& before = i == 0 ? last_ : run_[i - 1].key;
      if (before < run_[i].key || (i == 0 && last_.empty())) continue;
      co_return error{error_kind::protocol, "UnsortedListing",
                      "the listing is not sorted: '" + run_[i].key + "' comes after '" + before +
                          "'; directory buckets list so, and cannot be synchronized"};
    }
  }
  co_return result<void>{};
}

std::unique_ptr<entry_stream> stream_entries(const shared_transfers& by, const tree_place& from,
                                             const tree_options& how, bool missing_is_empty) {
  if (from.local())
    return std::make_unique<folder_entries>(by, from.folder.empty() ? "." : from.folder, how.links, missing_is_empty);
  return std::make_unique<bucket_entries>(by, from, how);
}

std::unique_ptr<tree_reader> read_tree(const transfers& by, const tree_place& from, const tree_options& how) {
  return std::make_unique<public_reader>(stream_entries(by.shared(), from, how, false));
}

}  // namespace aloft::s3
