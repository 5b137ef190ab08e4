#!/usr/bin/env python3
"""Runs examples/pages_and_waiters against a server that has seven groups on three pages, and a VPC: pages_example_test.py PROGRAM"""
import http.server
import os
import subprocess
import sys
import threading
import urllib.parse

PAGES = {"": (["a", "b", "c"], "2"), "2": (["d", "e", "f"], "3"), "3": (["g"], "")}


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        if asked["Action"] == "DescribeVpcs":
            assert asked["VpcId.1"] == "vpc-1"
            answer = "<DescribeVpcsResponse><vpcSet><item><state>available</state></item></vpcSet></DescribeVpcsResponse>"
        else:
            names, token = PAGES[asked.get("NextToken", "")]
            rows = "".join(f"<item><groupName>{name}</groupName></item>" for name in names)
            token = f"<nextToken>{token}</nextToken>" if token else ""
            answer = f"<DescribeSecurityGroupsResponse><securityGroupInfo>{rows}</securityGroupInfo>{token}</DescribeSecurityGroupsResponse>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *_):
        pass


program, = sys.argv[1:]
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
environment = {
    "HOME": "/nonexistent", "PATH": os.environ["PATH"], "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "secret", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
}
done = subprocess.run([program], env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
expected = "a\nb\nc\nd\ne\nf\ng\n3 groups\n3 groups\n1 groups, the last ones\n" 'vpc-1 is there: Vpcs[].State is "available" everywhere\n'
if done.returncode != 0 or done.stdout != expected:
    sys.exit(f"the example ended with {done.returncode} and printed:\n{done.stdout}\nexpected:\n{expected}")
