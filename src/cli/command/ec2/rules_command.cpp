#include "cli/command/commands.hpp"
#include "cli/exit_status.hpp"
#include "cli/run/print_setup.hpp"
#include "cli/run/run_event_loop.hpp"
#include "cli/sweep/profiles.hpp"
#include "cli/sweep/sweep.hpp"
#include "cli/sweep/target_reports.hpp"
#include "cli/sweep/targets.hpp"

#include <aloft/ec2_rules.hpp>

#include <boost/json/array.hpp>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using ec2::security_group_rule;

/// Members of a row for programs: absent ports are null, so that every row has all members.
json::object row_of(const security_group_rule& rule) {
  const auto port = [](std::optional<int> number) { return number ? json::value(*number) : json::value(nullptr); };
  return {{"Region", rule.region},
          {"GroupId", rule.group_id},
          {"GroupName", rule.group_name},
          {"VpcId", rule.vpc_id},
          {"Direction", ec2::to_string(rule.direction)},
          {"Protocol", rule.protocol},
          {"FromPort", port(rule.from_port)},
          {"ToPort", port(rule.to_port)},
          {"PeerType", ec2::to_string(rule.peer_kind)},
          {"Peer", rule.peer},
          {"PeerOwner", rule.peer_owner},
          {"Description", rule.description}};
}

/// The same for people: "all" where there is no port, the owner behind the group.
json::object shown_row_of(const security_group_rule& rule) {
  const auto port = [](std::optional<int> number) { return number ? std::to_string(*number) : std::string{"all"}; };
  return {{"Region", rule.region},
          {"GroupId", rule.group_id},
          {"GroupName", rule.group_name},
          {"VpcId", rule.vpc_id},
          {"Direction", ec2::to_string(rule.direction)},
          {"Protocol", rule.protocol},
          {"From", port(rule.from_port)},
          {"To", port(rule.to_port)},
          {"Peer", rule.peer_owner.empty() ? rule.peer : rule.peer + " (" + rule.peer_owner + ")"},
          {"Description", rule.description}};
}

/// A row with the profile that it was seen as, where there are many.
json::object from_target(const call_target& target, json::object row) {
  if (target.profile.empty()) return row;
  json::object tagged{{"Profile", target.profile}, {"Account", target.account}};
  for (auto& member : row) tagged.emplace(member.key(), std::move(member.value()));
  return tagged;
}

class rules_command {
 public:
  rules_command(const global_options& options, console& out)
      : options_{options}, out_{out}, log_{options.debug}, plan_{make_plan(options, words(options), log_)} {}

  int run() {
    return run_event_loop([this](asio::any_io_executor executor) { return execute(std::move(executor)); });
  }

 private:
  using rule_list = std::vector<security_group_rule>;

  /// Takes the parameters of DescribeSecurityGroups: --group-ids, --filters, …
  static std::vector<std::string> words(const global_options& options) {
    auto words = options.words;
    words[1] = "describe-security-groups";
    return words;
  }

  asio::awaitable<int> execute(asio::any_io_executor executor) {
    const session session = open_session(std::move(executor), plan_.session, plan_.files);
    const auto targets = co_await find_targets(session, plan_, options_);
    const bool profiles = !plan_.profiles.empty();
    target_reports reports{out_, targets.all.size() + targets.failures.size(), profiles ? "calls" : "regions"};
    for (const auto& failure : targets.failures) reports.failed(failure);
    const auto ask = [&](const call_target& target) -> asio::awaitable<rule_list> {
      auto rules =
          co_await ec2::describe_rules(target.by.client("ec2", client_settings(options_, target.region)), plan_.input);
      reports.totals().rows += rules.size();
      co_return rules;
    };
    const auto answers = co_await sweep<rule_list>(targets.all, ask, options_.parallel, reports);
    for (std::size_t i = 0; i < targets.all.size(); ++i) {
      const auto& answer = answers.by_target[i];
      if (answer && !*answer)
        reports.failed(profiles ? in_profile(answer->error(), targets.all[i].profile) : answer->error());
    }
    const auto& first = answers.by_target[0];
    if (!plan_.regions && !profiles && first && !*first) throw first->error();
    if (!profiles && !answers.interrupted) reports.throw_if_all_failed_alike();
    print(targets.all, answers.by_target);
    co_return answers.interrupted ? reports.interrupted() : reports.status();
  }

  void print(const std::vector<call_target>& targets, const std::vector<std::optional<result<rule_list>>>& answers) {
    // A flat table is what this command is for; documents are for those who ask.
    const auto format = options_.output ? plan_.format : output_format::table;
    const bool people = format == output_format::table || format == output_format::text;
    json::array rows;
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (!answers[i] || !*answers[i]) continue;
      for (const auto& rule : **answers[i])
        rows.push_back(from_target(targets[i], people ? shown_row_of(rule) : row_of(rule)));
    }
    if (options_.max_items && rows.size() > *options_.max_items) rows.resize(*options_.max_items);
    if (rows.empty() && format == output_format::table) return out_.report("no security-group rules");
    const auto document = people ? json::value(std::move(rows)) : json::value(json::object{{"Rules", std::move(rows)}});
    out_.write(print_document(document, people ? "" : "Rules", print_settings(options_, out_, format)));
  }

  const global_options& options_;
  console& out_;
  stderr_log log_;
  call_plan plan_;
};

}  // namespace

int run_rules(const global_options& options, console& out) { return rules_command{options, out}.run(); }

}  // namespace aloft::cli
