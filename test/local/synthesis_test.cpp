// Made-up answers: every operation of every service, asked and read by the client's half.

#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "engine_fixture.hpp"
#include "local/synthetic/value_maker.hpp"
#include "paging/page_follower.hpp"

namespace aloft::local {
namespace {

using testing::Eq;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

server_options made_up(std::size_t rows, std::size_t pages, std::uint64_t seed = 1) {
  server_options options;
  options.synthesize = synthesis{rows, pages, seed};
  return options;
}

/// Calls with the least input that the model takes.
class made_up_answers : public test::engine_test {
 public:
  explicit made_up_answers(server_options options = made_up(3, 4)) : engine_test{std::move(options)} {}

  static json::value least_input(const model::operation& of) {
    if (of.input == nullptr) return json::object{};
    synthetic::value_rules rules;
    rules.required_only = true;
    rules.stated["assetContent"] = nullptr;
    rules.stated["assetSHA256"] = crypto::to_hex(crypto::sha256("").view());  // CodeArtifact's: of the body
    return synthetic::value_maker{std::move(rules)}.make(*of.input);
  }

  result<document> try_asking(const model::service& service, const model::operation& of, const json::value& input) {
    protocol::serialize_options options;
    options.validate = false;
    const auto& client = *protocol::select(service).value();
    auto request = client.serialize(of, input, options);
    if (!request) return request.error();
    request->scheme = "http";
    request->host = "127.0.0.1";
    request->port = 4711;
    auto how = signing(service.metadata().signing_name);
    how.double_encode_path = how.normalize_path = how.service != "s3";
    if (auto fine = sign(*request, identity, how, keys); !fine) return fine.error();
    const auto answer = tested->handle(*std::move(request), now).response;
    const auto reader = client.read(of, answer.status, answer.headers, {});
    if (auto fed = reader->write(answer.body); !fed) return fed.error();
    return reader->finish();
  }

  /// Follows the pages to their end; the rows of each.
  std::vector<std::size_t> pages(std::string_view service, std::string_view operation) {
    const auto model = catalog->find_service(service).value();
    const auto& of = **model->find_operation(operation);
    auto follower = paging::page_follower::start(of, {}).value();
    std::vector<std::size_t> rows;
    for (bool more = true; more && rows.size() < 10;) {
      auto input = least_input(of).as_object();
      for (const auto& [name, value] : follower.request_members()) {
        if (value.is_null())
          input.erase(name);
        else
          input[name] = value;
      }
      const auto page = try_asking(*model, of, input).value();
      rows.push_back(page.root()[of.pages->result_keys.front()].size());
      more = follower.resume(page.root()).value() == paging::page_follower::action::next;
    }
    return rows;
  }
};

TEST_F(made_up_answers, can_be_read_whatever_the_operation) {
  std::size_t operations = 0, with_rows = 0;
  for (const auto name : catalog->service_names()) {
    const auto service = catalog->find_service(name).value();
    if (service->metadata().signing_name == "sts") continue;
    for (const auto called : service->operation_names()) {
      const auto& of = **service->find_operation(called);
      if (of.input_event_stream || of.output_event_stream) continue;  // events are not made up
      // The same request as one of lexv2-models', signed for the same name: only the host would tell.
      if (name == "lex-models" && called == "ListTagsForResource") continue;
      const auto answer = try_asking(*service, of, least_input(of));
      EXPECT_TRUE(answer) << name << ' ' << called << ": " << answer.error().what();
      ++operations;
      if (!answer) continue;
      if (of.output != nullptr && !of.output->members.empty() && answer->root().size() != 0) ++with_rows;
    }
  }
  EXPECT_GT(operations, 19'000u);
  EXPECT_GT(with_rows, 15'000u);
  RecordProperty("operations", static_cast<int>(operations));
  RecordProperty("with_members", static_cast<int>(with_rows));
}

TEST_F(made_up_answers, have_pages_whose_tokens_lead_on) {
  using rows = std::vector<std::size_t>;
  EXPECT_EQ(pages("ec2", "DescribeVpcs"), (rows{3, 3, 3, 3}));                // ec2
  EXPECT_EQ(pages("iam", "ListUsers"), (rows{3, 3, 3, 3}));                   // query, IsTruncated
  EXPECT_EQ(pages("dynamodb", "Scan"), (rows{3, 3, 3, 3}));                   // a token that is a map
  EXPECT_EQ(pages("route53", "ListResourceRecordSets"), (rows{3, 3, 3, 3}));  // three tokens
  EXPECT_EQ(pages("lambda", "ListFunctions"), (rows{3, 3, 3, 3}));            // rest-json
  EXPECT_EQ(pages("s3", "ListObjectsV2"), (rows{3, 3, 3, 3}));                // rest-xml
}

/// All operations with pages end, the guessed paginators' too.
TEST_F(made_up_answers, always_end) {
  std::size_t followed = 0, once = 0;
  for (const auto name : catalog->service_names()) {
    const auto service = catalog->find_service(name).value();
    if (service->metadata().signing_name == "sts") continue;
    for (const auto called : service->operation_names()) {
      const auto& of = **service->find_operation(called);
      if (!of.pages || of.pages->result_keys.empty()) continue;
      std::vector<std::size_t> rows;
      EXPECT_NO_THROW(rows = pages(name, called)) << name << ' ' << called;
      EXPECT_LT(rows.size(), 10u) << name << ' ' << called;
      ++followed;
      if (rows.size() == 1) ++once;
    }
  }
  EXPECT_GT(followed, 1'500u);
  EXPECT_LT(once, followed / 10);
  RecordProperty("followed", static_cast<int>(followed));
  RecordProperty("with_one_page", static_cast<int>(once));
}

TEST_F(made_up_answers, are_the_same_for_a_seed) {
  const auto ask = [&] { return json::serialize(try_call("ec2", "DescribeVpcs").value()); };
  const auto first = ask();
  EXPECT_EQ(ask(), first);
  tested = engine::make(made_up(3, 4, 2), catalog).value();
  EXPECT_NE(ask(), first);
}

TEST_F(made_up_answers, have_the_rows_that_are_asked_for) {
  const auto names = [&](std::string_view input) {
    return column(try_call("lambda", "ListFunctions", input).value().at("Functions"), "FunctionName");
  };
  EXPECT_THAT(names(R"({"MaxItems": 2})"), SizeIs(2));
  EXPECT_THAT(names("{}"), SizeIs(3));
  EXPECT_NE(names("{}").front(), names(R"({"Marker": "page-2-"})").front());
}

TEST_F(made_up_answers, leave_identity_as_it_is) {
  EXPECT_EQ(text(try_call("sts", "GetCallerIdentity").value(), "/Account"), "123456789012");
  identity.secret_access_key = "wrong";
  EXPECT_THAT(refusal("ListUsers", "{}", "iam"), StartsWith("SignatureDoesNotMatch (403)"));
}

TEST_F(made_up_answers, have_faults) {
  tested->inject(fault_plan::parse("iam.ListUsers:throttle=1x").value());
  EXPECT_THAT(refusal("ListUsers", "{}", "iam"), StartsWith("Throttling (400)"));
  EXPECT_TRUE(try_call("iam", "ListUsers"));
}

}  // namespace
}  // namespace aloft::local
