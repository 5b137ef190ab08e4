// Data in and out: parameters from C++ values and from a struct of one's own, answers as values, into a sink of one's
// own, and through JMESPath; and what the models say. Runs against the embedded AWS, without an account.
#include <aloft/blocking.hpp>
#include <aloft/jmespath.hpp>
#include <aloft/local.hpp>
#include <aloft/model.hpp>
#include <aloft/shape_sink.hpp>

#include <boost/json/serialize.hpp>

#include <iostream>
#include <map>
#include <string>
#include <vector>

/// A request as a program's own type: it pushes itself, by the names of the model.
struct vpc_query final : aloft::input_source {
  explicit vpc_query(std::string of) : state{std::move(of)} {}
  std::string state;

  void push(const aloft::shape_model&, aloft::shape_sink& to) const override {
    to.begin_map(1);
    to.key("Filters");
    to.begin_list(1);
    to.begin_map(2);
    to.key("Name");
    to.text("state");
    to.key("Values");
    to.begin_list(1);
    to.text(state);
    to.end();
    to.end();
    to.end();
    to.end();
  }
};

/// An answer in a form of one's own: all CIDR blocks, and nothing else is kept.
struct cidr_blocks final : aloft::shape_sink {
  std::vector<std::string> found;

  using shape_sink::begin;
  void begin(const aloft::model::shape&, std::size_t) override {}
  void end() override {}
  void member(const aloft::model::member& member) override {
    wanted_ = aloft::member_model{member}.name() == "CidrBlock";
  }
  void key(std::string_view) override {}
  void text(std::string_view value) override {
    if (wanted_) found.emplace_back(value);
  }
  void integer(std::int64_t) override {}
  void real(double) override {}
  void boolean(bool) override {}
  void blob(std::string_view) override {}
  void timestamp(aloft::timestamp) override {}
  void null() override {}

 private:
  bool wanted_ = false;
};

int main() {
  aloft::local::server aws;
  aloft::session_options options;
  options.region = "eu-west-1";
  options.credentials = aloft::local::demo_credentials();
  options.endpoint_url = aws.endpoint_url();
  const auto client = aloft::session{options}.client("ec2");
  const auto ec2 = aloft::blocking(client);

  const auto made = ec2.call("create_vpc", aloft::params("CidrBlock", "10.1.0.0/16"));
  const std::string id = made["Vpc"]["VpcId"];
  const std::map<std::string, std::string> tags{{"Name", "one"}, {"Team", "blue"}};
  std::vector<aloft::param> pairs;
  for (const auto& [key, text] : tags) pairs.push_back(aloft::params("Key", key, "Value", text));
  ec2.call("create_tags", aloft::params("Resources", std::vector{id}, "Tags", pairs));

  const auto page = ec2.call("describe_vpcs", std::make_shared<vpc_query>("available"));
  for (const auto vpc : page["Vpcs"]) {
    std::cout << vpc["CidrBlock"] << (vpc["IsDefault"] == true ? " (default)" : "") << ':';
    for (const auto tag : vpc["Tags"]) std::cout << ' ' << tag["Key"] << '=' << tag["Value"].value_or("-");
    std::cout << '\n';
  }
  for (const auto [name, value] : made["Vpc"].entries())
    if (name == "State") std::cout << name << " of the new one: " << value << '\n';

  const auto names = aloft::jmespath::expression::compile("Vpcs[?!IsDefault].Tags[] | [?Key == 'Name'].Value");
  std::cout << "by JMESPath: " << boost::json::serialize(names->search(page.output()).value()) << '\n';

  cidr_blocks blocks;
  aloft::call_options into;
  into.output = &blocks;
  ec2.call("describe_vpcs", {}, into);
  std::cout << "by a sink: " << blocks.found.size() << " blocks, the first " << blocks.found.front() << '\n';

  const auto operation = aloft::find_service_model("ec2")->find_operation("create_vpc").value();
  std::cout << operation.kebab_name() << " has " << operation.input().members().size() << " parameters; it makes up";
  for (const auto member : operation.input().members())
    if (member.is_idempotency_token()) std::cout << ' ' << member.name();
  std::cout << '\n';
}
