#include "model/model_folder.hpp"

#include "model/model_json.hpp"

#include <boost/json/serialize.hpp>

#include <zlib.h>
#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <system_error>

namespace aloft::model {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t largest_file = 512u << 20;

[[noreturn]] void fail_reading(const fs::path& path, std::string_view why) {
  throw error{error_kind::config, "UnreadableModels",
              "cannot read the model file " + path.string() + ": " + std::string{why}};
}

// Plain or gzip'd; zlib tells them apart.
std::string read_text(const fs::path& path) {
  errno = 0;
  const std::unique_ptr<gzFile_s, decltype(&gzclose)> file{gzopen(path.c_str(), "rb"), &gzclose};
  if (!file) fail_reading(path, std::generic_category().message(errno ? errno : ENOMEM));
  gzbuffer(file.get(), 1 << 17);
  std::string text;
  for (std::size_t used = 0;;) {
    text.resize(std::max<std::size_t>(text.size() * 2, 1 << 17));
    const int got = gzread(file.get(), text.data() + used, static_cast<unsigned>(text.size() - used));
    int fault = Z_OK;
    const char* message = gzerror(file.get(), &fault);
    if (got < 0 || (fault != Z_OK && fault != Z_BUF_ERROR)) fail_reading(path, message);
    if (fault == Z_BUF_ERROR) fail_reading(path, "the file is cut short");
    used += static_cast<std::size_t>(got);
    if (used < text.size()) {
      text.resize(used);
      return text;
    }
    if (used > largest_file) fail_reading(path, "larger than 512 MiB");
  }
}

// The file `stem`.json or `stem`.json.gz, in botocore's order.
std::optional<fs::path> find_json(const fs::path& folder, const std::string& stem) {
  for (const char* extension : {".json", ".json.gz"})
    if (auto path = folder / (stem + extension); fs::is_regular_file(path)) return path;
  return std::nullopt;
}

// As botocore's deep_merge: objects merge, everything else is replaced.
void merge(json::object& base, const json::object& extra) {
  for (const auto& [key, value] : extra) {
    auto* old = base.if_contains(key);
    if (old && old->is_object() && value.is_object())
      merge(old->get_object(), value.get_object());
    else
      base.insert_or_assign(key, value);
  }
}

// One file with its extras; empty when there is none.
std::string read_model(const fs::path& folder, const std::string& stem) {
  const auto path = find_json(folder, stem);
  if (!path) return {};
  auto text = read_text(*path);
  const auto extras_path = find_json(folder, stem + ".sdk-extras");
  if (!extras_path) return text;
  auto model = parse_model(text, path->string());
  const auto extras = parse_model(read_text(*extras_path), extras_path->string());
  if (!model.is_object() || !extras.is_object()) fail_reading(*extras_path, "models and their extras must be objects");
  merge(model.get_object(), object_of(extras.get_object(), "merge", extras_path->string()));
  return json::serialize(model);
}

// The latest version (the folders are dates) that has the file.
std::optional<fs::path> latest_with(const fs::path& service, const std::string& stem) {
  std::optional<fs::path> latest;
  for (const auto& version : fs::directory_iterator{service})
    if (version.is_directory() && find_json(version.path(), stem) &&
        (!latest || latest->filename() < version.path().filename()))
      latest = version.path();
  return latest;
}

// Runs `read`; what it throws becomes the result's error.
template <class Read>
auto guarded(const fs::path& path, Read read) -> result<decltype(read())> {
  try {
    return read();
  } catch (const error& fault) {
    return fault;
  } catch (const fs::filesystem_error& fault) {
    return error{error_kind::config, "UnreadableModels",
                 "cannot read the model folder " + path.string() + ": " + fault.code().message()};
  }
}

}  // namespace

result<std::vector<std::string>> model_folder::service_names() const {
  return guarded(path_, [this] {
    std::vector<std::string> names;
    for (const auto& service : fs::directory_iterator{path_})
      if (service.is_directory() && latest_with(service.path(), "service-2"))
        names.push_back(service.path().filename());
    std::ranges::sort(names);
    return names;
  });
}

result<model_texts> model_folder::read(std::string_view service) const {
  return guarded(path_, [&] {
    const auto folder = path_ / service;
    const auto version = latest_with(folder, "service-2");
    if (!version) fail_reading(folder, "no version of it has a service-2.json");
    model_texts texts;
    texts.name = service;
    texts.service2 = read_model(*version, "service-2");
    texts.paginators = read_model(*version, "paginators-1");
    texts.waiters = read_model(*version, "waiters-2");
    if (const auto rules = latest_with(folder, "endpoint-rule-set-1"))
      texts.endpoint_rules = read_model(*rules, "endpoint-rule-set-1");
    return texts;
  });
}

result<std::string> model_folder::partitions() const {
  return guarded(path_, [this] {
    const auto path = find_json(path_, "partitions");
    return path ? json::serialize(parse_model(read_text(*path), path->string())) : std::string{};
  });
}

}  // namespace aloft::model
