#include "local/ec2/cidr.hpp"
#include "local/ec2/address_pool.hpp"
#include "local/ec2/ids.hpp"

#include <gtest/gtest.h>

namespace aloft::local::ec2 {
namespace {

TEST(cidr, clears_the_bits_beyond_the_prefix) {
  EXPECT_EQ(cidr::parse("100.68.0.18/18", false)->text(), "100.68.0.0/18");
  EXPECT_EQ(cidr::parse("255.255.255.255/0", false)->text(), "0.0.0.0/0");
  EXPECT_EQ(cidr::parse("10.1.2.3/32", false)->text(), "10.1.2.3/32");
  EXPECT_EQ(cidr::parse("2001:DB8:0:0:1::/48", true)->text(), "2001:db8::/48");
}

TEST(cidr, refuses_what_is_no_block) {
  for (const auto* text : {"", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "10.0.0.0.0/8",
                           "10.0.0.256/8", "10.0.0.0/8 ", " 10.0.0.0/8", "10.0.0.0/+8", "x/8", "::/0"})
    EXPECT_FALSE(cidr::parse(text, false)) << text;
  for (const auto* text : {"::/129", "::", "10.0.0.0/8", ":::/0", "12345::/16"})
    EXPECT_FALSE(cidr::parse(text, true)) << text;
}

TEST(cidr, knows_what_lies_in_it) {
  const auto block = *cidr::parse("10.16.0.0/12", false);
  EXPECT_TRUE(block.contains(*cidr::parse("10.31.255.0/24", false)));
  EXPECT_FALSE(block.contains(*cidr::parse("10.32.0.0/24", false)));
  EXPECT_FALSE(block.contains(*cidr::parse("10.0.0.0/8", false)));
  EXPECT_TRUE(block.overlaps(*cidr::parse("10.0.0.0/8", false)));
  EXPECT_FALSE(block.contains(*cidr::parse("::/0", true)));
}

TEST(address_pool, gives_each_address_once_and_keeps_aws_s) {
  address_pool pool{*cidr::parse("10.0.0.16/28", false)};
  EXPECT_EQ(pool.available(), 11u);
  EXPECT_FALSE(pool.take("10.0.0.16"));
  EXPECT_FALSE(pool.take("10.0.0.19"));
  EXPECT_FALSE(pool.take("10.0.0.31"));
  EXPECT_FALSE(pool.take("10.0.1.20"));
  EXPECT_FALSE(pool.take("nonsense"));
  EXPECT_TRUE(pool.take("10.0.0.21"));
  EXPECT_FALSE(pool.take("10.0.0.21"));
  EXPECT_EQ(pool.take(), "10.0.0.20");
  EXPECT_EQ(pool.take(), "10.0.0.22");
  while (pool.available() != 0) pool.take();
  pool.give_back("10.0.0.25");
  EXPECT_EQ(pool.available(), 1u);
  EXPECT_EQ(pool.take(), "10.0.0.25");
}

TEST(ids, depend_on_the_region_and_the_order_alone) {
  id_source one{"eu-west-1"}, same{"eu-west-1"}, other{"us-east-1"};
  const auto first = one.next("sg");
  EXPECT_TRUE(well_formed(first, "sg")) << first;
  EXPECT_EQ(first, same.next("sg"));
  EXPECT_NE(first, other.next("sg"));
  EXPECT_NE(first, one.next("sg"));
}

TEST(ids, have_8_or_17_digits) {
  EXPECT_TRUE(well_formed("i-12345678", "i"));
  EXPECT_TRUE(well_formed("i-0123456789abcdef0", "i"));
  for (const auto* id :
       {"", "i", "i-", "i-123456789", "i-1234567G", "i-0123456789ABCDEF0", "sg-12345678", "i_12345678"})
    EXPECT_FALSE(well_formed(id, "i")) << id;
}

}  // namespace
}  // namespace aloft::local::ec2
