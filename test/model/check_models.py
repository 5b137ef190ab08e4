#!/usr/bin/env python3
"""Compares what aloft's linked models say with an independent reading of the same models.

usage: check_models.py PRINT_MODELS DATA_FOLDER [BOTOCORE_INIT]

PRINT_MODELS is the program that prints aloft's view. Names are compared with botocore's own xform_name where
BOTOCORE_INIT, the path of botocore/__init__.py, is given. Prints counts; fails on the first differences.
"""

import collections
import gzip
import importlib.util
import json
import pathlib
import subprocess
import sys


def load(folder, stem):
    def one(name):
        for suffix, opener in ((".json", open), (".json.gz", gzip.open)):
            path = folder / (name + suffix)
            if path.is_file():
                with opener(path, "rb") as file:
                    return json.load(file)
        return None

    def merge(base, extra):
        for key, value in extra.items():
            if isinstance(base.get(key), dict) and isinstance(value, dict):
                merge(base[key], value)
            else:
                base[key] = value

    model = one(stem)
    extras = one(stem + ".sdk-extras")
    if extras:
        merge(model, extras.get("merge", {}))
    return model


def add_expires_text(model):
    """S3's Expires as a text too, as botocore's handlers give it."""
    for operation in model["operations"].values():
        members = model["shapes"][operation.get("output", {}).get("shape")]["members"] if "output" in operation else {}
        if members.get("Expires", {}).get("location") == "header":
            members["ExpiresString"] = {"shape": "ExpiresString", "location": "header", "locationName": "Expires"}
    model["shapes"]["ExpiresString"] = {"type": "string"}


def latest(service, stem):
    versions = [v for v in service.iterdir() if (v / f"{stem}.json").is_file() or (v / f"{stem}.json.gz").is_file()]
    return max(versions, key=lambda v: v.name, default=None)


def without_documentation(value):
    if isinstance(value, dict):
        return {k: without_documentation(v) for k, v in value.items() if not (k == "documentation" and isinstance(v, str))}
    if isinstance(value, list):
        return [without_documentation(v) for v in value]
    return value


def rest(source, *known):
    left = {k: v for k, v in source.items() if k not in known and k != "documentation"}
    return json.dumps(left) if left else ""


def flag(*sources):
    return lambda trait: "1" if any(s.get(trait) is True for s in sources) else "0"


def join(texts):
    return "".join(t + "," for t in texts)


def namespace(*sources):
    for source in sources:
        if "xmlNamespace" in source:
            value = source["xmlNamespace"]
            return (value, "") if isinstance(value, str) else (value.get("uri", ""), value.get("prefix", ""))
    return "", ""


# Tokens of input and output that pair up, in order of preference, and members that limit a page.
TOKEN_PAIRS = """nextToken/nextToken NextToken/NextToken Marker/NextMarker marker/nextMarker Marker/Marker marker/marker
NextMarker/NextMarker nextMarker/nextMarker PageToken/NextPageToken pageToken/nextPageToken NextPageToken/NextPageToken
nextPageToken/nextPageToken ContinuationToken/NextContinuationToken PaginationToken/PaginationToken
paginationToken/paginationToken position/position"""
LIMIT_KEYS = "MaxResults maxResults Limit limit MaxRecords PageSize pageSize MaxItems maxItems maxResult"


