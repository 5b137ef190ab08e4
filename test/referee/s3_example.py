#!/usr/bin/env python3
"""Runs the example s3_transfer against moto: s3_example.py --example PROGRAM --program ALOFT --folder DIR"""

import argparse
import pathlib
import sys
import tempfile

import aloft_cli
import servers

SKIPPED = 77


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--example", "--program", "--folder"):
        parser.add_argument(name, required=True)
    options = parser.parse_args()
    tree = pathlib.Path(tempfile.mkdtemp(prefix="aloft-example-"))
    (tree / "b").mkdir()
    (tree / "a.txt").write_text("the first\n")
    (tree / "b" / "c.txt").write_text("the second\n")
    try:
        with servers.KINDS["moto"](options.folder, auth=False) as server:
            aloft = aloft_cli.Program(options.program, server.url, server.credentials)
            example = aloft_cli.Program(options.example, server.url, server.credentials)
            made = aloft("s3", "mb", "s3://example")
            assert made.code == 0, made.err
            first = example(str(tree), "example")
            assert first.code == 0, first.err
            lines = sorted(first.out.splitlines())
            assert lines == ["2 transferred, 0 were there, 0 removed", "the first", "upload a.txt", "upload b/c.txt"], lines
            (tree / "b" / "c.txt").unlink()
            second = example(str(tree), "example")
            assert second.out == "delete b/c.txt\n0 transferred, 1 were there, 1 removed\nthe first\n", second.out + second.err
    except servers.Unavailable as reason:
        print(f"skipped: moto {reason}")
        return SKIPPED
    return 0


if __name__ == "__main__":
    sys.exit(main())
