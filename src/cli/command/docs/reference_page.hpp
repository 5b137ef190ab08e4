#pragma once
// A page of help as a page of a reference.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::cli {

/// A page of help: its first line, and what stands below each line that is not indented.
struct help_sections {
  std::string title;
  std::vector<std::pair<std::string, std::string>> sections;  ///< heading ("" in front of the first) and lines
};

help_sections sections_of(std::string_view help);

struct page_link {
  std::string text, target;
};

/// A page of HTML by itself; `up` leads to the page above, `below` are listed at the end.
std::string html_page(const help_sections& page, const page_link& up, const std::vector<page_link>& below);

/// A page for man(1): "aloft-ec2-describe-vpcs" in section 1.
std::string man_page(const help_sections& page, std::string_view name, std::string_view about);

}  // namespace aloft::cli
