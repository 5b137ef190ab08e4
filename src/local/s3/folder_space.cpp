// Blobs in files: FOLDER/ab/abcdef…, named at random.

#include "crypto/uuid.hpp"
#include "local/api_error.hpp"
#include "local/s3/content.hpp"
#include "local/s3/file.hpp"

#include <cstring>
#include <filesystem>
#include <mutex>
#include <utility>

namespace aloft::local::s3 {
namespace {

namespace fs = std::filesystem;

/// What the blobs of a folder share with it, and may outlive it for an answer that is under way.
struct folder_state {
  std::string path;
  std::atomic<bool> leaving{false};
  std::mutex mutex;
  std::map<std::string, std::weak_ptr<const blob>, std::less<>> known;  ///< those that were found by name
  std::string path_of(std::string_view name) const {
    return path + '/' + std::string{name.substr(0, 2)} + '/' + std::string{name};
  }
};

class file_blob final : public blob {
 public:
  file_blob(std::shared_ptr<folder_state> where, std::string name, std::uint64_t size)
      : where_{std::move(where)}, name_{std::move(name)}, size_{size} {}
  ~file_blob() override {
    std::error_code ignored;
    if (!where_->leaving) fs::remove(path(), ignored);
  }
  file_blob(const file_blob&) = delete;

  std::uint64_t size() const noexcept override { return size_; }
  std::string_view name() const noexcept override { return name_; }
  std::string path() const override { return where_->path_of(name_); }

 private:
  std::shared_ptr<folder_state> where_;
  std::string name_;
  std::uint64_t size_;
};

class file_writer final : public blob_writer {
 public:
  explicit file_writer(std::shared_ptr<folder_state> where) : where_{std::move(where)} {
    for (const char c : crypto::make_uuid())
      if (c != '-') name_ += c;
    const auto path = where_->path_of(name_);
    to_ = file::create(path, false);
    if (to_.is_open()) return;
    std::error_code ignored;
    fs::create_directory(fs::path{path}.parent_path(), ignored);
    to_ = file::create(path, false);
    if (!to_.is_open()) fail(errno);
  }
  ~file_writer() override {
    std::error_code ignored;
    if (!name_.empty()) fs::remove(where_->path_of(name_), ignored);
  }
  void write(std::string_view bytes) override {
    if (const int failed = to_.write(bytes); failed != 0) fail(failed);
    size_ += bytes.size();
  }
  blob_ptr finish() override {
    to_.close();
    return std::make_shared<file_blob>(where_, std::exchange(name_, {}), size_);
  }

 private:
  [[noreturn]] void fail(int why) const {
    throw api_error{500, "InternalError",
                    join({"The object cannot be written to ", where_->path, ": ", std::strerror(why)})};
  }

  std::shared_ptr<folder_state> where_;
  std::string name_;
  file to_;
  std::uint64_t size_ = 0;
};

class folder final : public blob_space {
 public:
  explicit folder(std::string path) { state_->path = std::move(path); }

  std::unique_ptr<blob_writer> write() override { return std::make_unique<file_writer>(state_); }

  blob_ptr find(std::string_view name) override {
    const std::lock_guard lock{state_->mutex};
    if (const auto found = state_->known.find(name); found != state_->known.end())
      if (auto there = found->second.lock()) return there;
    std::error_code missing;
    const auto size = fs::file_size(state_->path_of(name), missing);
    blob_ptr made = std::make_shared<file_blob>(state_, std::string{name}, missing ? 0 : size);
    state_->known.insert_or_assign(std::string{name}, made);
    return made;
  }

  void sweep() override {
    const std::lock_guard lock{state_->mutex};
    std::error_code failed;
    std::vector<fs::path> lost;
    for (const auto& one : fs::recursive_directory_iterator{state_->path, failed}) {
      if (!one.is_regular_file(failed)) continue;
      const auto found = state_->known.find(one.path().filename().string());
      if (found == state_->known.end() || found->second.expired()) lost.push_back(one.path());
    }
    for (const auto& path : lost) fs::remove(path, failed);
    state_->known.clear();
  }

  void leave_files() noexcept override { state_->leaving = true; }

 private:
  std::shared_ptr<folder_state> state_ = std::make_shared<folder_state>();
};

}  // namespace

result<std::shared_ptr<blob_space>> folder_space(const std::string& path) {
  std::error_code failed;
  fs::create_directories(path, failed);
  if (failed)
    return error{error_kind::usage, "InvalidOption", "data: cannot make the folder " + path + ": " + failed.message()};
  return std::shared_ptr<blob_space>{std::make_shared<folder>(path)};
}

}  // namespace aloft::local::s3
