#include "cli/command/cloudformation/artifact_bucket.hpp"

#include "cli/grammar/parameter_file.hpp"
#include "cli/options/word_options.hpp"
#include "cli/run/session_setup.hpp"

#include <boost/json/object.hpp>

#include <openssl/evp.h>
#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace json = boost::json;

/// Keys are as those of the AWS CLI, which finds what was uploaded here.
std::string md5_of(std::string_view content) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  EVP_Digest(content.data(), content.size(), digest, &size, EVP_md5(), nullptr);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (unsigned i = 0; i < size; ++i) text += {digits[digest[i] >> 4], digits[digest[i] & 15]};
  return text;
}

[[noreturn]] void unreadable(const fs::path& file, const std::string& why) {
  throw error{error_kind::usage, "ParameterFile", "cannot read '" + file.string() + "': " + why};
}

std::string content_of(const fs::path& file) {
  auto content = read_whole_file(file.string());
  if (!content) unreadable(file, std::strerror(errno));
  return *std::move(content);
}

/// A ZIP archive in memory.
class archive {
 public:
  archive() {
    zip_error_t failure;
    zip_error_init(&failure);
    source_ = zip_source_buffer_create(nullptr, 0, 0, &failure);
    if (source_) zip_ = zip_open_from_source(source_, ZIP_TRUNCATE, &failure);
    if (zip_) zip_source_keep(source_);
    zip_error_fini(&failure);
    if (!zip_) throw std::bad_alloc{};
  }
  ~archive() {
    if (zip_) zip_discard(zip_);
    zip_source_free(source_);
  }
  archive(const archive&) = delete;
  archive& operator=(const archive&) = delete;

  void add(const fs::path& file, const std::string& name) {
    contents_.push_back(std::make_unique<std::string>(content_of(file)));
    auto* data = zip_source_buffer(zip_, contents_.back()->data(), contents_.back()->size(), 0);
    const auto index = data ? zip_file_add(zip_, name.c_str(), data, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) {
      if (data) zip_source_free(data);
      unreadable(file, zip_strerror(zip_));
    }
    const auto at = static_cast<zip_uint64_t>(index);
    constexpr std::uint16_t first_day = 1 << 5 | 1;  // 1980-01-01 in DOS's form
    zip_file_set_dostime(zip_, at, 0, first_day, 0);
    struct stat facts {};
    if (::stat(file.c_str(), &facts) == 0) {
      const zip_uint32_t mode = (facts.st_mode & 0111) != 0 ? 0100755 : 0100644;
      zip_file_set_external_attributes(zip_, at, 0, ZIP_OPSYS_UNIX, mode << 16);
    }
  }

  std::string finish() {
    if (zip_close(zip_) != 0)
      throw error{error_kind::usage, "Archive", std::string{"cannot zip: "} + zip_strerror(zip_)};
    zip_ = nullptr;
    zip_stat_t facts;
    std::string bytes;
    if (zip_source_stat(source_, &facts) == 0 && zip_source_open(source_) == 0) {
      bytes.resize(facts.size);
      const auto read = zip_source_read(source_, bytes.data(), bytes.size());
      zip_source_close(source_);
      if (read == static_cast<zip_int64_t>(bytes.size())) return bytes;
    }
    throw error{error_kind::usage, "Archive", "cannot zip: the archive cannot be read back"};
  }

 private:
  zip_source_t* source_ = nullptr;
  zip_t* zip_ = nullptr;
  std::vector<std::unique_ptr<std::string>> contents_;  // libzip reads them when it closes
};

std::vector<std::pair<std::string, std::string>> metadata_of(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t at = 0; at < text.size();) {
    const auto comma = std::min(text.find(',', at), text.size());
    const auto pair = text.substr(at, comma - at);
    const auto equals = pair.find('=');
    if (equals == 0 || equals == std::string::npos)
      throw error{error_kind::usage, "BadOption", "--metadata: expected KEY=VALUE,…, got '" + text + '\''};
    pairs.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    at = comma + 1;
  }
  return pairs;
}

}  // namespace

