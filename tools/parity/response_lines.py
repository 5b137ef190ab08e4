"""What botocore makes of an answer. Answers are written with botocore's serializers, turned round: an output is
serialized as if it were an input, and wrapped as the protocol's servers do."""

import base64
import json
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from botocore import parsers, serialize
from botocore.awsrequest import HeadersDict

from values import native, place, printable


def header_members(operation, params, serializer):
    """Headers of the members bound to them, and the status."""
    headers, status = {}, operation.http.get("responseCode", 200)
    for name, value in params.items():
        member = operation.output_shape.members[name]
        if place(member) == "header":
            headers[member.serialization.get("name", name)] = serializer._convert_header_value(member, value)
        elif place(member) == "headers":
            for key, item in value.items():
                headers[member.serialization.get("name", "") + key] = item
    return headers, status


class AnswerXml(serialize.RestXMLSerializer):
    """Flattened lists are called as botocore's parser looks for them: as their elements, where those have a name."""

    def _serialize_type_list(self, xmlnode, params, shape, name):
        if shape.serialization.get("flattened"):
            name = shape.member.serialization.get("name", name)
        super()._serialize_type_list(xmlnode, params, shape, name)


def xml_of(shape, params, root):
    serializer = AnswerXml()
    top = ElementTree.Element("")
    serializer._serialize(shape, params, top, root)
    return ElementTree.tostring(list(top)[0], encoding="unicode")


def json_of(shape, params, serializer):
    body = {}
    serializer._serialize(body, params, shape)
    return json.dumps(body)


def in_body(shape, params):
    return {name: value for name, value in params.items() if place(shape.members[name]) is None}


def body_of(operation, params, protocol):
    shape, name = operation.output_shape, operation.name
    if protocol == "ec2":
        inner = xml_of(shape, params, "R")
        inside = inner[3:-4] if not inner.endswith("/>") else ""
        return f"<{name}Response><requestId>id</requestId>{inside}</{name}Response>"
    if protocol == "query":
        wrapper = shape.serialization.get("resultWrapper")
        inner = xml_of(shape, params, wrapper or "R")
        if not wrapper:
            inner = inner[3:-4] if not inner.endswith("/>") else ""
        metadata = "<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata>"
        return f"<{name}Response>{inner}{metadata}</{name}Response>"
    if protocol == "json":
        return json_of(shape, params, serialize.JSONSerializer())
    if protocol == "smithy-rpc-v2-cbor":
        return serialize.RpcV2CBORSerializer()._serialize_body_params(params, shape)
    payload = shape.serialization.get("payload")
    if payload:
        if payload not in params:
            return ""
        member, value = shape.members[payload], params[payload]
        if member.type_name in ("blob", "string"):
            return value
        if protocol == "rest-xml":
            return xml_of(member, value, member.serialization.get("name", member.name))
        return json_of(member, value, serialize.JSONSerializer()) if not member.is_document_type else json.dumps(value)
    rest = in_body(shape, params)
    if protocol == "rest-xml":
        return xml_of(shape, rest, name + "Result")
    return json_of(shape, rest, serialize.JSONSerializer())


def response_line(service, operation, params):
    shape = operation.output_shape
    protocol = operation.service_model.resolved_protocol
    given = native(shape, params)
    headers, status = {}, 200
    if protocol.startswith("rest-"):
        writer = serialize.RestJSONSerializer() if protocol == "rest-json" else serialize.RestXMLSerializer()
        headers, status = header_members(operation, given, writer)
    body = body_of(operation, given, protocol)
    body = body.encode() if isinstance(body, str) else bytes(body)
    answer = {"status_code": status, "headers": HeadersDict(headers), "body": body, "context": {}}
    parsed = parsers.create_parser(protocol).parse(answer, shape)
    parsed.pop("ResponseMetadata", None)
    payload = shape.serialization.get("payload")
    if payload in parsed and shape.members[payload].type_name == "blob":
        parsed[payload] = parsed[payload].encode()  # botocore gives text where the body happens to be some
    return {
        "service": service,
        "operation": operation.name,
        "response": {"status": status, "headers": headers, "body": base64.b64encode(body).decode()},
        "parsed": printable(parsed),
    }


def error_line(service, operation, shape):
    """An answer with one of the operation's errors."""
    protocol = operation.service_model.resolved_protocol
    code, message = shape.error_code or shape.name, "something <was> wrong"
    status = shape.metadata.get("error", {}).get("httpStatusCode", 400)
    headers = {"x-amzn-requestid": "id"}
    if protocol in ("json", "rest-json"):
        body = json.dumps({"__type": "com.amazonaws#" + shape.name, "message": message}).encode()
        if protocol == "rest-json":
            headers["x-amzn-errortype"] = code
    elif protocol == "smithy-rpc-v2-cbor":
        texts = {"__type": "com.amazonaws#" + shape.name, "message": message}
        body = bytes([0xA0 + len(texts)])
        for text in (item for pair in texts.items() for item in pair):
            raw = text.encode()
            body += bytes([0x78, len(raw)]) + raw
    else:
        inner = f"<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message></Error>"
        body = (
            f"<Response><Errors>{inner}</Errors><RequestID>id</RequestID></Response>"
            if protocol == "ec2"
            else f"<ErrorResponse>{inner}<RequestId>id</RequestId></ErrorResponse>"
        ).encode()
    answer = {"status_code": status, "headers": HeadersDict(headers), "body": body, "context": {}}
    parsed = parsers.create_parser(protocol).parse(answer, None)
    return {
        "service": service,
        "operation": operation.name,
        "response": {"status": status, "headers": headers, "body": base64.b64encode(body).decode()},
        "parsed": {"Error": {key: parsed["Error"].get(key, "") for key in ("Code", "Message")}},
    }
