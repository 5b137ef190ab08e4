// Completion as shells have it: their scripts, run in the shells themselves, and values that a call gives.

#include "cli/command/completion/live_values.hpp"
#include "cloud_fixture.hpp"

#include <aloft/jmespath.hpp>

#include <algorithm>
#include <fstream>

namespace aloft::cli {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

local::server_options full() {
  local::server_options options;
  options.seed = true;
  return options;
}

struct completion : test::cloud {
  completion() : cloud{full()} {}

  std::vector<std::string> candidates(std::vector<std::string> words) {
    words.insert(words.begin(), {"__complete", "--"});
    return run(words).lines();
  }

  static bool has(const std::string& shell) {
    return std::system(("command -v " + shell + " >/dev/null 2>&1").c_str()) == 0;
  }

  /// Runs the text as a script of the shell, which finds the program as `aloft`.
  std::string in_shell(const std::string& shell, const std::string& script) {
    const auto folder = std::filesystem::path{ALOFT_PROGRAM}.parent_path().string();
    environment_["PATH"] = folder + ":" + std::getenv("PATH");
    environment_["TERM"] = "xterm";
    std::ofstream{home_ + "/script"} << script;
    const auto result = test::run_shell("timeout 60 " + shell + " " + home_ + "/script 2>&1", environment_);
    return result.out;
  }
};

TEST_F(completion, values_that_a_call_gives_are_asked_once_and_only_where_that_is_wanted) {
  const std::vector<std::string> words{"ec2", "stop-instances", "--instance-ids", "i-"};
  EXPECT_THAT(candidates(words), IsEmpty());
  EXPECT_EQ(server_.counters().requests, 0u);
  environment_["ALOFT_COMPLETION_CALLS"] = "1";
  const auto found = candidates(words);
  EXPECT_THAT(found, Each(StartsWith("i-")));
  EXPECT_FALSE(found.empty());
  const auto asked = server_.counters().requests;
  EXPECT_EQ(asked, 1u);
  EXPECT_EQ(candidates(words), found);
  EXPECT_EQ(candidates({"ec2", "terminate-instances", "--instance-ids", found[0], found[0].substr(0, 5)}).empty(),
            false);
  EXPECT_EQ(server_.counters().requests, asked);
  // Another region has others.
  EXPECT_NE(candidates({"ec2", "stop-instances", "--region", "eu-west-1", "--instance-ids", "i-"}), found);
  EXPECT_EQ(server_.counters().requests, asked + 1);
  // What fails offers nothing and says nothing.
  server_.inject("error=1");
  const auto failed = run({"__complete", "--", "ec2", "describe-vpcs", "--vpc-ids", ""});
  EXPECT_EQ(failed.status, 0);
  EXPECT_EQ(failed.out + failed.err, "");
}

TEST_F(completion, calls_for_values_are_of_operations_that_need_nothing) {
  for (const auto& row : live_values()) {
    const auto service = find_service_model(row.service).value();
    const auto operation = service.find_operation(row.operation).value();
    for (const auto member : operation.input().members()) EXPECT_FALSE(member.is_required()) << row.operation;
    EXPECT_TRUE(jmespath::expression::compile(row.query)) << row.query;
    const auto first = row.query.substr(0, row.query.find_first_of(".["));
    EXPECT_TRUE(operation.output().find(first)) << row.service << ' ' << row.query;
    // Each parameter is one of some operation.
    for (auto rest = row.parameters; !rest.empty();) {
      const auto space = rest.find(' ');
      const auto name = rest.substr(0, space);
      const auto names = service.operation_names();
      EXPECT_TRUE(std::ranges::any_of(names,
                                      [&](std::string_view one) {
                                        const auto input = service.find_operation(one).value().input();
                                        return input && input.find(name);
                                      }))
          << row.service << ' ' << name;
      rest = space == rest.npos ? std::string_view{} : rest.substr(space + 1);
    }
  }
}

TEST_F(completion, in_bash) {
  const auto shown = in_shell("bash", R"(source <(aloft completion bash)
COMP_WORDS=(aloft ec2 describe-vpc-attr); COMP_CWORD=2
_aloft
printf '%s\n' "${COMPREPLY[@]}"
)");
  EXPECT_EQ(shown, "describe-vpc-attribute\n");
}

TEST_F(completion, in_fish) {
  if (!has("fish")) GTEST_SKIP() << "there is no fish here";
  const auto shown = in_shell("fish", R"(aloft completion fish | source
complete -C "aloft ec2 describe-vpc-attr"
complete -C "aloft --output yaml-s"
)");
  EXPECT_EQ(shown, "describe-vpc-attribute\nyaml-stream\n");
}

TEST_F(completion, in_zsh) {
  if (!has("zsh")) GTEST_SKIP() << "there is no zsh here";
  // A shell that somebody types into.
  const auto shown = in_shell("zsh", R"(zmodload zsh/zpty
zpty typed zsh -f -i
zpty -w typed 'PS1= ; autoload -U compinit; compinit -u -D; source <(aloft completion zsh); echo rea""dy'
zpty -r typed seen '*ready*'
zpty -n -w typed $'aloft ec2 describe-vpc-attr\t'
zpty -r typed seen '*attribute*'
print -r -- "$seen"
zpty -d typed
)");
  EXPECT_THAT(shown, HasSubstr("describe-vpc-attribute"));
}

}  // namespace
}  // namespace aloft::cli
