#!/usr/bin/env python3
"""What headers promise, counted. Each count has a bound in tools/header_bounds.txt, which only ever goes down.

usage: check_headers.py [--list]      --list prints every finding, not only those beyond a bound

unstated     lines that public asynchronous functions of include/aloft lack: each says its Cancellation, what it Ends
             with, its Errors, Lifetime and Thread, in a comment of its own, of its class or of its file ("The same …" says
             what the function before it says; overrides are said by what they override)
same_name    headers of src and include that share their name with another one
private      includes of src/cli that a user's program could not have: neither <aloft/…> nor the program's own
"""

import collections
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LINES = ("Cancellation", "Ends with", "Errors", "Lifetime", "Thread")
# A declaration that gives an awaitable or takes a completion token; one whose text is only an implementation has a body
# in another line. Types, variables and friends are none.
FUNCTION = re.compile(r"^\s*(?:static |virtual |inline )*(?:[\w:]*awaitable<.*> |auto )(\w+)\(")
CLASS = re.compile(r"^\s*(?:class|struct) (\w+)[^;]*\{?$")


def stated(comment: list[str]) -> set[str]:
    text = "\n".join(comment)
    return {line for line in LINES if re.search(rf"\b{line}\b\*?:", text)}


def unstated(header: pathlib.Path):
    """(function, what it does not say)"""
    text = header.read_text(encoding="utf-8").splitlines()
    top = [line for line in text[:60] if line.startswith("//")]
    of_file, of_class, before, comment, depth_of_detail, hidden = stated(top), set(), set(), [], None, False
    for line in text:
        if re.match(r"namespace detail|namespace \w+_detail", line):
            depth_of_detail = True
        elif line.startswith("}  // namespace"):
            depth_of_detail = None
        if line.strip() in ("private:", "public:", "protected:"):
            hidden = line.strip() == "private:"
        elif line.startswith("};"):
            hidden = False
        if line.strip().startswith("//"):
            comment.append(line.strip())
            continue
        if not line.strip():
            comment = []
            continue
        if line.strip().startswith(("template", "[[", "requires")):
            continue
        named = CLASS.match(line)
        if named and not line.rstrip().endswith(";"):
            of_class = stated(comment)
        found = FUNCTION.match(line)
        if found and not depth_of_detail and not hidden and " override" not in line and ("awaitable<" in line or found[1].startswith("async_")):
            own = stated(comment)
            if not comment or re.match(r"///? The same", comment[0]):
                own |= before
            before = own
            lacking = [one for one in LINES if one not in own | of_class | of_file]
            if lacking:
                yield f"{header.relative_to(ROOT)}: {found[1]} does not say: {', '.join(lacking)}", len(lacking)
        comment = []


def same_names():
    by_name = collections.defaultdict(list)
    for folder in ("src", "include"):
        for header in sorted((ROOT / folder).rglob("*.hpp")):
            by_name[header.name].append(str(header.relative_to(ROOT)))
    for name, places in sorted(by_name.items()):
        if len(places) > 1:
            yield f"{name}: {', '.join(places)}", 1


def private_includes():
    for file in sorted((ROOT / "src" / "cli").rglob("*.[ch]pp")):
        for included in re.findall(r'^\s*#\s*include\s*"([^"]+)"', file.read_text(encoding="utf-8"), re.M):
            if included.partition("/")[0] not in ("aloft", "cli"):
                yield f"{file.relative_to(ROOT)} includes {included}", 1


def main() -> int:
    findings = {
        "unstated": [one for header in sorted((ROOT / "include" / "aloft").rglob("*.hpp")) for one in unstated(header)],
        "same_name": list(same_names()),
        "private": list(private_includes()),
    }
    bounds = dict(line.split() for line in (ROOT / "tools" / "header_bounds.txt").read_text().splitlines()
                  if line and not line.startswith("#"))
    status = 0
    for kind, found in findings.items():
        number, bound = sum(weight for _, weight in found), int(bounds[kind])
        if number > bound or "--list" in sys.argv:
            for text, _ in found:
                print(f"{kind}: {text}", file=sys.stderr)
        if number > bound:
            print(f"check_headers: {kind}: {number}, allowed are {bound}", file=sys.stderr)
            status = 1
        elif number < bound:
            print(f"check_headers: {kind}: {number}; tools/header_bounds.txt still allows {bound}: lower it")
    if status == 0:
        print("headers: " + ", ".join(f"{sum(w for _, w in found)} {kind}" for kind, found in findings.items()))
    return status


if __name__ == "__main__":
    sys.exit(main())
