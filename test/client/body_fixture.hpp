#pragma once
// Bodies of S3's objects, sent to and read from a scripted server.

#include "client/fixture.hpp"

#include <filesystem>
#include <fstream>
#include <string>

namespace aloft::testing {

inline boost::json::value in_bucket(const char* key = "k") { return {{"Bucket", "b"}, {"Key", key}}; }

/// What was sent before the head was complete and what came with it.
inline std::string body_of(const std::string& request) { return request.substr(request.find("\r\n\r\n") + 4); }

struct body : ::testing::Test {
  asio::io_context context;
  std::filesystem::path folder = std::filesystem::temp_directory_path() / ("aloft-body-" + std::to_string(::getpid()));

  void SetUp() override { std::filesystem::create_directories(folder); }
  void TearDown() override { std::filesystem::remove_all(folder); }

  std::string file(const std::string& content) {
    const auto path = folder / "content";
    std::ofstream{path, std::ios::binary} << content;
    return path.string();
  }
  static std::string content(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  client s3(const scripted_server& server) { return session{context.get_executor(), options_for(server)}.client("s3"); }
  result<response> put(const scripted_server& server, request_body what) {
    call_options options;
    options.body = std::move(what);
    return run(context, s3(server).try_call("put_object", in_bucket(), options));
  }
  response get(const scripted_server& server) { return run(context, s3(server).call("get_object", in_bucket())); }
};

}  // namespace aloft::testing
