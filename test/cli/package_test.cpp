// cloudformation package: what is uploaded, and what becomes of the template. A server plays S3's part.

#include "client/fixture.hpp"
#include "cloud_fixture.hpp"

#include <boost/json/parse.hpp>

#include <fstream>
#include <sstream>

namespace aloft::cli {
namespace {

using namespace aloft::testing;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string absent = answer(404, "");
const std::string there = answer(200, "");

struct package : test::cloud {
  package() {
    std::filesystem::create_directories(home_ + "/src/deep");
    write("src/index.js", "exports.handler = 1;\n");
    write("src/deep/more.js", "more\n");
    write("api.yaml", "openapi: 3.0.0\n");
  }

  void write(const std::string& name, const std::string& text) const { std::ofstream{home_ + "/" + name} << text; }

  static std::string read(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream{path, std::ios::binary}.rdbuf();
    return text.str();
  }

  test::program_result against(std::vector<std::string> answers, std::vector<std::string> words = {}) {
    sequence script{std::move(answers)};
    scripted_server server{script.script()};
    address_ = "http://127.0.0.1:" + std::to_string(server.port());
    environment_["AWS_ENDPOINT_URL"] = address_;
    words.insert(words.begin(),
                 {"cloudformation", "package", "--template-file", home_ + "/t.yaml", "--s3-bucket", "buck"});
    auto result = run(words);
    asked_ = script.requests();
    return result;
  }

  std::vector<std::string> asked_;
  std::string address_;
};

TEST_F(package, local_files_become_places_and_all_else_stays) {
  const std::string before = R"(# A comment: stays.
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      Name: !Sub "${AWS::StackName}-ä"   # so does this
      DefinitionUri: ./api.yaml
  Code:
    Type: AWS::Lambda::Function
    Properties:
      Role: !GetAtt Role.Arn
      Code: src
  Inline:
    Type: AWS::Lambda::Function
    Properties: {Code: {ZipFile: "x"}, Role: r}
  Remote:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: s3://elsewhere/key
  Given:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: !Ref Where
)";
  write("t.yaml", before);
  const auto done = against({absent, there, absent, there}, {"--s3-prefix", "pre/fix"});
  EXPECT_EQ(done.status, 0) << done.err;
  ASSERT_EQ(asked_.size(), 4u);
  EXPECT_THAT(asked_[0], StartsWith("HEAD /buck/pre/fix/"));
  EXPECT_THAT(asked_[1], AllOf(StartsWith("PUT /buck/pre/fix/"), HasSubstr("openapi: 3.0.0"), HasSubstr("AES256")));
  EXPECT_THAT(asked_[3], AllOf(StartsWith("PUT /buck/pre/fix/"), HasSubstr("PK\x03\x04"), HasSubstr("deep/more.js")));
  const auto key = [&](const std::string& request) { return request.substr(10, request.find_first_of(" ?", 10) - 10); };
  std::string expected = before;
  expected.replace(expected.find("./api.yaml"), 10, "s3://buck/" + key(asked_[1]));
  expected.replace(expected.find("Code: src") + 6, 3, R"({"S3Bucket":"buck","S3Key":")" + key(asked_[3]) + "\"}");
  EXPECT_EQ(done.out, expected);
  // The same content has the same archive, whenever its files were written.
  const auto first = asked_[3];
  write("src/index.js", "exports.handler = 1;\n");
  std::filesystem::last_write_time(home_ + "/src/index.js", std::filesystem::file_time_type::clock::now() + 5000s);
  against({there, there}, {"--s3-prefix", "pre/fix"});
  ASSERT_EQ(asked_.size(), 2u);
  EXPECT_THAT(asked_[1], StartsWith("HEAD /buck/" + key(first) + " "));
}

TEST_F(package, json_templates_stay_json) {
  write("t.yaml", R"({"Resources": {"F": {"Type": "AWS::Serverless::Function", "Properties": {"Runtime": "x"}},
    "A": {"Type": "AWS::Serverless::Api", "Properties": {"DefinitionUri": "api.yaml"}}}})");
  const auto done = against({there});
  EXPECT_EQ(done.status, 0) << done.err;
  const auto made = boost::json::parse(done.out);
  const auto& resources = made.at("Resources");
  EXPECT_THAT(std::string{resources.at("A").at("Properties").at("DefinitionUri").as_string()},
              StartsWith("s3://buck/"));
  // Where no code is named, the template's folder is meant.
  EXPECT_THAT(std::string{resources.at("F").at("Properties").at("CodeUri").as_string()}, StartsWith("s3://buck/"));
  EXPECT_EQ(resources.at("F").at("Properties").at("Runtime").as_string(), "x");
}

TEST_F(package, templates_in_templates) {
  write("t.yaml",
        "Resources:\n  Inner:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n"
        "      TemplateURL: inner/t.yaml\n");
  std::filesystem::create_directories(home_ + "/inner");
  write("inner/t.yaml",
        "Resources:\n  A:\n    Type: AWS::Serverless::Api\n    Properties:\n"
        "      DefinitionUri: ../api.yaml\n");
  const auto done = against({absent, there, absent, there}, {"--output-template-file", home_ + "/out.yaml"});
  EXPECT_EQ(done.status, 0) << done.err;
  ASSERT_EQ(asked_.size(), 4u);
  EXPECT_THAT(asked_[3], AllOf(HasSubstr("DefinitionUri: s3://buck/"), HasSubstr(".template HTTP/1.1")));
  EXPECT_THAT(read(home_ + "/out.yaml"),
              AllOf(HasSubstr("TemplateURL: " + address_ + "/buck/"), HasSubstr(".template")));
  EXPECT_THAT(done.out, HasSubstr("aloft cloudformation deploy --template-file " + home_ + "/out.yaml"));

  write("inner/t.yaml",
        "Resources:\n  B:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n"
        "      TemplateURL: ../t.yaml\n");
  const auto cycle = against({there});
  EXPECT_EQ(cycle.status, 252);
  EXPECT_THAT(cycle.err, HasSubstr("the template contains itself"));
}

TEST_F(package, as_json_on_demand) {
  write("t.yaml",
        "Resources:\n  R:\n    Type: X\n    Properties:\n      A: !GetAtt B.C.D\n      E: !Ref F\n      N: 1\n"
        "      T: '1'\n");
  const auto made = boost::json::parse(against({there}, {"--use-json"}).out);
  EXPECT_EQ(made.at("Resources").at("R").at("Properties"),
            boost::json::parse(R"({"A": {"Fn::GetAtt": ["B", "C.D"]}, "E": {"Ref": "F"}, "N": 1, "T": "1"})"));
}

TEST_F(package, says_what_is_wrong_and_uploads_nothing) {
  write("t.yaml",
        "Resources:\n  R:\n    Type: AWS::Serverless::Api\n    Properties:\n      DefinitionUri: ./none.yaml\n");
  const auto missing = against({there});
  EXPECT_EQ(missing.status, 252);
  EXPECT_THAT(missing.err, AllOf(HasSubstr("R.DefinitionUri names '"), HasSubstr("none.yaml'")));
  EXPECT_TRUE(asked_.empty());
  write("t.yaml", "Resources: [\n");
  EXPECT_THAT(against({there}).err, HasSubstr("t.yaml: line 2"));
  EXPECT_THAT(run({"cloudformation", "package"}).err, HasSubstr("--s3-bucket"));
}

}  // namespace
}  // namespace aloft::cli
