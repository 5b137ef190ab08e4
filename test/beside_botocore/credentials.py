#!/usr/bin/env python3
"""What processes print as credentials, in many odd forms: credentials.py ALOFT_READ_TEXTS. What botocore takes for keys
aloft takes for the same keys, and what botocore refuses it refuses, but for names in another case."""
import base64
import datetime
import itertools
import json
import sys
import types

from beside import by_aloft, report

from botocore.credentials import ProcessProvider  # noqa: E402

MISSING = object()
EXPIRATIONS = [MISSING, None, "2099-01-01T00:00:00Z", "2099-01-01T00:00Z", "2099-01-01T01:00:00+01:00", "2099-01-01T00:00:00.5Z",
               "2001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", 4070908800, 4070908800.5, False, True, "", "tomorrow", [], {}]
TOKENS = [MISSING, None, "t", "", 1, [], False]
IDS = ["AKID", MISSING, None, 1]


def objects():
    for expiration, token, id_, secret in itertools.product(EXPIRATIONS, TOKENS, IDS, ["s", MISSING]):
        made = {"Version": 1, "AccessKeyId": id_, "SecretAccessKey": secret, "SessionToken": token, "Expiration": expiration}
        yield json.dumps({name: value for name, value in made.items() if value is not MISSING})
    yield from ["", "null", "[]", "1", '"x"', "{", '{"Version":1}', '{"Version":1,"AccessKeyId":"a","SecretAccessKey":"s"} x']


def by_botocore(text):
    process = types.SimpleNamespace(returncode=0, communicate=lambda: (text.encode(), b""))
    provider = ProcessProvider("p", lambda: {"profiles": {"p": {"credential_process": "x"}}}, popen=lambda *_, **__: process)
    try:
        found = provider.load()
        keys = found.get_frozen_credentials()
        out = {"id": keys.access_key, "secret": keys.secret_key, "token": keys.token or ""}
        if end := getattr(found, "_expiry_time", None):
            out["expiration"] = int(end.timestamp())
        # A refreshable one that is no text is found out when it is used.
        return out if all(isinstance(out[name], str) for name in ("id", "secret", "token")) else None
    except Exception:  # noqa: BLE001 whatever it is, they are no keys
        return None


def main():
    texts = list(objects())
    ours = by_aloft({"do": "keys", "text": base64.b64encode(each.encode()).decode()} for each in texts)
    now = datetime.datetime.now(datetime.timezone.utc).timestamp()
    different = []
    for text, mine in zip(texts, ours, strict=True):
        theirs = by_botocore(text)
        if "error" in mine:
            mine = None
        elif mine.get("expiration", now + 1) <= now:
            mine = None  # refused by the source that has it
        # A token that is there but no text: botocore passes an empty list or false for none.
        if mine is None and theirs is not None and json.loads(text).get("SessionToken") in ([], False):
            continue
        if mine != theirs:
            different.append((text, f"botocore {theirs}", f"aloft    {mine}"))
    return report(len(texts), different)


if __name__ == "__main__":
    sys.exit(main())
