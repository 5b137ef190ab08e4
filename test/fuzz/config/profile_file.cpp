// Shared files from anywhere, in both grammars: refused with a line number, or sections whose properties are all found
// again, in lower case, at lines that the file has.

#include <aloft/config/profile_file.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  const std::string text{reinterpret_cast<const char*>(data), size};
  const auto lines = static_cast<unsigned>(std::count(text.begin(), text.end(), '\n')) + 1;
  for (const auto grammar : {config::file_kind::config, config::file_kind::credentials}) {
    const auto file = config::profile_file::parse(text, "file", grammar);
    if (!file) {
      if (file.error().kind() != error_kind::config || file.error().message().find("file") == std::string::npos)
        std::abort();
      continue;
    }
    for (const auto kind :
         {config::section_kind::profile, config::section_kind::sso_session, config::section_kind::services})
      for (const auto& name : file->names(kind)) {
        if (!file->contains(kind, name)) std::abort();
        config::properties found;
        file->collect(kind, name, found);
        for (const auto& [key, property] : found)
          if (key.empty() || property.line == 0 || property.line > lines) std::abort();
      }
  }
  return 0;
}
