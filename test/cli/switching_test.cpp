// What people who come from `aws` type, and what they must not trip over.

#include "client/fixture.hpp"
#include "cloud_fixture.hpp"

#include <fcntl.h>

#include <fstream>
#include <sstream>

namespace aloft::cli {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

struct switching : test::cloud {
  std::string refusal(int status, const std::vector<std::string>& words) {
    const auto result = run(words);
    EXPECT_EQ(result.status, status) << result.out << result.err;
    return result.err;
  }
};

TEST_F(switching, an_operations_parameter_wins_over_the_programs_option) {
  const auto request = out({"cloudformation", "create-stack-instances", "--stack-set-name", "s", "--accounts", "1",
                            "--regions", "us-east-1", "eu-west-1", "--operation-id", "1", "--print-request", "http"});
  EXPECT_THAT(request, AllOf(HasSubstr("Regions.member.1=us-east-1"), HasSubstr("Regions.member.2=eu-west-1")));
  EXPECT_THAT(out({"eks", "update-cluster-version", "--name", "c", "--version", "1.31", "--client-request-token", "t",
                   "--print-request", "http"}),
              HasSubstr(R"("version":"1.31")"));
  EXPECT_THAT(refusal(252, {"eks", "update-cluster-version", "--name", "c", "--version"}),
              AllOf(HasSubstr("--version: a value is missing"), HasSubstr("--cli-version")));
}

TEST_F(switching, the_programs_option_stays_in_reach) {
  // Before the service, by its long name, and once the parameter has been given by the AWS CLI's name for it.
  const std::vector<std::string> call{
      "stepfunctions", "send-task-success", "--task-token", "t", "--task-output", "{}", "--print-request", "http"};
  for (const std::string name : {"--output", "--cli-output"}) {
    auto words = call;
    words.insert(words.end(), {name, "yaml"});
    EXPECT_THAT(out(words), HasSubstr(R"("output":"{}")")) << name;
  }
  EXPECT_THAT(out({"--region", "eu-west-1", "glue", "get-unfiltered-table-metadata", "--region", "us-west-2",
                   "--catalog-id", "1", "--database-name", "d", "--name", "n", "--supported-permission-types",
                   "COLUMN_PERMISSION", "--print-request", "http"}),
              AllOf(HasSubstr(R"("Region":"us-west-2")"), HasSubstr("/eu-west-1/glue/")));
}

TEST_F(switching, help_by_either_order) {
  EXPECT_EQ(out({"help", "ec2"}), out({"ec2", "help"}));
  EXPECT_EQ(out({"help", "ec2", "describe-vpcs"}), out({"ec2", "describe-vpcs", "help"}));
  EXPECT_THAT(out({"s3", "help"}), HasSubstr("aloft s3 presign"));
  EXPECT_THAT(refusal(252, {"help", "topics"}), HasSubstr("no service 'topics'"));
}

TEST_F(switching, a_service_alone_lists_its_own_commands_and_its_operations) {
  EXPECT_THAT(refusal(252, {"sqs"}), AllOf(HasSubstr("sqs: which operation?"), HasSubstr("aloft sqs listen --queue"),
                                           HasSubstr("  change-message-visibility"), HasSubstr("untag-queue\n")));
  EXPECT_THAT(refusal(252, {"ec2"}), AllOf(HasSubstr("aloft ec2 rules"), HasSubstr("`aloft services ec2` lists them")));
  EXPECT_THAT(out({"sqs", "listen", "--help"}), AllOf(StartsWith("aloft sqs listen\n"), HasSubstr("--exec-loop CMD")));
  EXPECT_EQ(out({"sqs", "listen", "help"}), out({"help", "sqs", "listen"}));
}

TEST_F(switching, beginnings_of_options) {
  EXPECT_THAT(out({"ec2", "describe-vpcs", "--out", "text", "--filter", "Name=is-default,Values=true"}),
              StartsWith("VPCS\t"));
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "--re", "eu-west-1"}),
              AllOf(HasSubstr("--re may be --region --regions"), HasSubstr("write more of it")));
}

TEST_F(switching, lists_of_names_without_commas) {
  EXPECT_EQ(out({"ec2", "describe-vpcs", "--regions", "us-east-1", "eu-west-1", "--query", "length(Vpcs)", "--output",
                 "csv"}),
            "Region,Value\nus-east-1,1\neu-west-1,1\n");
}

TEST_F(switching, numbers_that_are_none) {
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "--max-items", ""}), HasSubstr("at least 1, got ''"));
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "--max-items", "-1"}), HasSubstr("at least 1, got '-1'"));
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "--max-items", "99999999999999999999999"}),
              HasSubstr("and at most"));
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "--page-size", "-1"}), HasSubstr("--page-size"));
}

