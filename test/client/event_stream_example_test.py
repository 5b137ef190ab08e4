#!/usr/bin/env python3
"""Runs examples/event_streams against a server that streams three events: event_stream_example_test.py PROGRAM"""
import http.server
import json
import os
import struct
import subprocess
import sys
import threading
import zlib


def text_header(name, value):
    return bytes([len(name)]) + name.encode() + b"\x07" + struct.pack(">H", len(value)) + value.encode()


def frame(kind, document):
    headers = text_header(":message-type", "event") + text_header(":event-type", kind)
    payload = json.dumps(document).encode()
    start = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    start += struct.pack(">I", zlib.crc32(start))
    whole = start + headers + payload
    return whole + struct.pack(">I", zlib.crc32(whole))


FRAMES = [
    frame("initial-response", {}),
    frame("sessionStart", {"sessionId": "s-1"}),
    frame("sessionUpdate", {"sessionResults": [{"message": "one"}, {"message": "two"}]}),
    frame("sessionUpdate", {"sessionResults": [{"message": "three"}]}),
]


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert asked == {"logGroupIdentifiers": ["arn:aws:logs:eu-west-1:123456789012:log-group:web"]}, asked
        self.send_response(200)
        self.send_header("Content-Type", "application/vnd.amazon.eventstream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for one in FRAMES:
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
done = subprocess.run([program, "arn:aws:logs:eu-west-1:123456789012:log-group:web"], env=environment, text=True,
                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
expected = "session s-1\none\ntwo\nthree\n3 events\n"
if done.returncode != 0 or done.stdout != expected:
    sys.exit(f"the example ended with {done.returncode} and printed:\n{done.stdout}\nexpected:\n{expected}")
