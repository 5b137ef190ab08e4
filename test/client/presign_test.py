#!/usr/bin/env python3
"""Presigned URLs, login tokens and copies between regions beside botocore's: presign_test.py ALOFT TOOL, where TOOL prints the path of a Python
with botocore. Nothing is sent; botocore's clock stands at the time that aloft signed at, so signatures must be equal."""

import json
import os
import subprocess
import sys
import tempfile
import urllib.parse

KEYS = ["k", "a b", "a+b", "100%", "~t", "it's", "(x)*!", "é", "日本", "a/./b", "a/../b", "../a", "a//b", "/lead", "trail/", "a=b&c:d@e$f;g,h",
        "a?b#c", "[x]", "a\\b|c", '"q"<t>', "\U0001f600"]
ACCESS_POINT = "arn:aws:s3:us-west-2:123456789012:accesspoint/my-ap"
QUERY_CALLS = [
    ("ec2", "describe_regions", {"RegionNames": ["eu-west-1", "us-east-1"]}), ("ec2", "describe_vpcs", {"Filters": [{"Name": "tag:a b+c", "Values": ["é", "*"]}]}),
    ("sts", "get_caller_identity", {}), ("sts", "assume_role", {"RoleArn": "arn:aws:iam::123456789012:role/x", "RoleSessionName": "me@x"}),
    ("rds", "describe_db_instances", {"MaxRecords": 20}), ("iam", "get_user", {"UserName": "ann"}), ("sns", "list_topics", {}),
    ("cloudformation", "describe_stacks", {"StackName": "a"}), ("autoscaling", "describe_auto_scaling_groups", {"AutoScalingGroupNames": ["a", "b"]}),
    ("polly", "synthesize_speech", {"Text": "Hi, 你 there", "VoiceId": "Joanna", "OutputFormat": "mp3", "LexiconNames": ["a", "b"]}),
]
S3_CALLS = [
    ("put_object", {"Bucket": "plain-bucket", "Key": "k"}), ("put_object", {"Bucket": "plain-bucket", "Key": "k", "ContentType": "text/plain", "ACL": "private"}),
    ("put_object", {"Bucket": "plain-bucket", "Key": "k", "Metadata": {"a": "b c"}, "StorageClass": "STANDARD_IA"}),
    ("put_object", {"Bucket": "plain-bucket", "Key": "k", "ChecksumSHA256": "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="}),
    ("get_object", {"Bucket": "plain-bucket", "Key": "k", "VersionId": "a+b/c", "ResponseContentType": "text/plain; charset=utf-8"}),
    ("get_object", {"Bucket": "plain-bucket", "Key": "k", "Range": "bytes=0-9", "PartNumber": 2}), ("head_object", {"Bucket": "plain-bucket", "Key": "k"}),
    ("delete_object", {"Bucket": "plain-bucket", "Key": "k", "VersionId": "v"}), ("list_objects_v2", {"Bucket": "plain-bucket", "Prefix": "a b/é", "Delimiter": "/", "EncodingType": "url"}),
    ("upload_part", {"Bucket": "plain-bucket", "Key": "k", "UploadId": "u+/=", "PartNumber": 7}), ("create_multipart_upload", {"Bucket": "plain-bucket", "Key": "k"}),
    ("get_object", {"Bucket": ACCESS_POINT, "Key": "k/x"}), ("get_object", {"Bucket": "dotted.bucket.example", "Key": "k"}), ("head_bucket", {"Bucket": "plain-bucket"}),
] + [("get_object", {"Bucket": "plain-bucket", "Key": key}) for key in KEYS]
ENDPOINTS = [None, "http://127.0.0.1:9000"]
TOKENS = [
    ("rds", "generate_db_auth_token", {"DBHostname": "db.example.com", "Port": 3306, "DBUsername": "me@x+é"},
     ["--hostname", "db.example.com", "--port", "3306", "--username", "me@x+é"]),
    ("dsql", "generate_db_connect_auth_token", {"Hostname": "h.dsql.us-east-1.on.aws"}, ["--hostname", "h.dsql.us-east-1.on.aws"]),
    ("dsql", "generate_db_connect_admin_auth_token", {"Hostname": "h.dsql.us-east-1.on.aws", "ExpiresIn": 77},
     ["--hostname", "h.dsql.us-east-1.on.aws", "--expires-in", "77"]),
]

COPIES = [
    ("ec2", "copy_snapshot", {"SourceRegion": "eu-west-1", "SourceSnapshotId": "snap-1", "Description": "a b+c"}),
    ("rds", "copy_db_snapshot", {"SourceRegion": "us-east-1", "SourceDBSnapshotIdentifier": "a", "TargetDBSnapshotIdentifier": "b"}),
    ("rds", "create_db_instance_read_replica", {"SourceRegion": "us-east-1", "DBInstanceIdentifier": "a", "SourceDBInstanceIdentifier": "b"}),
    ("rds", "create_db_cluster", {"SourceRegion": "us-east-1", "DBClusterIdentifier": "a", "Engine": "aurora", "PreSignedUrl": "https://given"}),
    ("rds", "copy_db_cluster_snapshot", {"SourceDBClusterSnapshotIdentifier": "a", "TargetDBClusterSnapshotIdentifier": "b"}),
    ("docdb", "copy_db_cluster_snapshot",
     {"SourceRegion": "us-east-1", "SourceDBClusterSnapshotIdentifier": "a", "TargetDBClusterSnapshotIdentifier": "b"}),
    ("neptune", "create_db_cluster", {"SourceRegion": "us-east-1", "DBClusterIdentifier": "a", "Engine": "neptune"}),
]

