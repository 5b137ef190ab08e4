#include "cli/help/manual.hpp"

#include "cli/help/help.hpp"

#include <aloft/model.hpp>

#include <optional>

namespace aloft::cli {

struct manual::opened {
  std::string name;
  service_model service;
  std::optional<documentation_model> texts;
};

manual::manual() = default;
manual::~manual() = default;

std::string manual::page(const std::vector<std::string>& words, std::size_t width) {
  if (words.empty()) return program_help(width);
  if (const auto text = command_help(words); !text.empty()) return std::string{text};
  if (!last_ || last_->name != words[0]) {
    auto service = find_service_model(words[0]).value();
    last_ = std::make_unique<opened>(opened{words[0], service, std::nullopt});
    // Without the documentation pack help has fewer words, that is all.
    if (auto texts = service.documentation()) last_->texts = *std::move(texts);
  }
  const auto* texts = last_->texts ? &*last_->texts : nullptr;
  if (words.size() == 1) return service_help(last_->service, texts, width);
  return operation_help(last_->service.find_operation(words[1]).value(), texts, width);
}

}  // namespace aloft::cli