class Expected:
    """The lines that aloft should print for one service."""

    def __init__(self, folder, xform):
        version = latest(folder, "service-2")
        self.name, self.xform = folder.name, xform
        self.model = load(version, "service-2")
        if folder.name == "s3":
            add_expires_text(self.model)
        self.shapes = self.model["shapes"]
        self.paginators = (load(version, "paginators-1") or {}).get("pagination", {})
        self.waiters = (load(version, "waiters-2") or {}).get("waiters", {})
        rules = latest(folder, "endpoint-rule-set-1")
        self.rules = without_documentation(load(rules, "endpoint-rule-set-1")) if rules else None
        self.lines = []
        self.seen = set()

    def collect(self):
        self.service()
        for name in sorted(self.model["operations"]):
            operation = self.model["operations"][name]
            self.operation(name, operation)
            sides = [operation.get("input"), operation.get("output"), *operation.get("errors", [])]
            for side in sides:
                if side:
                    self.shape(side["shape"])
        return self.lines

    def service(self):
        m = self.model["metadata"]
        extra = {k: m[k] for k in ("serviceAbbreviation", "uid", "checksumFormat", "ripServiceName") if k in m}
        extra |= {k: self.model[k] for k in ("clientContextParams", "deprecated", "deprecatedMessage") if k in self.model}
        self.lines.append((
            "service", self.name, m["serviceId"], m["serviceFullName"], m["endpointPrefix"],
            m.get("signingName", m["endpointPrefix"]), m["apiVersion"], m["protocol"],
            join(m.get("protocols", [m["protocol"]])), m.get("targetPrefix", ""), m.get("jsonVersion", ""),
            m.get("xmlNamespace", ""), m["signatureVersion"], join(m.get("auth", [])), m.get("globalEndpoint", ""),
            "1" if "awsQueryCompatible" in m else "0",
            {"optional": "1", "eventstream": "2"}.get(m.get("protocolSettings", {}).get("h2"), "0"),
            json.dumps(without_documentation(extra)) if extra else "",
            json.dumps(self.rules) if self.rules else ""))
        for name in sorted(self.waiters):
            w = self.waiters[name]
            acceptors = []
            for a in w["acceptors"]:
                expected = a["expected"]
                text = str(expected).lower() if isinstance(expected, bool) else str(expected)
                acceptors += [a["matcher"], a["state"], a.get("argument", ""), text]
            self.lines.append(("waiter", name, w["operation"], str(w["delay"]), str(w["maxAttempts"]), *acceptors))

    def pages(self, name, o):
        """The paginator's fields; guessed where the model has none, by the names that AWS's tokens have."""
        p = self.paginators.get(name)
        listed = lambda value: [value] if isinstance(value, str) else list(value or [])
        if p:
            return (join(listed(p["input_token"])), join(listed(p["output_token"])), join(listed(p.get("result_key"))),
                    join(p.get("non_aggregate_keys", [])), p.get("limit_key", ""), p.get("more_results", ""), "0")
        members = lambda side: self.shapes[o[side]["shape"]].get("members", {}) if side in o else {}
        i, out = members("input"), members("output")
        kind = lambda side, member: self.shapes[side[member]["shape"]]["type"] if member in side else ""
        for pair in TOKEN_PAIRS.split():
            a, b = pair.split("/")
            if kind(i, a) == "string" and kind(out, b) == "string":
                lists = [member for member in out if kind(out, member) == "list"]
                limits = [m for m in LIMIT_KEYS.split() if kind(i, m) in ("integer", "long", "string")]
                return (a + ",", b + ",", join(lists) if len(lists) == 1 else "", "", limits[0] if limits else "", "", "1")
        return ("", "", "", "", "", "", "0")

    def parameters(self, o):
        fixed = [k + "=" + json.dumps(v["value"], separators=(",", ":")) for k, v in o.get("staticContextParams", {}).items()]
        return join(fixed + [k + ":" + v["path"] for k, v in o.get("operationContextParams", {}).items()])

    def stream(self, side):
        if not side:
            return "-"
        shape = self.shapes[side["shape"]]
        payload = shape.get("payload")
        if not payload:
            return "-"
        ref = shape["members"][payload]
        target = self.shapes[ref["shape"]]
        return payload if target["type"] == "blob" and (ref.get("streaming") or target.get("streaming")) else "-"

    def events(self, side):
        members = self.shapes[side["shape"]].get("members", {}) if side else {}
        return "1" if any(self.shapes[ref["shape"]].get("eventstream") for ref in members.values()) else "0"

    def operation(self, name, o):
        on = flag(o)
        i, out = o.get("input"), o.get("output")
        self.lines.append((
            "operation", name, self.xform(name, "_"), self.xform(name, "-"), o["http"]["method"], o["http"]["requestUri"],
            str(o["http"].get("responseCode", 200)), i["shape"] if i else "-", out["shape"] if out else "-",
            (i or {}).get("locationName", ""), namespace(i or {})[0], (out or {}).get("resultWrapper", ""),
            o.get("endpoint", {}).get("hostPrefix", ""), o.get("authtype", ""), join(o.get("auth", [])),
            on("unsignedPayload"), on("httpChecksumRequired"), on("deprecated"), self.stream(i), self.stream(out),
            self.events(i), self.events(out), join(e["shape"] for e in o.get("errors", [])),
            o.get("httpChecksum", {}).get("requestAlgorithmMember", ""),
            o.get("httpChecksum", {}).get("requestValidationModeMember", ""),
            flag(o.get("httpChecksum", {}))("requestChecksumRequired"),
            "1" if "gzip" in o.get("requestcompression", {}).get("encodings", []) else "0", on("readonly"), on("idempotent"),
            "0" if "endpointdiscovery" not in o else "2" if o["endpointdiscovery"].get("required") else "1",
            on("endpointoperation"), self.parameters(o), *self.pages(name, o),
            rest(o, "name", "http", "input", "output", "errors", "endpoint", "authtype", "auth", "unsignedPayload",
                 "httpChecksumRequired", "deprecated", "httpChecksum", "requestcompression", "readonly", "idempotent",
                 "endpointdiscovery", "endpointoperation", "staticContextParams", "operationContextParams")))

    def shape(self, name):
        if name in self.seen:
            return
        self.seen.add(name)
        s = self.shapes[name]
        on = flag(s)
        kind = "document" if s.get("document") else s["type"]
        fault = s.get("error", {})
        minimum = "%.17g" % s["min"] if "min" in s else "-"
        maximum = "%.17g" % s["max"] if "max" in s else "-"
        retryable = s.get("retryable")
        code = fault.get("code", name if s.get("exception") else "")
        self.lines.append((
            "shape", name, kind, on("flattened"), on("union"), on("sparse"), on("sensitive"), on("streaming"),
            on("requiresLength"), on("eventstream"), on("event"), on("exception"), on("fault"),
            "0" if retryable is None else "1", "1" if (retryable or {}).get("throttling") else "0", "1" if "enum" in s else "0",
            minimum, maximum, s.get("payload", "-"), s.get("locationName", ""), *namespace(s), code,
            str(fault.get("httpStatusCode", 0)), join(s.get("enum", [])),
            rest(s, "type", "members", "member", "key", "value", "required", "flattened", "union", "sparse", "sensitive",
                 "streaming", "requiresLength", "eventstream", "event", "exception", "fault", "document", "locationName",
                 "xmlNamespace", "min", "max", "enum", "retryable", "payload", "timestampFormat")))
        if kind == "document":
            return
        refs = [("members", member, ref) for member, ref in s.get("members", {}).items()]
        refs += [(role, "", s[role]) for role in ("member", "key", "value") if role in s]
        for role, member, ref in refs:
            self.member(name, role, member, ref, s.get("required", []))
        for _, _, ref in refs:
            self.shape(ref["shape"])

    def member(self, shape, role, name, ref, required):
        target = self.shapes[ref["shape"]]
        here, either = flag(ref), flag(ref, target)
        # A structure's own locationName is its name as a root element.
        wire = ref.get("locationName", None if target["type"] == "structure" else target.get("locationName"))
        self.lines.append((
            "member", shape, role, name, self.xform(name, "-"), ref["shape"], name if wire is None else wire,
            "0" if wire is None else "1", ref.get("queryName", ""), ref.get("location", ""),
            "1" if role == "members" and name in required else "0", here("idempotencyToken"), either("jsonvalue"),
            either("streaming"), either("flattened"), either("xmlAttribute"), here("hostLabel"), here("eventpayload"),
            here("eventheader"), either("sensitive"), ref.get("timestampFormat", target.get("timestampFormat", "-")),
            *namespace(ref, target), ref.get("contextParam", {}).get("name", ""),
            rest(ref, "shape", "locationName", "location", "idempotencyToken", "jsonvalue", "streaming", "flattened",
                 "xmlAttribute", "hostLabel", "eventpayload", "eventheader", "sensitive", "queryName", "xmlNamespace",
                 "contextParam", "timestampFormat")))


