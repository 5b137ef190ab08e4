#!/usr/bin/env python3
"""Listings read in portions, beside botocore: pages_beside_botocore.py ALOFT TOOL, where TOOL prints the path of a Python with
botocore. A server gives pages made by a seed; aloft and botocore's build_full_result read them with the same limits, each going on
with the token that the other gave. Documents and tokens must be equal."""

import base64
import http.server
import json
import os
import random
import subprocess
import sys
import threading
import urllib.parse

if len(sys.argv) == 3:
    python = subprocess.run([sys.argv[2]], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    os.execv(python, [python, *sys.argv, "again"])

import botocore.session  # noqa: E402
from botocore.config import Config  # noqa: E402


class Listing:
    """Rows on pages; page n is named by the token "t<n>"."""

    def __init__(self, random):
        self.pages = []
        for _ in range(random.randint(1, 4)):
            self.pages.append(["r%d" % random.randrange(1000) for _ in range(random.choice([0, 1, 2, 2, 3]))])

    def page(self, token):
        number = int(token[1:]) if token else 0
        return self.pages[number], f"t{number + 1}" if number + 1 < len(self.pages) else None


class Logs:
    words, call = ["logs", "describe-log-groups"], ("logs", "describe_log_groups", {})

    def answer(self, path, query, body, listing):
        rows, token = listing.page(json.loads(body).get("nextToken"))
        return json.dumps({"logGroups": [{"logGroupName": r} for r in rows], **({"nextToken": token} if token else {})})


class Scan:
    """A token that is a map with a blob, results that are counts, a key that every page has."""
    words, call = ["dynamodb", "scan", "--table-name", "t"], ("dynamodb", "scan", {"TableName": "t"})

    def answer(self, path, query, body, listing):
        start = json.loads(body).get("ExclusiveStartKey")
        rows, token = listing.page(base64.b64decode(start["id"]["B"]).decode() if start else None)
        out = {"Items": [{"id": {"S": r}} for r in rows], "Count": len(rows), "ScannedCount": len(rows) + 1,
               "ConsumedCapacity": {"TableName": "t", "CapacityUnits": 0.5}}
        if token:
            out["LastEvaluatedKey"] = {"id": {"B": base64.b64encode(token.encode()).decode()}, "s": {"S": "é"}}
        return json.dumps(out)


class Versions:
    """Two tokens, of which the second is sometimes missing; several results; XML."""
    words, call = ["s3api", "list-object-versions", "--bucket", "b"], ("s3", "list_object_versions", {"Bucket": "b"})

    def answer(self, path, query, body, listing):
        rows, token = listing.page(query.get("key-marker"))
        out = "".join(f"<Version><Key>{r}</Key></Version>" for r in rows)
        out += "<DeleteMarker><Key>d</Key></DeleteMarker>" + f"<IsTruncated>{'true' if token else 'false'}</IsTruncated><MaxKeys>9</MaxKeys>"
        if token:
            out += f"<NextKeyMarker>{token}</NextKeyMarker>" + (f"<NextVersionIdMarker>v{token}</NextVersionIdMarker>" if token != "t2" else "")
        return f"<ListVersionsResult>{out}</ListVersionsResult>"


class Parameters:
    """Token and result inside a member."""
    words = ["rds", "describe-engine-default-parameters", "--db-parameter-group-family", "f"]
    call = ("rds", "describe_engine_default_parameters", {"DBParameterGroupFamily": "f"})

    def answer(self, path, query, body, listing):
        rows, token = listing.page(dict(urllib.parse.parse_qsl(body)).get("Marker"))
        out = "".join(f"<Parameter><ParameterName>{r}</ParameterName></Parameter>" for r in rows)
        marker = f"<Marker>{token}</Marker>" if token else ""
        return ("<R><DescribeEngineDefaultParametersResult><EngineDefaults><DBParameterGroupFamily>f</DBParameterGroupFamily>"
                f"{marker}<Parameters>{out}</Parameters></EngineDefaults></DescribeEngineDefaultParametersResult></R>")


class Users:
    words, call = ["iam", "list-users"], ("iam", "list_users", {})

    def answer(self, path, query, body, listing):
        rows, token = listing.page(dict(urllib.parse.parse_qsl(body)).get("Marker"))
        out = "".join(f"<member><UserName>{r}</UserName></member>" for r in rows)
        more = f"<IsTruncated>true</IsTruncated><Marker>{token}</Marker>" if token else "<IsTruncated>false</IsTruncated>"
        return f"<ListUsersResponse><ListUsersResult>{more}<Users>{out}</Users></ListUsersResult></ListUsersResponse>"


current = []


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        size = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(size).decode()
        path, _, query = self.path.partition("?")
        case, listing = current
        answer = case.answer(path, dict(urllib.parse.parse_qsl(query)), body, listing).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}"
environment = {"HOME": "/nonexistent", "PATH": os.environ["PATH"], "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
               "AWS_SECRET_ACCESS_KEY": "secret", "AWS_ENDPOINT_URL": url}
session = botocore.session.Session()
session.set_credentials("AKIDEXAMPLE", "secret")


def without_nothing(value):
    """Where a page has no such key botocore's documents have null, aloft's nothing; lists of no rows may be there or not."""
    if isinstance(value, dict):
        return {k: without_nothing(v) for k, v in value.items() if v is not None and v != [] and k != "ResponseMetadata"}
    return [without_nothing(v) for v in value] if isinstance(value, list) else value


def by_botocore(case, limit, token):
    service, operation, parameters = case.call
    client = session.create_client(service, "eu-west-1", endpoint_url=url, config=Config(s3={"addressing_style": "path"}))
    paging = {"MaxItems": limit, "StartingToken": token}
    pages = client.get_paginator(operation).paginate(**parameters, PaginationConfig={k: v for k, v in paging.items() if v is not None})
    return without_nothing(pages.build_full_result())


def by_aloft(case, limit, token):
    words = [*case.words, *(["--max-items", str(limit)] if limit else []), *(["--starting-token", token] if token else [])]
    done = subprocess.run([sys.argv[1], *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{words}: {done.returncode}\n{done.stderr}")
    return without_nothing(json.loads(done.stdout or "{}"))


compared = cut = 0
for seed in range(12):
    chance = random.Random(seed)
    for case in (Logs(), Scan(), Versions(), Parameters(), Users()):
        current[:] = [case, Listing(chance)]
        for limit in (None, 1, 2, 3):
            token = None
            for _ in range(12):
                ours, theirs = by_aloft(case, limit, token), by_botocore(case, limit, token)
                # Between pages botocore empties all results but the first when it goes on; nothing was had of them there.
                if isinstance(case, Versions) and token:
                    ours.pop("DeleteMarkers", None), theirs.pop("DeleteMarkers", None)
                compared += 1
                if ours != theirs:
                    sys.exit(f"seed {seed}, {case.words}, limit {limit}, token {token}, pages {current[1].pages}\n"
                             f"aloft:    {json.dumps(ours)}\nbotocore: {json.dumps(theirs)}")
                token = ours.get("NextToken")
                if not token:
                    break
                cut += 1
if compared < 240 or cut < 100:
    sys.exit(f"only {compared} documents were compared, {cut} of them cut")
print(f"{compared} documents equal, {cut} of them cut and gone on with")
