// What the builder and the linker make of a model, trait by trait.
#include "model/service.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace aloft::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view zoo = R"({
  "metadata": {"protocol": "rest-xml", "protocols": ["rest-xml", "query"], "serviceId": "Zoo Keeper", "endpointPrefix": "zoo",
               "signingName": "zookeeper", "apiVersion": "2020-01-01", "auth": ["aws.auth#sigv4", "smithy.api#noAuth"],
               "awsQueryCompatible": {}, "protocolSettings": {"h2": "optional"}},
  "clientContextParams": {"Accelerate": {"type": "boolean", "documentation": "d"}},
  "operations": {
    "PutAnimal": {"name": "PutAnimal", "http": {"method": "PUT", "requestUri": "/animals/{Name}", "responseCode": 201},
      "input": {"shape": "PutAnimalRequest", "locationName": "PutAnimalRequest", "xmlNamespace": {"uri": "http://zoo/"}},
      "output": {"shape": "PutAnimalResponse", "resultWrapper": "PutAnimalResult"},
      "errors": [{"shape": "NoSuchAnimal"}], "endpoint": {"hostPrefix": "api."}, "authtype": "none",
      "auth": ["smithy.api#noAuth"], "unsignedPayload": true, "httpChecksumRequired": true, "deprecated": true,
      "httpChecksum": {"requestAlgorithmMember": "Name"}, "documentation": "gone"},
    "ListWebACLs": {"name": "ListWebACLs"}
  },
  "shapes": {
    "PutAnimalRequest": {"type": "structure", "required": ["Name"], "payload": "Body", "members": {
      "Name": {"shape": "String", "location": "uri", "locationName": "name", "hostLabel": true, "contextParam": {"name": "Bucket"}},
      "Token": {"shape": "String", "idempotencyToken": true, "documentation": "gone", "deprecatedMessage": "old"},
      "Tags": {"shape": "TagList", "locationName": "tag", "queryName": "Tag"},
      "Body": {"shape": "Stream"}}},
    "PutAnimalResponse": {"type": "structure", "members": {
      "Parent": {"shape": "Animal"}, "ETag": {"shape": "String", "location": "header", "locationName": "Parent"},
      "Seen": {"shape": "HttpDate"}, "Born": {"shape": "HttpDate", "timestampFormat": "unixTimestamp"},
      "Events": {"shape": "EventStream"}}},
    "EventStream": {"type": "structure", "eventstream": true, "members": {"A": {"shape": "Event"}}},
    "Event": {"type": "structure", "event": true, "members": {"P": {"shape": "Blob", "eventpayload": true}, "H": {"shape": "String", "eventheader": true}}},
    "Animal": {"type": "structure", "locationName": "Beast", "xmlNamespace": {"uri": "http://xsi", "prefix": "xsi"}, "members": {
      "Children": {"shape": "AnimalMap"}, "Any": {"shape": "Anything"}, "Kind": {"shape": "Kind"}, "Type": {"shape": "String", "xmlAttribute": true, "locationName": "xsi:type"}}},
    "AnimalMap": {"type": "map", "key": {"shape": "String", "locationName": "k"}, "value": {"shape": "Animal"}, "flattened": true, "sparse": true},
    "Anything": {"type": "structure", "document": true, "members": {}},
    "Kind": {"type": "string", "enum": ["a", "b"], "min": 2, "max": 9, "sensitive": true},
    "Small": {"type": "double", "min": -0.5},
    "TagList": {"type": "list", "member": {"shape": "String", "locationName": "item"}, "flattened": true, "min": 1},
    "NoSuchAnimal": {"type": "structure", "members": {}, "exception": true, "fault": false, "error": {"code": "Zoo.NoSuchAnimal", "httpStatusCode": 404, "senderFault": true}},
    "Unlisted": {"type": "structure", "members": {}, "exception": true},
    "String": {"type": "string"}, "Blob": {"type": "blob"}, "HttpDate": {"type": "timestamp", "timestampFormat": "rfc822"},
    "Stream": {"type": "blob", "streaming": true, "requiresLength": true}
  }
})";

