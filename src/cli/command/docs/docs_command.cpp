#include "cli/command/docs/reference_page.hpp"
#include "cli/command/further_commands.hpp"
#include "cli/command/registry.hpp"
#include "cli/exit_status.hpp"
#include "cli/help/manual.hpp"
#include "cli/options/word_options.hpp"

#include <aloft/model.hpp>

#include <cerrno>
#include <filesystem>
#include <fstream>

namespace aloft::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view usage = "aloft docs [SERVICE ...] --format html|man --output DIR";
constexpr std::size_t width = 100;

void write_page(const fs::path& path, const std::string& text) {
  std::error_code failure;
  fs::create_directories(path.parent_path(), failure);
  std::ofstream file{path, std::ios::binary};
  if (!(file << text).flush())
    throw output_error{failure ? failure.value() : errno, std::generic_category(), "cannot write " + path.string()};
}

/// Writes the pages of one form.
class reference {
 public:
  reference(fs::path folder, bool html, console& out) : folder_{std::move(folder)}, html_{html}, out_{out} {}

  void program(const std::vector<std::string>& services) {
    const auto page = sections_of(manual_.page({}, width));
    if (!html_) return man("aloft", page, "every operation of every AWS service");
    std::vector<page_link> below;
    for (const auto& name : services) below.push_back({name, name + "/index.html"});
    save(folder_ / "index.html", html_page(page, {}, below));
  }

  void service(const std::string& name) {
    const auto model = find_service_model(name).value();
    const std::string folder{model.name()};
    std::vector<page_link> below;
    for (const auto* own : commands_of(folder)) {
      const auto words = std::string{own->name}.substr(folder.size() + 1);
      operation(folder, words, std::string{own->summary});
      if (html_) below.push_back({words, words + ".html"});
    }
    for (const auto operation_name : model.operation_names()) {
      const auto kebab = model.find_operation(operation_name).value().kebab_name();
      operation(folder, kebab, {});
      if (html_) below.push_back({kebab, kebab + ".html"});
    }
    const auto page = sections_of(manual_.page({folder}, width));
    if (html_)
      save(folder_ / folder / "index.html", html_page(page, {"All services", "../index.html"}, below));
    else
      man("aloft-" + folder, page, page.title);
    out_.progress(folder + ": " + std::to_string(written_) + " pages");
  }

  std::size_t written() const noexcept { return written_; }

 private:
  /// Commands of the program's own may have no page; their summary is one.
  void operation(const std::string& service, const std::string& name, const std::string& summary) {
    help_sections page;
    try {
      page = sections_of(manual_.page({service, name}, width));
    } catch (const error&) {
      if (summary.empty()) throw;
      page = {"aloft " + service + " " + name, {{"", "  " + summary + "\n"}}};
    }
    if (html_)
      save(folder_ / service / (name + ".html"), html_page(page, {service, "index.html"}, {}));
    else
      man("aloft-" + service + "-" + name, page,
          page.sections.front().second.substr(0, page.sections.front().second.find('\n')));
  }

  void man(const std::string& name, const help_sections& page, std::string_view about) {
    while (about.starts_with(' ')) about.remove_prefix(1);
    save(folder_ / "man1" / (name + ".1"), man_page(page, name, about));
  }

  void save(const fs::path& path, const std::string& text) {
    write_page(path, text);
    ++written_;
  }

  const fs::path folder_;
  const bool html_;
  console& out_;
  manual manual_;
  std::size_t written_ = 0;
};

}  // namespace

int run_docs(const global_options& options, console& out) {
  auto words = options.words;
  const auto format = take_option(words, "--format").value_or("");
  const auto folder = take_option(words, "--output").value_or("");
  if (folder.empty() || (format != "html" && format != "man"))
    throw error{error_kind::usage, "BadOption",
                (folder.empty() ? "needs --output DIR and --format html or man: "
                                : "expected --format html or man, got '" + format + "': ") +
                    std::string{usage}};
  std::vector<std::string> services{words.begin() + 1, words.end()};
  for (const auto& name : services) {
    if (name.starts_with("-"))
      throw error{error_kind::usage, "BadOption", "unexpected word '" + name + "': " + std::string{usage}};
    static_cast<void>(find_service_model(name).value());  // before anything is written
  }
  if (services.empty()) services = service_names().value();
  reference pages{folder, format == "html", out};
  pages.program(services);
  for (const auto& name : services) pages.service(name);
  out.progress({});
  out.write(std::to_string(pages.written()) + " pages in " + folder +
            (format == "html" ? ": open " + folder + "/index.html\n" : ": man -M " + folder + " aloft\n"));
  return exit_status::success;
}

}  // namespace aloft::cli
