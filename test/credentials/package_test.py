#!/usr/bin/env python3
"""Installs the components sigv4 and credentials, builds examples/credentials_alone against them in another folder, and runs
that in many situations: package_test.py BUILD WORK EXAMPLE COMPILER. Prints what the program costs."""
import hashlib
import json
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "config/beside_botocore"))
import endpoints  # noqa: E402

SIGNED = "Authorization: AWS4-HMAC-SHA256 Credential={}/[0-9]+/us-east-1/sts/aws4_request, SignedHeaders="
ROLE = "[profile dev]\nrole_arn = arn:aws:iam::1:role/dev\nsource_profile = base\n" \
       "[profile base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = base-secret\n"
SSO = "[profile dev]\nsso_account_id = 1\nsso_role_name = reader\nsso_start_url = https://start\nsso_region = us-east-1\n"


def run(*command):
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0:
        sys.exit(f"failed: {' '.join(command)}\n{done.stdout}")
    return done.stdout


def install_and_build(build, work, example, compiler):
    for component in ("sigv4", "credentials"):
        run("cmake", "--install", build, "--component", component, "--prefix", f"{work}/prefix")
    if os.path.exists(f"{work}/prefix/share/aloft"):
        sys.exit("the components brought model packs along")
    run("cmake", "-S", example, "-B", f"{work}/build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={work}/prefix",
        f"-DCMAKE_CXX_COMPILER={compiler}", "-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_COMPILER_LAUNCHER=")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run("cmake", "--build", f"{work}/build")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    program = f"{work}/build/credentials_alone"
    run("strip", "-o", program + ".stripped", program)
    linked = re.findall(r"^\s*(lib\w+)\S*\.so", run("ldd", program), re.M)
    print(f"compiled and linked in {after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime:.1f} s of CPU, "
          f"{os.path.getsize(program + '.stripped') / 1e6:.1f} MB stripped, links {' '.join(sorted(set(linked)))}")
    return program


class Situations:
    def __init__(self, program, home, url):
        self.program, self.home, self.url, self.failures = program, pathlib.Path(home), url, []

    def outcome(self, files, variables):
        shutil.rmtree(self.home, ignore_errors=True)
        for name, text in {".aws/config": "", **files}.items():
            path = self.home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.replace("{home}", str(self.home)))
        environment = {"HOME": str(self.home), "PATH": os.environ["PATH"], "AWS_REGION": "us-east-1",
                       "AWS_EC2_METADATA_DISABLED": "true", "AWS_ENDPOINT_URL_STS": self.url, "AWS_ENDPOINT_URL_SSO": self.url,
                       **{name: value.replace("{home}", str(self.home)) for name, value in variables.items()}}
        return subprocess.run([self.program], env=environment, capture_output=True, text=True, timeout=30)

    def signs(self, key, provider, files=(), **variables):
        done = self.outcome(dict(files), variables)
        if done.returncode != 0 or not re.search(SIGNED.format(key), done.stdout) or f"keys of {provider}\n" != done.stderr:
            self.failures.append(f"expected keys {key} of {provider}, got {done.returncode}: {done.stdout}{done.stderr}")

    def refuses(self, text, files=(), **variables):
        done = self.outcome(dict(files), variables)
        if done.returncode == 0 or text not in done.stderr or "secret" in done.stderr.replace("secret_access", ""):
            self.failures.append(f"expected a refusal with '{text}', got {done.returncode}: {done.stdout}{done.stderr}")


def main():
    build, work, example, compiler = sys.argv[1:]
    work = os.path.abspath(work)
    shutil.rmtree(work, ignore_errors=True)
    program = install_and_build(build, work, example, compiler)
    url = endpoints.start()
    at = Situations(program, work + "/home", url)
    at.signs("AKIDENV", "env", AWS_ACCESS_KEY_ID="AKIDENV", AWS_SECRET_ACCESS_KEY="s")
    at.signs("AKIDBASE", "config-file", {".aws/config": ROLE}, AWS_PROFILE="base")
    at.signs("dev-by-AKIDBASE", "assume-role", {".aws/config": ROLE}, AWS_PROFILE="dev")
    at.signs("web-by-nobody", "assume-role-with-web-identity", {"token": "a-web-token"}, AWS_WEB_IDENTITY_TOKEN_FILE="{home}/token",
             AWS_ROLE_ARN="arn:aws:iam::1:role/web")
    token = {"startUrl": "https://start", "region": "us-east-1", "accessToken": "t", "expiresAt": "2099-01-01T00:00:00Z"}
    cache = f".aws/sso/cache/{hashlib.sha1(b'https://start').hexdigest()}.json"
    at.signs("AKIDSSO", "sso", {".aws/config": SSO, cache: json.dumps(token)}, AWS_PROFILE="dev")
    at.signs("AKIDCONTAINER", "container-role", AWS_CONTAINER_CREDENTIALS_FULL_URI=url + "/container/a")
    at.signs("AKIDINSTANCE", "iam-role", AWS_EC2_METADATA_DISABLED="false", AWS_EC2_METADATA_SERVICE_ENDPOINT=url + "/imds")
    at.refuses("No credentials were found")
    at.refuses("There is no profile \"deb\"", {".aws/config": ROLE}, AWS_PROFILE="deb")
    at.refuses("aws sso login", {".aws/config": SSO}, AWS_PROFILE="dev")
    for failure in at.failures:
        print(failure)
    return 1 if at.failures else 0


if __name__ == "__main__":
    sys.exit(main())
