#pragma once
// What AWS's models say in words, as plain text: a pack of its own that only help and reference manuals open.

#include "aloft/error.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace aloft::model {

/// The texts of one service, by the model's names; "" where the model says nothing. Thread-safe; views live as long
/// as the object.
class service_documentation {
 public:
  virtual ~service_documentation() = default;
  virtual std::string_view service() const = 0;
  virtual std::string_view operation(std::string_view name) const = 0;
  virtual std::string_view shape(std::string_view name) const = 0;
  /// A member of a structure; where the reference says nothing, use shape() of its target.
  virtual std::string_view member(std::string_view shape, std::string_view name) const = 0;
};

class documentation {
 public:
  virtual ~documentation() = default;

  /// Maps a pack file.
  static result<std::shared_ptr<const documentation>> open(const std::filesystem::path& pack);
  /// aloft-docs.pack of this build or installation (see pack_location.hpp).
  static result<std::shared_ptr<const documentation>> standard();

  /// By the service's folder name (service::facts::name). Unpacks it; keep it while you need it.
  virtual result<std::shared_ptr<const service_documentation>> find_service(std::string_view name) const = 0;
};

}  // namespace aloft::model
