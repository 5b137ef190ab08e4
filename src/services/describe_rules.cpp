#include <aloft/ec2_rules.hpp>

#include <boost/json/object.hpp>

#include <iterator>

namespace aloft::ec2 {

boost::asio::awaitable<std::vector<security_group_rule>> describe_rules(client ec2, boost::json::value parameters) {
  if (parameters.is_null()) parameters.emplace_object();
  auto& input = parameters.as_object();
  // Groups by id come on one page; EC2 refuses a limit beside ids.
  if (!input.contains("MaxResults") && !input.contains("GroupIds")) input["MaxResults"] = 1000;
  std::vector<security_group_rule> rules;
  while (true) {
    const response page = co_await ec2.call("DescribeSecurityGroups", parameters);
    const auto& region = page.metadata().region;
    auto some = rules_of(page.output(), region.empty() ? ec2.region() : std::string_view{region});
    rules.insert(rules.end(), std::move_iterator{some.begin()}, std::move_iterator{some.end()});
    const auto token = page["NextToken"].as_text();
    if (token.empty()) co_return rules;
    input["NextToken"] = token;
  }
}

}  // namespace aloft::ec2
