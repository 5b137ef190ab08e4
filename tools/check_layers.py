#!/usr/bin/env python3
"""Fails when a layer includes a layer that stands below it in the table of docs/architecture.md, or when one of the
pure layers includes Asio's I/O headers. The order here is the architecture; nothing else decides it."""

import pathlib
import re
import sys

LAYERS = ["core", "crypto", "auth", "model", "document", "jmespath", "paging", "serde", "protocol", "endpoint", "flow", "http",
          "runtime", "config", "client", "credentials", "services", "local", "cli"]
PURE_UNTIL = "endpoint"  # these layers do no I/O and know no event loop

# Public headers live in one folder; each belongs to the layer that implements it.
PUBLIC = {"error": "core", "errc": "core", "log": "core", "observer": "core", "clock": "core", "timestamp": "core", "credentials": "core",
          "http_message": "core", "http2": "core", "refused_answer": "core", "names": "core", "base64": "crypto", "object_checksum": "crypto", "regions": "endpoint", "duration": "core", "json_text": "document", "full_result": "paging", "endpoint_url": "runtime", "response_limits": "core", "endpoint_options": "core", "option_text": "core", "option_headers": "core", "dpop": "config", "shared_value": "core",
          "sigv4": "auth", "post_policy": "auth", "login_token": "auth", "value": "document", "model": "model", "shape_sink": "serde", "input": "serde", "params": "serde", "jmespath": "jmespath", "completion": "flow", "start_operation": "flow", "request_body": "http", "resolver": "http", "message_transport": "http", "testing": "http",
          "credentials_provider": "runtime", "response": "runtime", "response_body": "runtime", "event_header": "core",
          "event_stream": "runtime"}
PUBLIC_DEFAULT = "client"
PUBLIC_PREFIX = {"credential": "credentials", "local": "local", "ec2": "services", "lambda": "services", "sqs": "services", "sns": "services", "s3": "services", "kinesis": "services"}

INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)
IO_HEADER = re.compile(r"^boost/(asio|beast)(/|\.hpp)")


def layer_of_public(header: pathlib.PurePath) -> str:
    if header.parent.name == "config":
        return "config"
    stem = header.stem
    return PUBLIC.get(stem) or PUBLIC_PREFIX.get(stem.split("_")[0]) or PUBLIC_DEFAULT


def layer_of_include(name: str):
    parts = name.split("/")
    if parts[0] == "aloft" and len(parts) >= 2:
        return layer_of_public(pathlib.PurePath(name))
    return parts[0] if parts[0] in LAYERS and len(parts) > 1 else None


def check(root: pathlib.Path):
    rank = {name: number for number, name in enumerate(LAYERS)}
    files = [(path, path.relative_to(root / "src").parts[0]) for path in sorted((root / "src").rglob("*.[ch]pp"))]
    files += [(path, layer_of_public(path)) for path in sorted((root / "include").rglob("*.hpp"))]
    # The Python module is a user's program: it includes public headers and its own files.
    own = {path.name for path in (root / "python/src").glob("*.hpp")}
    for path in sorted((root / "python/src").glob("*.[ch]pp")):
        for included in INCLUDE.findall(path.read_text(encoding="utf-8")):
            if "/" in included and included.split("/")[0] in LAYERS or included.endswith(".hpp") and "/" not in included and included not in own:
                yield f"{path.relative_to(root)}: the Python module includes \"{included}\", which is neither public nor its own"
    for path, layer in files:
        if layer not in rank:
            yield f"{path.relative_to(root)}: folder '{layer}' is not a layer; known: {', '.join(LAYERS)}"
            continue
        for included in INCLUDE.findall(path.read_text(encoding="utf-8")):
            other = layer_of_include(included)
            if other is not None and rank[other] > rank[layer]:
                yield f"{path.relative_to(root)}: layer '{layer}' includes \"{included}\" of '{other}', which stands below it"
            if rank[layer] <= rank[PURE_UNTIL] and IO_HEADER.match(included):
                yield f"{path.relative_to(root)}: layer '{layer}' does no I/O but includes <{included}>"


def main() -> int:
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent)
    findings = list(check(root))
    for finding in findings:
        print(finding, file=sys.stderr)
    if findings:
        return 1
    count = sum(1 for _ in (root / "src").rglob("*.[ch]pp"))
    print(f"layers: {count} files keep the order of {len(LAYERS)} layers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
