// Forms from anywhere: refused, or read into a document that can be written as a form and read again.

#include "any_shape.hpp"

#include "serde/query_reader.hpp"
#include "serde/walk.hpp"

#include <cstdint>

namespace {

std::string read(aloft::serde::query_dialect dialect, std::string_view form, std::string& written) {
  using namespace aloft;
  const auto fields = serde::parse_form(form);
  serde::document_builder builder;
  if (!fields || !serde::read_query(dialect, *fields, fuzz::any_shape(), builder)) return "!";
  const document built = builder.finish().value();
  serde::query_writer writer{dialect, "a", "v"};
  fuzz::expect(serde::walk(fuzz::any_shape(), built.root(), writer).has_value(), "what was read can be written");
  written = writer.take();
  return to_json_text(built.root());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  const std::string_view form{reinterpret_cast<const char*>(data), size};
  std::string written;
  for (const auto dialect : {serde::query_dialect::aws, serde::query_dialect::ec2}) {
    if (read(dialect, form, written) == "!") continue;
    // Empty structures are not written, so the first round may lose some; the second must lose nothing.
    std::string again;
    const std::string once = read(dialect, written, again);
    fuzz::expect(once != "!" && read(dialect, again, written) == once, "what was written can be read");
  }
  return 0;
}
