// The rule language's functions over any text: what they take apart fits what they were given.

#include "endpoint/partitions.hpp"
#include "endpoint/rule_functions.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  static const auto partitions = *endpoint::partitions::parse(
      R"({"partitions":[{"id":"aws","regionRegex":"^(us|eu|ap)\\-\\w+\\-\\d+$","regions":{},"outputs":{"name":"aws"}}]})");
  if (size < 2) return 0;
  const auto start = static_cast<std::int64_t>(static_cast<std::int8_t>(data[0]));
  const auto stop = static_cast<std::int64_t>(static_cast<std::int8_t>(data[1]));
  const std::string_view text{reinterpret_cast<const char*>(data) + 2, size - 2};

  const auto part = endpoint::substring(text, start, stop, start % 2 == 0);
  if (part.is_string() && text.find(part.get_string()) == text.npos) std::abort();

  const auto delimiter = text.substr(0, std::min<std::size_t>(text.size(), 1));
  const auto pieces = endpoint::split(text, delimiter, std::max<std::int64_t>(stop, 0));
  if (pieces.is_array()) {
    std::string joined;
    for (const auto& piece : pieces.get_array())
      joined.append(joined.empty() && &piece == &pieces.get_array().front() ? "" : delimiter)
          .append(piece.get_string());
    if (joined != text) std::abort();
  }

  const auto url = endpoint::parse_url(text);
  if (url.is_object() && url.at("authority").get_string().empty()) std::abort();
  const auto arn = endpoint::parse_arn(text);
  if (arn.is_object() && !text.starts_with("arn:")) std::abort();
  if (endpoint::is_virtual_hostable_bucket(text, true) && !endpoint::is_valid_host_label(text, true)) std::abort();
  partitions->find(text);
  partitions->knows(text);
  return 0;
}