TEST_F(switching, words_from_documents_and_chats) {
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "\u2014vpc-ids", "vpc-1"}),
              HasSubstr("type two hyphens, --vpc-ids"));
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "--filters", "\u201cName=a,Values=b\u201d"}),
              HasSubstr("typographic quote"));
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "--vpc-ids", "caf\xe9"}), HasSubstr("is not UTF-8 text"));
}

TEST_F(switching, errors_speak_of_the_command_line) {
  EXPECT_THAT(refusal(253, {"ec2", "describe-vpcs", "--profile", "nope"}),
              AllOf(HasSubstr("on the command line"), Not(HasSubstr("in code"))));
  environment_.erase("AWS_REGION");
  EXPECT_THAT(refusal(253, {"ec2", "describe-vpcs"}), AllOf(HasSubstr("--region"), Not(HasSubstr("client_options"))));
}

TEST_F(switching, exit_status_of_failures_after_the_call) {
  EXPECT_THAT(refusal(255, {"ec2", "describe-vpcs", "--query", "max_by(Vpcs, &VpcId > `1`)"}),
              HasSubstr("--query does not fit"));
  EXPECT_THAT(refusal(252, {"s3api", "get-object", "--bucket", "b", "--key", "k", "/no/such/folder/file"}),
              HasSubstr("no folder"));
}

TEST_F(switching, closed_outputs_are_no_files) {
  const auto done = test::run_shell("\"$ALOFT\" ec2 describe-vpcs >&-", environment_);
  EXPECT_EQ(done.status, 255);
  EXPECT_THAT(done.err, HasSubstr("Bad file descriptor"));
  EXPECT_EQ(test::run_shell("\"$ALOFT\" ec2 describe-vpcs <&- 2>&- >/dev/null", environment_).status, 0);
}

TEST_F(switching, nothing_is_printed_for_off) { EXPECT_EQ(out({"ec2", "describe-vpcs", "--output", "off"}), ""); }

TEST_F(switching, colours_only_where_they_are_wanted) {
  const std::vector<std::string> call{"ec2", "describe-vpcs", "--output", "table"};
  EXPECT_THAT(out(call), Not(HasSubstr("\x1b")));
  auto colored = call;
  colored.insert(colored.end(), {"--color", "on"});
  EXPECT_THAT(out(colored), HasSubstr("\x1b[1m"));
}

TEST_F(switching, buckets_of_us_east_1_have_a_location) {
  sequence script{{answer(200, "<LocationConstraint/>"), answer(200, "<LocationConstraint/>")}};
  scripted_server server{script.script()};
  environment_["AWS_ENDPOINT_URL"] = "http://127.0.0.1:" + std::to_string(server.port());
  EXPECT_EQ(out({"s3api", "get-bucket-location", "--bucket", "b"}), "{\n    \"LocationConstraint\": null\n}\n");
  EXPECT_EQ(out({"s3api", "get-bucket-location", "--bucket", "b", "--output", "text"}), "None\n");
}

TEST_F(switching, passwords_for_docker) {
  sequence script{{answer(200, R"({"authorizationData": [{"authorizationToken": "QVdTOnBhc3M6d29yZA==",
                                   "proxyEndpoint": "https://1.dkr.ecr.us-east-1.amazonaws.com"}]})"),
                   answer(200, R"({"authorizationData": {"authorizationToken": "QVdTOnBhc3M="}})")}};
  scripted_server server{script.script()};
  environment_["AWS_ENDPOINT_URL"] = "http://127.0.0.1:" + std::to_string(server.port());
  EXPECT_EQ(out({"ecr", "get-login-password"}), "pass:word\n");
  EXPECT_EQ(out({"ecr-public", "get-login-password"}), "pass\n");
}

TEST_F(switching, tokens_for_kubectl) {
  const auto text = out({"eks", "get-token", "--cluster-name", "my-cluster"});
  EXPECT_THAT(text, AllOf(HasSubstr(R"("kind": "ExecCredential")"), HasSubstr(R"("token": "k8s-aws-v1.aHR0c)"),
                          HasSubstr("client.authentication.k8s.io/v1beta1")));
  EXPECT_THAT(refusal(252, {"eks", "get-token"}), HasSubstr("--cluster-name"));
}

TEST_F(switching, sessions_need_the_plugin_before_they_are_opened) {
  environment_["PATH"] = home_;
  EXPECT_THAT(refusal(253, {"ssm", "start-session", "--target", "i-1"}),
              HasSubstr("session-manager-plugin is not on the PATH"));
}

