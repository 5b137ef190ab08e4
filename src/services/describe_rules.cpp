#include <aloft/ec2_rules.hpp>

#include <boost/json/object.hpp>

#include <iterator>

namespace aloft::ec2 {

boost::asio::awaitable<std::vector<security_group_rule>> describe_rules(client ec2, boost::json::value parameters) {
  if (parameters.is_null()) parameters.emplace_object();
  const auto& input = parameters.as_object();
  pages_options how;
  // Groups by id come on one page; EC2 refuses a limit beside ids.
  if (!input.contains("MaxResults") && !input.contains("GroupIds")) how.page_size = 1000;
  std::vector<security_group_rule> rules;
  auto pages = ec2.pages("DescribeSecurityGroups", std::move(parameters), how);
  while (const auto page = co_await pages.next()) {
    const auto& region = page->metadata().region;
    auto some = rules_of(page->output(), region.empty() ? ec2.region() : std::string_view{region});
    rules.insert(rules.end(), std::move_iterator{some.begin()}, std::move_iterator{some.end()});
  }
  co_return rules;
}

}  // namespace aloft::ec2
