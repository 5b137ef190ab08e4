"""aloft s3: files and objects as people move them, judged by servers of another make."""

import hashlib
import os
import pathlib
import tempfile

from case import Case

MEBIBYTE = 1 << 20


class Transfers(Case):
    bucket = "transfers"

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="aloft-s3-"))
        self.say("mb", self.uri(), out="make_bucket: transfers\n")

    def tearDown(self):
        self.run_s3("rb", self.uri(), "--force")

    def uri(self, key=""):
        return f"s3://{self.bucket}/{key}" if key else f"s3://{self.bucket}"

    def run_s3(self, *arguments, **options):
        return self.aloft("s3", *map(str, arguments), **options)

    def say(self, *arguments, out=None, code=0, **options):
        result = self.run_s3(*arguments, **options)
        self.assertEqual(result.code, code, f"{arguments}: {result.out}{result.err}")
        if out is not None:
            self.assertEqual(result.out, out)
        return result

    def file(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def keys(self, *arguments):
        listed = self.say("ls", self.uri(), "--recursive", *arguments).out.splitlines()
        return [line[31:] for line in listed]

    def test_one_file_up_down_across(self):
        content = os.urandom(5000)
        path = self.file("a.txt", content)
        up = self.say("cp", path, self.uri("d/"))
        self.assertTrue(up.out.startswith("upload: ") and up.out.endswith("a.txt to s3://transfers/d/a.txt\n"), up.out)
        about = self.ok("s3", "head-object", "--bucket", self.bucket, "--key", "d/a.txt").json
        self.assertEqual((about["ContentLength"], about["ContentType"]), (5000, "text/plain"))
        self.say("cp", self.uri("d/a.txt"), self.uri("copy"), out="copy: s3://transfers/d/a.txt to s3://transfers/copy\n")
        self.say("cp", self.uri("copy"), self.folder / "new" / "b")
        self.assertEqual((self.folder / "new" / "b").read_bytes(), content)
        self.say("mv", self.uri("copy"), self.folder)
        self.assertEqual((self.folder / "copy").read_bytes(), content)
        self.assertEqual(self.keys(), ["d/a.txt"])
        self.say("rm", self.uri("d/a.txt"), out="delete: s3://transfers/d/a.txt\n")
        self.assertEqual(self.keys(), [])

    def test_listing(self):
        self.say("cp", self.file("f", b"x" * 3000), self.uri("d/f"))
        self.say("cp", self.file("f", b"x"), self.uri("top"))
        lines = self.say("ls", self.uri()).out.splitlines()
        self.assertEqual(lines[0], " " * 27 + "PRE d/")
        self.assertRegex(lines[1], r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d          1 top$")
        text = self.say("ls", self.uri("d/"), "--human-readable", "--summarize").out
        self.assertIn("2.9 KiB f\n\nTotal Objects: 1\n   Total Size: 2.9 KiB\n", text)
        self.say("ls", self.uri("none"), code=1, out="")
        self.say("ls", "s3://no-such-bucket-here", code=254)
        self.assertIn(" transfers\n", self.say("ls").out)
        self.say("du", self.uri(), out="3001 bytes in 2 objects: s3://transfers/\n")

    def test_large_objects_in_parts(self):
        content = os.urandom(21 * MEBIBYTE + 5)
        path = self.file("large", content)
        self.say("cp", path, self.uri("large"), "--quiet", out="")
        self.say("cp", self.uri("large"), self.folder / "back", "--quiet", "--part-size", "5MiB", out="")
        self.assertEqual(hashlib.sha256((self.folder / "back").read_bytes()).digest(), hashlib.sha256(content).digest())
        self.say("cp", self.uri("large"), self.uri("again"), "--quiet")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["back", "large"])
        self.say("uploads", self.uri(), out="")

    def test_streams(self):
        self.say("cp", "-", self.uri("piped"), stdin=b"through a pipe")
        self.say("cat", self.uri("piped"), out="through a pipe")
        self.say("cp", self.uri("piped"), "-", out="through a pipe")

    def test_sync_and_its_rules(self):
        tree = self.folder / "tree"
        for name in ["a", "b-c", "b.d/e", "logs/x", "é 日本+%25"]:
            self.file(f"tree/{name}", name.encode())
        self.say("sync", tree, self.uri("www"))
        self.assertEqual(self.keys(), ["www/" + name for name in ["a", "b-c", "b.d/e", "logs/x", "é 日本+%25"]])
        self.say("sync", tree, self.uri("www"), out="")
        self.say("verify", tree, self.uri("www"), "--compare", "size", out="5 alike, 0 not\n")
        (tree / "a").unlink()
        (tree / "logs/x").unlink()
        dry = self.say("sync", tree, self.uri("www"), "--delete", "--exclude", "logs/*", "--dryrun")
        self.assertEqual(dry.out, "(dryrun) delete: s3://transfers/www/a\n")
        self.say("sync", tree, self.uri("www"), "--delete", "--max-delete", "0", code=1)
        self.say("sync", tree, self.uri("www"), "--delete", "--exclude", "logs/*", out="delete: s3://transfers/www/a\n")
        self.assertIn("www/logs/x", self.keys())
        back = self.folder / "back"
        self.say("sync", self.uri("www"), back)
        self.assertEqual((back / "b.d/e").read_bytes(), b"b.d/e")
        self.say("sync", self.uri("www"), back, out="")
        self.say("sync", self.uri("www"), self.uri("two"))
        self.say("rm", self.uri("two"), "--recursive", "--exclude", "*", "--include", "*logs*",
                 out="delete: s3://transfers/two/logs/x\n")

    def test_refusals(self):
        self.say("cp", self.folder / "none", self.uri("x"), code=255)
        self.say("cp", "a", "b", code=252)
        self.say("cp", self.uri("none"), self.folder / "x", code=1)
        self.assertFalse((self.folder / "x").exists())
        failed = self.say("cp", self.file("f", b"f"), "s3://no-such-bucket-here/f", code=1)
        self.assertIn("upload failed: ", failed.err)
        self.assertIn("(NoSuchBucket) when calling the PutObject operation", failed.err)
        self.say("cp", self.file("f", b"f"), self.uri("f"), "--no-such-option", code=252)
        self.say("rb", self.uri(), code=0)
        self.say("mb", self.uri())