TEST_F(switching, sessions_are_handed_to_the_plugin) {
  sequence script{
      std::vector<std::string>(3, answer(200, R"({"SessionId": "s-1", "TokenValue": "t", "StreamUrl": "wss://x"})"))};
  scripted_server server{script.script()};
  environment_["AWS_ENDPOINT_URL"] = "http://127.0.0.1:" + std::to_string(server.port());
  const auto plugin = home_ + "/session-manager-plugin";
  std::ofstream{plugin} << "#!/bin/sh\nfor word in \"$@\"; do echo \"$word\"; done\n";
  std::filesystem::permissions(plugin, std::filesystem::perms::owner_all);
  environment_["PATH"] = home_ + ":" + environment_["PATH"];
  EXPECT_EQ(out({"ssm", "start-session", "--target", "i-1"}),
            "{\"SessionId\":\"s-1\",\"TokenValue\":\"t\",\"StreamUrl\":\"wss://x\"}\nus-east-1\nStartSession\n\n"
            "{\"Target\":\"i-1\"}\n" +
                environment_["AWS_ENDPOINT_URL"] + "\n");
}

TEST_F(switching, completion_of_everything) {
  const auto offered = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"__complete", "--"});
    return out(words);
  };
  EXPECT_THAT(offered({"dyna"}), StartsWith("dynamodb\n"));
  EXPECT_EQ(offered({"who"}), "whoami\n");
  EXPECT_EQ(offered({"ec2", "describe-vpcs"}), "describe-vpcs\n");
  EXPECT_THAT(offered({"ec2", "r"}), HasSubstr("rules\n"));
  EXPECT_THAT(offered({"ec2", "run-instances", "--count"}), HasSubstr("--count\n"));
  EXPECT_EQ(offered({"ec2", "describe-vpcs", "--region", "eu-west-1"}), "eu-west-1\n");
  EXPECT_THAT(offered({"ec2", "describe-vpcs", "--regions", "eu-west-1,ap-south"}),
              HasSubstr("eu-west-1,ap-south-1\n"));
  EXPECT_EQ(offered({"ec2", "describe-vpcs", "--output", "nd"}), "ndjson\n");
  EXPECT_THAT(offered({"ec2", "run-instances", "--instance-type", "t3.mic"}), HasSubstr("t3.micro\n"));
  EXPECT_EQ(offered({"configure", "list-"}), "list-profiles\n");
  EXPECT_EQ(offered({"configure", "sso"}), "sso\nsso-session\n");
}

TEST_F(switching, times_as_the_profile_says) {
  environment_["AWS_CONFIG_FILE"] = home_ + "/config";
  const auto keep = [&](const std::string& form) {
    std::ofstream{home_ + "/config"} << "[default]\ncli_timestamp_format = " << form << "\n";
    return run({"ec2", "describe-instances", "--output", "json"});
  };
  out({"ec2", "run-instances", "--image-id", "ami-00000000"});
  EXPECT_THAT(keep("iso8601").out, ::testing::ContainsRegex("\"LaunchTime\": \"[^\"]*\\+00:00\""));
  EXPECT_THAT(keep("wire").out, ::testing::ContainsRegex("\"LaunchTime\": \"[^\"]*Z\""));
  const auto refused = keep("roman");
  EXPECT_EQ(refused.status, 253);
  EXPECT_THAT(refused.err, HasSubstr("expected wire or iso8601, got 'roman'"));
}

TEST_F(switching, completion_installs_itself) {
  EXPECT_THAT(out({"completion", "install", "bash"}),
              HasSubstr(home_ + "/.local/share/bash-completion/completions/aloft"));
  EXPECT_TRUE(std::filesystem::exists(home_ + "/.local/share/bash-completion/completions/aloft"));
  EXPECT_THAT(out({"completion", "zsh"}), StartsWith("#compdef aloft"));
  EXPECT_THAT(refusal(252, {"completion", "tcsh"}), HasSubstr("no completion for 'tcsh'"));
}

TEST_F(switching, peoples_own_commands) {
  std::filesystem::create_directories(home_ + "/.aws/cli");
  std::ofstream{home_ + "/.aws/cli/alias"}
      << "[toplevel]\nregions = ec2 describe-regions --query \"Regions[?RegionName=='eu-west-1'].RegionName\"\n"
         "twice = regions --output text\nhello =\n  !f() {\n    echo \"hello $1\"\n  }; f\n"
         "broken = ec2 \"x\nloop = loop\n";
  EXPECT_EQ(out({"twice"}), "eu-west-1\n");
  EXPECT_EQ(out({"regions", "--output", "ndjson"}), "\"eu-west-1\"\n");
  EXPECT_EQ(out({"hello", "it's me"}), "hello it's me\n");
  EXPECT_THAT(refusal(252, {"broken"}), HasSubstr("a quote that is not closed"));
  EXPECT_THAT(refusal(252, {"loop"}), HasSubstr("no service 'loop'"));
}