def same(a, b):
    if a == b:
        return True
    if a[:1] != "{" or b[:1] != "{":
        return False
    return json.loads(a) == json.loads(b)


def services_of(lines):
    """aloft's lines, grouped by service."""
    group = []
    for text in lines:
        fields = tuple(text.rstrip("\n").split("\t"))
        if fields[0] == "service" and group:
            yield group
            group = []
        group.append(fields)
    if group:
        yield group


def xform_of(path):
    spec = importlib.util.spec_from_file_location("botocore", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.xform_name


def main():
    program, data = sys.argv[1], pathlib.Path(sys.argv[2])
    xform = xform_of(sys.argv[3]) if len(sys.argv) > 3 else None
    folders = iter(sorted((f for f in data.iterdir() if f.is_dir() and latest(f, "service-2")), key=lambda f: f.name))
    printed = subprocess.Popen([program], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    counts = collections.Counter()
    differences = 0

    for ours in services_of(printed.stdout):
        folder = next(folders, None)
        if folder is None or ours[0][1] != folder.name:
            sys.exit(f"aloft has service {ours[0][1]!r} where the models have {folder}")
        theirs = Expected(folder, xform or (lambda name, separator: None)).collect()
        # Shapes come in the order in which each side met them.
        ours_by, theirs_by = ({(f[:4] if f[0] == "member" else f[:2]): f for f in side} for side in (ours, theirs))
        counts.update(f[0] for f in ours)
        if len(ours) != len(ours_by) or len(ours) != len(theirs):
            print(f"{folder.name}: {len(ours)} lines, expected {len(theirs)}")
            differences += 1
        for key in ours_by.keys() | theirs_by.keys():
            a, b = ours_by.get(key, ()), theirs_by.get(key, ())
            if len(a) == len(b) and all(y is None or same(x, y) for x, y in zip(a, b)):
                continue
            differences += 1
            if differences <= 20:
                fields = [(n, x, y) for n, (x, y) in enumerate(zip(a, b)) if y is not None and not same(x, y)]
                print(f"{folder.name} {key}: {fields or (a, b)}")
    if printed.wait() != 0:
        sys.exit("the program failed")
    if next(folders, None) is not None:
        sys.exit("aloft misses services")
    print(", ".join(f"{count} {kind}s" for kind, count in counts.items()) + f"; {differences} differences")
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