std::shared_ptr<const service> compile(std::string_view service2) {
  service_texts texts;
  texts.name = "zoo";
  texts.service2 = service2;
  texts.paginators =
      R"({"pagination": {"ListWebACLs": {"input_token": ["Marker", "Kind"], "output_token": ["Next", "Last[-1].Kind"],
    "result_key": ["Page.Animals", "Count"], "non_aggregate_keys": ["Owner"], "limit_key": "Limit", "more_results": "More"}}})";
  texts.waiters =
      R"({"version": 2, "waiters": {"AnimalExists": {"operation": "ListWebACLs", "delay": 5, "maxAttempts": 3, "acceptors": [
    {"matcher": "path", "state": "success", "argument": "Animals[0].Kind", "expected": "a"},
    {"matcher": "pathAny", "state": "retry", "argument": "Any[]", "expected": false},
    {"matcher": "status", "state": "failure", "expected": 404},
    {"matcher": "error", "state": "failure", "expected": true}]}}})";
  texts.endpoint_rules = R"({"version": "1.0", "parameters": {"Region": {"documentation": "long", "type": "String"}}})";
  return compile_service(texts).value();
}

TEST(CompileService, TellsTheFacts) {
  const auto made = compile(zoo);
  const auto& facts = made->metadata();
  EXPECT_EQ(facts.name, "zoo");
  EXPECT_EQ(facts.service_id, "Zoo Keeper");
  EXPECT_EQ(facts.signing_name, "zookeeper");
  EXPECT_EQ(facts.protocol, "rest-xml");
  EXPECT_THAT(facts.protocols, ElementsAre("rest-xml", "query"));
  EXPECT_THAT(facts.auth, ElementsAre("aws.auth#sigv4", "smithy.api#noAuth"));
  EXPECT_TRUE(facts.query_compatible);
  EXPECT_EQ(facts.traits, R"({"clientContextParams":{"Accelerate":{"type":"boolean"}}})");
  EXPECT_EQ(facts.http2, http2_use::optional);
  EXPECT_THAT(made->operation_names(), ElementsAre("ListWebACLs", "PutAnimal"));
  EXPECT_EQ(made->endpoint_rules(), R"({"version":"1.0","parameters":{"Region":{"type":"String"}}})");
}

TEST(CompileService, FindsOperationsBySpelling) {
  const auto made = compile(zoo);
  for (const auto* spelling : {"ListWebACLs", "list_web_acls", "list-web-acls", "listwebacls"})
    EXPECT_EQ(made->find_operation(spelling).value()->name, "ListWebACLs") << spelling;
  EXPECT_EQ(made->find_operation("list_web_acls").value(), made->find_operation("ListWebACLs").value());
  const auto unknown = made->find_operation("put_animals");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind(), error_kind::usage);
  EXPECT_EQ(unknown.error().code(), "UnknownOperation");
  EXPECT_THAT(unknown.error().message(), HasSubstr("did you mean PutAnimal?"));
}

TEST(CompileService, LinksAnOperation) {
  const auto made = compile(zoo);
  const auto& put = *made->find_operation("put_animal").value();
  EXPECT_EQ(put.owner, made.get());
  EXPECT_EQ(put.http_method, "PUT");
  EXPECT_EQ(put.request_uri, "/animals/{Name}");
  EXPECT_EQ(put.response_code, 201);
  EXPECT_EQ(put.input_wrapper, "PutAnimalRequest");
  EXPECT_EQ(put.input_namespace, "http://zoo/");
  EXPECT_EQ(put.result_wrapper, "PutAnimalResult");
  EXPECT_EQ(put.host_prefix, "api.");
  EXPECT_EQ(put.auth_type, "none");
  EXPECT_THAT(put.auth, ElementsAre("smithy.api#noAuth"));
  EXPECT_TRUE(put.unsigned_payload && put.checksum_required && put.deprecated);
  EXPECT_EQ(put.http_checksum.algorithm_member, "Name");
  EXPECT_TRUE(put.http_checksum.offered() && !put.http_checksum.required);
  EXPECT_EQ(put.traits, "");
  ASSERT_EQ(put.errors.size(), 1u);
  EXPECT_EQ(put.errors[0]->error_code, "Zoo.NoSuchAnimal");
  EXPECT_EQ(put.errors[0]->error_status, 404);
  EXPECT_TRUE(put.errors[0]->exception);
  ASSERT_TRUE(put.input_stream);
  EXPECT_EQ(put.input_stream->name, "Body");
  EXPECT_TRUE(put.input_stream->target->requires_length);
  EXPECT_FALSE(put.output_stream);
  EXPECT_FALSE(put.input_event_stream);
  EXPECT_TRUE(put.output_event_stream);

  const auto& list = *made->find_operation("list_web_acls").value();
  EXPECT_FALSE(list.input || list.output);
  EXPECT_EQ(list.http_method, "POST");
  EXPECT_EQ(list.request_uri, "/");
  ASSERT_TRUE(list.pages);
  EXPECT_THAT(list.pages->input_tokens, ElementsAre("Marker", "Kind"));
  EXPECT_THAT(list.pages->output_tokens, ElementsAre("Next", "Last[-1].Kind"));
  EXPECT_THAT(list.pages->result_keys, ElementsAre("Page.Animals", "Count"));
  EXPECT_THAT(list.pages->non_aggregate_keys, ElementsAre("Owner"));
  EXPECT_EQ(list.pages->limit_key, "Limit");
  EXPECT_EQ(list.pages->more_results, "More");
  EXPECT_FALSE(list.pages->heuristic);
  EXPECT_FALSE(put.pages);
}

