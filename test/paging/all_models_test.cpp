// Every paginator and every waiter of every service, against outputs made by the models.
#include <aloft/full_result.hpp>
#include "model/catalog.hpp"
#include "paging/member_path.hpp"
#include "paging/page_follower.hpp"
#include "paging/wait_state.hpp"

#include "fixture.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <map>

namespace aloft::paging {
namespace {

namespace json = boost::json;
using namespace testing;
using model::shape_type;

/// Some value of a shape; required members and the like are nobody's business in outputs.
json::value some(const model::shape& of) {
  switch (of.type) {
    case shape_type::structure: return json::object{};
    case shape_type::list: return json::array{};
    case shape_type::map: return json::object{};
    case shape_type::string: return "x";
    case shape_type::blob: return "";
    case shape_type::boolean: return true;
    case shape_type::timestamp: return 0;
    case shape_type::document: return json::object{};
    default: return 1;
  }
}

/// The shape at a path of members; null: there is none.
const model::shape* shape_at(const model::shape* at, std::string_view path) {
  while (at && !path.empty()) {
    const auto dot = path.find('.');
    const auto* member = at->type == shape_type::structure ? at->find(path.substr(0, dot)) : nullptr;
    at = member ? member->target : nullptr;
    path = dot == path.npos ? std::string_view{} : path.substr(dot + 1);
  }
  return at;
}

/// A token of the member's type.
json::value token_of(const model::shape& member, int number) {
  const auto text = "t" + std::to_string(number);
  if (member.type == shape_type::map) return json::object{{"id", json::object{{"S", text}}}};
  if (member.type == shape_type::string) return json::value(text);
  return number;
}

/// Answers of an operation that has as many rows on each page as is said.
class fake {
 public:
  explicit fake(const model::operation& operation) : operation_{operation}, pages_{*operation.pages} {}

  /// Page `number`, with tokens for page `next`; 0: it is the last one.
  document page(int number, std::size_t rows, int next) const {
    json::object output;
    for (const auto key : pages_.result_keys)
      if (const auto* shape = shape_at(operation_.output, key)) place_of(output, key) = results(*shape, rows);
    for (std::size_t i = 0; i < pages_.output_tokens.size(); ++i) set_token(output, i, number, next);
    if (!pages_.more_results.empty()) place_of(output, pages_.more_results) = next != 0;
    return output_of(operation_, json::serialize(output));
  }

 private:
  static json::value results(const model::shape& of, std::size_t rows) {
    if (of.type == shape_type::string) return json::value(std::string(rows, 'r'));
    if (of.type == shape_type::list) {
      json::array list;
      while (list.size() < rows) list.push_back(some(*of.element->target));
      return list;
    }
    if (of.type != shape_type::map) return some(of);
    json::object map;
    while (map.size() < rows) map.emplace("k" + std::to_string(map.size()), some(*of.element->target));
    return map;
  }

  void set_token(json::object& output, std::size_t i, int number, int next) const {
    auto expression = pages_.output_tokens[i];
    expression = expression.substr(0, expression.find(" || "));
    const auto& wanted = *operation_.input->find(pages_.input_tokens[i])->target;
    if (const auto last = expression.find("[-1]."); last != expression.npos) {
      // The name of the last row: every page has one, whether there are more or not.
      auto& rows = place_of(output, expression.substr(0, last)).get_array();
      if (!rows.empty()) rows.back().get_object()[expression.substr(last + 5)] = token_of(wanted, number + 1);
    } else if (next != 0) {
      place_of(output, expression) = token_of(wanted, next);
    }
  }

  const model::operation& operation_;
  const model::paginator& pages_;
};

class AllModels : public ::testing::Test {
 protected:
  template <class Use>
  void for_each_paginator(Use use) {
    for (const auto name : catalog_->service_names()) {
      const auto service = catalog_->find_service(name).value();
      for (const auto operation : service->operation_names()) {
        const auto& found = *service->find_operation(operation).value();
        if (!found.pages) continue;
        SCOPED_TRACE(std::string{name} + " " + std::string{operation});
        ++(found.pages->heuristic ? guessed_ : stated_);
        use(found);
        if (HasFailure()) return;
      }
    }
  }

