#!/usr/bin/env python3
"""`aloft s3` beside the AWS CLI: the same command lines, each program with an embedded S3 of its own; exit status, standard
output and the objects afterwards are compared. s3_beside_cli.py --program aloft [--aws PROGRAM]. DIFFERENCES says where
they differ, and why. The AWS CLI is the one that `make compare-cli` has installed or the machine's own; without, 77."""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from s3_transfers import KEY, SECRET, Local, clean  # noqa: E402

# Words behind `s3`; HERE is a folder with files.
LINES = [
    "mb s3://one", "mb s3://one-more", "mb s3://Not_A_Bucket", "ls", "ls s3://one", "ls s3://none",
    "cp HERE/a.txt s3://one/a.txt", "cp HERE/a.txt s3://one/dir/", "cp HERE/a.txt s3://one", "cp HERE/missing s3://one/x", "ls s3://one", "ls s3://one/dir", "ls s3://one/dir/",
    "ls s3://one --recursive", "ls s3://one --recursive --human-readable --summarize", "cp s3://one/a.txt HERE/down/", "cp s3://one/a.txt -", "cp s3://one/none HERE/down/none",
    "cp s3://one/a.txt s3://one-more/copied", "cp HERE/tree s3://one/tree --recursive --dryrun", "cp HERE/tree s3://one/tree --recursive --exclude * --include *.html",
    "cp HERE/tree s3://one/tree --recursive", "cp HERE/tree s3://one/tree", "sync HERE/tree s3://one/synced", "sync HERE/tree s3://one/synced",
    "sync HERE/tree s3://one/synced --exclude *.html", "sync s3://one/synced HERE/back", "sync s3://one/synced HERE/back", "sync s3://one/synced s3://one-more/synced --size-only",
    "sync HERE/missing s3://one/synced", "sync HERE/few s3://one/synced --delete --dryrun", "sync HERE/few s3://one/synced --delete", "mv s3://one/a.txt s3://one/moved",
    "mv HERE/moving s3://one/moving", "mv s3://one/tree s3://one/forest --recursive", "rm s3://one/moved", "rm s3://one/none", "rm s3://one/forest --recursive --exclude *.html",
    "rm s3://one/forest --recursive --dryrun", "rb s3://one", "rb s3://one --force", "rb s3://none", "cp HERE/a.txt HERE/b.txt", "cp", "ls --nonsense",
    "cp HERE/a.txt s3://one-more/p --storage-class STANDARD_IA --content-type text/x --metadata a=1 --only-show-errors", "ls s3://one-more --recursive",
]

# What is known to differ: line → why. A line that no longer differs fails the run.
FIRST = "the AWS CLI 1 has a status of its own; version 2 and aloft: 254 for the service's refusals, 252 for mistakes on the command line"
DIFFERENCES = {line: FIRST for line in ("ls s3://none", "cp HERE/a.txt HERE/b.txt", "cp", "ls --nonsense")}


def prepare(folder):
    files = {"a.txt": b"hello", "moving": b"m", "tree/index.html": b"<p>", "tree/sub/page.html": b"<p>2", "tree/sub/data.bin": bytes(5000), "tree/z": b"",
             "few/index.html": b"<p>"}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "down").mkdir()


def tidy(text):
    """Without times and progress; in order of lines, as transfers end in any."""
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", "TIME", text)
    lines = [line.rsplit("\r", 1)[-1].rstrip() for line in text.splitlines()]
    return sorted(line for line in lines if line and not line.startswith("Completed "))


class Side:
    def __init__(self, words):
        self.words, self.server = words, Local()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="aloft-beside-"))
        prepare(self.folder)
        self.environment = {**clean(), "AWS_ENDPOINT_URL": self.server.url, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_CONFIG_FILE": "/dev/null",
                            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_EC2_METADATA_DISABLED": "true"}

    def run(self, line):
        done = subprocess.run([*self.words, *[word.replace("HERE", ".") for word in line.split()]], env=self.environment, cwd=self.folder, capture_output=True,
                              text=True, timeout=120)
        return done.returncode, tidy(done.stdout), done.stderr.strip()

    def files(self):
        return sorted((str(path.relative_to(self.folder)), path.read_bytes()) for path in self.folder.rglob("*") if path.is_file())

    def stop(self):
        self.server.__exit__()
        shutil.rmtree(self.folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, type=os.path.abspath)
    parser.add_argument("--aws", default=str(HERE.parents[1] / "build/referee/awscli/venv/bin/aws"))
    options = parser.parse_args()
    aws = options.aws if os.path.exists(options.aws) else shutil.which("aws")
    if aws is None:
        print("skipped: there is no AWS CLI")
        return 77
    Local.program = options.program
    ours, theirs = Side([options.program, "s3"]), Side([aws, "s3"])
    wrong = known = 0
    try:
        for line in LINES:
            mine, other = ours.run(line), theirs.run(line)
            same = mine[:2] == other[:2] and ours.files() == theirs.files()
            if same != (line not in DIFFERENCES):
                wrong += 1
                print(f"{line}\n  aloft {mine}\n  aws   {other}" + ("" if ours.files() == theirs.files() else "\n  and the files differ"))
            known += not same and line in DIFFERENCES
    finally:
        ours.stop()
        theirs.stop()
    print(f"{len(LINES)} command lines: {wrong} unlike, {known} with a stated reason")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
