#pragma once
// Operations with paginators and waiters made of a few words, and outputs made of JSON.

#include "document/document.hpp"
#include "model/service.hpp"
#include "serde/document_builder.hpp"
#include "serde/walk.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gmock/gmock.h>

#include <memory>
#include <string>
#include <string_view>

namespace aloft::paging::testing {

namespace json = boost::json;

// Outputs may have any of these members; tokens may be texts, numbers and maps.
inline constexpr std::string_view list_model = R"({
  "metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "l", "protocol": "json", "serviceId": "Lists", "signatureVersion": "v4"},
  "operations": {"List": {"name": "List", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}, "output": {"shape": "Out"}},
                 "Get": {"name": "Get", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "In"}, "output": {"shape": "Out"}}},
  "shapes": {
    "In": {"type": "structure", "members": {"From": {"shape": "Text"}, "FromType": {"shape": "Text"}, "Limit": {"shape": "Number"}, "Most": {"shape": "Text"}}},
    "Out": {"type": "structure", "members": {"Rows": {"shape": "Texts"}, "Others": {"shape": "Texts"}, "Page": {"shape": "Page"}, "Log": {"shape": "Text"},
      "Count": {"shape": "Number"}, "Owner": {"shape": "Text"}, "Entries": {"shape": "Map"}, "Key": {"shape": "Keys"}, "Next": {"shape": "Text"},
      "NextType": {"shape": "Text"}, "NextNumber": {"shape": "Number"}, "More": {"shape": "Flag"}, "States": {"shape": "Texts"}, "Ready": {"shape": "Flag"}}},
    "Page": {"type": "structure", "members": {"Rows": {"shape": "Texts"}, "Marker": {"shape": "Text"}, "Name": {"shape": "Text"}}},
    "Texts": {"type": "list", "member": {"shape": "Text"}}, "Map": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
    "Keys": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Key"}},
    "Key": {"type": "structure", "members": {"S": {"shape": "Text"}, "B": {"shape": "Blob"}}},
    "Blob": {"type": "blob"}, "Text": {"type": "string"}, "Number": {"type": "integer"}, "Flag": {"type": "boolean"}}})";

inline std::shared_ptr<const model::service> make_service(std::string_view paginator, std::string_view waiters = {}) {
  const auto paginators = R"({"pagination": {"List": )" + std::string{paginator} + "}}";
  return model::compile_service({.name = "lists",
                                 .service2 = list_model,
                                 .paginators = paginator.empty() ? std::string_view{} : paginators,
                                 .waiters = waiters,
                                 .endpoint_rules = {}})
      .value();
}

inline document output_of(const model::operation& operation, std::string_view text) {
  serde::document_builder builder;
  EXPECT_TRUE(serde::walk(*operation.output, json::parse({text.data(), text.size()}), builder));
  return builder.finish().value();
}

}  // namespace aloft::paging::testing
