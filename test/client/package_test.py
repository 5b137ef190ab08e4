#!/usr/bin/env python3
"""Installs the whole library, builds examples/first_call against it in another folder, and runs that against a server
that answers DescribeRegions: package_test.py BUILD WORK EXAMPLE COMPILER."""
import http.server
import os
import resource
import shutil
import subprocess
import sys
import threading

ANSWER = b"""<DescribeRegionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><regionInfo>
<item><regionName>eu-west-1</regionName></item><item><regionName>us-east-1</regionName></item>
</regionInfo></DescribeRegionsResponse>"""
# A program that takes longer to compile than this is too heavy for its users; thrice what a quiet machine needs.
CPU_SECONDS = 8


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_):
        pass


def run(*command, **options):
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)
    if done.returncode != 0:
        sys.exit(f"failed: {' '.join(command)}\n{done.stdout}")
    return done.stdout


build, work, example, compiler = sys.argv[1:]
work = os.path.abspath(work)
shutil.rmtree(work, ignore_errors=True)
prefix = os.path.join(work, "prefix")
run("cmake", "--install", build, "--prefix", prefix)
run("cmake", "-S", example, "-B", f"{work}/build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}",
    f"-DCMAKE_CXX_COMPILER={compiler}")
before = resource.getrusage(resource.RUSAGE_CHILDREN)
run("cmake", "--build", f"{work}/build")
after = resource.getrusage(resource.RUSAGE_CHILDREN)
spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
print(f"compiled and linked in {spent:.1f} s of CPU")
if spent > CPU_SECONDS:
    sys.exit(f"the example took {spent:.1f} s of CPU to compile and link; {CPU_SECONDS} s are allowed")

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
environment = {
    "HOME": work, "PATH": os.environ["PATH"], "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "secret", "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}",
}
output = run(f"{work}/build/first_call", env=environment)
expected = ["callback: 2 regions", "eu-west-1", "future: 2 regions", "us-east-1"]
if sorted(output.split("\n")[:-1]) != expected:
    sys.exit(f"the example printed:\n{output}\nexpected, in any order: {expected}")
