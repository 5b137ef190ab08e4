#include "cli/command/docs/reference_page.hpp"

namespace aloft::cli {
namespace {

std::string escaped_html(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&': safe += "&amp;"; break;
      case '<': safe += "&lt;"; break;
      case '>': safe += "&gt;"; break;
      case '"': safe += "&quot;"; break;
      default: safe += c;
    }
  }
  return safe;
}

/// Lines that roff takes as they are.
std::string escaped_roff(std::string_view text) {
  std::string safe;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) safe += "\\&";
    if (c == '\\')
      safe += "\\e";
    else if (c == '-')
      safe += "\\-";
    else
      safe += c;
    line_start = c == '\n';
  }
  return safe;
}

std::string upper(std::string_view text) {
  std::string made{text};
  for (char& c : made)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return made;
}

constexpr std::string_view style =
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 "
    "1rem;color:#222;background:#fff}"
    "pre{font:13px/1.45 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}"
    "h1{font-size:1.5rem}h2{font-size:1.1rem;border-bottom:1px solid #ddd}ul{columns:16rem}"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}a{color:#8ab4f8}h2{border-color:#444}}";

}  // namespace

help_sections sections_of(std::string_view help) {
  help_sections page;
  const auto title_end = help.find('\n');
  page.title = help.substr(0, title_end);
  help = title_end == help.npos ? std::string_view{} : help.substr(title_end + 1);
  page.sections.emplace_back();
  while (!help.empty()) {
    const auto end = help.find('\n');
    const auto line = help.substr(0, end);
    help = end == help.npos ? std::string_view{} : help.substr(end + 1);
    auto& text = page.sections.back().second;
    if (line.empty() || line[0] == ' ')
      text.append(line) += '\n';
    else
      page.sections.emplace_back(line, "");
  }
  for (auto& [heading, text] : page.sections) {
    while (text.starts_with('\n')) text.erase(0, 1);
    while (text.ends_with("\n\n")) text.pop_back();
  }
  return page;
}

std::string html_page(const help_sections& page, const page_link& up, const std::vector<page_link>& below) {
  std::string text =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width\"><title>" +
      escaped_html(page.title) + "</title><style>" + std::string{style} + "</style></head><body>\n";
  if (!up.target.empty())
    text += "<p><a href=\"" + escaped_html(up.target) + "\">" + escaped_html(up.text) + "</a></p>\n";
  text += "<h1>" + escaped_html(page.title) + "</h1>\n";
  for (const auto& [heading, lines] : page.sections) {
    if (!heading.empty()) text += "<h2>" + escaped_html(heading) + "</h2>\n";
    if (!lines.empty()) text += "<pre>" + escaped_html(lines) + "</pre>\n";
  }
  if (!below.empty()) {
    text += "<ul>\n";
    for (const auto& [name, target] : below)
      text += "<li><a href=\"" + escaped_html(target) + "\">" + escaped_html(name) + "</a></li>\n";
    text += "</ul>\n";
  }
  return text + "</body></html>\n";
}

std::string man_page(const help_sections& page, std::string_view name, std::string_view about) {
  std::string text = ".TH \"" + upper(name) + "\" 1 \"\" aloft\n.SH NAME\n" + escaped_roff(name) + " \\- " +
                     escaped_roff(about.empty() ? std::string_view{page.title} : about) + "\n";
  for (const auto& [heading, lines] : page.sections) {
    if (lines.empty()) continue;
    text += ".SH " + (heading.empty() ? std::string{"DESCRIPTION"} : upper(escaped_roff(heading))) + "\n.nf\n" +
            escaped_roff(lines) + ".fi\n";
  }
  return text;
}

}  // namespace aloft::cli
