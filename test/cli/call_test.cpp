// Calls of the whole program on the embedded AWS.

#include "cloud_fixture.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <fstream>
#include <set>

namespace aloft::cli {
namespace {

namespace json = boost::json;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class call : public test::cloud {
 protected:
  json::value json_of(const std::vector<std::string>& arguments) { return json::parse(out(arguments)); }

  static std::size_t count(const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
    return found;
  }
};

TEST_F(call, prints_the_answer) {
  EXPECT_THAT(run({"sts", "get-caller-identity"}).lines(),
              ElementsAre("{", StartsWith("    \"UserId\": \""), "    \"Account\": \"123456789012\",",
                          "    \"Arn\": \"arn:aws:iam::123456789012:user/demo\"", "}"));
}

TEST_F(call, takes_any_spelling) { EXPECT_EQ(out({"STS", "GetCallerIdentity"}), out({"sts", "get_caller_identity"})); }

TEST_F(call, prints_every_form) {
  const std::vector<std::string> words{"ec2",       "describe-regions", "--region-names",
                                       "eu-west-1", "us-east-1",        "--output"};
  const auto form = [&](const char* name) {
    auto all = words;
    all.emplace_back(name);
    return out(all);
  };
  EXPECT_THAT(form("json"),
              AllOf(StartsWith("{\n    \"Regions\": [\n        {\n"), HasSubstr("\"RegionName\": \"eu-west-1\"")));
  EXPECT_EQ(count(form("ndjson"), "\n"), 2u);
  EXPECT_THAT(form("table"), HasSubstr("RegionName"));
  EXPECT_THAT(form("csv"), HasSubstr("RegionName"));
  EXPECT_THAT(form("yaml"), StartsWith("Regions:\n- "));
  EXPECT_THAT(form("text"), StartsWith("REGIONS\t"));
}

TEST_F(call, makes_changes_and_names_refusals) {
  const auto made = json_of({"ec2", "create-security-group", "--group-name", "web", "--description", "the web"});
  const std::string id{made.at("GroupId").as_string()};
  out({"ec2", "authorize-security-group-ingress", "--group-id", id, "--ip-permissions",
       "IpProtocol=tcp,FromPort=443,ToPort=443,IpRanges=[{CidrIp=10.0.0.0/8,Description=\"a, b\"}]"});
  const auto found = json_of({"ec2", "describe-security-groups", "--filters", "Name=group-name,Values=web,other"});
  EXPECT_EQ(found.at("SecurityGroups").at(0).at("IpPermissions").at(0).at("IpRanges").at(0).at("Description"), "a, b");
  const auto again = run({"ec2", "create-security-group", "--group-name", "web", "--description", "the web"});
  EXPECT_EQ(again.status, 254);
  EXPECT_THAT(again.err, AllOf(HasSubstr("InvalidGroup.Duplicate"), HasSubstr("ec2 CreateSecurityGroup in us-east-1")));
  EXPECT_EQ(again.out, "");
}

TEST_F(call, reads_input_json_and_prints_what_it_takes) {
  const auto skeleton = out({"ec2", "describe-vpcs", "--generate-cli-skeleton"});
  EXPECT_TRUE(json::parse(skeleton).as_object().contains("VpcIds"));
  const auto path = ::testing::TempDir() + "input.json";
  std::ofstream{path} << R"({"Filters": [{"Name": "is-default", "Values": ["true"]}]})";
  const auto found = json_of({"ec2", "describe-vpcs", "--cli-input-json", "file://" + path});
  EXPECT_THAT(found.at("Vpcs").as_array(), SizeIs(1));
}

TEST_F(call, prints_requests_and_sends_nothing) {
  const auto before = server_.counters().requests;
  const auto http = out({"ec2", "describe-vpcs", "--vpc-ids", "vpc-1", "--print-request", "http"});
  EXPECT_THAT(http, AllOf(StartsWith("POST / HTTP/1.1\n"), HasSubstr("Authorization: AWS4-HMAC-SHA256"),
                          HasSubstr("VpcId.1=vpc-1")));
  const auto curl = out({"ec2", "describe-vpcs", "--vpc-ids", "it's", "--print-request", "curl"});
  EXPECT_THAT(curl, AllOf(StartsWith("curl --request POST"), HasSubstr("'http://127.0.0.1:")));
  EXPECT_EQ(server_.counters().requests, before);
}

TEST_F(call, asks_all_enabled_regions_at_once) {
  const auto all = json_of({"ec2", "describe-security-groups", "--regions", "all"});
  std::set<std::string> regions;
  for (const auto& group : all.at("SecurityGroups").as_array()) regions.emplace(group.at("Region").as_string());
  EXPECT_GE(regions.size(), 17u);
  EXPECT_TRUE(regions.contains("eu-west-1"));
  EXPECT_FALSE(regions.contains("ap-east-1"));  // opt-in, and not opted in
}

TEST_F(call, asks_regions_by_pattern_and_name) {
  const auto rows = run({"ec2", "describe-vpcs", "--regions", "us-west-*,eu-west-1", "--output", "table"}).lines();
  ASSERT_THAT(rows, SizeIs(5));
  EXPECT_THAT(rows[2], StartsWith("us-west-1 "));
  EXPECT_THAT(rows[4], StartsWith("eu-west-1 "));
  const auto lines =
      run({"sts", "get-caller-identity", "--regions", "eu-west-1,us-east-1", "--output", "ndjson"}).lines();
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_THAT(lines, Each(StartsWith("{\"Region\":\"")));
}

TEST_F(call, prints_the_other_regions_when_one_fails) {
  server_.inject("eu-west-3/ec2:error=1");
  const auto some =
      run({"ec2", "describe-vpcs", "--regions", "eu-west-*", "--output", "ndjson", "--max-attempts", "1"});
  EXPECT_EQ(some.status, 1);
  EXPECT_EQ(count(some.out, "\n"), 2u);
  EXPECT_EQ(count(some.err, "\n"), 1u);
  EXPECT_THAT(some.err, AllOf(HasSubstr("in eu-west-3"), HasSubstr("InternalError")));
}

TEST_F(call, reads_page_after_page) {
  for (int i = 0; i < 12; ++i) {
    out({"ec2", "create-security-group", "--group-name", "g" + std::to_string(i), "--description", "one of many"});
  }
  const auto groups = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"ec2", "describe-security-groups", "--output", "ndjson"});
    return run(more).lines().size();
  };
  const auto before = server_.counters().operations["ec2.DescribeSecurityGroups"];
  EXPECT_EQ(groups({"--page-size", "5"}), 13u);
  EXPECT_EQ(server_.counters().operations["ec2.DescribeSecurityGroups"] - before, 3u);
  EXPECT_EQ(groups({"--no-paginate"}), 13u);
  EXPECT_EQ(groups({"--max-results", "5"}), 5u);
  EXPECT_EQ(groups({"--page-size", "5", "--max-items", "7"}), 7u);
  const auto sweep = run({"ec2", "describe-security-groups", "--output", "ndjson", "--regions", "us-east-1,eu-west-1",
                          "--max-items", "3"});
  EXPECT_EQ(sweep.lines().size(), 3u);
  EXPECT_THAT(sweep.err, HasSubstr("there is more than --max-items 3, which counts the rows of all regions together"));
  const auto whole = json_of({"ec2", "describe-security-groups", "--page-size", "5"});
  EXPECT_FALSE(whole.as_object().contains("NextToken"));
}

