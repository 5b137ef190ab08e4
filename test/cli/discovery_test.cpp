// A service that tells where it wants its calls: it and the cells it names are scripted servers.

#include "client/fixture.hpp"
#include "cloud_fixture.hpp"

#include <fstream>

namespace aloft::cli {
namespace {

using namespace aloft::testing;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr std::string_view model = R"({
  "metadata": {"apiVersion": "2026-01-01", "endpointPrefix": "cells", "protocol": "json", "jsonVersion": "1.0",
               "serviceId": "Cells", "serviceFullName": "Cells", "signatureVersion": "v4", "targetPrefix": "Cells"},
  "operations": {
    "DescribeEndpoints": {"name": "DescribeEndpoints", "http": {"method": "POST", "requestUri": "/"},
                          "input": {"shape": "None"}, "output": {"shape": "Places"}, "endpointoperation": true},
    "Query": {"name": "Query", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "None"},
              "output": {"shape": "Rows"}, "endpointdiscovery": {"required": true}},
    "Peek": {"name": "Peek", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "None"},
             "output": {"shape": "Rows"}, "endpointdiscovery": {}}
  },
  "shapes": {
    "None": {"type": "structure", "members": {}},
    "Places": {"type": "structure", "members": {"Endpoints": {"shape": "List"}}},
    "List": {"type": "list", "member": {"shape": "Place"}},
    "Place": {"type": "structure", "members": {"Address": {"shape": "Text"}, "CachePeriodInMinutes": {"shape": "Count"}}},
    "Rows": {"type": "structure", "members": {"Row": {"shape": "Text"}}},
    "Text": {"type": "string"}, "Count": {"type": "long"}
  }
})";

std::string url_of(const scripted_server& server) { return "http://127.0.0.1:" + std::to_string(server.port()); }

std::string naming(const scripted_server& place) {
  return answer(200, R"({"Endpoints": [{"Address": ")" + url_of(place) + R"(", "CachePeriodInMinutes": 5}]})");
}

/// A server and what it was asked.
struct place {
  explicit place(std::vector<std::string> answers) : script{std::move(answers)} {}
  sequence script;
  scripted_server server{script.script()};

  std::vector<std::string> asked() const { return script.requests(); }
};

const std::string row = answer(200, R"({"Row": "of the cell"})");

struct discovery : test::cloud {
  /// The service's rules send calls to this server.
  void send_to(const place& front) {
    const std::string folder = home_ + "/models/cells/2026-01-01";
    std::filesystem::create_directories(folder);
    std::ofstream{folder + "/service-2.json"} << model;
    std::ofstream{folder + "/endpoint-rule-set-1.json"}
        << R"({"version": "1.0", "parameters": {"Endpoint": {"type": "String", "builtIn": "SDK::Endpoint"}}, "rules": [
             {"type": "endpoint", "conditions": [{"fn": "isSet", "argv": [{"ref": "Endpoint"}]}],
              "endpoint": {"url": {"ref": "Endpoint"}}},
             {"type": "endpoint", "conditions": [], "endpoint": {"url": ")"
        << url_of(front.server) << R"("}}]})";
    environment_["ALOFT_DATA_PATH"] = home_ + "/models";
    environment_.erase("AWS_ENDPOINT_URL");
  }
};

TEST_F(discovery, calls_go_where_the_service_says) {
  const place cell{{row}}, front{{naming(cell.server)}};
  send_to(front);
  EXPECT_THAT(out({"cells", "query"}), HasSubstr("of the cell"));
  ASSERT_THAT(front.asked(), SizeIs(1));
  EXPECT_THAT(front.asked()[0], HasSubstr("X-Amz-Target: Cells.DescribeEndpoints"));
  ASSERT_THAT(cell.asked(), SizeIs(1));
  EXPECT_THAT(cell.asked()[0], HasSubstr("X-Amz-Target: Cells.Query"));
  EXPECT_THAT(cell.asked()[0], HasSubstr("/us-east-1/cells/aws4_request"));
}

TEST_F(discovery, the_service_is_asked_once) {
  const place cell{{answer(503, ""), row}}, front{{naming(cell.server)}};
  send_to(front);
  EXPECT_THAT(out({"cells", "query"}), HasSubstr("of the cell"));
  EXPECT_THAT(cell.asked(), SizeIs(2));
  EXPECT_THAT(front.asked(), SizeIs(1));
}

TEST_F(discovery, a_place_that_is_wrong_is_asked_for_anew) {
  const std::string moved = answer(400, R"({"__type": "InvalidEndpointException", "message": "moved"})");
  for (const auto& refusal : {answer(421, ""), moved}) {
    const place old{{refusal}}, cell{{row}}, front{{naming(old.server), naming(cell.server)}};
    send_to(front);
    EXPECT_THAT(out({"cells", "query"}), HasSubstr("of the cell"));
    EXPECT_THAT(old.asked(), SizeIs(1));
    EXPECT_THAT(front.asked(), SizeIs(2));
  }
}

TEST_F(discovery, is_done_as_the_setting_says) {
  const place cell{{row}}, front{{answer(200, R"({"Row": "of the front"})")}}, naming_front{{naming(cell.server)}};
  send_to(front);
  EXPECT_THAT(out({"cells", "peek"}), HasSubstr("of the front")) << "it is offered, not required";
  environment_["AWS_ENDPOINT_DISCOVERY_ENABLED"] = "false";
  const auto refused = run({"cells", "query"});
  EXPECT_EQ(refused.status, 253);
  EXPECT_THAT(refused.err, HasSubstr("EndpointDiscoveryRequired"));
  EXPECT_THAT(front.asked(), SizeIs(1));

  environment_["AWS_ENDPOINT_DISCOVERY_ENABLED"] = "true";
  send_to(naming_front);
  EXPECT_THAT(out({"cells", "peek"}), HasSubstr("of the cell"));
  environment_["AWS_ENDPOINT_DISCOVERY_ENABLED"] = "maybe";
  EXPECT_THAT(run({"cells", "peek"}).err, HasSubstr("AWS_ENDPOINT_DISCOVERY_ENABLED"));
}

TEST_F(discovery, that_fails_matters_only_where_it_is_required) {
  const std::string denied = answer(400, R"({"__type": "AccessDeniedException", "message": "not you"})");
  const place front{{denied, answer(200, R"({"Row": "of the front"})")}}, closed{{denied}};
  environment_["AWS_ENDPOINT_DISCOVERY_ENABLED"] = "true";
  send_to(front);
  EXPECT_THAT(out({"cells", "peek"}), HasSubstr("of the front"));
  send_to(closed);
  const auto failed = run({"cells", "query"});
  EXPECT_EQ(failed.status, 254);
  EXPECT_THAT(failed.err, HasSubstr("AccessDeniedException"));
  EXPECT_THAT(closed.asked(), SizeIs(1));
}

TEST_F(discovery, leaves_an_endpoint_that_is_given_alone) {
  const place cell{{row}}, front{{naming(cell.server)}};
  send_to(front);
  EXPECT_THAT(out({"cells", "query", "--endpoint-url", url_of(cell.server)}), HasSubstr("of the cell"));
  EXPECT_THAT(front.asked(), SizeIs(0));
}

}  // namespace
}  // namespace aloft::cli
