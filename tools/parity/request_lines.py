"""What botocore sends for a parameter set."""

import base64
from urllib.parse import unquote, urlencode

from botocore import serialize
from botocore.utils import percent_encode_sequence

from values import native

# Stands for the random token of a client.
TOKEN = "5f3a21c8-93b7-4f0d-8a64-1c0e7d2b9f55"


def pairs(query):
    return [[unquote(part) for part in (field.split("=", 1) + [""])[:2]] for field in query.split("&") if field]


def request_line(service, operation, params, protocol, choice):
    """One line of the file. Absent idempotency tokens stay away in some, botocore's clients fill them in."""
    given = native(operation.input_shape, params) if operation.input_shape else {}
    if choice.random() < 0.7:
        for name in operation.idempotent_members:
            given.setdefault(name, TOKEN)
    serializer = serialize.create_serializer(protocol)
    made = serializer.serialize_to_request(given, operation)

    path, _, query = made["url_path"].partition("?")
    fields = pairs(query) + pairs(percent_encode_sequence(made["query_string"]) if made["query_string"] else "")
    body = made["body"]
    if isinstance(body, dict):
        body = urlencode([(k.encode(), str(v).encode()) for k, v in body.items()])
    if isinstance(body, str):
        body = body.encode()
    return {
        "service": service,
        "operation": operation.name,
        "protocol": protocol,
        "params": params,
        "request": {
            "method": made["method"],
            "host_prefix": made.get("host_prefix", ""),
            "path": path,
            "query": fields,
            "headers": {name: str(value) for name, value in made["headers"].items()},
            "body": base64.b64encode(body).decode(),
        },
    }
