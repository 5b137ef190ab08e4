#!/usr/bin/env python3
"""Fails when a code of the library's own errors has no constant in include/aloft/errc.hpp, or a constant no code."""

import pathlib
import re
import sys

# What never reaches a user of the library: the program's own mistakes on its command line, what servers say of
# signatures, faults of the pack's compiler.
PRIVATE = {"cli", "local", "paging"}
VERIFIER = {"IncompleteSignature", "InvalidAuthorizationToken", "MissingAuthenticationToken", "RequestExpired",
            "RequestTimeTooSkewed", "SignatureDoesNotMatch", "UnsupportedSignature", "UnwritablePack"}
MADE = re.compile(r'error_kind::\w+,\s*"([A-Z]\w+)"')


def main() -> int:
    root = pathlib.Path(__file__).resolve().parent.parent
    named = set(re.findall(r'\{"([A-Z]\w+)"\}', (root / "include/aloft/errc.hpp").read_text(encoding="utf-8")))
    made, written = set(), ""
    for path in sorted((root / "src").rglob("*.[ch]pp")):
        text = path.read_text(encoding="utf-8")
        written += text
        if path.relative_to(root / "src").parts[0] not in PRIVATE:
            made |= set(MADE.findall(text))
    missing = sorted(made - named - VERIFIER)
    idle = sorted(code for code in named if f'"{code}"' not in written)
    for code in missing:
        print(f'errc.hpp has no constant for "{code}", which an error has as its code', file=sys.stderr)
    for code in idle:
        print(f'errc.hpp has a constant for "{code}", which no error has as its code', file=sys.stderr)
    if missing or idle:
        return 1
    print(f"error codes: {len(named)} constants, each of an error; {len(made)} codes seen")
    return 0


if __name__ == "__main__":
    sys.exit(main())
