"""What botocore makes of the messages of event streams. Events are written as the response lines are: with botocore's
serializers, turned round."""

import base64
import struct
import zlib

from botocore import parsers, serialize
from botocore.eventstream import EventStreamBuffer

from response_lines import json_of, xml_of
from values import native, printable

# The services that have such streams, for those who do not want to look through all.
SERVICES = ("bedrock-agent-runtime,bedrock-agentcore,bedrock-runtime,connecthealth,devops-agent,healthlake,iotsitewise,"
            "kinesis,lambda,lexv2-runtime,logs,polly,qbusiness,s3,sagemaker-runtime")


def streams_of(operation):
    """Each stream of an operation: the side that it is of, and its union."""
    for side, shape in (("input", operation.input_shape), ("output", operation.output_shape)):
        for member in shape.members.values() if shape else ():
            if member.serialization.get("eventstream"):
                yield side, member


def header_of(member, value):
    kind = member.type_name
    if kind == "boolean":
        return bytes([0 if value else 1])
    if kind == "integer":
        return b"\x04" + struct.pack(">i", value)
    if kind == "long":
        return b"\x05" + struct.pack(">q", value)
    if kind == "blob":
        return b"\x06" + struct.pack(">H", len(value)) + value
    raw = str(value).encode()
    return b"\x07" + struct.pack(">H", len(raw)) + raw


def frame_of(headers, payload):
    encoded = b"".join(bytes([len(name)]) + name.encode() + value for name, value in headers)
    start = struct.pack(">II", 16 + len(encoded) + len(payload), len(encoded))
    start += struct.pack(">I", zlib.crc32(start))
    whole = start + encoded + payload
    return whole + struct.pack(">I", zlib.crc32(whole))


def body_of(shape, params, protocol):
    if protocol == "rest-xml":
        return xml_of(shape, params, shape.name).encode()
    return json_of(shape, params, serialize.JSONSerializer()).encode()


def event_line(service, operation, side, union, name, params, protocol):
    shape = union.members[name]
    given = native(shape, params)
    failed = bool(shape.metadata.get("exception"))
    kind = "exception" if failed else "event"
    headers = [(":message-type", header_of(union, kind)), (f":{kind}-type", header_of(union, name))]
    payload, rest = b"", {}
    for member_name, value in given.items():
        member = shape.members[member_name]
        if member.serialization.get("eventheader"):
            headers.append((member_name, header_of(member, value)))
        elif not member.serialization.get("eventpayload"):
            rest[member_name] = value
        elif member.type_name == "blob":
            payload = value
        elif member.type_name == "string":
            payload = value.encode()
        else:
            payload = body_of(member, value, protocol)
    if not any(member.serialization.get("eventpayload") for member in shape.members.values()):
        payload = body_of(shape, rest, protocol)
    frame = frame_of(headers, payload)
    buffer = EventStreamBuffer()
    buffer.add_data(frame)
    [message] = list(buffer)
    parser = parsers.create_parser(protocol)._event_stream_parser
    parsed = parser.parse(message.to_response_dict(), union)
    return {"service": service, "operation": operation.name, "protocol": protocol, "side": side, "event": name,
            "frame": base64.b64encode(frame).decode(), "parsed": printable(parsed)}
