// The embedded AWS as a program for judge.py: serve_local [FAULTS [FOLDER]]. Prints its address, ends when its
// standard input does.

#include "aloft/local.hpp"

#include <iostream>
#include <string>

int main(int argc, char** argv) {
  aloft::local::server_options options;
  const auto demo = aloft::local::demo_credentials();
  options.keys = {{demo.access_key_id, demo.secret_access_key},
                  {"AKIDLIMITEDEXAMPLE", "limited-secret", "", "limited", {"ec2:CreateVpc"}}};
  options.opted_in = {"af-south-1"};
  if (argc > 1) options.faults = argv[1];
  if (argc > 2) options.data = argv[2];
  try {
    const aloft::local::server aws{options};
    std::cout << aws.endpoint_url() << std::endl;
    for (std::string line; std::getline(std::cin, line);) {
    }
  } catch (const aloft::error& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
  }
}
