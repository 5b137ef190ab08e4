#!/usr/bin/env python3
"""aloft beside the AWS CLI, over one moto: compare.py --program aloft --accepts aloft-accepts --folder DIR [PART…].

names   every command and every parameter of the AWS CLI 1, as its parser has them: does aloft take them?
reads   the commands of reads.txt as JSON, text and YAML, byte by byte, and as a table at a terminal of 80 columns
pairs   what pairs.txt makes and takes away again, by the one and by the other

The judge of reads is the AWS CLI 2 where /usr/bin/aws is one (Debian's package awscli), and the AWS CLI 1 with version 2's
form of times (cli_timestamp_format = iso8601) where there is none or its models lack what the answer has. A difference that
explained.txt has a reason for is explained; the others are printed, and make the exit status 1."""

import argparse
import base64
import difflib
import fcntl
import fnmatch
import json
import os
import pathlib
import pty
import re
import shlex
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unicodedata
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import aloft_cli  # noqa: E402
import servers  # noqa: E402

PROGRAMS_OWN = {"--starting-token", "--page-size", "--max-items", "--cli-input-json", "--generate-cli-skeleton"}
TIME = re.compile(rb"\d{4}-\d\d-\d\d([T ])\d\d:\d\d:\d\d(\.\d+)?")


class AwsCli(servers.PythonServer):
    """The AWS CLI 1, installed as locked; not a server, but installed like one."""

    name, version = "awscli", "1.46.3"


def lines_of(file):
    for line in (HERE / file).read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


class Explanations:
    """explained.txt: "WHAT | PATTERN | REASON" a line."""

    def __init__(self):
        self.rules = [[part.strip() for part in line.split("|", 2)] for line in lines_of("explained.txt")]
        self.used = {}

    def reason(self, what, command):
        for kind, pattern, reason in self.rules:
            if what in kind.split(",") and fnmatch.fnmatchcase(command, pattern):
                self.used[kind, pattern] = reason
                return reason
        return None


class Tally:
    def __init__(self, explanations):
        self.explanations, self.rows, self.findings = explanations, {}, []

    def add(self, what, command, difference=None):
        """`difference`: nothing where both are equal."""
        row = self.rows.setdefault(what, {"equal": 0, "explained": 0, "unexplained": 0})
        if difference is None:
            row["equal"] += 1
        elif self.explanations.reason(what, command):
            row["explained"] += 1
        else:
            row["unexplained"] += 1
            self.findings.append((what, command, difference))
            print(f"\n{what}: {command}\n{difference}", flush=True)

    def report(self, all_parts):
        print(f"\n{'':22}{'equal':>8}{'explained':>11}{'unexplained':>13}")
        for what, row in self.rows.items():
            print(f"{what:22}{row['equal']:8}{row['explained']:11}{row['unexplained']:13}")
        print("\nExplained:")
        for (kind, pattern), reason in self.explanations.used.items():
            print(f"  {kind} {pattern}: {reason}")
        for kind, pattern, _ in self.explanations.rules if all_parts else ():
            if (kind, pattern) not in self.explanations.used:
                print(f"explained.txt: nothing is explained by '{kind} | {pattern}' any more")
        return 1 if self.findings else 0


