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


def cbor_text(text):
    raw = text.encode()
    return bytes([0x79]) + len(raw).to_bytes(2, "big") + raw


def map_content(body):
    """What is inside a CBOR map of known length."""
    more = {24: 1, 25: 2, 26: 4, 27: 8}.get(body[0] & 31, 0)
    return body[1 + more :]


def recased(name, choice):
    return choice.choice([name, name.lower(), name.upper(), name.title()])


def untidy(protocol, shape, body, choice):
    """The same answer as other servers might write it: members that the model does not know, nulls, white space,
    comments, a declaration, lengths that are not said ahead."""
    absent = [member.serialization.get("name", name) for name, member in shape.members.items() if not place(member)]
    if protocol in ("json", "rest-json"):
        fields = json.loads(body) if body else {}
        for name in absent:
            if name not in fields and choice.random() < 0.5:
                fields[name] = None
        fields["zzUnknown"] = {"list": [1, None, {"deep": "er"}], "text": "\U0001f642", "big": 2**70}
        return json.dumps(fields, indent=choice.choice([None, 2]), ensure_ascii=choice.random() < 0.5).encode()
    if protocol == "smithy-rpc-v2-cbor":
        unknown = cbor_text("zzUnknown") + b"\x9f\x01\xf6\xf5\xf9\x3c\x00\x7f\x61a\x61b\xff\xff"
        return b"\xbf" + unknown + map_content(body) + b"\xff"
    text = body.decode()
    if not text:
        return body
    first = text.index(">") + 1
    if text[first - 2] == "/":
        return body
    opened = text[: first - 1] + ' xmlns="https://example.amazonaws.com/doc/2020-01-01/" zz="1">'
    if "xmlns" in text[:first]:
        opened = text[:first]
    unknown = "\n  <!-- a comment --><zzUnknown><zz>1</zz><zz/></zzUnknown>\n  "
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + opened + unknown + text[first:] + "\n").encode()


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


def answer_line(service, operation, status, headers, body, parsed, protocol):
    return {
        "service": service,
        "operation": operation.name,
        "protocol": protocol,
        "response": {"status": status, "headers": headers, "body": base64.b64encode(body).decode()},
        "parsed": printable(parsed),
    }


def rest_writer(protocol):
    return serialize.RestJSONSerializer() if protocol == "rest-json" else serialize.RestXMLSerializer()


def response_line(service, operation, params, protocol, choice):
    shape = operation.output_shape
    given = native(shape, params)
    headers, status = {}, 200
    if protocol.startswith("rest-"):
        headers, status = header_members(operation, given, rest_writer(protocol))
    body = body_of(operation, given, protocol)
    body = body.encode() if isinstance(body, str) else bytes(body)
    payload = shape.serialization.get("payload")
    if not payload and choice.random() < 0.5:
        body = untidy(protocol, shape, body, choice)
        headers = {recased(name, choice): value for name, value in headers.items()}
    answer = {"status_code": status, "headers": HeadersDict(headers), "body": body, "context": {}}
    parsed = parsers.create_parser(protocol).parse(answer, shape)
    if payload in parsed and shape.members[payload].type_name == "blob":
        parsed[payload] = parsed[payload].encode()  # botocore gives text where the body happens to be some
    return answer_line(service, operation, status, headers, body, parsed, protocol)


def error_line(service, operation, shape, params, protocol, choice):
    """An answer with one of the operation's errors, its modelled members among the fields."""
    code, message = shape.error_code or shape.name, "something <was> wrong & \u00fcgly"
    status = shape.metadata.get("error", {}).get("httpStatusCode", 400)
    given = native(shape, {name: value for name, value in params.items() if name.lower() not in ("message", "code", "type")})
    headers = {"x-amzn-requestid": "id"}
    if protocol.startswith("rest-"):
        for name, value in given.items():
            key = shape.members[name].serialization.get("name", name)
            if place(shape.members[name]) == "header" and key.lower() != "x-amzn-errortype":
                headers[key] = rest_writer(protocol)._convert_header_value(shape.members[name], value)
    rest = in_body(shape, given)
    typed = choice.choice([shape.name, "com.amazonaws#" + shape.name])
    if protocol in ("json", "rest-json"):
        fields = json.loads(json_of(shape, rest, serialize.JSONSerializer()))
        fields[choice.choice(["message", "Message"])] = message
        if protocol == "json" or choice.random() < 0.3:
            fields["__type"] = typed
        if protocol == "rest-json":
            headers[recased("x-amzn-errortype", choice)] = code + choice.choice(["", ":http://internal.amazon.com/coral/"])
        if operation.service_model.is_query_compatible and choice.random() < 0.5:
            headers["x-amzn-query-error"] = "Custom.Code;Sender"
        body = json.dumps(fields).encode()
    elif protocol == "smithy-rpc-v2-cbor":
        body = serialize.RpcV2CBORSerializer()._serialize_body_params(rest, shape)
        texts = {"__type": typed, "message": message}
        body = b"\xbf" + b"".join(cbor_text(t) for pair in texts.items() for t in pair) + map_content(body) + b"\xff"
    else:
        inner = xml_of(shape, rest, "Error")[len("<Error>") : -len("</Error>")] if rest else ""
        stated = f"<Code>{escape(code)}</Code><Message>{escape(message)}</Message>"
        inner = f"<Error>{choice.choice(['<Type>Sender</Type>', ''])}{stated}{inner}</Error>"
        if protocol == "ec2":
            body = f"<Response><Errors>{inner}</Errors><RequestID>id</RequestID></Response>".encode()
        elif service == "s3":
            body = inner.replace("</Error>", "<RequestId>id</RequestId><HostId>h</HostId></Error>").encode()
        else:
            body = f"<ErrorResponse>{inner}<RequestId>id</RequestId></ErrorResponse>".encode()
    answer = {"status_code": status, "headers": HeadersDict(headers), "body": body, "context": {}}
    parsed = parsers.create_parser(protocol).parse(answer, None)
    parsed.update(parsers.create_parser(protocol).parse(answer, shape))
    return answer_line(service, operation, status, headers, body, parsed, protocol)


# Answers that no service writes: of proxies, of servers that are down.
STRAY = [
    (503, b"<html><body><b>Http/1.1 Service Unavailable</b></body></html>"),
    (500, b""),
    (502, b"  \n"),
]


def stray_lines(service, operation, protocol):
    for status, body in STRAY:
        answer = {"status_code": status, "headers": HeadersDict({}), "body": body, "context": {}}
        parsed = parsers.create_parser(protocol).parse(answer, None)
        yield answer_line(service, operation, status, {}, body, parsed, protocol)
