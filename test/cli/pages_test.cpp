// Answers in pages, from servers with peculiar tokens, through the program.

#include "cloud_fixture.hpp"
#include "support/scripted_server.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <atomic>
#include <mutex>

namespace aloft::cli {
namespace {

namespace json = boost::json;
using aloft::testing::peer;
using aloft::testing::scripted_server;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class pages : public test::cloud {
 protected:
  /// The program's answer where the server gives these bodies in turn, the last one again and again.
  test::program_result ask(std::vector<std::string> bodies, std::vector<std::string> words) {
    std::mutex mutex;
    requests_.clear();
    const scripted_server server{[&](peer& client) {
      for (;;) {
        const auto request = client.read_request();
        if (request.empty()) return;
        const std::lock_guard lock{mutex};
        const auto& body = bodies[std::min(requests_.size(), bodies.size() - 1)];
        requests_.push_back(request);
        client.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
      }
    }};
    words.insert(words.end(), {"--endpoint-url", "http://127.0.0.1:" + std::to_string(server.port())});
    return run(words);
  }
  std::string body(std::size_t request) const {
    return requests_.at(request).substr(requests_.at(request).find("\r\n\r\n") + 4);
  }
  std::string target(std::size_t request) const {
    return requests_.at(request).substr(0, requests_.at(request).find(" HTTP"));
  }

  std::vector<std::string> requests_;
};

std::string record_sets(const std::string& more) {
  return "<ListResourceRecordSetsResponse><ResourceRecordSets/><MaxItems>100</MaxItems>" + more +
         "</ListResourceRecordSetsResponse>";
}

TEST_F(pages, parts_of_older_tokens_are_not_sent_again) {
  const auto found =
      ask({record_sets(
               "<IsTruncated>true</IsTruncated><NextRecordName>n1.</NextRecordName><NextRecordType>A</NextRecordType>"
               "<NextRecordIdentifier>id1</NextRecordIdentifier>"),
           record_sets(
               "<IsTruncated>true</IsTruncated><NextRecordName>n2.</NextRecordName><NextRecordType>A</NextRecordType>"),
           record_sets("<IsTruncated>false</IsTruncated>")},
          {"route53", "list-resource-record-sets", "--hosted-zone-id", "Z"});
  EXPECT_EQ(found.status, 0) << found.err;
  ASSERT_EQ(requests_.size(), 3u);
  EXPECT_THAT(target(1), AllOf(HasSubstr("name=n1."), HasSubstr("identifier=id1")));
  EXPECT_THAT(target(2), AllOf(HasSubstr("name=n2."), Not(HasSubstr("identifier"))));
  EXPECT_EQ(json::parse(found.out), json::parse(R"({"ResourceRecordSets": []})"))
      << "IsTruncated and MaxItems are of single pages";
}

TEST_F(pages, keys_and_numbers_that_are_nothing_are_the_end) {
  const auto scan = ask({R"({"Items":[{"id":{"S":"1"}}],"Count":1,"LastEvaluatedKey":{}})"},
                        {"dynamodb", "scan", "--table-name", "t"});
  EXPECT_EQ(scan.status, 0) << scan.err;
  EXPECT_EQ(requests_.size(), 1u);
  EXPECT_EQ(json::parse(scan.out),
            json::parse(R"({"Items": [{"id": {"S": "1"}}], "Count": 1, "ConsumedCapacity": null})"));
  const auto parts = ask({"<R><IsTruncated>true</IsTruncated><NextPartNumberMarker>0</NextPartNumberMarker></R>"},
                         {"s3api", "list-parts", "--bucket", "b", "--key", "k", "--upload-id", "u"});
  EXPECT_EQ(parts.status, 0) << parts.err;
  EXPECT_EQ(requests_.size(), 1u);
}

TEST_F(pages, circles_of_tokens_end_in_an_error) {
  const std::string a = R"({"logGroups":[],"nextToken":"A"})", b = R"({"logGroups":[],"nextToken":"B"})";
  const auto found = ask({a, b, a}, {"logs", "describe-log-groups"});
  EXPECT_EQ(found.status, 255);
  EXPECT_EQ(found.out, "");
  EXPECT_THAT(found.err, AllOf(HasSubstr("RepeatedToken"), HasSubstr("logs DescribeLogGroups in ")));
  EXPECT_EQ(requests_.size(), 3u);
}

TEST_F(pages, more_without_a_token_is_an_error) {
  const auto found =
      ask({"<ListUsersResponse><ListUsersResult><IsTruncated>true</IsTruncated></ListUsersResult></ListUsersResponse>"},
          {"iam", "list-users"});
  EXPECT_EQ(found.status, 255);
  EXPECT_THAT(found.err, HasSubstr("MissingToken"));
}

TEST_F(pages, what_is_of_single_pages_is_not_in_the_text) {
  const std::string users =
      "<ListUsersResponse><ListUsersResult><IsTruncated>false</IsTruncated><Users><member><UserName>ann</UserName></"
      "member></Users>"
      "</ListUsersResult></ListUsersResponse>";
  EXPECT_EQ(ask({users}, {"iam", "list-users", "--output", "text"}).out, "USERS\tann\n");
  EXPECT_THAT(ask({users}, {"iam", "list-users", "--no-paginate"}).out, HasSubstr("IsTruncated"))
      << "asked for as it is";
}

TEST_F(pages, more_than_were_wanted_can_be_gone_on_with) {
  const std::string first = R"({"logGroups":[{"logGroupName":"a"},{"logGroupName":"b"}],"nextToken":"2"})";
  const auto some = ask({first}, {"logs", "describe-log-groups", "--max-items", "1"});
  EXPECT_EQ(json::parse(some.out), json::parse(R"({"logGroups": [{"logGroupName": "a"}],
    "NextToken": "eyJuZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ=="})"));
  const auto rest =
      ask({first, R"({"logGroups":[]})"}, {"logs", "describe-log-groups", "--starting-token",
                                           "eyJuZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ=="});
  EXPECT_EQ(json::parse(rest.out), json::parse(R"({"logGroups": [{"logGroupName": "b"}]})"));
  const auto from =
      ask({R"({"logGroups":[]})"}, {"logs", "describe-log-groups", "--starting-token", "eyJuZXh0VG9rZW4iOiAiMiJ9"});
  EXPECT_EQ(body(0), R"({"nextToken":"2"})") << from.err;
  const auto text = ask({first}, {"logs", "describe-log-groups", "--max-items", "1", "--output", "text"});
  EXPECT_EQ(text.out, "LOGGROUPS\ta\nNEXTTOKEN\teyJuZXh0VG9rZW4iOiBudWxsLCAiYm90b190cnVuY2F0ZV9hbW91bnQiOiAxfQ==\n");
  const auto rows = ask({first}, {"logs", "describe-log-groups", "--max-items", "1", "--output", "ndjson"});
  EXPECT_EQ(rows.out, "{\"logGroupName\":\"a\"}\n");
  EXPECT_THAT(rows.err, HasSubstr("there is more: --starting-token eyJu"));
}

TEST_F(pages, no_page_is_asked_for_once_the_reader_has_gone) {
  // More than a pipe holds, so that the first page cannot be written without the reader.
  const std::string name(200'000, 'n');
  std::atomic<int> asked = 0;
  const scripted_server server{[&](peer& client) {
    while (!client.read_request().empty()) {
      const auto body = R"({"logGroups":[{"logGroupName":"a"},{"logGroupName":")" + name + R"("}],"nextToken":")" +
                        std::to_string(++asked) + "\"}";
      client.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    }
  }};
  environment_["AWS_ENDPOINT_URL"] = "http://127.0.0.1:" + std::to_string(server.port());
  for (const auto& [format, line] :
       {std::pair{"ndjson", "{\"logGroupName\":\"a\"}\n"}, std::pair{"text", "LOGGROUPS\ta\n"}}) {
    asked = 0;
    const auto done = test::run_shell(
        "{ \"$ALOFT\" logs describe-log-groups --output " + std::string{format} + "; echo $? >&2; } | head -n 1",
        environment_);
    EXPECT_EQ(done.out, line);
    EXPECT_EQ(done.err, "141\n");
    EXPECT_LE(asked, 2) << format << ": the first page, and the one that is read ahead";
  }
}

TEST_F(pages, options_that_mean_nothing_are_refused) {
  const auto refused = [this](std::vector<std::string> words) {
    const auto answer = run(words);
    EXPECT_EQ(answer.status, 252) << answer.out;
    return answer.err;
  };
  for (const auto* bad : {"0", "-1", "", "x", "1000000000000000000000000000000"})
    EXPECT_THAT(refused({"logs", "describe-log-groups", "--max-items", bad}), HasSubstr("--max-items")) << bad;
  EXPECT_THAT(refused({"sts", "get-caller-identity", "--max-items", "3"}),
              HasSubstr("get-caller-identity answers at once"));
  EXPECT_THAT(refused({"ec2", "describe-vpcs", "--no-paginate", "--max-items", "3"}), HasSubstr("--no-paginate"));
  EXPECT_THAT(refused({"ec2", "describe-vpcs", "--max-results", "5", "--max-items", "3"}), HasSubstr("which page"));
  EXPECT_THAT(refused({"ec2", "describe-vpcs", "--starting-token", "eyJNYXJrZXIiOiAibSJ9"}),
              HasSubstr("of another operation"));
}

TEST_F(pages, waits_for_what_the_models_know) {
  const auto made = json::parse(run({"ec2", "create-vpc", "--cidr-block", "10.0.0.0/16"}).out);
  const std::string id{made.at("Vpc").at("VpcId").as_string()};
  const auto there = run({"ec2", "wait", "vpc-available", "--vpc-ids", id});
  EXPECT_EQ(there.status, 0) << there.err;
  EXPECT_EQ(there.out, "");
  const auto gone = run({"ec2", "wait", "vpc-available", "--vpc-ids", "vpc-0123456789abcdef0"});
  EXPECT_EQ(gone.status, 255);
  EXPECT_THAT(gone.err,
              AllOf(HasSubstr("vpc_available cannot come about any more"), HasSubstr("InvalidVpcID.NotFound")));
  EXPECT_EQ(std::count(gone.err.begin(), gone.err.end(), '\n'), 1) << gone.err;
}

TEST_F(pages, waiting_has_limits_of_its_own) {
  const auto waits = [this](std::vector<std::string> limits) {
    limits.insert(limits.begin(), {"ec2", "wait", "instance-exists", "--instance-ids", "i-0123456789abcdef0"});
    return run(limits);
  };
  const auto before = server_.counters().requests;
  const auto ended = waits({"--wait-delay", "0", "--wait-max-attempts", "2"});
  EXPECT_EQ(ended.status, 255);
  EXPECT_EQ(server_.counters().requests, before + 2);
  EXPECT_EQ(std::count(ended.err.begin(), ended.err.end(), '\n'), 1) << ended.err;
  EXPECT_EQ(waits({"--wait-timeout", "0"}).status, 255);
  EXPECT_EQ(server_.counters().requests, before + 3);
  for (const auto* name : {"--wait-delay", "--wait-max-attempts", "--wait-timeout"}) {
    const auto refused = waits({name, "soon"});
    EXPECT_EQ(refused.status, 252);
    EXPECT_THAT(refused.err, HasSubstr(name));
  }
  EXPECT_EQ(waits({"--wait-max-attempts", "0"}).status, 252);
  EXPECT_THAT(waits({"--wait-max-attempts", "3", "--wait-timeout", "3"}).err, HasSubstr("exclude each other"));
}

TEST_F(pages, waiters_that_there_are_not_have_suggestions) {
  const auto unknown = run({"ec2", "wait", "vpc-availabel"});
  EXPECT_EQ(unknown.status, 252);
  EXPECT_THAT(unknown.err, HasSubstr("ec2 has no waiter 'vpc-availabel'; did you mean vpc-available"));
  EXPECT_THAT(run({"ec2", "wait"}).err, HasSubstr("wait for what? ec2 knows bundle-task-complete, "));
  const auto help = run({"ec2", "wait", "help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_THAT(help.out, HasSubstr("\n  vpc-available\n      describe-vpcs every 15 s, at most 40 times\n"));
  EXPECT_THAT(run({"sts", "wait", "anything"}).err, HasSubstr("sts has nothing that can be waited for"));
}

}  // namespace
}  // namespace aloft::cli