class Worker:
    """An AWS CLI that stays in memory."""

    def __init__(self, python, url, environment):
        self.url = url
        self.process = subprocess.Popen([python, str(HERE / "aws_worker.py")], env=environment, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, arguments):
        return self.ask([*arguments, "--endpoint-url", self.url, "--cli-read-timeout", "60"])

    def ask(self, line):
        self.process.stdin.write(json.dumps(line) + "\n")
        self.process.stdin.flush()
        code, out, errors = json.loads(self.process.stdout.readline())
        return code, base64.b64decode(out), base64.b64decode(errors).decode(errors="replace")

    def dump_yaml(self, document):
        return self.ask({"yaml": document})

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def judges(folder, url, home):
    """The AWS CLI 2, or nothing, and the AWS CLI 1."""
    config = pathlib.Path(home) / ".aws"
    config.mkdir()
    (config / "config").write_text("[default]\ncli_timestamp_format = iso8601\n")
    environment = {"PATH": os.environ["PATH"], "HOME": home, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                   "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
                   "AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "1", "TZ": "UTC"}
    cli = AwsCli(folder)
    cli.install()
    first = Worker(cli.python, url, environment)
    second = None
    probe = subprocess.run(["/usr/bin/aws", "--version"], capture_output=True, text=True) if os.path.exists("/usr/bin/aws") else None
    if probe and (probe.stdout + probe.stderr).startswith("aws-cli/2"):
        print(f"judges: {(probe.stdout + probe.stderr).split()[0]} and aws-cli/{cli.version}", flush=True)
        second = Worker("/usr/bin/python3", url, environment)
    else:
        print(f"judge: aws-cli/{cli.version}; install Debian's awscli to have version 2 beside it", flush=True)
    return second, first


class Names:
    def __init__(self):
        self.values = {}

    def fill(self, line):
        return [re.sub(r"\{(\w+)\}", lambda found: self.values.get(found[1], found[0]), word) for word in shlex.split(line)]


def build_state(judge, names, folder):
    (folder / "one.txt").write_text("hello\n")
    with zipfile.ZipFile(folder / "code.zip", "w") as code:
        code.writestr("main.py", "def handle(event, context): return event\n")
    names.values.update(file=str(folder / "one.txt"), zip=str(folder / "code.zip"), now_ms=str(int(time.time() * 1000)),
                        folder=str(folder))
    for line in lines_of("state.txt"):
        named = re.match(r"(\w+) = (.*)", line)
        code, out, errors = judge(names.fill(named[2] if named else line))
        if code:
            raise RuntimeError(f"the AWS CLI cannot build the state: {line}\n{errors}")
        if named:
            names.values[named[1]] = out.decode().strip()


def first_difference(judge, ours):
    lines = difflib.unified_diff(judge.decode(errors="replace").splitlines(), ours.decode(errors="replace").splitlines(),
                                 "aws", "aloft", lineterm="", n=1)
    text = list(lines)[2:14]
    return "\n".join("    " + line[:160] for line in text) or "    bytes differ beyond lines"


def same(judge, ours):
    """Nothing, or what differs. Refusals are equal where both refuse."""
    if judge[0] != 0 or ours.code != 0:
        if judge[0] != 0 and ours.code == judge[0]:
            return None
        return f"    exit status: aws {judge[0]}, aloft {ours.code}\n    {judge[2].strip()[-300:]}\n    {ours.err.strip()[:300]}"
    return None if judge[1] == ours.bytes else first_difference(judge[1], ours.bytes)


def at_terminal(program, arguments, columns=80):
    """What the program writes to a terminal."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen([program.path, *arguments], stdin=subprocess.DEVNULL, stdout=follower, stderr=subprocess.PIPE,
                               env={**program.environment, "TERM": "dumb"})
    os.close(follower)
    out = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        out += piece
    os.close(leader)
    errors = process.stderr.read().decode(errors="replace")
    return process.wait(), out.decode(errors="replace").replace("\r\n", "\n"), errors


def width_of(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def table_fault(program, arguments, empty):
    code, out, errors = at_terminal(program, [*arguments, "--output", "table"])
    if code != 0:
        return f"    exit status {code}: {errors[:300]}"
    if not out.strip() and not empty:
        return "    the table is empty"
    # What nobody may cut, an ARN or an id, may reach beyond the edge.
    wide = [line for line in out.splitlines() if width_of(line) > 80 and width_of(line[:line.rfind(" ") + 1]) > 40]
    return f"    wider than 80 columns: {wide[0]}" if wide else None


def as_version_2(first, second, arguments):
    """The YAML of version 1's answer, written by version 2: its models are younger."""
    code, out, errors = first([*arguments, "--output", "json"])
    return (code, out, errors) if code else second.dump_yaml(json.loads(out or "{}"))


def holds_nothing(answer):
    return not any(answer.values()) if isinstance(answer, dict) else not answer


def compare_reads(program, second, first, names, tally, pattern):
    for line in lines_of("reads.txt"):
        if pattern not in line:
            continue
        arguments = names.fill(line)
        empty = True
        for form in ("json", "text", "yaml"):
            if form == "yaml" and second is None:
                continue
            words = [*arguments, "--output", form]
            ours = program(*words)
            difference = same(second(words), ours) if second else "no judge"
            if difference is not None:
                difference = same(as_version_2(first, second, arguments) if form == "yaml" else first(words), ours)
            tally.add(form, line, difference)
            if form == "json":
                empty = ours.code != 0 or holds_nothing(json.loads(ours.out or "{}"))
        if program(*arguments, "--output", "off").code == 0:
            tally.add("table", line, table_fault(program, arguments, empty))


def picked(answer, path):
    for part in path.split("."):
        answer = answer[int(part)] if part.isdigit() else answer[part]
    return str(answer)


def run_pair(run, names, line):
    """What both commands of a pair gave; {=Path.to.Id} in the second is taken from what the first one printed."""
    create, delete = line.split(" ;; ")
    made = run(names.fill(create))
    steps = [made]
    if made[0] == 0:
        answer = json.loads(made[1] or b"{}")
        filled = re.sub(r"\{=([\w.]+)\}", lambda path: shlex.quote(picked(answer, path[1])), delete)
        steps.append(run(names.fill(filled)))
    return steps


def compare_pairs(program, judge, server, names, tally, pattern):
    def ours(arguments):
        done = program(*arguments)
        return done.code, done.bytes, done.err

    for number, line in enumerate(lines_of("pairs.txt")):
        if pattern not in line:
            continue
        given = []
        for run in (judge, ours):
            server.request("POST", f"/moto-api/seed?a={number + 1}")  # the same ids twice
            given.append(run_pair(run, names, line))
        difference = None
        for one, other in zip(*given):
            masked = [TIME.sub(rb"9999-99-99\g<1>99:99:99", step[1]) for step in (one, other)]
            if one[0] != other[0] and (one[0] == 0 or other[0] == 0):
                difference = f"    exit status: aws {one[0]}, aloft {other[0]}\n    {one[2].strip()[-300:]}\n    {other[2].strip()[:300]}"
            elif one[0] != 0:
                difference = f"    both fail: {one[2].strip()[-300:]}"
            elif masked[0] != masked[1]:
                difference = first_difference(*masked)
            if difference:
                break
        tally.add("pairs", line, difference)


def compare_names(accepts, folder, tally):
    cli = AwsCli(folder)
    cli.install()
    kept = cli.home / "names.jsonl"
    if not kept.exists():
        print("reading the parameters of all operations from the AWS CLI", flush=True)
        kept.write_text(servers.run([cli.python, str(HERE / "aws_names.py")]))
    rows = [json.loads(line) for line in kept.read_text().splitlines()]
    asked = "".join("{}\t{}\t{}\n".format(row["service"], row["command"], " ".join(
        "program:" + name if name in PROGRAMS_OWN else name for name in row["parameters"])) for row in rows)
    done = subprocess.run([accepts], input=asked, capture_output=True, text=True, check=True)
    refused = {}
    for line in done.stdout.splitlines():
        service, command, name, why = line.split("\t")
        refused[service, command, name] = why
    for row in rows:
        command = f"{row['service']} {row['command']}"
        what = "commands" if row["own"] else "operations"
        why = refused.get((row["service"], row["command"], ""))
        tally.add(what, command, f"    {why}" if why else None)
        for name in row["parameters"] if not why else ():
            why_not = refused.get((row["service"], row["command"], name))
            tally.add("parameters", f"{command} {name}", f"    {why_not}" if why_not else None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, type=os.path.abspath)
    parser.add_argument("--accepts", required=True, type=os.path.abspath)
    parser.add_argument("--folder", required=True, type=os.path.abspath, help="where moto and the AWS CLI are installed")
    parser.add_argument("-k", dest="pattern", default="", help="only the commands that contain this")
    parser.add_argument("parts", nargs="*", help="names, reads, pairs (all)")
    options = parser.parse_args()
    parts = options.parts or ["names", "reads", "pairs"]
    tally = Tally(Explanations())
    if "names" in parts:
        compare_names(options.accepts, options.folder, tally)
    if set(parts) & {"reads", "pairs"}:
        with servers.Moto(options.folder) as server, tempfile.TemporaryDirectory() as home:
            second, first = judges(options.folder, server.url, home)
            program = aloft_cli.Program(options.program, server.url, ("test", "test"))
            program.environment["AWS_MAX_ATTEMPTS"] = "1"
            names = Names()
            server.request("POST", "/moto-api/seed?a=1")
            build_state(first, names, pathlib.Path(home))
            if "reads" in parts:
                compare_reads(program, second, first, names, tally, options.pattern)
            if "pairs" in parts:
                compare_pairs(program, first, server, names, tally, options.pattern)
            for one in (second, first):
                if one:
                    one.close()
    return tally.report(all_parts=not options.parts and not options.pattern)


if __name__ == "__main__":
    sys.exit(main())
