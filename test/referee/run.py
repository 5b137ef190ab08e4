#!/usr/bin/env python3
"""Runs cases against one server: run.py SERVER --cases NAME… --program aloft --library PROGRAM --folder DIR [--auth].
Cases are unittest classes in cases_NAME.py; each gets the running server and the programs (see case.py)."""

import argparse
import importlib
import os
import sys
import unittest

import aloft_cli
import servers
from case import Case

SKIPPED = 77  # ctest's SKIP_RETURN_CODE


def load(names, pattern):
    loader = unittest.TestLoader()
    if pattern:
        loader.testNamePatterns = [f"*{pattern}*"]
    return unittest.TestSuite(loader.loadTestsFromModule(importlib.import_module("cases_" + name)) for name in names)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("server", choices=sorted(servers.KINDS))
    parser.add_argument("--cases", required=True, nargs="+", help="cases_NAME.py of each")
    parser.add_argument("--program", required=True, type=os.path.abspath, help="the aloft program")
    parser.add_argument("--library", required=True, type=os.path.abspath, help="the program that makes calls through the library")
    parser.add_argument("--folder", required=True, type=os.path.abspath, help="where servers are installed, shared by builds")
    parser.add_argument("--auth", action="store_true", help="the server checks signatures")
    parser.add_argument("-k", dest="pattern", help="only the cases whose name contains this")
    options = parser.parse_args()

    cases = load(options.cases, options.pattern)
    try:
        with servers.KINDS[options.server](options.folder, auth=options.auth) as server:
            Case.server = server
            Case.aloft = staticmethod(aloft_cli.Program(options.program, server.url, server.credentials))
            Case.library = staticmethod(aloft_cli.Program(options.library, server.url, server.credentials))
            outcome = unittest.TextTestRunner(verbosity=2).run(cases)
    except servers.Unavailable as reason:
        print(f"skipped: {options.server} {reason}")
        return SKIPPED
    if outcome.testsRun == 0:
        print("no case was run", file=sys.stderr)
        return 1
    return 0 if outcome.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