BOTOCORE = r"""
import datetime, json, sys
import botocore.auth
from botocore.session import get_session
from botocore.awsrequest import AWSResponse
from botocore.config import Config
bodies = []
def stop(request, **_):
    bodies.append(request.body if isinstance(request.body, str) else request.body.decode())
    return AWSResponse(request.url, 500, {}, type("Raw", (), {"stream": lambda *a, **k: iter([b""]), "read": lambda *a: b""})())
session = get_session()
out = []
clients = {}
for service, method, parameters, endpoint, token, expires, date in json.load(sys.stdin):
    now = datetime.datetime.strptime(date, "%Y%m%dT%H%M%SZ")
    botocore.auth.get_current_datetime = lambda *_, **__: now
    key = service, endpoint, token
    if key not in clients:
        clients[key] = session.create_client(service, region_name="us-west-2", endpoint_url=endpoint, aws_access_key_id="AKIDEXAMPLE",
            aws_secret_access_key="secret", aws_session_token=token,
            config=Config(signature_version="s3v4", s3={} if endpoint else {"addressing_style": "virtual"}) if service == "s3" else None)
    if expires is None:
        clients[key].meta.config.retries = {"total_max_attempts": 1}
        clients[key].meta.events.register("before-send", stop)
        try:
            getattr(clients[key], method)(**parameters)
        except Exception:
            pass
        out.append(bodies[-1])
    elif method.startswith("generate_db"):
        out.append(getattr(clients[key], method)(**parameters))
    else:
        get = {} if service == "s3" else {"HttpMethod": "GET"}
        out.append(clients[key].generate_presigned_url(method, parameters, expires, **get))
print(json.dumps(out))
"""


def kebab(name):
    out = ""
    for at, c in enumerate(name):
        if c.isupper() and at and (not name[at - 1].isupper() or (at + 1 < len(name) and name[at + 1].islower())):
            out += "-"
        out += c.lower()
    return out


def run(program, words, token):
    environment = {"HOME": tempfile.gettempdir(), "PATH": os.environ["PATH"], "AWS_REGION": "us-west-2", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
                   "AWS_SECRET_ACCESS_KEY": "secret", "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
    if token:
        environment["AWS_SESSION_TOKEN"] = token
    environment |= {name: value for name, value in os.environ.items() if name.startswith("ALOFT_") or name.endswith("SAN_OPTIONS")}
    done = subprocess.run([program, *words], capture_output=True, text=True, env=environment)
    return done.stdout.strip() if done.returncode == 0 else "error: " + done.stderr.strip()


def query_of(url):
    return urllib.parse.parse_qsl(url.partition("?")[2], keep_blank_values=True)


def normal(url):
    return url.partition("?")[0].removesuffix("/") if url.count("/") == 3 else url.partition("?")[0], sorted(query_of(url))


def fields_of(form):
    """The fields of a form, but for the URL in it, and that URL."""
    fields = dict(urllib.parse.parse_qsl(form, keep_blank_values=True))
    return fields, fields.pop("PresignedUrl", fields.pop("PreSignedUrl", ""))


def same(case, got, expected):
    if case[5] is not None:
        return normal(got) == normal(expected)
    ours, theirs = fields_of(got), fields_of(expected)
    return ours[0] == theirs[0] and normal(ours[1]) == normal(theirs[1])


def main():
    program, tool = sys.argv[1:]
    python = subprocess.run([tool], check=True, capture_output=True, text=True).stdout.strip()
    cases, got = [], []
    for token in (None, "a/session+token=="):
        for service, method, parameters in QUERY_CALLS:
            words = [service, method.replace("_", "-"), "--presign", "--expires-in", "600", "--cli-input-json", json.dumps(parameters)]
            cases.append([service, method, parameters, None, token, 600])
            got.append(run(program, words, token))
        for endpoint in ENDPOINTS:
            for method, parameters in S3_CALLS:
                if endpoint and parameters["Bucket"].startswith("arn:"):
                    continue
                words = ["s3", method.replace("_", "-"), "--presign", "--expires-in", "60", "--cli-input-json", json.dumps(parameters)]
                cases.append(["s3", method, parameters, endpoint, token, 60])
                got.append(run(program, words + (["--endpoint-url", endpoint] if endpoint else []), token))
        for service, method, parameters, words in TOKENS:
            cases.append([service, method, parameters, None, token, 0])
            got.append(run(program, [service, method.replace("_", "-"), *words], token))
    for service, method, parameters in COPIES:
        words = [service, method.replace("_", "-"), "--print-request", "http", "--cli-input-json", json.dumps(parameters)]
        cases.append([service, method, parameters, None, None, None])
        got.append(run(program, words, None).partition("\n\n")[2])
    for case, url in zip(cases, got):
        second = fields_of(url)[1] if case[-1] is None else url
        case.append(dict(query_of(second)).get("X-Amz-Date", "20200101T000000Z"))
    answer = subprocess.run([python, "-c", BOTOCORE], input=json.dumps(cases), capture_output=True, text=True)
    if answer.returncode:
        sys.exit(answer.stderr)
    wrong = 0
    for case, url, expected in zip(cases, got, json.loads(answer.stdout), strict=True):
        if not same(case, url, expected):
            wrong += 1
            print(f"{case}:\n  botocore {expected}\n  aloft    {url}")
    print(f"{len(cases)} presigned, {wrong} different")
    sys.exit(1 if wrong else 0)


main()
