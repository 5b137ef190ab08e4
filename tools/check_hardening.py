#!/usr/bin/env python3
"""What the compiler and the linker promise of a program, read from the program itself with readelf.

usage: check_hardening.py PROGRAM
       check_hardening.py BUILD PREFIX    installs BUILD below PREFIX first and checks PREFIX/bin/aloft

Position independent, read-only after relocation in full, no executable stack, canaries on the stack, fortified calls of
libc, and on x86-64 functions that begin with ENDBR64. Exit 1 names what is missing.
"""

import re
import subprocess
import sys


def readelf(*arguments: str) -> str:
    return subprocess.run(["readelf", "--wide", *arguments], check=True, text=True, capture_output=True).stdout


def begins_with_endbr(program: str) -> bool:
    """Whether main does: symbols give its place, the section that holds it gives the bytes."""
    symbol = re.search(r"^\s*\d+: ([0-9a-f]+)\s+\d+ FUNC .* main$", readelf("--symbols", program), re.M)
    section = re.search(r"\] \.text\s+PROGBITS\s+([0-9a-f]+) ([0-9a-f]+)", readelf("--sections", program))
    if not symbol or not section:
        return False
    address, offset = (int(section[n], 16) for n in (1, 2))
    with open(program, "rb") as file:
        file.seek(int(symbol[1], 16) - address + offset)
        return file.read(4) == b"\xf3\x0f\x1e\xfa"


def faults(program: str) -> list[str]:
    header = readelf("--file-header", program)
    segments = readelf("--program-headers", program)
    dynamic = readelf("--dynamic", program)
    symbols = readelf("--dyn-syms", program)
    stack = re.search(r"GNU_STACK(?:\s+0x[0-9a-f]+){5}\s+(\S+)", segments)
    checks = {
        "position independent (-pie)": re.search(r"Type:\s+DYN", header) and "PIE" in dynamic,
        "read-only after relocation (-z relro)": "GNU_RELRO" in segments,
        "bound at start (-z now)": re.search(r"BIND_NOW|Flags:.*\bNOW\b", dynamic),
        "no executable stack": stack and "E" not in stack[1],
        "stack protector": "__stack_chk_fail" in symbols,
        "fortified calls (_FORTIFY_SOURCE)": re.search(r" __\w+_chk\b", symbols),
        "control-flow protection (-fcf-protection)": "X86-64" not in header or begins_with_endbr(program),
    }
    return [name for name, found in checks.items() if not found]


def main() -> None:
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    program = sys.argv[1]
    if len(sys.argv) == 3:
        build, prefix = sys.argv[1:]
        subprocess.run(["cmake", "--install", build, "--prefix", prefix], check=True, stdout=subprocess.DEVNULL)
        program = prefix + "/bin/aloft"
    missing = faults(program)
    if missing:
        sys.exit(f"{program} lacks: " + "; ".join(missing))
    print(f"{program}: hardened in every way that is asked for")


if __name__ == "__main__":
    main()
