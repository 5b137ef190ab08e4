#!/usr/bin/env python3
"""Runs the cases of one server: run.py SERVER --program aloft --folder DIR [--auth]. Cases are unittest classes in
cases_SERVER.py; each gets the running server as `server` and the program as `aloft`."""

import argparse
import importlib
import sys
import unittest

import aloft_cli
import servers

SKIPPED = 77  # ctest's SKIP_RETURN_CODE


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("server", choices=sorted(servers.KINDS))
    parser.add_argument("--program", required=True, help="the aloft program")
    parser.add_argument("--folder", required=True, help="where servers are installed, shared by builds")
    parser.add_argument("--auth", action="store_true", help="the server checks signatures")
    parser.add_argument("-k", dest="pattern", help="only the cases whose name contains this")
    options = parser.parse_args()

    cases = importlib.import_module("cases_" + options.server.replace("-", "_"))
    try:
        with servers.KINDS[options.server](options.folder, auth=options.auth) as server:
            cases.Case.server = server
            cases.Case.aloft = staticmethod(aloft_cli.Program(options.program, server.url, server.credentials))
            loader = unittest.TestLoader()
            if options.pattern:
                loader.testNamePatterns = [f"*{options.pattern}*"]
            outcome = unittest.TextTestRunner(verbosity=2).run(loader.loadTestsFromModule(cases))
    except servers.Unavailable as reason:
        print(f"skipped: {options.server} {reason}")
        return SKIPPED
    if outcome.testsRun == 0:
        print("no case was run", file=sys.stderr)
        return 1
    return 0 if outcome.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
