// What must hold for all 19,796 operations: each can be called, and each has a page of help.

#include <aloft/names.hpp>
#include "cli/grammar/parameter_names.hpp"
#include "cli/help/help.hpp"
#include "cli/options/global_options.hpp"
#include "cli/options/program_option.hpp"
#include "model/catalog.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <set>

namespace aloft::cli {
namespace {

void for_each_operation(const std::function<void(const model::service&, const model::operation&)>& visit) {
  const auto catalog = model::catalog::standard().value();
  std::size_t operations = 0;
  for (const auto name : catalog->service_names()) {
    const auto service = catalog->find_service(name).value();
    for (const auto operation : service->operation_names()) {
      visit(*service, **service->find_operation(operation));
      ++operations;
    }
  }
  EXPECT_GT(operations, 19'000u);
}

std::vector<std::string> words_left(const std::vector<std::string>& words) {
  const auto options = read_global_options(words);
  EXPECT_TRUE(options) << ::testing::PrintToString(words) << ": " << options.error().what();
  return options ? options->words : std::vector<std::string>{};
}

bool is_paginated(const model::operation& operation, const model::member& parameter) {
  const auto& pages = operation.pages;
  return pages && !pages->heuristic &&
         (pages->limit_key == parameter.name ||
          std::count(pages->input_tokens.begin(), pages->input_tokens.end(), parameter.name) > 0);
}

TEST(every_operation, has_its_parameters_before_options_of_the_same_name) {
  std::size_t hidden = 0;
  for_each_operation([&](const model::service& service, const model::operation& operation) {
    if (!operation.input) return;
    const std::string owner{service.metadata().name}, name = kebab_case(operation.name);
    std::set<std::string> names;
    for (const auto& parameter : operation.input->members) {
      const auto plain = kebab_case(parameter.name);
      EXPECT_TRUE(names.insert(plain).second) << owner << ' ' << name << " has two of --" << plain;
      const auto* option = find_program_option(plain);
      if (!option) continue;
      ++hidden;
      // A number is a value for every option of the program and every parameter.
      const std::vector<std::string> call{owner, name, "--" + plain, "1"};
      const bool own = !is_paginated(operation, parameter);
      const auto left =
          words_left(option->values == option_values::choice && !own
                         ? std::vector<std::string>{owner, name, "--" + plain, std::string{option->choices[0]}}
                         : call);
      EXPECT_EQ(left.size(), own ? 4u : 2u) << owner << ' ' << name << " --" << plain;
      EXPECT_TRUE(!own || find_parameter(operation, plain).parameter == member_model{parameter})
          << owner << ' ' << name;
    }
  });
  EXPECT_GT(hidden, 100u);
}

TEST(every_operation, has_help) {
  for_each_operation([&](const model::service&, const model::operation& operation) {
    const auto page = operation_help(operation, nullptr, 80);
    EXPECT_TRUE(page.find("\nUsage\n  aloft ") != std::string::npos) << operation.name;
    EXPECT_TRUE(page.find("\nOutput\n") != std::string::npos) << operation.name;
  });
}

}  // namespace
}  // namespace aloft::cli