bucket_options bucket_options::take(std::vector<std::string>& words) {
  bucket_options where;
  where.bucket = take_option(words, "--s3-bucket").value_or("");
  where.prefix = take_option(words, "--s3-prefix").value_or("");
  where.kms_key = take_option(words, "--kms-key-id").value_or("");
  where.force = take_flag(words, "--force-upload");
  take_flag(words, "--no-force-upload");
  where.metadata = metadata_of(take_option(words, "--metadata").value_or(""));
  while (where.prefix.ends_with('/')) where.prefix.pop_back();
  return where;
}

bool is_archive(const fs::path& file) {
  int failure = 0;
  auto* opened = zip_open(file.c_str(), ZIP_RDONLY, &failure);
  if (opened) zip_discard(opened);
  return opened != nullptr;
}

std::string archive_of(const fs::path& what, bool visible_only) {
  archive made;
  if (!fs::is_directory(what)) {
    made.add(what, what.filename().string());
    return made.finish();
  }
  std::vector<fs::path> files;
  std::error_code failure;
  fs::recursive_directory_iterator all{what, fs::directory_options::follow_directory_symlink, failure};
  for (; !failure && all != fs::recursive_directory_iterator{}; all.increment(failure)) {
    const bool hidden = visible_only && all->path().filename().string().starts_with('.');
    if (hidden && all->is_directory()) all.disable_recursion_pending();
    if (!hidden && !all->is_directory()) files.push_back(all->path());
  }
  if (failure) unreadable(what, failure.message());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) made.add(file, file.lexically_relative(what).generic_string());
  if (files.empty()) unreadable(what, "the folder has no files");
  return made.finish();
}

artifact_bucket::artifact_bucket(const session& session, const global_options& options, bucket_options where,
                                 console& out)
    : s3_{session.client("s3", other_client_settings(options, {}))}, where_{std::move(where)}, out_{out} {}

asio::awaitable<std::string> artifact_bucket::put(std::string content, std::string_view extension,
                                                  std::string_view about) const {
  const std::string key = (where_.prefix.empty() ? "" : where_.prefix + "/") + md5_of(content) +
                          (extension.empty() ? "" : "." + std::string{extension});
  json::object place{{"Bucket", where_.bucket}, {"Key", key}};
  if (!where_.force) {
    const auto known = co_await s3_.try_call("HeadObject", place);
    if (known) {
      out_.report("aloft: " + std::string{about} + ": the same data is at s3://" + where_.bucket + "/" + key);
      co_return key;
    }
    // Who may not look may upload all the same.
    const int status = known.error().info().http_status;
    if (status != 404 && status != 403) throw known.error();
  }
  place["ServerSideEncryption"] = where_.kms_key.empty() ? "AES256" : "aws:kms";
  if (!where_.kms_key.empty()) place["SSEKMSKeyId"] = where_.kms_key;
  if (!where_.metadata.empty()) {
    json::object metadata;
    for (const auto& [name, value] : where_.metadata) metadata[name] = value;
    place["Metadata"] = std::move(metadata);
  }
  out_.report("aloft: " + std::string{about} + ": " + std::to_string(content.size()) + " bytes to s3://" +
              where_.bucket + "/" + key);
  call_options with;
  with.body = request_body::bytes(std::move(content));
  co_await s3_.call("PutObject", std::move(place), std::move(with));
  co_return key;
}

asio::awaitable<std::string> artifact_bucket::address_of(std::string_view key) const {
  const prepared_request request = co_await s3_.prepare("ListBuckets");
  const std::string url{request.url};
  const auto host = url.find("://");
  co_return url.substr(0, url.find_first_of("/?", host + 3)) + "/" + where_.bucket + "/" + std::string{key};
}

}  // namespace aloft::cli