TEST(CompileService, GivesS3sExpiresAsATextToo) {
  constexpr std::string_view text = R"({
    "metadata": {"protocol": "rest-xml", "serviceId": "S3", "endpointPrefix": "s3", "apiVersion": "2006-03-01"},
    "operations": {"HeadObject": {"name": "HeadObject", "http": {"method": "HEAD", "requestUri": "/"},
      "input": {"shape": "In"}, "output": {"shape": "Out"}}},
    "shapes": {"Time": {"type": "timestamp"},
      "In": {"type": "structure", "members": {"Expires": {"shape": "Time", "location": "header", "locationName": "Expires"}}},
      "Out": {"type": "structure", "members": {"Expires": {"shape": "Time", "location": "header", "locationName": "Expires"}}}}})";
  for (const auto* name : {"s3", "thing"}) {
    const auto made = compile_service({name, text, {}, {}, {}}).value();
    const auto& head = *made->find_operation("HeadObject").value();
    EXPECT_FALSE(head.input->find("ExpiresString"));
    const auto* added = head.output->find("ExpiresString");
    ASSERT_EQ(added != nullptr, name == std::string_view{"s3"});
    if (added == nullptr) continue;
    EXPECT_EQ(added->where, location::header);
    EXPECT_EQ(added->wire, "Expires");
    EXPECT_EQ(added->target->type, shape_type::string);
  }
}

TEST(CompileService, LinksMembersWithTheirTraits) {
  const auto made = compile(zoo);
  const auto& input = *made->find_operation("PutAnimal").value()->input;
  ASSERT_EQ(input.members.size(), 4u);
  const auto& name = *input.find("Name");
  EXPECT_EQ(name.index, 0);
  EXPECT_EQ(name.wire, "name");
  EXPECT_TRUE(name.has_location_name && name.required && name.host_label);
  EXPECT_EQ(name.where, location::uri);
  EXPECT_EQ(name.context_param, "Bucket");
  EXPECT_EQ(input.find_wire("name"), &name) << "in an answer it would be in the body";
  const auto& token = *input.find("Token");
  EXPECT_TRUE(token.idempotency_token);
  EXPECT_FALSE(token.required || token.has_location_name);
  EXPECT_EQ(token.traits, R"({"deprecatedMessage":"old"})");
  const auto& tags = *input.find_wire("tag");
  EXPECT_EQ(tags.name, "Tags");
  EXPECT_EQ(tags.query_name, "Tag");
  EXPECT_TRUE(tags.flattened && tags.target->flattened && tags.target->has_min);
  EXPECT_EQ(tags.target->element->wire, "item");
  EXPECT_EQ(input.payload, input.find("Body"));
  EXPECT_FALSE(input.find("name"));

  const auto& output = *made->find_operation("PutAnimal").value()->output;
  EXPECT_EQ(output.find("Seen")->time_format, timestamp_format::http_date);
  EXPECT_EQ(output.find("Born")->time_format, timestamp_format::epoch_seconds);
  const auto& parent = *output.find("Parent");
  EXPECT_EQ(parent.wire, "Parent") << "a structure's own locationName is its name as a root element";
  EXPECT_EQ(parent.xml_namespace, "http://xsi");
  EXPECT_EQ(parent.xml_prefix, "xsi");
  EXPECT_EQ(output.find_wire("Parent"), &parent);

  const auto& animal = *parent.target;
  EXPECT_EQ(animal.xml_name, "Beast");
  EXPECT_EQ(animal.find("Any")->target->type, shape_type::document);
  EXPECT_TRUE(animal.find("Type")->xml_attribute);
  const auto& children = *animal.find("Children");
  EXPECT_TRUE(children.flattened && children.target->sparse);
  EXPECT_EQ(children.target->key->wire, "k");
  EXPECT_EQ(children.target->element->target, &animal) << "shapes may contain themselves";
  const auto& kind = *animal.find("Kind");
  EXPECT_TRUE(kind.sensitive && kind.target->is_enum);
  EXPECT_EQ(kind.target->min, 2);
  EXPECT_THAT(kind.target->enum_values, ElementsAre("a", "b"));
  EXPECT_TRUE(kind.target->has_max);
  EXPECT_EQ(kind.target->max, 9);
  EXPECT_EQ(kind.target->traits, "");
}

