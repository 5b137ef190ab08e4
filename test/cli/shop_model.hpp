#pragma once
// A service of the tests' own with every kind of parameter.

#include "model/service.hpp"

#include <memory>
#include <string_view>

namespace aloft::test {

inline constexpr std::string_view shop_model = R"({
  "metadata": {"apiVersion": "2026-01-01", "endpointPrefix": "shop", "protocol": "json", "jsonVersion": "1.1",
               "serviceId": "Shop", "serviceFullName": "A Shop", "signatureVersion": "v4", "targetPrefix": "Shop"},
  "operations": {
    "PlaceOrder": {"name": "PlaceOrder", "http": {"method": "POST", "requestUri": "/"},
                   "input": {"shape": "PlaceOrderRequest"}, "output": {"shape": "PlaceOrderResult"}},
    "ListOrders": {"name": "ListOrders", "http": {"method": "POST", "requestUri": "/"},
                   "input": {"shape": "ListOrdersRequest"}, "output": {"shape": "ListOrdersResult"}},
    "GetPlace": {"name": "GetPlace", "http": {"method": "POST", "requestUri": "/"}, "output": {"shape": "Place"}},
    "Ping": {"name": "Ping", "http": {"method": "POST", "requestUri": "/"}}
  },
  "shapes": {
    "PlaceOrderRequest": {"type": "structure", "required": ["Customer"], "members": {
      "Customer": {"shape": "Text"}, "Count": {"shape": "Count"}, "Total": {"shape": "Total"},
      "Weight": {"shape": "Weight"}, "DryRun": {"shape": "Flag"}, "When": {"shape": "Time"},
      "Photo": {"shape": "Photo"}, "Names": {"shape": "Texts"}, "Sizes": {"shape": "Counts"},
      "Filters": {"shape": "Filters"}, "Labels": {"shape": "Labels"}, "Address": {"shape": "Address"},
      "Shelves": {"shape": "Shelves"}, "Extra": {"shape": "Extra"}, "Color": {"shape": "Color"}, "Size": {"shape": "Size"}, "VPCIds": {"shape": "Texts"},
      "Token": {"shape": "Text", "idempotencyToken": true}}},
    "PlaceOrderResult": {"type": "structure", "members": {"OrderId": {"shape": "Text"}, "Lines": {"shape": "Filters"}}},
    "ListOrdersRequest": {"type": "structure", "members": {"NextToken": {"shape": "Text"}, "MaxResults": {"shape": "Count"}}},
    "ListOrdersResult": {"type": "structure", "members": {
      "Orders": {"shape": "Orders"}, "NextToken": {"shape": "Text"}, "Total": {"shape": "Count"}}},
    "Place": {"type": "structure", "members": {"Region": {"shape": "Text"}}},
    "Orders": {"type": "list", "member": {"shape": "Order"}},
    "Order": {"type": "structure", "members": {
      "OrderId": {"shape": "Text"}, "State": {"shape": "State"}, "Count": {"shape": "Count"}, "Names": {"shape": "Texts"},
      "Tags": {"shape": "Tags"}, "Lines": {"shape": "Filters"}, "Placed": {"shape": "Time"}, "Paid": {"shape": "Flag"}}},
    "State": {"type": "structure", "members": {"Name": {"shape": "Text"}, "Code": {"shape": "Count"}}},
    "Tags": {"type": "list", "member": {"shape": "Tag"}},
    "Tag": {"type": "structure", "members": {"Key": {"shape": "Text"}, "Value": {"shape": "Text"}}},
    "Color": {"type": "string", "enum": ["red", "green"]}, "Size": {"type": "integer", "min": 1, "max": 40},
    "Text": {"type": "string"}, "Count": {"type": "integer"}, "Total": {"type": "long"}, "Weight": {"type": "double"},
    "Flag": {"type": "boolean"}, "Time": {"type": "timestamp"}, "Photo": {"type": "blob"},
    "Texts": {"type": "list", "member": {"shape": "Text"}}, "Counts": {"type": "list", "member": {"shape": "Count"}},
    "Filters": {"type": "list", "member": {"shape": "Filter"}},
    "Filter": {"type": "structure", "members": {"Name": {"shape": "Text"}, "Values": {"shape": "Texts"}, "Exact": {"shape": "Flag"}}},
    "Labels": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
    "Address": {"type": "structure", "members": {
      "Street": {"shape": "Text"}, "Number": {"shape": "Count"}, "Lines": {"shape": "Texts"}, "Inner": {"shape": "Address"},
      "Labels": {"shape": "Labels"}, "Photo": {"shape": "Photo"}, "Filters": {"shape": "Filters"}}},
    "Shelves": {"type": "list", "member": {"shape": "Shelf"}},
    "Shelf": {"type": "structure", "members": {"ShelfId": {"shape": "Text"}}},
    "Extra": {"type": "structure", "members": {}, "document": true}
  }
})";

inline constexpr std::string_view shop_paginators = R"({"pagination": {
  "ListOrders": {"input_token": "NextToken", "output_token": "NextToken", "limit_key": "MaxResults", "result_key": "Orders",
               "non_aggregate_keys": ["Total"]}}})";

inline std::shared_ptr<const model::service> shop() {
  return model::compile_service({.name = "shop",
                                 .service2 = shop_model,
                                 .paginators = shop_paginators,
                                 .waiters = {},
                                 .endpoint_rules = {}})
      .value();
}

}  // namespace aloft::test
