// Signs a request that some other HTTP library is going to send, and prints it: aloft::sigv4 needs libcrypto and
// Boost's headers, no event loop and no models.
//
//   AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… ./sigv4_alone | openssl s_client -quiet -connect
//   sts.us-east-1.amazonaws.com:443

#include <aloft/sigv4.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>

namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

int main() {
  aloft::credentials keys;
  keys.access_key_id = environment("AWS_ACCESS_KEY_ID");
  keys.secret_access_key = environment("AWS_SECRET_ACCESS_KEY");
  keys.session_token = environment("AWS_SESSION_TOKEN");

  // The request as the other library knows it.
  aloft::http_request request;
  request.method = "POST";
  request.host = "sts.us-east-1.amazonaws.com";
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  request.body = "Action=GetCallerIdentity&Version=2011-06-15";

  // S3 needs double_encode_path and normalize_path off, and content_sha256_header on.
  aloft::signing_options options;
  options.region = "us-east-1";
  options.service = "sts";
  options.time = std::chrono::system_clock::now();

  aloft::signing_key_cache cache;  // keep it: signing with a derived key that is kept is several times as fast
  if (const auto made = aloft::sign(request, keys, options, cache); !made) {
    std::cerr << made.error().what() << '\n';  // never holds a secret
    return EXIT_FAILURE;
  }

  // Hand these headers, and Host, to the other library.
  std::cout << request.method << ' ' << request.path << " HTTP/1.1\r\nHost: " << request.authority() << "\r\n";
  for (const auto& [name, value] : request.headers) std::cout << name << ": " << value << "\r\n";
  std::cout << "Content-Length: " << request.body.size() << "\r\nConnection: close\r\n\r\n" << request.body;
}
