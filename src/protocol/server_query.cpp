// The server's half of awsQuery and ec2Query.

#include "protocol/query.hpp"
#include "protocol/server_steps.hpp"
#include "serde/document_builder.hpp"
#include "serde/query_reader.hpp"
#include "serde/walk.hpp"
#include "serde/xml_writer.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace aloft::protocol {
namespace {

namespace json = boost::json;

class query_server final : public server_protocol {
 public:
  query_server(std::string_view name, serde::query_dialect dialect) : name_{name}, dialect_{dialect} {}

  std::string_view name() const noexcept override { return name_; }

  result<server_call> parse(const model::service& service, const http_request& request) const override {
    const auto fields = serde::parse_form(request.body.empty() ? request.query : request.body);
    if (!fields) return refusal("MalformedQueryString", fields.error());
    const auto action =
        std::find_if(fields->begin(), fields->end(), [](auto& field) { return field.first == "Action"; });
    if (action == fields->end()) return refusal("MissingAction", "The request must contain the parameter Action");
    const model::operation* operation = exact_operation(service, action->second);
    if (!operation)
      return refusal("InvalidAction", "The action " + action->second + " is not valid for this web service.");
    server_call call{operation, {}};
    if (!operation->input) return call;
    serde::document_builder builder;
    if (const auto read = serde::read_query(dialect_, *fields, *operation->input, builder); !read)
      return refusal(read.error().code(), read.error());
    const auto input = builder.finish();
    if (!input) return refusal("MalformedQueryString", input.error());
    call.input = input_of(*input);
    return call;
  }

  result<http_response> render(const model::operation& operation, const json::value& output,
                               std::string_view request_id, std::string) const override {
    std::string members;
    const std::string root = std::string{operation.name} + "Response";
    const bool ec2 = dialect_ == serde::query_dialect::ec2;
    const std::string inner_root = ec2 ? root : result_wrapper(operation);
    if (operation.output) {
      serde::xml_writer_options form;
      form.root = inner_root;
      form.flattened_by_element = !ec2;
      serde::xml_writer writer{form};
      static const json::value nothing(json::object_kind);
      if (const auto fine = serde::walk(*operation.output, output.is_object() ? output : nothing, writer); !fine)
        return fine.error();
      members = writer.take();
    }
    auto response = start_response(200, request_id, "text/xml;charset=UTF-8");
    response.body = start_tag(root, *operation.owner);
    if (ec2) {
      response.body += xml_element("requestId", request_id);
      response.body += inner_xml(members);
    } else {
      response.body += members;
      response.body += "<ResponseMetadata>" + xml_element("RequestId", request_id) + "</ResponseMetadata>";
    }
    response.body += "</" + root + ">";
    return response;
  }

  http_response render_error(const model::service& service, const model::operation* operation,
                             const server_error& failure, std::string_view request_id) const override {
    const model::shape* shape = error_shape(service, operation, failure);
    const bool ec2 = dialect_ == serde::query_dialect::ec2;
    std::string inside;
    if (!ec2) inside += xml_element("Type", failure.sender_fault ? "Sender" : "Receiver");
    inside += xml_element("Code", failure.code) + xml_element("Message", failure.message);
    if (shape) inside += members_xml(*shape, failure);
    inside = "<Error>" + inside + "</Error>";
    auto response = start_response(error_status(shape, failure), request_id, "text/xml;charset=UTF-8");
    response.body =
        ec2 ? std::string{"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"} + "<Response><Errors>" + inside +
                  "</Errors>" + xml_element("RequestID", request_id) + "</Response>"
            : start_tag("ErrorResponse", service) + inside + xml_element("RequestId", request_id) + "</ErrorResponse>";
    return response;
  }

 private:
  static std::string start_tag(std::string_view root, const model::service& service) {
    std::string tag = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + std::string{root};
    if (const auto uri = service.metadata().xml_namespace; !uri.empty()) {
      tag += " xmlns=\"";
      serde::append_xml_attribute(tag, uri);
      tag += '"';
    }
    return tag += '>';
  }

  std::string_view name_;
  serde::query_dialect dialect_;
};

}  // namespace

const server_protocol& aws_query_server() {
  static const query_server made{"query", serde::query_dialect::aws};
  return made;
}

const server_protocol& ec2_query_server() {
  static const query_server made{"ec2", serde::query_dialect::ec2};
  return made;
}

}  // namespace aloft::protocol
