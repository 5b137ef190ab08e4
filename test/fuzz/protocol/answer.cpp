// Answers from anywhere, read by one protocol: a document or an error of kind service or protocol, the same however the
// body is cut. Input: a byte that chooses the status, a line that stands in the headers, then the body.

#include "document/document.hpp"
#include "model/service.hpp"
#include "protocol/protocol.hpp"
#include "serde/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace aloft;

constexpr std::string_view model_text = R"({"version":"2.0","metadata":{"apiVersion":"1","endpointPrefix":"f",
  "serviceId":"F","signatureVersion":"v4","targetPrefix":"F","jsonVersion":"1.0","protocol":")" FUZZED_PROTOCOL R"("},
  "operations":{
    "Get":{"name":"Get","http":{"method":"GET","requestUri":"/"},"output":{"shape":"Out","resultWrapper":"GetResult"},
      "errors":[{"shape":"Gone"}]},
    "Raw":{"name":"Raw","http":{"method":"GET","requestUri":"/r"},"output":{"shape":"RawOut"},"errors":[{"shape":"Gone"}]},
    "Part":{"name":"Part","http":{"method":"GET","requestUri":"/p"},"output":{"shape":"PartOut"}},
    "None":{"name":"None","http":{"method":"GET","requestUri":"/n"}}},
  "shapes":{
    "Out":{"type":"structure","members":{
      "s":{"shape":"S"},"i":{"shape":"I"},"l":{"shape":"L"},"d":{"shape":"D"},"t":{"shape":"T"},"b":{"shape":"B"},
      "y":{"shape":"Y"},"list":{"shape":"List"},"flat":{"shape":"Flat"},"map":{"shape":"Map"},"u":{"shape":"U"},
      "any":{"shape":"Any"},"self":{"shape":"Out"},"attr":{"shape":"S","xmlAttribute":true,"locationName":"x:a"},
      "h":{"shape":"S","location":"header","locationName":"X-H"},"hl":{"shape":"Strings","location":"header","locationName":"X-H"},
      "ht":{"shape":"T","location":"header","locationName":"X-H"},"hd":{"shape":"Times","location":"header","locationName":"X-H"},
      "hj":{"shape":"S","location":"header","locationName":"X-H","jsonvalue":true},
      "hm":{"shape":"Strs","location":"headers","locationName":"x-"},"code":{"shape":"I","location":"statusCode"}}},
    "RawOut":{"type":"structure","payload":"y","members":{"y":{"shape":"Y"}}},
    "PartOut":{"type":"structure","payload":"p","members":{"p":{"shape":"Out"}}},
    "Gone":{"type":"structure","exception":true,"members":{"Message":{"shape":"S"},"in":{"shape":"Out"}}},
    "List":{"type":"list","member":{"shape":"Out"}},"Flat":{"type":"list","flattened":true,"member":{"shape":"S"}},
    "Strings":{"type":"list","member":{"shape":"S"}},"Times":{"type":"list","member":{"shape":"T"}},
    "Map":{"type":"map","key":{"shape":"S"},"value":{"shape":"Out"}},
    "Strs":{"type":"map","key":{"shape":"S"},"value":{"shape":"S"}},
    "U":{"type":"structure","union":true,"members":{"s":{"shape":"S"},"i":{"shape":"I"}}},
    "Any":{"type":"structure","document":true,"members":{}},
    "S":{"type":"string"},"I":{"type":"integer"},"L":{"type":"long"},"D":{"type":"double"},"T":{"type":"timestamp"},
    "B":{"type":"boolean"},"Y":{"type":"blob"}}})";

std::string read(const protocol::protocol& protocol, const model::operation& operation, int status,
                 const header_list& headers, std::string_view body, std::size_t piece) {
  const auto reader = protocol.read(operation, status, headers, {});
  for (std::size_t at = 0; at < body.size(); at += piece)
    if (const auto fine = reader->write(body.substr(at, piece)); !fine) return "failed";
  const auto made = reader->finish();
  if (made) {
    auto text = to_json_text(made->root());
    if (!serde::valid_utf8(text)) std::abort();
    return text;
  }
  const auto kind = made.error().kind();
  if (!serde::valid_utf8(made.error().what())) std::abort();
  if (kind != error_kind::service && kind != error_kind::protocol) std::abort();
  return kind == error_kind::service ? made.error().what() : "failed";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto service = *model::compile_service({"f", model_text, {}, {}, {}});
  static const auto* protocol = *protocol::select(*service);
  constexpr std::array operations{"Get", "Raw", "Part", "None"};
  constexpr std::array statuses{200, 404, 503, 206};
  if (size < 2) return 0;
  const std::string_view input{reinterpret_cast<const char*>(data), size};
  const unsigned choice = data[0];
  const auto line_end = std::min(input.find('\n', 1), input.size());
  const auto line = input.substr(1, line_end - 1);
  const auto body = input.substr(std::min(line_end + 1, input.size()));
  header_list headers;
  headers.add("X-H", line);
  if (choice & 16) headers.add("x-amzn-errortype", line);
  if (choice & 32) headers.add("x-amzn-query-error", line);
  const auto& operation = **service->find_operation(operations[choice % 4]);
  const int status = statuses[choice / 4 % 4];
  const auto whole = read(*protocol, operation, status, headers, body, std::max<std::size_t>(body.size(), 1));
  const auto pieces = read(*protocol, operation, status, headers, body, 1 + choice / 64);
  if (whole != pieces) std::abort();
  return 0;
}