TEST_F(switching, blobs_as_the_profile_says) {
  std::ofstream{home_ + "/config"} << "[default]\ncli_binary_format = raw-in-base64-out\n";
  environment_["AWS_CONFIG_FILE"] = home_ + "/config";
  const std::vector<std::string> call{"kms",         "encrypt",     "--key-id",        "k",
                                      "--plaintext", "hello world", "--print-request", "http"};
  EXPECT_THAT(out(call), HasSubstr(R"("Plaintext":"aGVsbG8gd29ybGQ=")"));
  auto stated = call;
  stated.insert(stated.end(), {"--cli-binary-format", "base64"});
  EXPECT_THAT(refusal(252, stated), HasSubstr("expected base64"));
}

TEST_F(switching, all_failed_is_not_some_failed) {
  environment_["AWS_ACCESS_KEY_ID"] = "AKIDNOBODY";
  EXPECT_EQ(run({"ec2", "describe-vpcs", "--regions", "us-east-1,eu-west-1"}).status, 254);
}

TEST_F(switching, errors_in_other_forms) {
  const std::vector<std::string> call{"ec2", "describe-vpcs", "--vpc-ids", "vpc-0", "--cli-error-format"};
  const auto as = [&](const std::string& form) {
    auto words = call;
    words.push_back(form);
    return refusal(254, words);
  };
  EXPECT_THAT(as("legacy"),
              StartsWith("\nAn error occurred (InvalidVpcID.NotFound) when calling the DescribeVpcs operation: "));
  EXPECT_THAT(as("json"), AllOf(StartsWith(R"({"Code":"InvalidVpcID.NotFound","Message":")"),
                                HasSubstr(R"("Operation":"DescribeVpcs")")));
  EXPECT_THAT(as("yaml"), StartsWith("Code: InvalidVpcID.NotFound\n"));
}

TEST_F(switching, input_as_yaml) {
  std::ofstream{home_ + "/input.yaml"}
      << "# who\nVpcIds:\n  - vpc-1\nFilters:\n  - {Name: is-default, Values: ['true']}\n";
  EXPECT_THAT(
      out({"ec2", "describe-vpcs", "--cli-input-yaml", "file://" + home_ + "/input.yaml", "--print-request", "http"}),
      AllOf(HasSubstr("VpcId.1=vpc-1"), HasSubstr("Filter.1.Value.1=true")));
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "--cli-input-yaml", "VpcIds: [vpc-1"}),
              HasSubstr("--cli-input-yaml: line "));
  EXPECT_THAT(refusal(252, {"ec2", "describe-vpcs", "--cli-input-yaml", "VpcIds: !Ref x"}), HasSubstr("a tag (!Ref)"));
  EXPECT_THAT(out({"ec2", "describe-vpcs", "--generate-cli-skeleton", "yaml-input"}), HasSubstr("VpcIds:\n- ''\n"));
}

TEST_F(switching, kubectls_configuration) {
  const auto described = answer(200, R"({"cluster": {"name": "c", "arn": "arn:aws:eks:eu-west-1:123456789012:cluster/c",
      "endpoint": "https://x.eks.amazonaws.com", "status": "ACTIVE", "certificateAuthority": {"data": "Q0E="}}})");
  sequence script{std::vector<std::string>(3, described)};
  scripted_server server{script.script()};
  environment_["AWS_ENDPOINT_URL"] = "http://127.0.0.1:" + std::to_string(server.port());
  const auto file = home_ + "/.kube/config";
  const auto content = [&] {
    std::ostringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
  };
  EXPECT_THAT(out({"eks", "update-kubeconfig", "--name", "c", "--alias", "mine"}),
              StartsWith("Added new context mine to " + file));
  EXPECT_THAT(content(), AllOf(HasSubstr("current-context: mine\n"), HasSubstr("server: https://x.eks.amazonaws.com\n"),
                               HasSubstr("certificate-authority-data: Q0E=\n"), HasSubstr("command: aloft\n"),
                               HasSubstr("- eu-west-1\n")));
  std::ofstream{file, std::ios::app} << "extra: kept\n";
  EXPECT_THAT(out({"eks", "update-kubeconfig", "--name", "c", "--alias", "mine"}),
              StartsWith("Updated context mine in "));
  EXPECT_THAT(content(), HasSubstr("extra: kept\n"));
  const auto once = content();
  EXPECT_EQ(once.find("name: mine"), once.rfind("name: mine"));
  std::ofstream{file} << "a: [b\n";
  EXPECT_THAT(refusal(252, {"eks", "update-kubeconfig", "--name", "c"}), HasSubstr(file + ": line "));
  EXPECT_EQ(content(), "a: [b\n");
}

}  // namespace
}  // namespace aloft::cli