TEST_F(call, flattens_rules) {
  const auto made =
      json_of({"ec2", "create-security-group", "--group-name", "web", "--description", "d", "--region", "eu-west-1"});
  const std::string id{made.at("GroupId").as_string()};
  out({"ec2", "authorize-security-group-ingress", "--region", "eu-west-1", "--group-id", id, "--ip-permissions",
       "IpProtocol=tcp,FromPort=22,ToPort=22,IpRanges=[{CidrIp=192.0.2.0/24}],Ipv6Ranges=[{CidrIpv6=2001:db8::/32}]"});
  const auto rules =
      json_of({"ec2", "rules", "--region", "eu-west-1", "--group-ids", id, "--output", "json"}).at("Rules").as_array();
  ASSERT_THAT(rules, SizeIs(3));
  EXPECT_EQ(rules[0],
            json::parse(R"({"Region":"eu-west-1","GroupId":")" + id + R"(","GroupName":"web","VpcId":")" +
                        std::string{rules[0].at("VpcId").as_string()} +
                        R"(","Direction":"ingress","Protocol":"tcp","FromPort":22,"ToPort":22,"PeerType":"ipv4",
                                  "Peer":"192.0.2.0/24","PeerOwner":"","Description":""})"));
  EXPECT_EQ(rules[1].at("PeerType"), "ipv6");
  EXPECT_EQ(rules[2].at("Protocol"), "all");
  const auto table = run({"ec2", "rules", "--regions", "all"}).lines();
  EXPECT_THAT(table[0], StartsWith("Region"));
  EXPECT_GT(table.size(), 17u * 2);
  EXPECT_THAT(run({"ec2", "rules", "--output", "csv"}).lines()[0],
              "Region,GroupId,GroupName,VpcId,Direction,Protocol,FromPort,ToPort,PeerType,Peer,PeerOwner,Description");
}

TEST_F(call, compares_ways_of_calling) {
  server_.set_latency(std::chrono::milliseconds{20});
  const auto compared = run({"compare", "ec2", "describe-security-groups", "--regions", "eu-*", "--output", "json"});
  EXPECT_EQ(compared.status, 0) << compared.err;
  const auto rows = json::parse(compared.out).as_array();
  ASSERT_THAT(rows, SizeIs(6));
  const auto regions = rows[0].at("ConnectionsOpened").as_int64();
  EXPECT_GE(regions, 5);
  EXPECT_EQ(rows[1].at("ConnectionsOpened").as_int64(), 1);  // one after another, pooled
  EXPECT_GE(rows[2].at("PeakThreads").as_int64(), regions);  // threads
  EXPECT_LE(rows[4].at("PeakThreads").as_int64(), 3);        // async
  EXPECT_GT(rows[4].at("Ratio").as_double(), 2);
  EXPECT_THAT(out({"compare", "sts", "get-caller-identity"}), HasSubstr("All ways got the same answers."));
}

TEST_F(call, says_what_it_does_when_asked) {
  const auto result = run({"sts", "get-caller-identity", "--debug"});
  EXPECT_EQ(result.status, 0);
  EXPECT_THAT(result.err, HasSubstr("debug: "));
  EXPECT_THAT(result.err, Not(HasSubstr(environment_["AWS_SECRET_ACCESS_KEY"])));
}

}  // namespace
}  // namespace aloft::cli
