#pragma once
// restJson1 and restXml: HTTP bindings around a JSON or XML body.

#include "protocol/protocol_base.hpp"

namespace aloft::protocol {

class rest_protocol : public protocol_base {
 public:
  explicit rest_protocol(const body_format& format) : format_{format} {}

 protected:
  /// Whether structures without any member set are still written ("{}").
  virtual bool writes_empty_bodies() const noexcept = 0;

  result<void> write_request(const model::operation& operation, const serde::edited_input& input,
                             const serde::push_options& how, http_request& request) const override;
  std::unique_ptr<response_reader> read_output(const model::operation& operation, int status,
                                               const header_list& headers, const limits& limits,
                                               shape_sink* output) const override;

 private:
  void name_content(http_request& request, std::string_view media_type) const;

  const body_format& format_;
};

}  // namespace aloft::protocol
