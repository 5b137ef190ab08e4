// Messages of event streams from anywhere: an event or an error of kind service or protocol; an event that was read is
// written, and read again as the same. Input: a byte that chooses the protocol and the kind of message, a line that
// names it, a line for a header, then the payload. Frames are made of that, so that the fuzzer need not find checksums.

#include "fuzz/expect.hpp"

#include "document/document.hpp"
#include "model/service.hpp"
#include "protocol/event_reader.hpp"
#include "protocol/event_writer.hpp"
#include "serde/event_frame.hpp"
#include "serde/utf8.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace aloft;

constexpr std::string_view model_text = R"({"version":"2.0","metadata":{"apiVersion":"1","endpointPrefix":"f",
  "serviceId":"F","signatureVersion":"v4","protocol":"rest-json"},
  "operations":{"Watch":{"name":"Watch","http":{"method":"POST","requestUri":"/"},"output":{"shape":"Out"}}},
  "shapes":{
    "Out":{"type":"structure","members":{"beside":{"shape":"S"},"events":{"shape":"Events"}}},
    "Events":{"type":"structure","eventstream":true,"members":{"heads":{"shape":"Heads"},"bytes":{"shape":"Bytes"},
      "text":{"shape":"Text"},"part":{"shape":"Part"},"all":{"shape":"All"},"gone":{"shape":"Gone"}}},
    "Heads":{"type":"structure","event":true,"members":{"s":{"shape":"S","eventheader":true},"t":{"shape":"T","eventheader":true},
      "y":{"shape":"Y","eventheader":true},"i":{"shape":"I","eventheader":true},"rest":{"shape":"S"}}},
    "Bytes":{"type":"structure","event":true,"members":{"y":{"shape":"Y","eventpayload":true}}},
    "Text":{"type":"structure","event":true,"members":{"s":{"shape":"S","eventpayload":true}}},
    "Part":{"type":"structure","event":true,"members":{"all":{"shape":"All","eventpayload":true}}},
    "All":{"type":"structure","event":true,"members":{"s":{"shape":"S"},"i":{"shape":"I"},"t":{"shape":"T"},"y":{"shape":"Y"},
      "list":{"shape":"List"},"map":{"shape":"Map"},"self":{"shape":"All"}}},
    "Gone":{"type":"structure","exception":true,"members":{"message":{"shape":"S"},"self":{"shape":"All"}}},
    "List":{"type":"list","member":{"shape":"S"}},"Map":{"type":"map","key":{"shape":"S"},"value":{"shape":"S"}},
    "S":{"type":"string"},"I":{"type":"integer"},"T":{"type":"timestamp"},"Y":{"type":"blob"}}})";

result<protocol::incoming_event> read(protocol::event_reader& reader, std::string_view bytes) {
  serde::event_decoder decoder;
  decoder.write(bytes);
  const auto frame = decoder.next();
  if (!frame) return frame.error();
  fuzz::expect(frame->has_value(), "a frame is whole");
  return reader.read(**frame);
}

std::string_view line(std::string_view& from) {
  const auto end = std::min(from.find('\n'), from.size());
  const auto taken = from.substr(0, std::min<std::size_t>(end, 200));
  from.remove_prefix(std::min(end + 1, from.size()));
  return taken;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto service = *model::compile_service({"f", model_text, {}, {}, {}});
  static const auto& operation = **service->find_operation("Watch");
  constexpr std::array<std::string_view, 4> protocols{"json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor"};
  constexpr std::array<std::string_view, 3> kinds{"event", "exception", "error"};
  if (size < 1) return 0;
  const protocol::event_form& form = *protocol::event_form_of(protocols[data[0] % 4]);
  const std::string_view kind = kinds[data[0] / 4 % 3];
  std::string_view rest{reinterpret_cast<const char*>(data) + 1, size - 1};
  const std::string_view type = line(rest);
  const std::string_view header = line(rest);
  const std::array<event_header, 4> headers{event_header{":message-type", kind}, event_header{":event-type", type},
                                            event_header{":exception-type", type}, event_header{"s", header}};
  std::string bytes;
  if (!serde::append_event(bytes, headers, rest)) return 0;

  protocol::event_reader reader{form, operation, *operation.output, {}};
  const auto seen = read(reader, bytes);
  if (!seen) {
    const auto kind_of_error = seen.error().kind();
    fuzz::expect(kind_of_error == error_kind::service || kind_of_error == error_kind::protocol,
                 "a failure is of the stream");
    fuzz::expect(serde::valid_utf8(seen.error().what()), "a failure is text");
    return 0;
  }
  const boost::json::value document = to_json(seen->content.root());
  if (seen->member == nullptr || seen->member->target->exception) return 0;  // exceptions are written as such
  std::string written;
  const protocol::event_writer writer{form, *operation.output};
  const auto done = writer.write(seen->member->name, document.at(seen->member->name), written, false);
  if (!done) return 0;  // longer than a frame may be
  const auto again = read(reader, written);
  fuzz::expect(again.has_value(), "what was written is read");
  const boost::json::value twice = to_json(again->content.root());
  // XML has no way to say that a text is empty, or to keep what it does not allow.
  if (&form.body != &protocol::xml())
    fuzz::expect(boost::json::serialize(document) == boost::json::serialize(twice), "an event survives");
  return 0;
}
