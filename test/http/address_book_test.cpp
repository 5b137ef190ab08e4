#include "http/address_book.hpp"

#include <gmock/gmock.h>

namespace aloft::http {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::make_address;
using ::testing::ElementsAre;

address_book::list addresses_of(std::initializer_list<const char*> texts) {
  address_book::list all;
  for (const char* text : texts) all.push_back(make_address(text));
  return all;
}

std::vector<std::string> texts(const std::optional<address_book::list>& list) {
  std::vector<std::string> all;
  for (const auto& each : *list) all.push_back(each.to_string());
  return all;
}

TEST(address_book, knows_nothing_at_first) { EXPECT_FALSE(address_book{}.next("a", steady_time{})); }

TEST(address_book, keeps_answers_for_5_to_30_seconds) {
  const steady_time start{};
  address_book book;
  book.learn("soon", addresses_of({"10.0.0.1"}), start, 0.0);
  book.learn("late", addresses_of({"10.0.0.1"}), start, 0.999);
  EXPECT_TRUE(book.next("soon", start + 4900ms));
  EXPECT_FALSE(book.next("soon", start + 5s));
  EXPECT_TRUE(book.next("late", start + 29s));
  EXPECT_FALSE(book.next("late", start + 30s));
}

TEST(address_book, spreads_over_the_preferred_family) {
  address_book book;
  book.learn("a", addresses_of({"10.0.0.1", "10.0.0.2", "::1"}), {}, 0);
  EXPECT_THAT(texts(book.next("a", {})), ElementsAre("10.0.0.1", "10.0.0.2", "::1"));
  EXPECT_THAT(texts(book.next("a", {})), ElementsAre("10.0.0.2", "10.0.0.1", "::1"));
  EXPECT_THAT(texts(book.next("a", {})), ElementsAre("10.0.0.1", "10.0.0.2", "::1"));
}

TEST(address_book, puts_failed_addresses_last_for_a_while) {
  const steady_time start{};
  address_book book;
  book.learn("a", addresses_of({"10.0.0.1", "::1"}), start, 0.999);
  book.failed(make_address("10.0.0.1"), start);
  EXPECT_THAT(texts(book.next("a", start + 9s)), ElementsAre("::1", "10.0.0.1"));
  EXPECT_THAT(texts(book.next("a", start + 10s)), ElementsAre("10.0.0.1", "::1"));
  book.failed(make_address("10.0.0.1"), start + 10s);
  book.worked(make_address("10.0.0.1"));
  EXPECT_THAT(texts(book.next("a", start + 11s)), ElementsAre("10.0.0.1", "::1"));
}

}  // namespace
}  // namespace aloft::http
