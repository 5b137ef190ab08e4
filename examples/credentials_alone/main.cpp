// Finds out who this machine is, as the AWS CLI does, and signs a request that some other HTTP library is going to
// send.
//
//   AWS_PROFILE=work ./credentials_alone | openssl s_client -quiet -connect sts.us-east-1.amazonaws.com:443

#include <aloft/credential_chain.hpp>
#include <aloft/sigv4.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>

int main() try {
  // Once, in this thread. Servers keep an aloft::credential_chain, which renews the keys by itself.
  const aloft::credentials keys = aloft::find_credentials();
  std::cerr << "keys of " << keys.provider << '\n';

  // The request as the other library knows it.
  aloft::http_request request;
  request.method = "POST";
  request.host = "sts.us-east-1.amazonaws.com";
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  request.body = "Action=GetCallerIdentity&Version=2011-06-15";

  aloft::signing_options options;
  options.region = "us-east-1";
  options.service = "sts";
  options.time = std::chrono::system_clock::now();
  aloft::signing_key_cache cache;
  aloft::sign(request, keys, options, cache).value();

  // Hand these headers, and Host, to the other library.
  std::cout << request.method << ' ' << request.path << " HTTP/1.1\r\nHost: " << request.authority() << "\r\n";
  for (const auto& [name, value] : request.headers) std::cout << name << ": " << value << "\r\n";
  std::cout << "Content-Length: " << request.body.size() << "\r\nConnection: close\r\n\r\n" << request.body;
} catch (const aloft::error& failure) {
  std::cerr << failure.what() << '\n';  // never holds a secret
  return EXIT_FAILURE;
}
