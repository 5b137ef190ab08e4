#pragma once
// A bucket that a test plays, in memory: as much of S3 as transfers ask of it, and faults wherever a test wants them.

#include <aloft/object_checksum.hpp>
#include <aloft/s3_sync.hpp>
#include <aloft/session.hpp>
#include <aloft/testing.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace aloft::s3 {

namespace asio = boost::asio;

class played_bucket : public ::testing::Test {
 protected:
  struct object {
    std::string bytes, type, version;
    int parts = 0;
    std::string etag() const { return "\"" + std::to_string(std::hash<std::string>{}(bytes + version)) + "\""; }
    std::string checksum() const {
      object_checksum sum;
      sum.update(bytes);
      return sum.text();
    }
  };
  /// Looks at a request first; an answer is given instead of the bucket's.
  using fault = std::function<std::optional<result<http_response>>(const http_request&)>;

  played_bucket() {
    session_options options;
    options.region = "eu-west-1";
    options.credentials.emplace();
    options.credentials->access_key_id = "AKIDEXAMPLE";
    options.credentials->secret_access_key = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    options.max_attempts = 1;
    options.transport =
        std::make_shared<testing::scripted_transport>([this](const http_request& request) { return answer(request); });
    session_.emplace(context.get_executor(), options);
  }
  ~played_bucket() override { std::filesystem::remove_all(folder); }

  transfers open(transfer_options how = {}) { return transfers{session_->client("s3"), std::move(how)}; }

  template <class T>
  T run(asio::awaitable<T> work) {
    std::optional<T> outcome;
    std::exception_ptr thrown;
    asio::co_spawn(context, std::move(work), [&](std::exception_ptr failure, T value) {
      thrown = std::move(failure);
      outcome.emplace(std::move(value));
    });
    context.restart();
    context.run();
    if (thrown) std::rethrow_exception(thrown);
    return std::move(*outcome);
  }

