"""A machine of a test's own: a home folder, the files in it, an environment, and a Python that has the pinned botocore."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[3]


def kept():
    """What sanitizers and the build tree need of the real environment."""
    return {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS") or name == "ALOFT_PACK"}


def enter():
    """Starts the program anew with that Python and an empty home folder, and ends with it; returns in there. The folder
    must be known before botocore is imported: it keeps the places of its caches."""
    if os.environ.get("ALOFT_BOTOCORE") == "1":
        return
    python = subprocess.run([ROOT / "tools/botocore_python"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    home = tempfile.mkdtemp(prefix="aloft-identity-")
    try:
        environment = {"ALOFT_BOTOCORE": "1", "HOME": home, "PATH": os.environ["PATH"], **kept()}
        sys.exit(subprocess.run([python, *sys.argv], env=environment, check=False).returncode)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def home():
    return pathlib.Path(os.environ["HOME"])


def lay_out(case, url):
    """Writes a case's files into the emptied home folder and gives its environment."""
    def fill(text):
        return text.replace("{home}", str(home())).replace("{url}", url)
    for old in home().iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    files = dict(case["files"])
    for name in ("config", "credentials"):
        if case[name] is not None:
            files[".aws/" + name] = case[name]
    for name, text in files.items():
        path = home() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(fill(text).encode())
    environment = {"HOME": str(home()), "PATH": os.environ["PATH"], "AWS_REGION": "us-east-1",
                   "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}
    for service in ("STS", "SSO", "SSO_OIDC", "SIGNIN"):
        environment["AWS_ENDPOINT_URL_" + service] = url
    return {**environment, **{name: fill(value) for name, value in case["env"].items()}}
