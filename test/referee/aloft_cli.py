"""Runs the aloft program as its users do and gives what it printed."""

import json
import os
import subprocess
import tempfile


class Result:
    def __init__(self, code, out, err):
        self.code, self.bytes, self.err = code, out, err.decode(errors="replace")

    @property
    def out(self):
        return self.bytes.decode(errors="replace")

    @property
    def json(self):
        return json.loads(self.out)


class Program:
    """The program with the settings of one server in its environment, and nothing of this machine's."""

    def __init__(self, path, url, credentials, region="us-east-1"):
        self.path = path
        self.home = tempfile.mkdtemp(prefix="aloft-home-")
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": self.home, "AWS_ENDPOINT_URL": url, "AWS_REGION": region,
            "AWS_ACCESS_KEY_ID": credentials[0], "AWS_SECRET_ACCESS_KEY": credentials[1], "AWS_EC2_METADATA_DISABLED": "true",
        }
        for name, value in os.environ.items():  # sanitizers and the pack's place
            if name.endswith("SAN_OPTIONS") or name.startswith("ALOFT_"):
                self.environment[name] = value

    def __call__(self, *arguments, stdin=None, **environment):
        done = subprocess.run([self.path, *map(str, arguments)], input=stdin, capture_output=True, timeout=120,
                              env={**self.environment, **environment})
        return Result(done.returncode, done.stdout, done.stderr)