  const std::shared_ptr<const model::catalog> catalog_ = model::catalog::standard().value();
  int stated_ = 0, guessed_ = 0;
};

/// The rows of the primary result in a page.
std::size_t rows_in(const model::operation& of, value output) {
  if (of.pages->result_keys.empty()) return 0;
  const auto primary = at_path(output, of.pages->result_keys.front());
  return primary.kind() == value_kind::text ? primary.as_text().size() : primary.size();
}

/// Reads pages of 2, 2 and 1 rows; gives the rows that were had.
std::size_t read(const model::operation& of, const fake& server, page_limits limits, std::string* token = nullptr) {
  auto follower = page_follower::start(of, limits).value();
  std::size_t rows = 0;
  for (int number = 1;; ++number) {
    const auto members = json::serialize(follower.request_members());
    serde::document_builder request;
    EXPECT_TRUE(serde::walk(*of.input, follower.request_members(), request)) << members;
    // Which page is asked for stands in the token.
    const auto first = std::string{of.pages->input_tokens.front()};
    const auto* asked = follower.request_members().if_contains(first);
    const int page = !asked || asked->is_null()                                                       ? 1
                     : *asked == token_of(*of.input->find(of.pages->input_tokens.front())->target, 2) ? 2
                                                                                                      : 3;
    const auto output = server.page(page, page == 3 ? 1 : 2, page == 3 ? 0 : page + 1);
    const auto next = follower.resume(output.root());
    EXPECT_TRUE(next) << members;
    if (!next) return rows;
    rows += rows_in(of, output.root());
    if (token) *token = follower.resume_token();
    if (*next == page_follower::action::done || number > 3) return rows;
  }
}

TEST_F(AllModels, EveryPaginatorIsFollowedToItsEndCutAndGoneOnWith) {
  std::size_t cut_and_resumed = 0;
  for_each_paginator([&](const model::operation& operation) {
    const fake server{operation};
    const bool has_rows = rows_in(operation, server.page(1, 2, 2).root()) == 2;
    EXPECT_EQ(read(operation, server, {}), has_rows ? 5u : 0u);
    if (!has_rows) return;
    page_limits limits;
    limits.max_items = 3;
    if (!operation.pages->limit_key.empty()) limits.page_size = 2;
    std::string token;
    EXPECT_EQ(read(operation, server, limits, &token), 3u);
    page_limits on;
    on.starting_token = token;
    EXPECT_EQ(read(operation, server, on, &token), 2u);
    EXPECT_EQ(token, "");
    ++cut_and_resumed;
  });
  EXPECT_GT(stated_, 3'400);
  EXPECT_GT(guessed_, 850);
  EXPECT_GT(cut_and_resumed, 4'000u);
}

TEST_F(AllModels, EveryPaginatorSeesACircle) {
  for_each_paginator([&](const model::operation& operation) {
    const fake server{operation};
    auto follower = page_follower::start(operation, {}).value();
    EXPECT_TRUE(follower.resume(server.page(1, 1, 2).root()));
    EXPECT_TRUE(follower.resume(server.page(2, 1, 3).root()));
    const auto circle = follower.resume(server.page(1, 1, 2).root());
    ASSERT_FALSE(circle);
    EXPECT_EQ(circle.error().code(), "RepeatedToken");
  });
}

// Outputs for expressions that are more than paths of members.
const std::map<std::string_view, std::string_view> outputs_by_expression{
    {"length(MetricAlarms[]) > `0`", R"({"MetricAlarms": [{}]})"},
    {"length(CompositeAlarms[]) > `0`", R"({"CompositeAlarms": [{}]})"},
    {"length(LogAlarms[]) > `0`", R"({"LogAlarms": [{}]})"},
    {"length(KinesisDataStreamDestinations) > `0`  && length(KinesisDataStreamDestinations[?DestinationStatus == "
     "'DISABLED' || DestinationStatus == 'ENABLE_FAILED']) ==  length(KinesisDataStreamDestinations)",
     R"({"KinesisDataStreamDestinations": [{"DestinationStatus": "DISABLED"}]})"},
    {"length(Reservations[]) > `0`", R"({"Reservations": [{}]})"},
    {"length(Images[]) > `0`", R"({"Images": [{}]})"},
    {"length(InternetGateways[].InternetGatewayId) > `0`", R"({"InternetGateways": [{"InternetGatewayId": "igw-1"}]})"},
    {"length(KeyPairs[].KeyName) > `0`", R"({"KeyPairs": [{"KeyName": "k"}]})"},
    {"length(PasswordData) > `0`", R"({"PasswordData": "x"})"},
    {"length(SecurityGroups[].GroupId) > `0`", R"({"SecurityGroups": [{"GroupId": "sg-1"}]})"},
    {"length(SecurityGroupVpcAssociations[]) == `0`", R"({"SecurityGroupVpcAssociations": []})"},
    {"length(services[?!(length(deployments) == `1` && runningCount == desiredCount)]) == `0`",
     R"({"services": [{"deployments": [{}], "runningCount": 2, "desiredCount": 2}]})"},
    {"length(items) == `0`", R"({"items": []})"},
    {"status != 'CANCELLING' && status != 'CANCELLED'", R"({"status": "RUNNING"})"},
    {"status != 'DELETING'", R"({"status": "AVAILABLE"})"},
    {"status != 'STOPPING'", R"({"status": "AVAILABLE"})"},
    {"length(DBClusters) == `0`", R"({"DBClusters": []})"},
    {"length(DBClusterSnapshots) == `0`", R"({"DBClusterSnapshots": []})"},
    {"length(DBInstances) == `0`", R"({"DBInstances": []})"},
    {"length(DBSnapshots) == `0`", R"({"DBSnapshots": []})"},
    {"length(TenantDatabases) == `0`", R"({"TenantDatabases": []})"},
    {"length(assessmentSummaries[]) == `0`", R"({"assessmentSummaries": []})"},
    {"length(reportGenerationResults[]) == `0`", R"({"reportGenerationResults": []})"},
    {"VerificationAttributes.*.VerificationStatus",
     R"({"VerificationAttributes": {"a@b": {"VerificationStatus": "Success"}}})"},
};

json::value expected_value(const model::acceptor& acceptor) {
  if (const auto* text = std::get_if<std::string_view>(&acceptor.expected)) return json::value(*text);
  if (const auto* truth = std::get_if<bool>(&acceptor.expected)) return *truth;
  return std::get<std::int64_t>(acceptor.expected);
}

/// An output with `leaf` where a path such as "Reservations[].Instances[].State.Name" leads.
json::value along(const model::shape* shape, std::string_view path, const json::value& leaf) {
  if (shape && shape->type == shape_type::list) return json::array{along(shape->element->target, path, leaf)};
  if (path.empty()) return leaf;
  const auto dot = path.find('.');
  auto name = path.substr(0, dot);
  if (name.ends_with("[]")) name.remove_suffix(2);
  const auto* member = shape && shape->type == shape_type::structure ? shape->find(name) : nullptr;
  json::object made;
  made[name] =
      along(member ? member->target : nullptr, dot == path.npos ? std::string_view{} : path.substr(dot + 1), leaf);
  return made;
}

TEST_F(AllModels, EveryAcceptorOfEveryWaiterIsReached) {
  int waiters = 0, acceptors = 0;
  for (const auto name : catalog_->service_names()) {
    const auto service = catalog_->find_service(name).value();
    for (const auto each : service->waiter_names()) {
      const auto& waiter = *service->find_waiter(each).value();
      ++waiters;
      EXPECT_GT(waiter.max_attempts, 0);
      for (const auto& acceptor : waiter.acceptors) {
        SCOPED_TRACE(std::string{name} + " " + std::string{each} + " " + std::string{acceptor.argument});
        ++acceptors;
        auto alone = waiter;
        alone.acceptors = {acceptor};
        auto state = wait_state::start(alone, {}).value();
        wait_state::step step;
        using enum model::matcher_type;
        const auto* text = std::get_if<std::string_view>(&acceptor.expected);
        const auto* any = std::get_if<bool>(&acceptor.expected);
        if (acceptor.matcher == error && (text || *any)) {
          step = state.resume(aloft::error{error_kind::service, text ? std::string{*text} : "Any", ""}, {});
        } else {
          const bool by_status = acceptor.matcher == status || acceptor.matcher == error;
          const int status_code =
              acceptor.matcher == status ? static_cast<int>(std::get<std::int64_t>(acceptor.expected)) : 200;
          const auto known = outputs_by_expression.find(acceptor.argument);
          const auto output =
              by_status ? "{}"
              : known != outputs_by_expression.end()
                  ? std::string{known->second}
                  : json::serialize(along(waiter.asks->output, acceptor.argument, expected_value(acceptor)));
          const auto document = waiter.asks->output ? output_of(*waiter.asks, output) : aloft::document{};
          step = state.resume(document.root(), status_code, {});
        }
        EXPECT_NE(step.reason, "") << "it did not match";
        const auto wanted = acceptor.state == model::waiter_state::success   ? wait_state::action::success
                            : acceptor.state == model::waiter_state::failure ? wait_state::action::failure
                            : alone.max_attempts == 1                        ? wait_state::action::out_of_attempts
                                                                             : wait_state::action::wait;
        EXPECT_EQ(step.what, wanted);
      }
    }
  }
  EXPECT_GT(waiters, 400);
  EXPECT_GT(acceptors, 1'200);
}

}  // namespace
}  // namespace aloft::paging