  std::string path(const std::string& name) const { return folder + '/' + name; }
  std::string write(const std::string& name, const std::string& bytes) {
    std::filesystem::create_directories(std::filesystem::path{path(name)}.parent_path());
    std::ofstream{path(name), std::ios::binary} << bytes;
    return path(name);
  }
  std::string read(const std::string& name) const {
    std::ifstream file{path(name), std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return file ? text.str() : "(no such file)";
  }
  /// Everything below the folder that is no folder.
  std::vector<std::string> files() const {
    std::vector<std::string> all;
    for (const auto& one : std::filesystem::recursive_directory_iterator{folder})
      if (!one.is_directory()) all.push_back(one.path().string().substr(folder.size() + 1));
    std::sort(all.begin(), all.end());
    return all;
  }
  std::vector<std::string> keys() const {
    std::vector<std::string> all;
    for (const auto& [key, one] : objects) all.push_back(key);
    return all;
  }
  /// Requests so far: "PUT /key?query".
  std::vector<std::string> asked;
  std::map<std::string, object> objects;
  std::map<std::string, std::map<int, std::string>> uploads;  // by id: the parts
  fault before;
  asio::io_context context;
  const std::string folder = [] {
    std::string name = (std::filesystem::temp_directory_path() / "aloft-transfer-XXXXXX").string();
    return std::string{::mkdtemp(name.data())};
  }();

  static std::string parameter(const std::string& query, const std::string& name) {
    for (std::size_t at = 0; at < query.size();) {
      const auto end = std::min(query.find('&', at), query.size());
      const std::string one = query.substr(at, end - at);
      if (one == name) return "yes";
      if (one.starts_with(name + '=')) return decoded(one.substr(name.size() + 1));
      at = end + 1;
    }
    return {};
  }
  static http_response refusal(int status, const std::string& code) {
    return testing::reply(status, "<Error><Code>" + code + "</Code><Message>no</Message></Error>");
  }

 private:
  static std::string decoded(const std::string& text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '%') {
        out += text[i];
        continue;
      }
      out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    }
    return out;
  }
  static std::string between(const std::string& text, const std::string& from, const std::string& to, std::size_t& at) {
    const auto begin = text.find(from, at);
    if (begin == std::string::npos) return at = std::string::npos, "";
    const auto end = text.find(to, begin);
    at = end;
    return text.substr(begin + from.size(), end - begin - from.size());
  }

  result<http_response> answer(const http_request& request) {
    const std::lock_guard lock{mutex_};
    // The bucket stands in the host.
    const std::string key = decoded(std::string{request.path}.substr(1)), query{request.query};
    asked.push_back(std::string{request.method} + " /" + key + (query.empty() ? "" : "?" + query));
    if (before)
      if (auto instead = before(request)) return *instead;
    if (request.method == "GET" && key.empty()) return list(query);
    if (request.method == "POST" && !parameter(query, "delete").empty()) return remove_many(request.body);
    if (request.method == "POST" && query.find("uploads") == 0) {
      const std::string id = "upload-" + std::to_string(++uploads_begun_);
      uploads[id];
      return testing::reply(
          200, "<InitiateMultipartUploadResult><UploadId>" + id + "</UploadId></InitiateMultipartUploadResult>");
    }
    const std::string upload = parameter(query, "uploadId");
    if (!upload.empty() && !uploads.contains(upload)) return refusal(404, "NoSuchUpload");
    if (request.method == "PUT" && !upload.empty()) {
      uploads[upload][std::stoi(parameter(query, "partNumber"))] = request.body;
      header_list headers;
      headers.add("ETag", "\"part\"");
      return testing::reply(200, {}, headers);
    }
    if (request.method == "GET" && !upload.empty()) {
      std::string body;
      for (const auto& [number, bytes] : uploads[upload]) {
        object_checksum sum;
        sum.update(bytes);
        body += "<Part><PartNumber>" + std::to_string(number) + "</PartNumber><ETag>\"part\"</ETag><Size>" +
                std::to_string(bytes.size()) + "</Size><ChecksumCRC64NVME>" + sum.text() +
                "</ChecksumCRC64NVME></Part>";
      }
      return testing::reply(200, "<ListPartsResult><IsTruncated>false</IsTruncated>" + body + "</ListPartsResult>");
    }
    if (request.method == "POST" && !upload.empty()) return complete(key, upload, request);
    if (request.method == "DELETE" && !upload.empty()) {
      uploads.erase(upload);
      return testing::reply(204);
    }
    if (request.method == "PUT") return put(key, request);
    if (request.method == "DELETE") {
      objects.erase(key);
      return testing::reply(204);
    }
    return get(key, request);
  }

  http_response put(const std::string& key, const http_request& request) {
    object one;
    one.bytes = request.body;
    if (const auto source = request.headers.find("x-amz-copy-source")) {
      const std::string from = decoded(std::string{*source});
      one = objects.at(from.substr(from.find('/') + 1));
      objects[key] = one;
      return testing::reply(200, "<CopyObjectResult><ETag>" + one.etag() + "</ETag></CopyObjectResult>");
    }
    one.type = std::string{request.headers.find("Content-Type").value_or("")};
    const auto stated = request.headers.find("x-amz-checksum-crc64nvme");
    if (stated && *stated != one.checksum()) return refusal(400, "BadDigest");
    objects[key] = one;
    header_list headers;
    headers.add("ETag", one.etag());
    return testing::reply(200, {}, headers);
  }

  http_response complete(const std::string& key, const std::string& upload, const http_request& request) {
    object one;
    for (const auto& [number, bytes] : uploads[upload]) one.bytes += bytes;
    one.parts = static_cast<int>(uploads[upload].size());
    const auto stated = request.headers.find("x-amz-checksum-crc64nvme");
    if (stated && *stated != one.checksum()) return refusal(400, "BadDigest");
    uploads.erase(upload);
    objects[key] = one;
    return testing::reply(
        200, "<CompleteMultipartUploadResult><ETag>" + one.etag() + "</ETag></CompleteMultipartUploadResult>");
  }

  http_response get(const std::string& key, const http_request& request) {
    const auto found = objects.find(key);
    if (found == objects.end()) return refusal(404, "NoSuchKey");
    const object& one = found->second;
    const auto must_be = request.headers.find("If-Match");
    if (must_be && *must_be != one.etag()) return refusal(412, "PreconditionFailed");
    header_list headers;
    headers.add("ETag", one.etag());
    headers.add("Last-Modified", "Wed, 02 Oct 2024 10:00:00 GMT");
    std::string bytes = one.bytes;
    int status = 200;
    if (const auto range = request.headers.find("Range")) {
      unsigned long long from = 0, to = 0;
      std::sscanf(std::string{*range}.c_str(), "bytes=%llu-%llu", &from, &to);
      bytes = bytes.substr(from, to - from + 1);
      status = 206;
    } else if (request.headers.contains("x-amz-checksum-mode")) {
      headers.add("x-amz-checksum-crc64nvme", one.checksum());
    }
    headers.add("Content-Length", std::to_string(bytes.size()));
    return testing::reply(status, request.method == "HEAD" ? std::string{} : bytes, headers);
  }

  http_response list(const std::string& query) {
    constexpr std::size_t page = 3;  // small, so that there are several
    const std::string prefix = parameter(query, "prefix"), after = parameter(query, "continuation-token");
    std::string body;
    std::string last;
    std::size_t count = 0;
    bool more = false;
    for (auto at = after.empty() ? objects.lower_bound(prefix) : objects.upper_bound(after);
         at != objects.end() && at->first.starts_with(prefix); ++at) {
      if (count++ == page) {
        more = true;
        break;
      }
      last = at->first;
      std::string escaped;
      for (const char c : at->first) {
        char text[4];
        std::snprintf(text, sizeof text, "%%%02X", static_cast<unsigned char>(c));
        escaped += text;
      }
      body += "<Contents><Key>" + escaped + "</Key><LastModified>2099-10-02T10:00:00Z</LastModified><ETag>" +
              at->second.etag() + "</ETag><Size>" + std::to_string(at->second.bytes.size()) + "</Size></Contents>";
    }
    return testing::reply(200, "<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>" +
                                   std::string{more ? "true" : "false"} + "</IsTruncated>" +
                                   (more ? "<NextContinuationToken>" + last + "</NextContinuationToken>" : "") + body +
                                   "</ListBucketResult>");
  }

  http_response remove_many(const std::string& body) {
    std::string errors;
    for (std::size_t at = 0;;) {
      const std::string key = between(body, "<Key>", "</Key>", at);
      if (at == std::string::npos) break;
      if (key.find("kept") == std::string::npos)
        objects.erase(key);
      else
        errors += "<Error><Key>" + key + "</Key><Code>AccessDenied</Code><Message>no</Message></Error>";
    }
    return testing::reply(200, "<DeleteResult>" + errors + "</DeleteResult>");
  }

  std::mutex mutex_;
  int uploads_begun_ = 0;
  std::optional<session> session_;
};

}  // namespace aloft::s3
