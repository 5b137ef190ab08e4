#pragma once
// All services aloft knows: the pack plus the user's own models. Opening maps the file; a service's blob is unpacked,
// checked and kept when it is first asked for (single-flight, thread-safe).

#include "model/service.hpp"

#include <filesystem>

namespace aloft::model {

class catalog {
 public:
  virtual ~catalog() = default;

  /// Maps a pack file. `extra_models`: folders in botocore's layout (ALOFT_DATA_PATH) that add or replace services.
  static result<std::shared_ptr<const catalog>> open(const std::filesystem::path& pack,
                                                     const std::vector<std::filesystem::path>& extra_models = {});
  /// The same over a pack in memory, which must live forever. `name`: for messages.
  static result<std::shared_ptr<const catalog>> over(std::string_view pack, const std::filesystem::path& name,
                                                     const std::vector<std::filesystem::path>& extra_models = {});
  /// The pack of this build or installation: ALOFT_PACK, beside the program, or where it was installed. Opened once per
  /// process.
  static result<std::shared_ptr<const catalog>> standard();
  /// Bytes of a pack that standard() takes where it finds no file; they must live forever. The first that are given
  /// count.
  static void fall_back_to(std::string_view pack) noexcept;

  /// Folder names of all services, sorted ("accessanalyzer", …).
  virtual std::vector<std::string_view> service_names() const = 0;
  /// By any spelling of folder name, service id or endpoint prefix. Unknown: usage error "UnknownService" with
  /// suggestions.
  virtual result<std::shared_ptr<const service>> find_service(std::string_view any_spelling) const = 0;
  /// JSON text of partitions.json (for the endpoint rules' partition function); empty when the models have none.
  virtual std::string_view partitions() const noexcept = 0;
};

}  // namespace aloft::model
