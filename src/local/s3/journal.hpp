#pragma once
// A file of records, one JSON object a line, that only grows while the server runs. A line that was cut short by the
// end of a process is none.

#include "aloft/error.hpp"
#include "local/s3/file.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <string>

namespace aloft::local::s3 {

class journal {
 public:
  /// The folder's, for this process alone. Usage error "InvalidOption" where another process has it, or it cannot be
  /// opened.
  static result<journal> open(const std::string& folder);

  /// Every record, in order. Usage error "InvalidOption" that names the line which is none.
  result<void> replay(const std::function<void(const boost::json::object&)>& take) const;
  /// What `give` writes takes the place of all records at once.
  result<void> rewrite(const std::function<void(const std::function<void(const boost::json::object&)>&)>& give);
  /// Throws api_error 500 when it cannot be written.
  void add(const boost::json::object& record);

 private:
  explicit journal(std::string path) : path_{std::move(path)} {}
  result<void> reopen();

  std::string path_;
  file lock_, to_;
};

}  // namespace aloft::local::s3
