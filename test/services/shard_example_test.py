#!/usr/bin/env python3
"""Runs examples/shard_reader against a server that plays a shard: shard_example_test.py PROGRAM"""
import base64
import http.server
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import threading
import zlib


def text_header(name, value):
    return bytes([len(name)]) + name.encode() + b"\x07" + struct.pack(">H", len(value)) + value.encode()


def frame(document):
    headers = text_header(":message-type", "event") + text_header(":event-type", "SubscribeToShardEvent")
    payload = json.dumps({"MillisBehindLatest": 0, "Records": [], **document}).encode()
    start = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    start += struct.pack(">I", zlib.crc32(start))
    whole = start + headers + payload
    return whole + struct.pack(">I", zlib.crc32(whole))


def record(key, data):
    return {"SequenceNumber": "1", "PartitionKey": key, "Data": base64.b64encode(data).decode()}


def child(name):
    return {"ShardId": name, "ParentShards": ["s-0"], "HashKeyRange": {"StartingHashKey": "0", "EndingHashKey": "1"}}


ANSWERS = [
    [frame({"Records": [record("a", b"one"), record("b", b"two")], "ContinuationSequenceNumber": "10"}), frame({"ContinuationSequenceNumber": "11"})],
    [frame({"Records": [record("c", b"three")], "ContinuationSequenceNumber": "12"}), frame({"ChildShards": [child("s-1"), child("s-2")]})],
]
POSITIONS = []


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        POSITIONS.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["StartingPosition"])
        self.send_response(200)
        self.send_header("Content-Type", "application/vnd.amazon.eventstream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for one in ANSWERS[len(POSITIONS) - 1]:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(one), one))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_):
        pass


program, = sys.argv[1:]
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
environment = {
    "HOME": "/nonexistent", "PATH": os.environ["PATH"], "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "secret", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
}
with tempfile.TemporaryDirectory() as folder:
    position = pathlib.Path(folder) / "position"
    position.write_text("9\n")
    done = subprocess.run([program, "arn:aws:kinesis:eu-west-1:123456789012:stream/s/consumer/c:1", "s-0", str(position)], env=environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    kept = position.read_text()
expected = "a: one\nb: two\nc: three\ngoes on as s-1\ngoes on as s-2\n"
asked = [{"Type": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": "9"}, {"Type": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": "11"}]
if done.returncode != 0 or done.stdout != expected or kept != "12\n" or POSITIONS != asked:
    sys.exit(f"status {done.returncode}, position {kept!r}, asked {POSITIONS}, output:\n{done.stdout}")
