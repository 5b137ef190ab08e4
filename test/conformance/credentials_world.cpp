#include "conformance/credentials_world.hpp"

#include "client/identity_calls.hpp"
#include "conformance/suite.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace aloft::conformance {
namespace {

namespace fs = std::filesystem;

void replace_all(std::string& in, const std::string& what, const std::string& by) {
  for (std::size_t at = in.find(what); at != std::string::npos; at = in.find(what, at + by.size()))
    in.replace(at, what.size(), by);
}

}  // namespace

world::world(std::vector<exchange> traffic, std::chrono::system_clock::time_point now)
    : clock_{now}, network_{std::move(traffic)} {
  std::string name = (fs::temp_directory_path() / "aloft-case-XXXXXX").string();
  root_ = ::mkdtemp(name.data());
}

world::~world() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

void world::write(const std::string& path, const std::string& text) {
  const fs::path at = place(path);
  fs::create_directories(at.parent_path());
  std::ofstream{at, std::ios::binary} << text;
  paths_.push_back(path);
}

void world::copy(const fs::path& tree) {
  std::vector<fs::path> files;
  if (fs::is_directory(tree))
    for (const auto& entry : fs::recursive_directory_iterator{tree})
      if (entry.is_regular_file()) files.push_back(entry.path());
  for (const auto& file : files) write('/' + fs::relative(file, tree).string(), "");
  for (const auto& file : files) {
    const std::string path = '/' + fs::relative(file, tree).string();
    std::ofstream{place(path), std::ios::binary} << led(read_text(file));
  }
}

std::string world::read(const std::string& path) const { return read_text(place(path)); }

std::string world::led(std::string text) const {
  for (const auto& path : paths_) replace_all(text, path, place(path));
  return text;
}

void world::set(variables given) {
  for (auto& [name, text] : given) text = name == "HOME" ? place(text) : led(text);
  given.try_emplace("HOME", place("/home"));
  variables_ = std::move(given);
}

result<config::provider_context> world::providers(const config::overrides& given) {
  auto settings = config::settings::resolve(config::environment::of(variables_), given);
  if (!settings) return settings.error();
  http::transport_options through;
  through.http_proxy = through.https_proxy = network_.proxy();
  through.verify_peer = false;
  config::provider_context out;
  out.configuration = *settings;
  out.metadata = http::transport::make(context_.get_executor(), through);
  client_detail::call_parts parts;
  parts.executor = context_.get_executor();
  parts.settings = *settings;
  parts.transport = out.metadata;
  parts.family = std::make_shared<client_detail::session_family>(parts.executor, clock_);
  parts.budgets = std::make_shared<client_detail::retry_budgets>(flow::watchdog::of(parts.executor, clock_));
  parts.time = &clock_;
  out.calls = client_detail::make_identity_calls(std::move(parts));
  out.time = &clock_;
  return out;
}

}  // namespace aloft::conformance
