#include "local/s3/content.hpp"

#include "local/api_error.hpp"
#include "local/s3/file.hpp"

#include <algorithm>
#include <utility>

namespace aloft::local::s3 {
namespace {

constexpr std::size_t read_size = std::size_t{256} << 10;

class content_source final : public body_source {
 public:
  explicit content_source(content whole) : whole_{std::move(whole)} {}

  std::uint64_t size() const noexcept override { return whole_.size(); }
  std::string_view read(std::uint64_t at) override {
    const auto& slices = whole_.slices();
    if (at < start_) start_ = index_ = 0;
    while (index_ < slices.size() && at >= start_ + slices[index_].size) start_ += slices[index_++].size;
    if (index_ == slices.size()) return {};
    const auto& here = slices[index_];
    const std::uint64_t offset = at - start_;
    if (const char* bytes = here.of->data())
      return {bytes + here.from + offset, static_cast<std::size_t>(here.size - offset)};
    if (open_ != here.of.get()) {
      file_ = file{here.of->path()};
      open_ = here.of.get();
    }
    buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(read_size, here.size - offset)));
    return {buffer_.data(), file_.read(here.from + offset, buffer_.data(), buffer_.size())};
  }

 private:
  content whole_;
  std::size_t index_ = 0;    // the slice that was read last
  std::uint64_t start_ = 0;  // where it starts
  const blob* open_ = nullptr;
  file file_;
  std::vector<char> buffer_;
};

class memory_blob final : public blob {
 public:
  explicit memory_blob(std::string bytes) : bytes_{std::move(bytes)} {}
  std::uint64_t size() const noexcept override { return bytes_.size(); }
  const char* data() const noexcept override { return bytes_.data(); }

 private:
  std::string bytes_;
};

class memory_writer final : public blob_writer {
 public:
  void write(std::string_view bytes) override { bytes_ += bytes; }
  blob_ptr finish() override {
    if (bytes_.capacity() - bytes_.size() > bytes_.size() / 8) bytes_.shrink_to_fit();
    return std::make_shared<memory_blob>(std::move(bytes_));
  }

 private:
  std::string bytes_;
};

class memory final : public blob_space {
 public:
  std::unique_ptr<blob_writer> write() override { return std::make_unique<memory_writer>(); }
  blob_ptr find(std::string_view) override { return nullptr; }
};

}  // namespace

content::content(blob_ptr whole) {
  const auto size = whole->size();
  append({std::move(whole), 0, size});
}

void content::append(const content& more) {
  for (const auto& one : more.slices_) append(one);
}

void content::append(slice more) {
  if (more.size == 0) return;
  size_ += more.size;
  slices_.push_back(std::move(more));
}

content content::part(std::uint64_t from, std::uint64_t size) const {
  content made;
  for (const auto& one : slices_) {
    if (from >= one.size) {
      from -= one.size;
      continue;
    }
    const auto taken = std::min(one.size - from, size);
    made.append({one.of, one.from + from, taken});
    from = 0;
    size -= taken;
    if (size == 0) break;
  }
  return made;
}

void content::each(const std::function<void(std::string_view)>& take) const {
  content_source source{*this};
  for (std::uint64_t at = 0; at < size_;) {
    const auto piece = source.read(at);
    if (piece.empty()) throw api_error{500, "InternalError", "The object's bytes cannot be read."};
    take(piece);
    at += piece.size();
  }
}

std::unique_ptr<body_source> source_of(content whole) { return std::make_unique<content_source>(std::move(whole)); }

std::shared_ptr<blob_space> memory_space() { return std::make_shared<memory>(); }

}  // namespace aloft::local::s3