TEST(CompileService, FindsWaitersBySpelling) {
  const auto made = compile(zoo);
  EXPECT_THAT(made->waiter_names(), ElementsAre("AnimalExists"));
  const auto& waiter = *made->find_waiter("animal_exists").value();
  EXPECT_EQ(made->find_waiter("animal-exists").value(), &waiter);
  EXPECT_EQ(waiter.name, "AnimalExists");
  EXPECT_EQ(waiter.asks, made->find_operation("ListWebACLs").value());
  EXPECT_EQ(waiter.delay, std::chrono::seconds{5});
  EXPECT_EQ(waiter.max_attempts, 3);
  ASSERT_EQ(waiter.acceptors.size(), 4u);
  EXPECT_EQ(waiter.acceptors[0].matcher, matcher_type::path);
  EXPECT_EQ(waiter.acceptors[0].state, waiter_state::success);
  EXPECT_EQ(waiter.acceptors[0].argument, "Animals[0].Kind");
  EXPECT_EQ(std::get<std::string_view>(waiter.acceptors[0].expected), "a");
  EXPECT_EQ(waiter.acceptors[1].matcher, matcher_type::path_any);
  EXPECT_EQ(std::get<bool>(waiter.acceptors[1].expected), false);
  EXPECT_EQ(std::get<std::int64_t>(waiter.acceptors[2].expected), 404);
  EXPECT_EQ(std::get<bool>(waiter.acceptors[3].expected), true);

  const auto unknown = made->find_waiter("animal_exist");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code(), "UnknownWaiter");
  EXPECT_THAT(unknown.error().message(), HasSubstr("did you mean AnimalExists?"));
}

TEST(CompileService, GuessesPaginatorsFromMembersThatPairUp) {
  constexpr std::string_view text =
      R"({"metadata": {"apiVersion": "1", "endpointPrefix": "g", "protocol": "json", "serviceId": "G", "signatureVersion": "v4"},
    "operations": {
      "ListOnes": {"name": "ListOnes", "http": {}, "input": {"shape": "In"}, "output": {"shape": "Out"}},
      "Turn": {"name": "Turn", "http": {}, "input": {"shape": "In"}, "output": {"shape": "In"}},
      "Stated": {"name": "Stated", "http": {}, "input": {"shape": "In"}, "output": {"shape": "Out"}}},
    "shapes": {"In": {"type": "structure", "members": {"PageToken": {"shape": "T"}, "MaxResults": {"shape": "N"}}},
      "Out": {"type": "structure", "members": {"Ones": {"shape": "L"}, "NextPageToken": {"shape": "T"}, "Name": {"shape": "T"}}},
      "L": {"type": "list", "member": {"shape": "T"}}, "T": {"type": "string"}, "N": {"type": "integer"}}})";
  const auto made =
      compile_service(
          {.name = "g",
           .service2 = text,
           .paginators = R"({"pagination": {"Stated": {"input_token": "PageToken", "output_token": "Name"}}})",
           .waiters = {},
           .endpoint_rules = {}})
          .value();
  const auto& guessed = made->find_operation("list_ones").value()->pages;
  ASSERT_TRUE(guessed);
  EXPECT_TRUE(guessed->heuristic);
  EXPECT_THAT(guessed->input_tokens, ElementsAre("PageToken"));
  EXPECT_THAT(guessed->output_tokens, ElementsAre("NextPageToken"));
  EXPECT_THAT(guessed->result_keys, ElementsAre("Ones"));
  EXPECT_EQ(guessed->limit_key, "MaxResults");
  EXPECT_FALSE(made->find_operation("turn").value()->pages) << "PageToken both ways is no pair";
  EXPECT_FALSE(made->find_operation("stated").value()->pages->heuristic);
}

