#pragma once
// The pages of help, by what they are about.

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace aloft::cli {

class manual {
 public:
  manual();
  ~manual();

  /// About the program (no words), a command of it, a service, an operation. Throws usage errors with suggestions.
  std::string page(const std::vector<std::string>& words, std::size_t width);

 private:
  struct opened;  // the service that the last page was of, and its texts
  std::unique_ptr<opened> last_;
};

}  // namespace aloft::cli
