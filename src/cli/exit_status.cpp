#include "cli/exit_status.hpp"

namespace aloft::cli {

int exit_status_of(const error& failure) noexcept {
  switch (failure.kind()) {
    case error_kind::usage: return exit_status::usage;
    case error_kind::config:
    case error_kind::credentials: return exit_status::configuration;
    case error_kind::service: return exit_status::service;
    case error_kind::connect:
    case error_kind::timeout:
    case error_kind::cancelled:
    case error_kind::protocol: break;
  }
  return exit_status::other;
}

std::string error_text(const error& failure) {
  // Nothing was sent and the words of the command line are at fault: their message is all there is to say, and a mark
  // below the place keeps its own line.
  return "aloft: " + (failure.kind() == error_kind::usage ? failure.message() : std::string{failure.what()});
}

}  // namespace aloft::cli
