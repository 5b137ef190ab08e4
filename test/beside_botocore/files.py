#!/usr/bin/env python3
"""Shared files made at random of what people write: what botocore reads, aloft reads, and the same: files.py
ALOFT_READ_TEXTS. What botocore refuses, aloft may read: it joins duplicates, and does not judge other programs'
sections."""
import base64
import pathlib
import random
import re
import sys
import tempfile

from beside import by_aloft, report

import botocore.configloader  # noqa: E402
import botocore.exceptions  # noqa: E402

NAME = re.compile(r"^[\w\-/.%@:+]+$")
# Names may hold a ':' (AWS's other SDKs), so "a:b = c" is left out: it is "a" to botocore, "a:b" to aloft.
PIECES = [
    "[default]", "[profile dev]", "[profile  dev2 ]", "[profile \"my team\"]", "[default] mine", "[profile c]# c", "  [profile in]",
    "[preview]", "[sso-session corp]", "[services s]", "[dev]", "[my team]", "[profile", "[profile a b]",
    "region = eu-west-1", "Region=us-east-1", "output : json", "key: value", "url:http://x/", "c: d=4", " spaced = 1",
    "\ttabbed = 2", "  deep = 3", "s3 =", "ec2 =", "aws_secret_access_key = a/b+c=d", "empty =", "= nameless", "word", "in valid = 1",
    "  more", "\tmore still", "    # a comment", "  ; another", "# top", "; top", "", "   ", "\t", "  endpoint_url = http://y",
    "  addressing_style = path", "    much = deeper", " one = in", "hash = 1#2", "semi = 1;2", "quote = \"a b\"", "x = 'y'",
    "credential_process = run --a \"b c\" 'd'", "utf8 = Maß", "[]", "]", "name] = 1",
]


def by_botocore(text, is_config):
    """Profiles as aloft has them, or None."""
    path = pathlib.Path(tempfile.gettempdir()) / "aloft-beside-file"
    path.write_bytes(text.encode())
    try:
        if is_config:
            return botocore.configloader.load_config(str(path))["profiles"]
        return botocore.configloader.raw_config_parse(str(path))
    except botocore.exceptions.ConfigParseError:
        return None
    finally:
        path.unlink()


def nested(value):
    """botocore has nested properties as a dict."""
    return botocore.configloader._parse_nested(value)


def same(theirs, ours):
    if isinstance(theirs, dict):
        return ours.startswith("\n") and nested(ours) == theirs
    # Blank lines inside of values are kept by one and dropped by the other.
    return re.sub(r"\n+", "\n", theirs) == ours


def differences(theirs, ours):
    for profile, properties in theirs.items():
        if not NAME.match(profile) and profile != "my team":
            continue  # a name that AWS's other tools do not take
        if profile not in ours:
            if profile == "my team":
                continue  # unquoted, in the credentials file
            yield f"profile {profile!r} is missing"
            continue
        for name, value in properties.items():
            if NAME.match(name) and (name not in ours[profile] or not same(value, ours[profile][name])):
                yield f"{profile}.{name}: botocore {value!r}, aloft {ours[profile].get(name)!r}"


def main():
    chance = random.Random(11)
    files = [("\n".join(chance.choice(PIECES[:3] if at == 0 else PIECES) for at in range(chance.randrange(1, 9))) +
              chance.choice(["", "\n", "\r\n"]), chance.random() < 0.8) for _ in range(6000)]
    ours = by_aloft({"do": "file", "text": base64.b64encode(text.encode()).decode(), "config": is_config}
                    for text, is_config in files)
    different, refused = [], 0
    for (text, is_config), mine in zip(files, ours, strict=True):
        theirs = by_botocore(text, is_config)
        if theirs is None:
            refused += 1
            continue
        found = [mine["message"]] if "error" in mine else list(differences(theirs, mine["profiles"]))
        if found:
            different.append((repr(text), *found))
    print(f"{refused} of them refused by botocore")
    return report(len(files) - refused, different)


if __name__ == "__main__":
    sys.exit(main())