TEST(CompileService, RefusesPaginatorsAndWaitersThatCannotWork) {
  const auto refused = [](std::string_view paginators, std::string_view waiters) {
    const auto made = compile_service(
        {.name = "zoo", .service2 = zoo, .paginators = paginators, .waiters = waiters, .endpoint_rules = {}});
    return made ? std::string{} : std::string{made.error().message()};
  };
  EXPECT_THAT(refused(R"({"pagination": {"ListWebACLs": {"input_token": ["A", "B"], "output_token": "A"}}})", ""),
              HasSubstr("as many tokens of the input as of the output"));
  EXPECT_THAT(
      refused("", R"({"waiters": {"Up": {"operation": "Nothing", "delay": 1, "maxAttempts": 1, "acceptors": []}}})"),
      HasSubstr("waiter 'Up': names no operation"));
  EXPECT_THAT(
      refused("", R"({"waiters": {"Up": {"operation": "PutAnimal", "delay": -1, "maxAttempts": 1, "acceptors": []}}})"),
      HasSubstr("'delay' must be a whole number"));
  EXPECT_THAT(refused("", R"({"waiters": {"Up": {"operation": "PutAnimal", "delay": 1, "maxAttempts": 1,
                "acceptors": [{"matcher": "mood", "state": "success", "expected": "good"}]}}})"),
              HasSubstr("unknown matcher 'mood'"));
}

TEST(CompileService, FindsErrorsOfTheWholeService) {
  const auto made = compile(zoo);
  const auto& list = *made->find_operation("ListWebACLs").value();
  const auto* by_code = made->find_error(list, "Zoo.NoSuchAnimal");
  ASSERT_TRUE(by_code);
  EXPECT_EQ(by_code, made->find_error(list, "NoSuchAnimal"));
  EXPECT_EQ(made->find_error(list, "Unlisted")->error_code, "Unlisted");
  EXPECT_FALSE(made->find_error(list, "Other"));
}

TEST(CompileService, RefusesBadModels) {
  const auto message = [](std::string_view text) {
    service_texts texts;
    texts.name = "bad";
    texts.service2 = text;
    const auto made = compile_service(texts);
    EXPECT_FALSE(made) << text;
    if (made) return std::string{};
    EXPECT_EQ(made.error().kind(), error_kind::config);
    EXPECT_EQ(made.error().code(), "InvalidModel");
    return made.error().message();
  };
  EXPECT_THAT(message(R"({"metadata")"), HasSubstr("no valid JSON at byte"));
  EXPECT_THAT(message("[]"), HasSubstr("must be an object"));
  EXPECT_THAT(message(""), HasSubstr("must be an object"));
  EXPECT_THAT(message("{} x"), HasSubstr("more text after"));
  EXPECT_THAT(message("{}"), HasSubstr("metadata.protocol is missing"));
  EXPECT_THAT(message(R"({"shapes": {"A": {"type": "structure", "members": {"M": {"shape": "B"}}}}})"),
              HasSubstr("shape 'A', member 'M': refers to shape 'B', which there is not"));
  EXPECT_THAT(message(R"({"shapes": {"A": {"type": "tree"}}})"), HasSubstr("unknown type 'tree'"));
  EXPECT_THAT(message(R"({"shapes": {"A": {"type": "list"}}})"), HasSubstr("has no shape"));
  EXPECT_THAT(message(R"({"shapes": {"A": {"type": 3}}})"), HasSubstr("'type' must be a text"));
  EXPECT_THAT(message(R"({"shapes": {"A": {"type": "structure", "payload": "P"}}})"),
              HasSubstr("the payload 'P' is no member"));
  EXPECT_THAT(message(R"({"shapes": {"A": {"type": "string"}}, "operations": {"Op": {"input": {"shape": "A"}}}})"),
              HasSubstr("operation 'Op': input and output must be structures"));
}

}  // namespace
}  // namespace aloft::model
