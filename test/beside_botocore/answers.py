#!/usr/bin/env python3
"""Odd answers in every protocol, as errors and as successes: answers.py ALOFT_READ_TEXTS. The code of an error is
botocore's; a success that botocore reads aloft reads the same. The exceptions are listed with their reasons."""
import base64
import datetime
import itertools
import json
import sys

from beside import by_aloft, report

from botocore.model import ServiceModel  # noqa: E402
from botocore.parsers import create_parser  # noqa: E402

SHAPES = {
    "Out": {"type": "structure", "members": {
        "Name": {"shape": "S"}, "Count": {"shape": "I"}, "When": {"shape": "T"}, "Flag": {"shape": "B"}, "Ratio": {"shape": "D"},
        "Data": {"shape": "Blob"}, "Rows": {"shape": "Rows"}, "Tags": {"shape": "Tags"}}},
    "Head": {"type": "structure", "members": {
        "ETag": {"shape": "S", "location": "header", "locationName": "ETag"},
        "When": {"shape": "T", "location": "header", "locationName": "When"},
        "Count": {"shape": "I", "location": "header", "locationName": "Count"}}},
    "Rows": {"type": "list", "member": {"shape": "S"}}, "Tags": {"type": "map", "key": {"shape": "S"}, "value": {"shape": "S"}},
    "Gone": {"type": "structure", "exception": True, "members": {"message": {"shape": "S"}}},
    "S": {"type": "string"}, "I": {"type": "integer"}, "T": {"type": "timestamp"}, "B": {"type": "boolean"},
    "D": {"type": "double"}, "Blob": {"type": "blob"},
}


def model(protocol):
    return {"version": "2.0",
            "metadata": {"apiVersion": "2020-01-01", "endpointPrefix": "thing", "serviceId": "Thing", "signatureVersion": "v4",
                         "targetPrefix": "Thing", "jsonVersion": "1.1", "xmlNamespace": "https://thing/", "protocol": protocol,
                         "protocols": [protocol]},
            "operations": {
                name: {"name": name, "http": {"method": "POST", "requestUri": "/" + name}, "errors": [{"shape": "Gone"}],
                       "output": {"shape": shape, **({"resultWrapper": name + "Result"} if protocol == "query" else {})}}
                for name, shape in (("Get", "Out"), ("Put", "Head"))},
            "shapes": SHAPES}


MODELS = {name: model(name) for name in ("json", "rest-json", "query", "ec2", "rest-xml")}
PARSERS = {name: create_parser(name) for name in MODELS}
SERVICES = {name: ServiceModel(each, "thing") for name, each in MODELS.items()}

JSON_ERRORS = ['{"__type":"Gone","message":"m"}', '{"__type":"a.b#Gone:http://x","Message":"m"}', '{"code":"Gone"}', '{"Code":"Gone"}',
               '{"message":"m"}', '{"__type":"","message":"m"}', "{}", "", "Rate exceeded", "<html></html>", '{"__type":"Gone"',
               '{"code":"A","__type":"B"}', '{"Message":"m","message":"n","__type":"Gone"}']
XML_ERRORS = ["<ErrorResponse><Error><Type>Sender</Type><Code>Gone</Code><Message>m</Message></Error><RequestId>r</RequestId></ErrorResponse>",
              "<Response><Errors><Error><Code>Gone</Code><Message>m</Message></Error></Errors><RequestID>r</RequestID></Response>",
              "<Error><Code>Gone</Code><Message>m</Message></Error>", "<Error><Code>Gone</Code></Error>", "", "<html></html>",
              "<?xml version='1.0'?>\n<!-- c --><Error><Code>a</Code></Error>"]
HEADERS = [[], [["x-amzn-errortype", "Slow"]], [["x-amzn-errortype", "Slow:http://x"]], [["x-amzn-query-error", "Old.Code;Sender"]],
           [["x-amzn-query-error", "broken"]], [["x-amzn-requestid", "r"]]]

JSON_VALUES = {
    "Name": ['"n"', "null", '""', '"\\u00e9\\ud83d\\ude00"', '"a\\u0000b"'], "Count": ["1", "-5", "null", "0", "2147483648"],
    "When": ["1700000000", "1700000000.5", '"2026-02-03T04:05Z"', '"Tue, 03 Feb 2026 04:05:06 GMT"', "1.7e9", '"1700000000"', "0"],
    "Flag": ["true", "false", "null"], "Ratio": ["1.5", "1e300", '"NaN"', "1", "-0.0"], "Data": ['"YWJj"', '""', "null"],
    "Rows": ["[]", '["a","b"]', "null"], "Tags": ["{}", '{"a":"1","b":"2"}', '{"a":"1","a":"2"}', "null"],
}
XML_VALUES = {
    "Name": ["n", "", " n ", "&lt;&#233;&#x1F600;", "<![CDATA[<x>]]>"], "Count": ["1", "-5", "+7"],
    "When": ["2026-02-03T04:05:06Z", "2026-02-03T04:05Z", "1700000000", "2026-02-03T04:05:06-07", "Tue, 03 Feb 2026 04:05:06 GMT"],
    "Flag": ["true", "false"], "Ratio": ["1.5", "1e300", "-0.0"], "Data": ["YWJj", ""],
    "Rows": ["", "<member>a</member><member>b</member>"], "Tags": ["", "<entry><key>a</key><value>1</value></entry>"],
}
HEAD_VALUES = [[["ETag", '"e"']], [["When", "Tue, 03 Feb 2026 04:05:06 GMT"]], [["When", "03 Feb 2026 04:05:06 GMT"]],
               [["When", "Tue, 03 Feb 2026 04:05:06"]], [["When", "1700000000"]], [["When", "2026-02-03T04:05Z"]], [["Count", "5"]],
               [["ETag", ""]], [["etag", "e"], ["COUNT", "-1"]]]


