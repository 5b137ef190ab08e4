#!/usr/bin/env python3
"""S3's request lines beside botocore's: s3_requests_test.py ALOFT TOOL, where TOOL prints the path of
a Python with botocore. Nothing is sent: aloft prints the
request, botocore is stopped before it sends."""

import json
import os
import subprocess
import sys
import tempfile

BUCKETS = ["plain-bucket", "dotted.bucket.example", "arn:aws:s3:us-west-2:123456789012:accesspoint/my-ap"]
KEYS = ["k", "a b", "a+b", "100%", "a%20b", "~t", "it's", "(x)", "a*b", "bang!", "é", "日本", "a/./b", "a/../b", "./a", "../a",
        "a//b", "/lead", "//two", "trail/", "a=b", "a&b", "a:b", "a@b", "a$b", "a;b", "a,b", "a?b", "a#b", "[x]", "a\\b", "a|b", '"q"', "<t>",
        ".", "..", "/", "a/.", "a\tb", "\U0001f600"]
ENDPOINTS = [None, "http://127.0.0.1:9000", "http://storage.example:9000/prefix"]

BOTOCORE = r"""
import json, sys
from botocore.session import get_session
from botocore.config import Config
from botocore.awsrequest import AWSResponse
session = get_session()
seen = []
def stop(request, **_):
    seen.append([request.method, request.url])
    return AWSResponse(request.url, 200, {}, type("Raw", (), {"stream": lambda *a, **k: iter([b""]), "read": lambda *a: b""})())
clients = {}
for endpoint, operation, parameters in json.load(sys.stdin):
    if endpoint not in clients:
        clients[endpoint] = session.create_client("s3", region_name="us-west-2", endpoint_url=endpoint,
            aws_access_key_id="AKIDEXAMPLE", aws_secret_access_key="secret", config=Config(retries={"max_attempts": 0}))
        clients[endpoint].meta.events.register("before-send.s3", stop)
    before = len(seen)
    try:
        clients[endpoint]._make_api_call(operation, parameters)
    except Exception as failure:
        if len(seen) == before:
            seen.append(["error", str(failure)])
print(json.dumps(seen))
"""


def kebab(name):
    return "".join("-" + c.lower() if c.isupper() else c for c in name).lstrip("-")


def aloft(program, endpoint, operation, parameters):
    words = [program, "s3", kebab(operation), "--print-request", "http"]
    for name, value in parameters.items():
        words.append(f"--{kebab(name)}={value}")
    if endpoint:
        words += ["--endpoint-url", endpoint]
    if operation == "GetObject":
        words.append("-")
    home = tempfile.gettempdir()
    environment = {"HOME": home, "PATH": os.environ["PATH"], "AWS_REGION": "us-west-2", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
                   "AWS_SECRET_ACCESS_KEY": "secret", "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    environment |= {name: value for name, value in os.environ.items() if name.startswith("ALOFT_") or name.endswith("SAN_OPTIONS")}
    done = subprocess.run(words, capture_output=True, text=True, env=environment)
    if done.returncode:
        return ["error", done.stderr.strip()]
    lines = done.stdout.split("\n")
    method, path, _ = lines[0].split(" ")
    host = next(line.split(": ", 1)[1] for line in lines if line.lower().startswith("host: "))
    scheme = "http" if endpoint else "https"
    return [method, f"{scheme}://{host.strip()}{path}"]


def main():
    program, tool = sys.argv[1:]
    python = subprocess.run([tool], check=True, capture_output=True, text=True).stdout.strip()
    cases = []
    for endpoint in ENDPOINTS:
        for bucket in BUCKETS:
            if endpoint and bucket.startswith("arn:"):
                continue
            cases.append([endpoint, "ListObjectsV2", {"Bucket": bucket}])
            cases.append([endpoint, "HeadBucket", {"Bucket": bucket}])
            cases.append([endpoint, "GetBucketTagging", {"Bucket": bucket}])
            if endpoint is None or bucket == "plain-bucket":
                cases += [[endpoint, operation, {"Bucket": bucket, "Key": key}] for key in KEYS for operation in ("HeadObject", "DeleteObject")]
        if endpoint != ENDPOINTS[-1]:  # "/prefix" to botocore, "/prefix/" by Smithy's protocol tests
            cases.append([endpoint, "ListBuckets", {}])
    answer = subprocess.run([python, "-c", BOTOCORE], input=json.dumps(cases), capture_output=True, text=True)
    if answer.returncode:
        sys.exit(answer.stderr)
    wrong = 0
    for case, expected in zip(cases, json.loads(answer.stdout), strict=True):
        got = aloft(program, *case)
        if expected[0] != "error" and normal(got) != normal(expected):
            wrong += 1
            print(f"{case}:\n  botocore {expected}\n  aloft    {got}")
    print(f"{len(cases)} requests, {wrong} different")
    sys.exit(1 if wrong else 0)


def normal(request):
    """The order of a query's fields means nothing."""
    url, _, query = request[1].partition("?")
    return request[0], url, sorted(query.split("&"))


main()
