#!/usr/bin/env python3
"""Where AWS's own tools find an identity, aloft finds the same one: run.py ALOFT [WORD].

Each case is laid out in a home folder of its own and tried twice: by botocore in a child process, and by
`aloft configure export-credentials`. Both must get the same keys from the same provider, or both must fail. WORD: only
cases whose name contains it."""
import json
import os
import subprocess
import sys

import machine

machine.enter()

import botocore.session  # noqa: E402

import endpoints  # noqa: E402
from cases import cases  # noqa: E402


def by_botocore(case, environment):
    """What a new process would find; a child, because botocore keeps things in classes."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.environ.clear()
        os.environ.update(environment)
        try:
            session = botocore.session.Session()
            if case["profile"]:
                session.set_config_variable("profile", case["profile"])
            found = session.get_credentials()
            if found is None:
                raise LookupError("nothing was found")
            keys = found.get_frozen_credentials()
            outcome = {"key": keys.access_key, "secret": keys.secret_key, "token": keys.token or "",
                       "provider": found.method}
        except BaseException as failure:  # whatever it is, it is a failure
            outcome = {"error": f"{type(failure).__name__}: {failure}"}
        os.write(write, json.dumps(outcome).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as stream:
        outcome = json.loads(stream.read())
    os.waitpid(child, 0)
    return outcome


def by_aloft(aloft, case, environment):
    command = [aloft, "configure", "export-credentials", "--format", "json"]
    if case["profile"]:
        command += ["--profile", case["profile"]]
    done = subprocess.run(command, env={**environment, **machine.kept()}, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                          check=False)
    if done.returncode != 0:
        return {"error": done.stderr.strip()}
    keys = json.loads(done.stdout)
    return {"key": keys["AccessKeyId"], "secret": keys["SecretAccessKey"], "token": keys.get("SessionToken", ""),
            "provider": keys["Provider"]}


def main():
    aloft, words = os.path.abspath(sys.argv[1]), sys.argv[2:]
    url = endpoints.start()
    different = tried = failing = 0
    for case in cases:
        if words and words[0] not in case["name"]:
            continue
        tried += 1
        theirs = by_botocore(case, machine.lay_out(case, url))
        ours = by_aloft(aloft, case, machine.lay_out(case, url))
        failing += "error" in theirs
        if ("error" in theirs and "error" in ours) or theirs == ours:
            if words:
                print(f"{case['name']}\n  botocore {theirs}\n  aloft    {ours}")
            continue
        different += 1
        print(f"DIFFERENT {case['name']}\n  botocore {theirs}\n  aloft    {ours}")
    print(f"{tried} cases, {failing} of them failures: {different} different")
    return 1 if different or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
