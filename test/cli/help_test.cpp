#include "cli/help/help.hpp"

#include "cli/command/registry.hpp"
#include "cli/help/command_page.hpp"
#include "cli/help/type_text.hpp"
#include "cli/text/wrap.hpp"
#include "shop_model.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace aloft::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class help : public ::testing::Test {
 protected:
  const model::shape& parameter(std::string_view name) {
    return *service_->find_operation("PlaceOrder").value()->input->find(name)->target;
  }
  std::shared_ptr<const model::service> service_ = test::shop();
};

TEST_F(help, says_types_in_words) {
  EXPECT_EQ(type_name(parameter("Filters")), "list of structures");
  EXPECT_EQ(type_name(parameter("Labels")), "map of texts");
  EXPECT_EQ(type_name(parameter("Total")), "long");
}

TEST_F(help, shows_shorthand) {
  EXPECT_EQ(shorthand_syntax(parameter("Filters")), "Name=text,Values=text,text,Exact=boolean");
  EXPECT_EQ(shorthand_syntax(parameter("Labels")), "key=text,...");
  EXPECT_EQ(shorthand_syntax(parameter("Names")), "");
  EXPECT_THAT(shorthand_syntax(parameter("Address")),
              HasSubstr("Inner={Street=text,Number=integer,Lines=[text,...],Inner={"));
}

TEST_F(help, lists_values_and_limits) {
  EXPECT_THAT(enum_values(parameter("Color")), ElementsAre("red", "green"));
  EXPECT_EQ(limits_text(parameter("Color")), "");
  EXPECT_EQ(limits_text(parameter("Size")), "1 to 40");
}

TEST_F(help, has_a_page_for_an_operation) {
  const auto page = operation_help(*service_->find_operation("PlaceOrder").value(), nullptr, 80);
  EXPECT_THAT(page, ::testing::StartsWith(
                        "aloft shop place-order\n\nUsage\n  aloft shop place-order\n      --customer VALUE\n"));
  EXPECT_THAT(page, HasSubstr("[--dry-run | --no-dry-run]"));
  EXPECT_THAT(page, HasSubstr("--customer  (text, required)"));
  EXPECT_THAT(page, HasSubstr("--token  (text, made up when absent)"));
  EXPECT_THAT(page, HasSubstr("One of: red green"));
  EXPECT_THAT(page, HasSubstr("Output\n  OrderId  (text)\n  Lines  (list of structures)\n      Name  (text)\n"));
}

TEST_F(help, has_a_page_for_a_service) {
  const auto page = service_help(service_model{service_}, nullptr, 80);
  EXPECT_THAT(page, ::testing::StartsWith("aloft shop: A Shop\n"));
  EXPECT_THAT(page, HasSubstr("Operations\n  get-place\n  list-orders\n  ping\n  place-order\n"));
}

TEST_F(help, lists_the_operations_of_a_service_that_is_named_alone) {
  const auto text = service_overview(service_model{service_}, 40);
  EXPECT_THAT(text, ::testing::EndsWith("Operations\n  get-place    ping\n  list-orders  place-order\n"));
}

TEST(command_help, has_a_page_for_every_command) {
  std::size_t seen = 0;
  for (const auto& command : commands()) {
    if (command.summary.empty()) continue;  // no command for people
    std::vector<std::string> words;
    std::istringstream name{std::string{command.name}};
    for (std::string word; name >> word;) words.push_back(word);
    EXPECT_FALSE(command_help(words).empty()) << command.name;
    ++seen;
  }
  EXPECT_GT(seen, 50u);
}

TEST(command_help, stays_within_a_terminal_and_names_its_command) {
  for (const auto pages : {tool_pages(), identity_pages(), signing_pages(), queue_pages(), deploy_pages()})
    for (const auto& page : pages) {
      EXPECT_THAT(page.text, ::testing::StartsWith("aloft ")) << page.name;
      EXPECT_THAT(page.text, HasSubstr("\nUsage\n")) << page.name;
      std::istringstream text{std::string{page.text}};
      for (std::string line; std::getline(text, line);) EXPECT_LE(line.size(), 130u) << page.name << ": " << line;
    }
}

TEST(wrapped, fits_lines_to_a_width) {
  EXPECT_EQ(wrapped("one two three", 2, 9), "  one two\n  three\n");
  EXPECT_EQ(wrapped("a\n\nb", 1, 80), " a\n\n b\n");
  EXPECT_EQ(wrapped("- one two three", 2, 11), "  - one two\n    three\n");
  EXPECT_EQ(wrapped("", 2, 80), "");
}

TEST(first_sentence, ends_at_a_full_stop) {
  EXPECT_EQ(first_sentence("One. Two."), "One.");
  EXPECT_EQ(first_sentence("Some, e.g. this. More"), "Some, e.g. this.");
  EXPECT_EQ(first_sentence("All\nof it"), "All");
}

}  // namespace
}  // namespace aloft::cli
