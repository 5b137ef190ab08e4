"""aiobotocore's own tests, unmodified, on aloft's clients and moto's server.

    peers.py [--theirs] [pytest arguments]      --theirs: on aiobotocore itself, to compare

The tests come from aiobotocore's source package, fetched by version and hash into build/peers. Needs aiobotocore, moto[server],
pytest, anyio's plug-in."""

import hashlib
import os
import pathlib
import subprocess
import sys
import tarfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
VERSION, SHA256 = "3.10.0", "35480ef11c51e23087273b85d97f80da2f356a46ce5f3fb88e24483cd343ffdb"
FILES = ["basic_s3", "dynamodb", "sqs", "sns", "ec2", "lambda", "batch", "waiter", "client"]


def fetch():
    folder = ROOT / "build/peers"
    source = folder / f"aiobotocore-{VERSION}"
    if source.is_dir():
        return source
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "--dest", folder,
                    f"aiobotocore=={VERSION}"], check=True)
    archive = folder / f"aiobotocore-{VERSION}.tar.gz"
    if hashlib.sha256(archive.read_bytes()).hexdigest() != SHA256:
        raise SystemExit(f"{archive} is not what it should be")
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
    return source


def main():
    source = fetch()
    arguments = [one for one in sys.argv[1:] if one != "--theirs"]
    plugin = [] if "--theirs" in sys.argv else ["-p", "peers_shim"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [str(pathlib.Path(__file__).parent), os.environ.get("PYTHONPATH", "")]))}
    return subprocess.run([sys.executable, "-m", "pytest", "-q", *plugin, "-k", "not trio and not httpx", "-m", "not localonly",
                           *(f"tests/test_{name}.py" for name in FILES), *arguments], cwd=source, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
