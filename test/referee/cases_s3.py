"""S3 over restXml: bodies from files and pipes, checksums both ways, keys that need escaping, refusals."""

import hashlib
import json
import os
import pathlib
import tempfile

from case import Case

KEYS = ["plain", "with space", "plus+percent%25", "tilde~quote'(x)*!", "é日本", "a/./b", "a/../c", "eq=amp&colon:at@dollar$semi;", "q?x#y"]


class Objects(Case):
    bucket = "objects"

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="aloft-s3-"))
        self.ok("s3", "create-bucket", "--bucket", self.bucket)

    def tearDown(self):
        listed = self.ok("s3", "list-objects-v2", "--bucket", self.bucket).json
        for one in listed.get("Contents", []):
            self.ok("s3", "delete-object", "--bucket", self.bucket, f"--key={one['Key']}")
        self.ok("s3", "delete-bucket", "--bucket", self.bucket)

    def file(self, content):
        path = self.folder / "content"
        path.write_bytes(content)
        return str(path)

    def put(self, key, content, *more, **options):
        return self.ok("s3", "put-object", "--bucket", self.bucket, f"--key={key}", "--body", self.file(content), *more, **options).json

    def get(self, key, *more, **options):
        path = self.folder / "got"
        answer = self.ok("s3", "get-object", "--bucket", self.bucket, f"--key={key}", str(path), *more, **options).json
        return path.read_bytes(), answer

    def test_object_lifecycle(self):
        content = bytes(range(256)) * 5000
        made = self.put("a.bin", content, "--content-type", "text/x-bytes", "--metadata", "owner=ann,team=front ends")
        self.assertEqual(made["ETag"].strip('"'), hashlib.md5(content).hexdigest())
        got, about = self.get("a.bin")
        self.assertEqual(got, content)
        self.assertEqual((about["ContentLength"], about["ContentType"]), (len(content), "text/x-bytes"))
        self.assertEqual(about["Metadata"], {"owner": "ann", "team": "front ends"})
        head = self.ok("s3", "head-object", "--bucket", self.bucket, "--key", "a.bin").json
        self.assertEqual(head["ContentLength"], len(content))
        part, about = self.get("a.bin", "--range", "bytes=256-511")
        self.assertEqual((part, about["ContentLength"]), (bytes(range(256)), 256))
        listed = self.ok("s3", "list-objects-v2", "--bucket", self.bucket).json["Contents"]
        self.assertEqual([(one["Key"], one["Size"]) for one in listed], [("a.bin", len(content))])
        self.refused("NoSuchKey", "s3", "get-object", "--bucket", self.bucket, "--key", "none", str(self.folder / "none"))
        self.assertFalse((self.folder / "none").exists())
        self.refused("NoSuchBucket", "s3", "list-objects-v2", "--bucket", "no-such-bucket")

    def test_body_on_the_standard_output(self):
        content = os.urandom(300_000)
        self.put("printed", content)
        printed = self.ok("s3", "get-object", "--bucket", self.bucket, "--key", "printed", "-").bytes
        self.assertEqual(printed, content)

    def test_body_from_a_pipe(self):
        content = os.urandom(300_000)
        self.ok("s3", "put-object", "--bucket", self.bucket, "--key", "piped", "--checksum-algorithm", "CRC32C", "--body", "-", stdin=content)
        self.assertEqual(self.get("piped")[0], content)

    def test_empty_body(self):
        self.put("empty", b"")
        self.assertEqual(self.get("empty")[0], b"")

    def test_keys_that_need_escaping(self):
        for key in KEYS:
            with self.subTest(key):
                self.put(key, key.encode())
                self.assertEqual(self.get(key)[0], key.encode())
                if "/." not in key:  # the server keeps keys as files: dots are signed as they are, but stored resolved
                    listed = self.ok("s3", "list-objects-v2", "--bucket", self.bucket).json["Contents"]
                    self.assertEqual([one["Key"] for one in listed], [key])
                self.ok("s3", "delete-object", "--bucket", self.bucket, f"--key={key}")

    def test_checksums(self):
        for algorithm in ("CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"):
            with self.subTest(algorithm):
                made = self.put("sum", b"checked bytes", "--checksum-algorithm", algorithm)
                name = f"Checksum{algorithm}"
                got, about = self.get("sum", "--checksum-mode", "ENABLED")
                self.assertEqual(got, b"checked bytes")
                self.assertIn(name, about)
                if self.server.name != "ministack":  # whose answers to uploads name no checksum
                    self.assertEqual(about[name], made[name])

    def test_many_at_once_are_deleted(self):
        for key in ("d/1", "d/2"):
            self.put(key, b"x")
        what = json.dumps({"Objects": [{"Key": "d/1"}, {"Key": "d/2"}]})
        done = self.ok("s3", "delete-objects", "--bucket", self.bucket, "--delete", what).json
        self.assertEqual(sorted(one["Key"] for one in done["Deleted"]), ["d/1", "d/2"])


class Refusals(Case):
    def test_wrong_secret(self):
        self.refused("SignatureDoesNotMatch", "s3", "list-buckets", AWS_SECRET_ACCESS_KEY="wrong")

    def test_unknown_key(self):
        self.refused("InvalidAccessKeyId", "s3", "list-buckets", AWS_ACCESS_KEY_ID="NOBODY")
