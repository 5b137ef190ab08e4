#!/usr/bin/env python3
"""Streams EVENTS live-tail events over HTTP/1.1 to whoever asks: server.py EVENTS. Prints its port. Ends with its input."""
import http.server
import json
import struct
import sys
import threading
import zlib


def text_header(name, value):
    return bytes([len(name)]) + name.encode() + b"\x07" + struct.pack(">H", len(value)) + value.encode()


def frame(kind, document):
    headers = (text_header(":message-type", "event") + text_header(":event-type", kind)
               + text_header(":content-type", "application/json"))
    payload = json.dumps(document, separators=(",", ":")).encode()
    start = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    start += struct.pack(">I", zlib.crc32(start))
    whole = start + headers + payload
    return whole + struct.pack(">I", zlib.crc32(whole))


EVENT = frame("sessionUpdate", {"sessionMetadata": {"sampled": False}, "sessionResults": [{
    "logStreamName": "web/1", "logGroupIdentifier": "123456789012:g", "timestamp": 1700000000123,
    "ingestionTime": 1700000000456, "message": "GET /index.html 200 1234 0.012 \"Mozilla/5.0\""}]})
AT_ONCE = 1000  # events in a chunk


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/vnd.amazon.eventstream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        first = frame("initial-response", {}) + frame("sessionStart", {"sessionId": "s"})
        self.wfile.write(b"%x\r\n%s\r\n" % (len(first), first))
        body = EVENT * AT_ONCE
        chunk = b"%x\r\n%s\r\n" % (len(body), body)
        for _ in range(int(sys.argv[1]) // AT_ONCE):
            self.wfile.write(chunk)
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()
