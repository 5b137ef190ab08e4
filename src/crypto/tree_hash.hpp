#pragma once
// The digest that Glacier asks for: SHA-256 of each MiB, and of two of those together, until one is left.

#include "crypto/digest.hpp"

#include <string_view>
#include <vector>

namespace aloft::crypto {

/// Fed piece by piece; keeps 32 bytes for each MiB.
class tree_hash {
 public:
  void update(std::string_view bytes);
  sha256_value finish();

 private:
  void end_leaf();

  digest leaf_{digest_algorithm::sha256};
  std::size_t size_ = 0;  // bytes in leaf_
  std::vector<sha256_value> leaves_;
};

}  // namespace aloft::crypto
