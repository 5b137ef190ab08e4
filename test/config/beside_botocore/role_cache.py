#!/usr/bin/env python3
"""Keys of roles that AWS's tools keep on disk are used by aloft, and the other way round: role_cache.py ALOFT.

Each profile is asked for its keys by one of the two, then by the other: the second must give the same keys without a
call of any service, from the one file there is."""
import json
import os
import stat
import subprocess
import sys

import machine

machine.enter()

import botocore.session  # noqa: E402
from botocore.utils import JSONFileCache  # noqa: E402

import endpoints  # noqa: E402
from cases import BASE, ROLE, SSO, SSO_OLD, SSO_SESSION, WEB, section, sso_cache  # noqa: E402

LATER = "2099-01-01T00:00:00Z"
MORE = "source_profile = base\nexternal_id = x\u00e4\U0001f600\\\"y\nduration_seconds = 1800\nrole_session_name = me\n"


def profile(text, **more):
    return {"config": section("dev", text, *BASE, "mid", ROLE + "mid\nsource_profile = base\n") + SSO_SESSION,
            "credentials": None, "files": {"token": "a-web-token"}, "env": {"AWS_PROFILE": "dev"}, "calls": 1, **more}


PROFILES = {
    "a role": profile(ROLE + "a\nsource_profile = base\n"),
    "a role with all its settings": profile(ROLE + "a\n" + MORE),
    "a chain of roles": profile(ROLE + "a\nsource_profile = mid\n", calls=2),
    "web identity": profile("region = us-east-1\n", env={**WEB, "AWS_PROFILE": "dev"}),
    "web identity with a name": profile("region = us-east-1\n", env={**WEB, "AWS_PROFILE": "dev", "AWS_ROLE_SESSION_NAME": "me"}),
    "SSO, older form": profile(SSO_OLD, files=sso_cache("https://start", LATER)),
    "SSO, by session": profile(SSO + "sso_session = work\n", files=sso_cache("work", LATER)),
    "keys in a file": profile("aws_access_key_id = AKIDFILE\naws_secret_access_key = s\n", calls=0),
}
CACHE = machine.home() / ".aws/cli/cache"


def by_botocore(environment):
    for name in list(os.environ):
        if name.startswith("AWS_"):
            del os.environ[name]
    os.environ.update(environment)
    session = botocore.session.Session()
    chain = session.get_component("credential_provider")
    for provider in ("assume-role", "assume-role-with-web-identity", "sso"):  # as the AWS CLI does
        chain.get_provider(provider).cache = JSONFileCache(str(CACHE))
    keys = session.get_credentials().get_frozen_credentials()
    return [keys.access_key, keys.secret_key, keys.token or ""]


def by_aloft(environment):
    command = [os.path.abspath(sys.argv[1]), "configure", "export-credentials", "--format", "json"]
    done = subprocess.run(command, env={**environment, **machine.kept()}, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    keys = json.loads(done.stdout)
    return [keys["AccessKeyId"], keys["SecretAccessKey"], keys.get("SessionToken", "")]


def kept():
    return {file.name: file.read_text() for file in CACHE.glob("*.json")} if CACHE.exists() else {}


def calls_of(ask, environment):
    before = endpoints.Endpoints.calls
    return ask(environment), endpoints.Endpoints.calls - before


def differences(case, first, second, url):
    environment = machine.lay_out(case, url)
    keys, calls = calls_of(first, environment)
    files = kept()
    if calls != case["calls"]:
        yield f"{calls} calls by the first, expected {case['calls']}"
    if len(files) != case["calls"]:
        yield f"{len(files)} files were written, expected {case['calls']}"
    for name in files:
        mode = stat.S_IMODE((CACHE / name).stat().st_mode)
        if mode != 0o600:
            yield f"{name} has mode {mode:o}"
    again, calls = calls_of(second, environment)
    if calls:
        yield f"{calls} calls by the second, expected none"
    if again != keys:
        yield f"{keys} by the first, {again} by the second"
    if kept() != files:
        yield "the second changed the files"
    for name in files:  # what is old is not used, and replaced; so is what is no JSON, over which botocore stumbles
        for text in [files[name].replace("2099", "2001"), "no JSON"][:1 if second is by_botocore else 2]:
            for other in files:
                (CACHE / other).unlink(missing_ok=True)
            (CACHE / name).write_text(text)
            keys, calls = calls_of(second, environment)
            if keys != again or name not in kept() or kept()[name] == text:
                yield f"{name} with {text[:7]!r}… was used or left as it was ({calls} calls)"


def main():
    url = endpoints.start()
    different = 0
    for name, case in PROFILES.items():
        for order, first, second in (("botocore, aloft", by_botocore, by_aloft), ("aloft, botocore", by_aloft, by_botocore)):
            for what in differences(case, first, second, url):
                different += 1
                print(f"DIFFERENT {name} ({order}): {what}")
    print(f"{len(PROFILES)} profiles, both ways: {different} different")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
