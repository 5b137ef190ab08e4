#include "cli/command/s3/option_scan.hpp"
#include "cli/command/s3/s3_commands.hpp"
#include "cli/command/s3/s3_place.hpp"
#include "cli/command/s3/transfer_printer.hpp"
#include "cli/exit_status.hpp"
#include "cli/run/service_call.hpp"
#include "cli/run/session_setup.hpp"

#include <aloft/pages.hpp>

#include <array>
#include <map>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;

constexpr std::string_view du_usage = "aloft s3 du s3://BUCKET[/PREFIX] ... [--human-readable] [--by-class]";
constexpr std::array du_kinds{scanned_option_kind{"--human-readable"}, scanned_option_kind{"--by-class"},
                              scanned_option_kind{"--request-payer", option_value::optional, "requester"}};

struct usage_sum {
  std::uint64_t objects = 0, bytes = 0;
};

void append_sum(std::string& to, const usage_sum& sum, bool human, const std::string& of) {
  to += human ? human_size(sum.bytes) : std::to_string(sum.bytes) + " bytes";
  to += " in " + std::to_string(sum.objects) + (sum.objects == 1 ? " object: " : " objects: ") + of + '\n';
}

}  // namespace

int run_s3_du(const global_options& options, console& out) {
  const auto words = scan_options(options.words, du_kinds);
  std::vector<s3_place> places;
  for (const auto& one : words.plain) places.push_back(read_place(one));
  for (const auto& place : places)
    if (place.local) throw error{error_kind::usage, "BadOption", '\'' + place.path + "' is no s3:// URI"};
  if (places.empty()) throw error{error_kind::usage, "BadOption", "which objects? usage: " + std::string{du_usage}};
  return with_session(options, [&](const session& opened) -> asio::awaitable<int> {
    const client s3 = opened.client("s3", client_settings(options, {}));
    for (const auto& place : places) {
      std::map<std::string, usage_sum, std::less<>> sums;
      usage_sum whole;
      param::map with;
      with.emplace_back("Bucket", param{place.bucket});
      with.emplace_back("Prefix", param{place.key});
      if (const auto* payer = words.find("--request-payer")) with.emplace_back("RequestPayer", param{*payer});
      pages_options how;
      how.page_size = options.page_size;
      pages all = s3.pages("list_objects_v2", input(param{std::move(with)}), how);
      while (auto page = co_await all.next())
        for (const value one : (*page)["Contents"]) {
          const auto kind = one["StorageClass"].value_or("STANDARD");
          auto at = sums.find(kind);
          if (at == sums.end()) at = sums.emplace(std::string{kind}, usage_sum{}).first;
          for (usage_sum* sum : {&at->second, &whole}) {
            ++sum->objects;
            sum->bytes += one["Size"].as<std::uint64_t>();
          }
        }
      std::string text;
      const std::string name = s3::to_uri(place.object());
      if (words.has("--by-class"))
        for (const auto& [kind, sum] : sums)
          append_sum(text, sum, words.has("--human-readable"), name + " [" + kind + ']');
      append_sum(text, whole, words.has("--human-readable"), name);
      out.write(text);
    }
    co_return exit_status::success;
  });
}

}  // namespace aloft::cli
