#include "protocol/xml_root.hpp"

namespace aloft::protocol {

std::optional<std::string_view> root_name(std::string_view xml) {
  const auto skip = [&xml](std::string_view open, std::string_view close) {
    if (!xml.starts_with(open)) return false;
    const auto end = xml.find(close);
    xml = end == xml.npos ? std::string_view{} : xml.substr(end + close.size());
    return true;
  };
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (xml.size() < byte_order_mark.size() && byte_order_mark.starts_with(xml)) return std::nullopt;
  if (xml.starts_with(byte_order_mark)) xml.remove_prefix(byte_order_mark.size());
  for (;;) {
    const auto start = xml.find_first_not_of(" \t\r\n");
    if (start == xml.npos) return std::nullopt;
    xml.remove_prefix(start);
    if (xml.front() != '<') return std::string_view{};
    if (xml.size() < 4) return std::nullopt;
    if (skip("<?", "?>") || skip("<!--", "-->")) continue;
    const auto end = xml.find_first_of(" \t\r\n/>", 1);
    if (end == xml.npos) return std::nullopt;
    const auto name = xml.substr(1, end - 1);
    return name.substr(name.find(':') + 1);
  }
}

}  // namespace aloft::protocol
