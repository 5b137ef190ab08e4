"""What botocore sends for a parameter set."""

import base64
from urllib.parse import unquote, urlencode

from botocore import serialize
from botocore.utils import percent_encode_sequence

from values import native

# Stands for an absent idempotency token, here and in the runner.
TOKEN = "00000000-0000-4000-8000-000000000000"


def pairs(query):
    return [[unquote(part) for part in (field.split("=", 1) + [""])[:2]] for field in query.split("&") if field]


def request_line(service, operation, params):
    """One line of the file, or None when botocore refuses the set."""
    given = native(operation.input_shape, params) if operation.input_shape else {}
    for name in operation.idempotent_members:
        given.setdefault(name, TOKEN)
    serializer = serialize.create_serializer(operation.service_model.resolved_protocol)
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