def cases():
    for protocol in MODELS:
        errors = JSON_ERRORS if "json" in protocol else XML_ERRORS
        for body, headers, status in itertools.product(errors, HEADERS, (301, 400, 403, 404, 429, 500, 503)):
            yield protocol, "Get", status, headers, body
        for headers, body in itertools.product(HEAD_VALUES, ["", "{}" if "json" in protocol else "<x/>"]):
            if protocol.startswith("rest"):
                yield protocol, "Put", 200, headers, body
    for protocol, (name, values) in itertools.product(("json", "rest-json"), JSON_VALUES.items()):
        for value in values:
            yield protocol, "Get", 200, [], f' {{"Other":[{{}}],"{name}":{value},"__type":"x"}}\n'
    for name, values in XML_VALUES.items():
        for value in values:
            member = f"<Other><a/></Other><{name}>{value}</{name}>"
            yield "query", "Get", 200, [], f"<GetResponse><GetResult>{member}</GetResult></GetResponse>"
            yield "ec2", "Get", 200, [], f"<GetResponse>{member}</GetResponse>"
            yield "rest-xml", "Get", 200, [], f"<?xml version='1.0'?><!-- c --><Out xmlns='u'>{member}</Out>"


def plain(value):
    """As aloft's JSON has it."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items() if each is not None}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        when = value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
        return when.timestamp()
    return "NaN" if value != value else value


def by_botocore(protocol, operation, status, headers, body):
    class Headers(dict):  # urllib3's know no case
        def __contains__(self, name):
            return super().__contains__(name.lower())

        def __getitem__(self, name):
            return super().__getitem__(name.lower())

        def get(self, name, default=None):
            return super().get(name.lower(), default)

    shape = SERVICES[protocol].operation_model(operation).output_shape
    answer = {"status_code": status, "headers": Headers((name.lower(), value) for name, value in headers), "body": body.encode(),
              "context": {"operation_name": operation}}
    try:
        parsed = PARSERS[protocol].parse(answer, shape)
    except Exception:  # noqa: BLE001 it reads nothing
        return None
    parsed.pop("ResponseMetadata", None)
    if status >= 301:
        return {"code": parsed.get("Error", {}).get("Code", "")}
    return {"output": plain(parsed)}


def of_aloft(answer, times=frozenset({"When"})):
    if "error" in answer:
        return {"code": answer["error"]}
    output = answer["output"]
    for name in times & output.keys():
        text = output[name].replace("Z", "+00:00")
        output[name] = datetime.datetime.fromisoformat(text).timestamp()
    return {"output": output}


def on_purpose(protocol, status, headers, body, theirs, ours):
    fields = dict(headers)
    if theirs is None:
        return True  # aloft may read more
    if "code" in theirs:
        # The header is AWS's own, in whichever JSON protocol; botocore reads it in restJson, and not where a 5xx is HTML or empty.
        if "x-amzn-errortype" in fields and ours.get("code") in ("Slow", theirs["code"]):
            return True
        # As one, aloft reads a body's code wherever it stands.
        if protocol == "json" and ('"code"' in body.lower()) and theirs["code"] == str(status):
            return True
        # … and an old code in a header although the body is none of JSON's.
        if "x-amzn-query-error" in fields and ours.get("code") in ("Old.Code", theirs["code"]):
            return True
        # botocore looks for an error in one place of the protocol's XML, aloft in all of them.
        return theirs["code"] in ("", None)
    return False


def main():
    everything = list(cases())
    answers = by_aloft({"do": "answer", "model": json.dumps(MODELS[protocol]), "operation": operation, "status": status,
                        "headers": headers, "body": base64.b64encode(body.encode()).decode()}
                       for protocol, operation, status, headers, body in everything)
    different = []
    for case, answer in zip(everything, answers, strict=True):
        protocol, _, status, headers, body = case
        theirs, ours = by_botocore(*case), of_aloft(answer)
        if theirs != ours and not on_purpose(protocol, status, headers, body, theirs, ours):
            different.append((case, f"botocore {theirs}", f"aloft    {answer}"))
    return report(len(everything), different)


if __name__ == "__main__":
    sys.exit(main())
