"""What the comparisons share: botocore's Python, and aloft's half as a function."""
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "config/beside_botocore"))
import machine  # noqa: E402

machine.enter()


def by_aloft(questions):
    """Answers of aloft_read_texts, in order."""
    lines = "".join(json.dumps(each) + "\n" for each in questions)
    done = subprocess.run([sys.argv[1]], input=lines, capture_output=True, text=True, check=True, timeout=250)
    return [json.loads(line) for line in done.stdout.splitlines()]


def report(count, different):
    """Prints at most 20 of the differences; the program's exit status."""
    for each in different[:20]:
        print("DIFFERENT", *each, sep="\n  ")
    print(f"{count} cases: {len(different)} different")
    return 1 if different or not count else 0
