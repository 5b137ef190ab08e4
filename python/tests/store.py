"""A server that keeps what is put and gives it back: enough of S3 for bodies. Paths with "slow" in them wait for release()."""

import http.server
import threading


class Store:
    def __init__(self):
        store, self.objects, self.requests, self.released = self, {}, [], threading.Event()

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments):
                pass

            def _body(self):
                if "chunked" in self.headers.get("Transfer-Encoding", ""):
                    out = b""
                    while size := int(self.rfile.readline().split(b";")[0], 16):
                        out += self.rfile.read(size)
                        self.rfile.readline()
                    self.rfile.readline()
                else:
                    out = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if "aws-chunked" in self.headers.get("Content-Encoding", ""):
                    out = _without_chunks(out)
                return out

            def _answer(self, status, body=b"", **headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def _any(self):
                store.requests.append((self.command, self.path, dict(self.headers)))
                path = self.path.split("?")[0]
                body = self._body()
                if "slow" in path:
                    store.released.wait(30)
                if self.command == "PUT":
                    store.objects[path] = body
                    self._answer(200, ETag='"1"')
                elif path in store.objects:
                    self._answer(200, store.objects[path], ETag='"1"', x_amz_request_id="R1")
                else:
                    self._answer(404, b"<Error><Code>NoSuchKey</Code><Message>none of that name</Message><Key>k</Key></Error>",
                                 x_amz_request_id="R2", Content_Type="application/xml")

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _any

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # clients that cancel close their connections

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def release(self):
        self.released.set()

    def close(self):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()


def _without_chunks(data):
    out = b""
    while True:
        line, _, data = data.partition(b"\r\n")
        size = int(line.split(b";")[0], 16)
        if size == 0:
            return out
        out += data[:size]
        data = data[size + 2:]
