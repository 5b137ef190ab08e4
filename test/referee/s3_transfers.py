#!/usr/bin/env python3
"""`aloft s3` against the embedded S3 that misbehaves, and against servers that others wrote: trees that are the same
twice, keys that are no paths, programs killed at random points, storms of refusals, errors in a success, broken and
corrupt bodies, objects replaced while they are read, a full disk, the rules of deletion.
s3_transfers.py --program aloft [--server PROGRAM] --folder DIR [-k PATTERN] [--seed N]"""

import argparse
import ctypes
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import servers  # noqa: E402

KEY, SECRET = "AKIDLOCALEXAMPLE", "local-secret-for-tests-only"
MIB = 1 << 20


class Local:
    """`aloft local` with faults."""

    program = None

    def __init__(self, *options):
        self.process = subprocess.Popen([self.program, "local", "--port", "0", *options], stdout=subprocess.PIPE, text=True, env=clean())
        self.url = self.process.stdout.readline().split()[5]
        assert self.url.startswith("http://127.0.0.1:"), self.url
        self.credentials = (KEY, SECRET)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.process.stdout.read()
        assert self.process.wait(30) == 0
        self.process.stdout.close()


def clean():
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_") and not name.lower().endswith("_proxy")}


class Case(unittest.TestCase):
    program = folder = None
    seed = 1
    maxDiff = None

    def setUp(self):
        self.random = random.Random(f"{self.seed} {self.id()}")
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="aloft-s3-"))
        self.addCleanup(shutil.rmtree, self.work, ignore_errors=True)

    def environment(self, server):
        url = getattr(server, "url")
        return {**clean(), "AWS_ENDPOINT_URL": url, "AWS_REGION": "us-east-1", "AWS_CONFIG_FILE": "/dev/null", "AWS_ACCESS_KEY_ID": server.credentials[0],
                "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_SECRET_ACCESS_KEY": server.credentials[1], "AWS_EC2_METADATA_DISABLED": "true"}

    def run_aloft(self, server, *words, status=0, stdin=None):
        done = subprocess.run([self.program, *map(str, words)], env=self.environment(server), input=stdin, capture_output=True, timeout=300)
        if status is not None:
            self.assertEqual(done.returncode, status, f"{words}\n{done.stdout[-1000:]}\n{done.stderr[-2000:]}")
        return done

    def s3(self, server, *words, **options):
        return self.run_aloft(server, "s3", *words, **options)

    def tree(self, count=60, large=1):
        """Random files: names that sort in odd ways, sizes from nothing to several parts."""
        root = self.work / f"tree-{self.random.randrange(1 << 30)}"
        names = ["a", "a-b", "a0", "b", "B", "é", "with space", "plus+", "percent%41", "日本", "~", "#", "x" * 200, "quote'", 'double"', "semi;colon"]
        for index in range(count):
            depth = self.random.randrange(4)
            path = root.joinpath(*[self.random.choice(names) + "-dir" for _ in range(depth)], f"{self.random.choice(names)}{index}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.random.randbytes(self.random.choice([0, 1, 100, 4096, 70_000])))
        for index in range(large):
            (root / f"large{index}").write_bytes(self.random.randbytes(20 * MIB + index))
        return root

    def digests(self, root):
        return {str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in pathlib.Path(root).rglob("*") if path.is_file()}

    def keys(self, server, bucket):
        rows = self.run_aloft(server, "s3", "list-objects-v2", "--bucket", bucket, "--output", "json").stdout
        return sorted(row["Key"] for row in json.loads(rows or b"{}").get("Contents", []))


class Trees(Case):
    def mirror(self, server, turns=1, checksums=True):
        self.s3(server, "mb", "s3://trees")
        for turn in range(turns):
            root = self.tree(count=40, large=1 - turn)
            target = self.work / f"back-{turn}"
            place = f"s3://trees/{turn}/"
            self.s3(server, "sync", root, place)
            self.assertEqual(self.s3(server, "sync", root, place).stdout, b"")
            self.s3(server, "sync", place, target)
            self.assertEqual(self.s3(server, "sync", place, target).stdout, b"")
            self.assertEqual(self.digests(target), self.digests(root))
            for path in sorted(path for path in root.rglob("*") if path.is_file()):
                chance = self.random.random()
                if chance < 0.2:
                    path.unlink()
                elif chance < 0.4:
                    path.write_bytes(self.random.randbytes(5000))
            (root / "new file").write_bytes(b"new")
            self.s3(server, "sync", root, place, "--delete")
            self.assertEqual(self.s3(server, "sync", root, place, "--delete").stdout, b"")
            self.s3(server, "sync", place, target, "--delete")
            self.assertEqual(self.digests(target), self.digests(root))
            if checksums:
                self.s3(server, "verify", root, place)
            self.agrees(server, root, f"trees/{turn}")

    def agrees(self, server, root, place):
        """rclone finds no difference."""
        rclone = peer("rclone")
        if rclone is None:
            return
        environment = {**self.environment(server), "RCLONE_CONFIG": "/dev/null", "RCLONE_CONFIG_X_TYPE": "s3", "RCLONE_CONFIG_X_PROVIDER": "Other",
                       "RCLONE_CONFIG_X_ENV_AUTH": "true", "RCLONE_CONFIG_X_ENDPOINT": server.url, "RCLONE_CONFIG_X_REGION": "us-east-1",
                       "RCLONE_CONFIG_X_FORCE_PATH_STYLE": "true", "RCLONE_CONFIG_X_ENCODING": "None"}
        done = subprocess.run([rclone, "check", str(root), f"x:{place}", "--download"], env=environment, capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr[-3000:])
        self.assertIn("0 differences found", done.stderr)

    def test_embedded(self):
        with Local() as server:
            self.mirror(server, turns=2)

    def test_embedded_in_a_folder_under_a_storm(self):
        with Local("--data", str(self.work / "data"), "--fault", "s3:throttle=0.05", "--fault", "s3:close=0.01", "--fault", "s3.UploadPart:error=0.1",
                   "--fault", "s3.GetObject:truncate=0.02") as server:
            self.storm(server)

    def environment(self, server):
        return {**super().environment(server), "AWS_MAX_ATTEMPTS": "10"}

    def storm(self, server):
        root, target = self.tree(), self.work / "back"
        self.s3(server, "mb", "s3://storm")
        for _ in range(5):  # what gave up is done again
            if self.s3(server, "sync", root, "s3://storm", status=None).returncode == 0:
                break
        for _ in range(5):
            if self.s3(server, "sync", "s3://storm", target, status=None).returncode == 0:
                break
        self.assertEqual(self.digests(target), self.digests(root))

    def test_versitygw(self):
        with others("versitygw") as server:
            self.mirror(server)

    def test_moto(self):
        with others("moto") as server:
            self.mirror(server, checksums=False)


class Keys(Case):
    def test_hostile(self):
        bad = ["../outside", "/abs", "a//b", ".", "..", "a/../../outside", "./x", "a/./b", "x/..", "//", "a/" + "n" * 256, "../../../../../../tmp/outside"]
        good = ["plain", "a b", "tab\there", "line\nfeed", "-rf", "~", "*", "?", "[x]", "$HOME", "`x`", "é", "\U0001f600", "a/b/c", "...", "..a", "a..", "n" * 255,
                "%2e%2e%2f", "con", "back\\slash", "\u202egnp.exe"]
        good += [f"many/{chr(0x2190 + n)}{n}" for n in range(70)]
        with Local("--data", str(self.work / "data")) as server:
            self.s3(server, "mb", "s3://hostile")
            lines = self.work / "content"
            lines.write_bytes(b"content")
            for key in bad + good:
                self.run_aloft(server, "s3", "put-object", "--bucket", "hostile", f"--key={key}", "--body", lines)
            target = self.work / "deep/er/target"
            done = self.s3(server, "sync", "s3://hostile", target, status=None)
            self.assertNotEqual(done.returncode, 0)
            self.assertEqual(set(self.digests(target)), set(good))
            self.assertEqual({path.name for path in (self.work / "deep/er").iterdir()}, {"target"})
            self.assertEqual(done.stderr.count(b"the key is no path of a file here"), len(bad), done.stderr.decode(errors="replace"))
            self.assertNotIn(b"\x1b", done.stdout + done.stderr)

    def test_links_that_lead_out(self):
        with Local() as server:
            self.s3(server, "mb", "s3://links")
            source = self.work / "source/inner"
            source.mkdir(parents=True)
            (source / "file").write_bytes(b"x")
            self.s3(server, "sync", source.parent, "s3://links")
            target, outside = self.work / "target", self.work / "outside"
            target.mkdir()
            outside.mkdir()
            (target / "inner").symlink_to(outside)
            self.s3(server, "sync", "s3://links", target, status=1)
            self.assertEqual(list(outside.iterdir()), [])


class Kills(Case):
    def killed(self, server, *words, at):
        process = subprocess.Popen([self.program, "s3", *map(str, words)], env=self.environment(server), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(at)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def test_up_and_down(self):
        with Local("--data", str(self.work / "data"), "--latency", "5ms") as server:
            root, target = self.tree(count=120, large=2), self.work / "back"
            self.s3(server, "mb", "s3://killed")
            wanted = self.digests(root)
            sizes = {name: (root / name).stat().st_size for name in wanted}
            for _ in range(5):
                self.killed(server, "sync", root, "s3://killed", at=self.random.uniform(0.02, 0.4))
                listed = json.loads(self.run_aloft(server, "s3", "list-objects-v2", "--bucket", "killed", "--output", "json").stdout or b"{}")
                for row in listed.get("Contents", []):
                    self.assertEqual(row["Size"], sizes[row["Key"]])  # whole or not at all
            self.s3(server, "sync", root, "s3://killed")
            for _ in range(5):
                self.killed(server, "sync", "s3://killed", target, at=self.random.uniform(0.02, 0.4))
                for name, digest in self.digests(target).items() if target.exists() else ():
                    if not pathlib.PurePath(name).name.startswith(".aloft-"):
                        self.assertEqual(digest, wanted[name])
            self.s3(server, "sync", "s3://killed", target)
            left = self.digests(target)
            self.assertEqual({name: left[name] for name in left if not pathlib.PurePath(name).name.startswith(".aloft-")}, wanted)
            begun = json.loads(self.run_aloft(server, "s3", "list-multipart-uploads", "--bucket", "killed", "--output", "json").stdout or b"{}").get("Uploads", [])
            self.assertEqual(len(self.s3(server, "uploads", "s3://killed").stdout.splitlines()), len(begun))

    def test_interrupted(self):
        with Local("--latency", "300ms") as server:
            self.s3(server, "mb", "s3://broken-off")
            (self.work / "large").write_bytes(bytes(40 * MIB))
            process = subprocess.Popen([self.program, "s3", "cp", self.work / "large", "s3://broken-off/large"], env=self.environment(server),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            deadline = time.monotonic() + 20
            while not self.uploads(server) and time.monotonic() < deadline:
                pass
            process.send_signal(signal.SIGINT)
            process.stderr.read()
            process.stderr.close()
            self.assertNotEqual(process.wait(20), 0)
            self.assertEqual(self.uploads(server), [])
            self.assertEqual(self.keys(server, "broken-off"), [])

    def uploads(self, server):
        rows = self.run_aloft(server, "s3", "list-multipart-uploads", "--bucket", "broken-off", "--output", "json").stdout
        return json.loads(rows or b"{}").get("Uploads", [])


class Faults(Case):
    def test_errors_in_a_success(self):
        with Local("--fault", "s3.CompleteMultipartUpload:error200=1x", "--fault", "s3.CopyObject:error200=1x", "--fault", "s3.UploadPartCopy:error200=1x") as server:
            self.s3(server, "mb", "s3://success")
            content = self.random.randbytes(20 * MIB)
            (self.work / "large").write_bytes(content)
            self.s3(server, "cp", self.work / "large", "s3://success/large")
            self.s3(server, "cp", "s3://success/large", "s3://success/copy")
            self.assertEqual(self.s3(server, "cat", "s3://success/copy").stdout, content)

    def test_broken_and_corrupt_bodies(self):
        with Local("--fault", "s3.GetObject:truncate=2x", "--fault", "s3.GetObject:corrupt=#4") as server:
            self.s3(server, "mb", "s3://bodies")
            content = self.random.randbytes(20 * MIB)
            (self.work / "large").write_bytes(content)
            self.s3(server, "cp", self.work / "large", "s3://bodies/large")
            for _ in range(4):
                done = self.s3(server, "cp", "s3://bodies/large", self.work / "back", status=None)
                if done.returncode == 0:
                    break
                self.assertFalse((self.work / "back").exists())
            self.assertEqual((self.work / "back").read_bytes(), content)
            self.assertEqual([path.name for path in self.work.iterdir() if path.name.startswith(".aloft")], [])

    def test_all_corrupt(self):
        with Local("--fault", "s3.GetObject:corrupt=1") as server:
            self.s3(server, "mb", "s3://bodies")
            for name, size in (("small", 1000), ("large", 20 * MIB)):
                (self.work / name).write_bytes(self.random.randbytes(size))
                self.s3(server, "cp", self.work / name, f"s3://bodies/{name}")
                done = self.s3(server, "cp", f"s3://bodies/{name}", self.work / "back", status=1)
                self.assertIn(b"CRC64NVME", done.stderr)
                self.assertFalse((self.work / "back").exists())

    def test_replaced_while_it_is_read(self):
        with Local("--latency", "150ms") as server:
            self.s3(server, "mb", "s3://replaced")
            for name in ("one", "two"):
                (self.work / name).write_bytes(self.random.randbytes(60 * MIB))
            self.s3(server, "cp", self.work / "one", "s3://replaced/k")
            process = subprocess.Popen([self.program, "s3", "cp", "s3://replaced/k", self.work / "back", "--bandwidth", "10MB", "--memory", "16MiB", "--part-size", "5MiB"], env=self.environment(server),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            deadline = time.monotonic() + 20
            while not any(path.name.startswith(".aloft") for path in self.work.iterdir()) and time.monotonic() < deadline:
                pass
            self.s3(server, "cp", self.work / "two", "s3://replaced/k")
            said = process.stderr.read()
            process.stderr.close()
            self.assertEqual(process.wait(60), 1, said)
            self.assertIn(b"was replaced while it was read", said)
            self.assertFalse((self.work / "back").exists())

    def test_full_disk(self):
        target = self.work / "small-disk"
        target.mkdir()
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.mount(b"tmpfs", str(target).encode(), b"tmpfs", 0, b"size=1m") != 0:
            self.skipTest("a small file system cannot be mounted here")
        try:
            with Local() as server:
                self.s3(server, "mb", "s3://full")
                (self.work / "large").write_bytes(bytes(3 * MIB))
                (self.work / "small").write_bytes(b"small")
                for name in ("large", "small"):
                    self.s3(server, "cp", self.work / name, f"s3://full/{name}")
                done = self.s3(server, "sync", "s3://full", target, status=1)
                self.assertIn(b"No space left on device", done.stderr)
                self.assertEqual(os.listdir(target), ["small"])
        finally:
            libc.umount2(str(target).encode(), 2)


class Deletions(Case):
    def prepare(self, server, here=10, more=5):
        self.s3(server, "mb", "s3://deletions")
        source, extra = self.work / "source", self.work / "extra"
        for folder, names in ((source, range(here)), (extra, range(more))):
            folder.mkdir()
            for name in names:
                (folder / f"{folder.name}-{name}").write_bytes(b"x")
        self.s3(server, "sync", source, "s3://deletions")
        self.s3(server, "sync", extra, "s3://deletions")
        return source

    def test_only_what_the_source_lacks(self):
        with Local() as server:
            source = self.prepare(server)
            self.s3(server, "sync", source, "s3://deletions", "--delete", "--exclude", "extra-0")
            self.assertEqual(self.keys(server, "deletions"), sorted(["extra-0"] + [f"source-{n}" for n in range(10)]))
            self.s3(server, "sync", source, "s3://deletions", "--delete", "--dryrun")
            self.assertIn("extra-0", self.keys(server, "deletions"))

    def test_nothing_when_the_source_is_missing_or_empty(self):
        with Local() as server:
            self.prepare(server)
            (self.work / "nothing").mkdir()
            self.assertNotEqual(self.s3(server, "sync", self.work / "nothing", "s3://deletions", "--delete", status=None).returncode, 0)
            self.assertEqual(self.s3(server, "sync", self.work / "missing", "s3://deletions", "--delete", status=None).returncode, 255)
            self.assertEqual(len(self.keys(server, "deletions")), 15)
            self.s3(server, "sync", self.work / "nothing", "s3://deletions", "--delete", "--allow-empty")
            self.assertEqual(self.keys(server, "deletions"), [])

    def test_nothing_when_a_listing_fails(self):
        with Local("--fault", "s3.ListObjectsV2:error=1") as server:
            target = self.work / "target"
            target.mkdir()
            (target / "precious").write_bytes(b"x")
            self.s3(server, "mb", "s3://deletions")
            self.assertNotEqual(self.s3(server, "sync", "s3://deletions", target, "--delete", "--allow-empty", status=None).returncode, 0)
            self.assertTrue((target / "precious").exists())

    def test_nothing_when_a_transfer_fails(self):
        with Local("--fault", "s3.PutObject:error=1") as server:
            self.s3(server, "mb", "s3://deletions")
            (self.work / "source").mkdir()
            (self.work / "source" / "new").write_bytes(b"x")
            (self.work / "old").write_bytes(bytes(9 * MIB))  # goes up in parts, which no fault hits
            self.s3(server, "cp", self.work / "old", "s3://deletions/old")
            self.s3(server, "sync", self.work / "source", "s3://deletions", "--delete", status=1)
            self.assertEqual(self.keys(server, "deletions"), ["old"])

    def test_not_more_than_allowed(self):
        with Local() as server:
            source = self.prepare(server, here=20, more=100)
            self.assertNotEqual(self.s3(server, "sync", source, "s3://deletions", "--delete", status=None).returncode, 0)
            self.assertEqual(len(self.keys(server, "deletions")), 120)
            self.assertNotEqual(self.s3(server, "sync", source, "s3://deletions", "--delete", "--max-delete", "99", status=None).returncode, 0)
            self.assertEqual(len(self.keys(server, "deletions")), 120)
            self.s3(server, "sync", source, "s3://deletions", "--delete", "--max-delete", "100")
            self.assertEqual(len(self.keys(server, "deletions")), 20)

    def test_some_removals_fail(self):
        with Local("--fault", "s3.DeleteObjects:partial=1") as server:
            source = self.prepare(server)
            self.s3(server, "sync", source, "s3://deletions", "--delete", status=1)
            self.assertEqual(len(self.keys(server, "deletions")), 15)


class Limits(Case):
    def test_more_parts_than_there_may_be(self):
        with Local() as server:
            self.s3(server, "mb", "s3://limits")
            with open(self.work / "sparse", "wb") as sparse:
                sparse.truncate(10_001 * 5 * MIB)
            done = self.s3(server, "cp", self.work / "sparse", "s3://limits/k", "--part-size", "5MiB", "--dryrun")
            self.assertIn(b"(dryrun) upload", done.stdout)
            body = self.work / "part"
            body.write_bytes(b"x")
            id = json.loads(self.run_aloft(server, "s3", "create-multipart-upload", "--bucket", "limits", "--key", "k", "--output", "json").stdout)["UploadId"]
            part = ["s3", "upload-part", "--bucket", "limits", "--key", "k", "--upload-id", id, "--body", body, "--part-number"]
            self.run_aloft(server, *part, "10000")
            refused = self.run_aloft(server, *part, "10001", status=254)
            self.assertIn(b"InvalidArgument", refused.stderr)


def peer(name):
    """A program of a wheel, installed with its locked version; None where that cannot be done."""
    home = pathlib.Path(Case.folder) / "transfer-peers"
    program = home / "bin" / name
    if not program.exists():
        try:
            servers.run([sys.executable, "-m", "venv", home])
            servers.run([home / "bin/pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", HERE / "locked/transfer-peers.txt"])
        except (OSError, RuntimeError) as reason:
            print(f"without {name}: {reason}", file=sys.stderr)
            return None
    return str(program)


def others(name):
    try:
        return servers.KINDS[name](Case.folder, auth=True)
    except servers.Unavailable as reason:
        raise unittest.SkipTest(str(reason)) from None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, type=os.path.abspath, help="the aloft program")
    parser.add_argument("--server", type=os.path.abspath, help="an aloft program whose `local` is used instead")
    parser.add_argument("--folder", required=True, type=os.path.abspath, help="where servers and peers are installed, shared by builds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-k", dest="pattern", help="only the cases whose name contains this")
    options = parser.parse_args()
    Case.program, Case.folder, Case.seed = options.program, options.folder, options.seed
    Local.program = options.server or options.program
    loader = unittest.TestLoader()
    if options.pattern:
        loader.testNamePatterns = [f"*{options.pattern}*"]
    outcome = unittest.TextTestRunner(verbosity=2).run(loader.loadTestsFromModule(sys.modules["__main__"]))
    return 0 if outcome.wasSuccessful() and outcome.testsRun else 1


if __name__ == "__main__":
    sys.exit(main())
