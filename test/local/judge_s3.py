#!/usr/bin/env python3
"""The embedded S3 judged by boto3 and its transfer manager: judge_s3.py SERVER_PROGRAM --folder DIR. In memory, and once
more in a folder, whose server is stopped and started again in between."""

import argparse
import base64
import hashlib
import http.client
import io
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.request
import zlib

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import judge  # noqa: E402

try:
    import boto3
    import botocore.auth
    import botocore.awsrequest
    import botocore.config
    import botocore.credentials
    import botocore.exceptions
    from boto3.s3.transfer import TransferConfig
except ImportError:  # judge.run_with_boto3() sees to it
    pass

MIB = 1 << 20
HOSTILE = ["plain", "with space", "plus+percent%25", "tilde~quote'(x)*!", "é日本", "a/./b", "a/../c", "../x", "/abs", "a//b", ".", "a/", "q?x#y",
           "eq=amp&colon:at@dollar$semi;", "tab\there", "line\nfeed", "cr\rhere", "<xml>&\"'", "\U0001f600", "k" * 1024]


class Embedded:
    """A server of its own, in memory or in a folder."""

    program = None

    def __init__(self, faults="", data=""):
        self.process = subprocess.Popen([self.program, faults, data], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("http://127.0.0.1:"), self.url

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        assert self.process.wait(30) == 0
        self.process.stdout.close()


class Case(unittest.TestCase):
    server = None
    maxDiff = None

    clients = {}

    def client(self, region="eu-west-1", url=None, attempts=1, **options):
        which = (region, url or self.server.url, attempts, *sorted(options.items()))
        if which not in self.clients:
            config = botocore.config.Config(retries={"total_max_attempts": attempts, "mode": "standard"}, s3={"addressing_style": "path"}, **options)
            session = boto3.Session("AKIDLOCALEXAMPLE", "local-secret-for-tests-only")
            self.clients[which] = session.client("s3", region_name=region, endpoint_url=url or self.server.url, config=config)
        return self.clients[which]

    def bucket(self, name=None, s3=None):
        name = name or "b-" + hashlib.md5(self.id().encode()).hexdigest()[:16]
        (s3 or self.client()).create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        return name

    def refused(self, code, status, call, **parameters):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**parameters)
        answer = caught.exception.response
        self.assertEqual((answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]), (code, status))
        return answer


class Buckets(Case):
    def test_lifecycle(self):
        s3 = self.client()
        name = self.bucket()
        self.assertEqual(s3.head_bucket(Bucket=name)["BucketRegion"], "eu-west-1")
        self.assertEqual(s3.get_bucket_location(Bucket=name)["LocationConstraint"], "eu-west-1")
        self.assertIn(name, [one["Name"] for one in s3.list_buckets()["Buckets"]])
        self.refused("BucketAlreadyOwnedByYou", 409, s3.create_bucket, Bucket=name,
                     CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        s3.put_object(Bucket=name, Key="x", Body=b"x")
        self.refused("BucketNotEmpty", 409, s3.delete_bucket, Bucket=name)
        s3.delete_object(Bucket=name, Key="x")
        s3.delete_bucket(Bucket=name)
        self.refused("404", 404, s3.head_bucket, Bucket=name)
        self.refused("NoSuchBucket", 404, s3.list_objects_v2, Bucket=name)

    def test_names_and_regions(self):
        s3 = self.client(region="us-east-1")
        s3.create_bucket(Bucket="first-region")
        s3.create_bucket(Bucket="first-region")
        self.assertIsNone(s3.get_bucket_location(Bucket="first-region")["LocationConstraint"])
        self.refused("InvalidBucketName", 400, s3.create_bucket, Bucket="has..dots")
        self.refused("InvalidLocationConstraint", 400, s3.create_bucket, Bucket="nowhere", CreateBucketConfiguration={"LocationConstraint": "us-east-1"})
        self.refused("IllegalLocationConstraintException", 400, self.client().create_bucket, Bucket="nowhere")

    def test_another_region_is_found(self):
        name = self.bucket()
        self.client().put_object(Bucket=name, Key="k", Body=b"x")
        elsewhere = self.client(region="us-west-2")
        self.assertEqual(elsewhere.get_object(Bucket=name, Key="k")["Body"].read(), b"x")  # boto3 follows the redirection

    def test_tags_and_versioning(self):
        s3, name = self.client(), self.bucket()
        self.refused("NoSuchTagSet", 404, s3.get_bucket_tagging, Bucket=name)
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": [{"Key": "team", "Value": "blue"}]})
        self.assertEqual(s3.get_bucket_tagging(Bucket=name)["TagSet"], [{"Key": "team", "Value": "blue"}])
        s3.delete_bucket_tagging(Bucket=name)
        self.assertNotIn("Status", s3.get_bucket_versioning(Bucket=name))


class Objects(Case):
    def test_lifecycle(self):
        s3, name = self.client(), self.bucket()
        content = os.urandom(300_001)
        made = s3.put_object(Bucket=name, Key="a.bin", Body=content, ContentType="text/x-bytes", Metadata={"Owner": "ann"}, CacheControl="no-store",
                             StorageClass="STANDARD_IA", Tagging="a=1&b=two%20words")
        self.assertEqual(made["ETag"], f'"{hashlib.md5(content).hexdigest()}"')
        got = s3.get_object(Bucket=name, Key="a.bin")
        self.assertEqual(got["Body"].read(), content)
        self.assertEqual((got["ContentType"], got["Metadata"], got["CacheControl"], got["StorageClass"], got["TagCount"]),
                         ("text/x-bytes", {"owner": "ann"}, "no-store", "STANDARD_IA", 2))
        head = s3.head_object(Bucket=name, Key="a.bin")
        self.assertEqual((head["ContentLength"], head["ETag"], head["LastModified"]), (len(content), made["ETag"], got["LastModified"]))
        self.assertEqual(s3.get_object_tagging(Bucket=name, Key="a.bin")["TagSet"], [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "two words"}])
        s3.put_object_tagging(Bucket=name, Key="a.bin", Tagging={"TagSet": [{"Key": "c", "Value": "3"}]})
        self.assertEqual(s3.head_object(Bucket=name, Key="a.bin")["ETag"], made["ETag"])
        s3.delete_object_tagging(Bucket=name, Key="a.bin")
        self.assertEqual(s3.get_object_tagging(Bucket=name, Key="a.bin")["TagSet"], [])
        s3.delete_object(Bucket=name, Key="a.bin")
        s3.delete_object(Bucket=name, Key="a.bin")
        self.refused("NoSuchKey", 404, s3.get_object, Bucket=name, Key="a.bin")
        self.refused("404", 404, s3.head_object, Bucket=name, Key="a.bin")

    def test_ranges(self):
        s3, name = self.client(), self.bucket()
        content = bytes(range(256)) * 40
        s3.put_object(Bucket=name, Key="r", Body=content)
        for text, wanted in (("bytes=0-0", content[:1]), ("bytes=256-511", content[256:512]), ("bytes=-7", content[-7:]), ("bytes=10200-", content[10200:]),
                             ("bytes=0-99999999", content)):
            got = s3.get_object(Bucket=name, Key="r", Range=text)
            self.assertEqual((got["Body"].read(), got["ResponseMetadata"]["HTTPStatusCode"]), (wanted, 206), text)
        self.assertEqual(s3.get_object(Bucket=name, Key="r", Range="bytes=256-511")["ContentRange"], "bytes 256-511/10240")
        for text in ("bytes=5-4", "bytes=0-1,3-4", "lines=1-2"):
            self.assertEqual(s3.get_object(Bucket=name, Key="r", Range=text)["ResponseMetadata"]["HTTPStatusCode"], 200, text)
        self.refused("InvalidRange", 416, s3.get_object, Bucket=name, Key="r", Range="bytes=10240-")
        s3.put_object(Bucket=name, Key="empty")
        self.assertEqual(s3.get_object(Bucket=name, Key="empty")["Body"].read(), b"")
        self.refused("InvalidRange", 416, s3.get_object, Bucket=name, Key="empty", Range="bytes=0-0")

    def test_conditions(self):
        s3, name = self.client(), self.bucket()
        etag = s3.put_object(Bucket=name, Key="c", Body=b"1", IfNoneMatch="*")["ETag"]
        when = s3.head_object(Bucket=name, Key="c")["LastModified"]
        import datetime
        day = datetime.timedelta(days=1)
        self.refused("PreconditionFailed", 412, s3.put_object, Bucket=name, Key="c", Body=b"2", IfNoneMatch="*")
        self.refused("PreconditionFailed", 412, s3.put_object, Bucket=name, Key="c", Body=b"2", IfMatch='"0"')
        self.refused("NoSuchKey", 404, s3.put_object, Bucket=name, Key="d", Body=b"2", IfMatch=etag)
        self.refused("304", 304, s3.get_object, Bucket=name, Key="c", IfNoneMatch=etag)
        self.refused("304", 304, s3.get_object, Bucket=name, Key="c", IfModifiedSince=when)
        self.refused("PreconditionFailed", 412, s3.get_object, Bucket=name, Key="c", IfMatch='"0"')
        self.refused("PreconditionFailed", 412, s3.get_object, Bucket=name, Key="c", IfUnmodifiedSince=when - day)
        self.assertEqual(s3.get_object(Bucket=name, Key="c", IfMatch=etag, IfUnmodifiedSince=when - day)["Body"].read(), b"1")
        self.assertEqual(s3.get_object(Bucket=name, Key="c", IfNoneMatch='"0"', IfModifiedSince=when)["Body"].read(), b"1")
        s3.put_object(Bucket=name, Key="c", Body=b"2", IfMatch=etag)
        self.refused("PreconditionFailed", 412, s3.delete_object, Bucket=name, Key="c", IfMatch=etag)

    def test_keys(self):
        s3, name = self.client(), self.bucket()
        for key in HOSTILE:
            with self.subTest(key[:40]):
                s3.put_object(Bucket=name, Key=key, Body=key.encode())
                self.assertEqual(s3.get_object(Bucket=name, Key=key)["Body"].read(), key.encode())
        self.assertEqual([one["Key"] for one in s3.list_objects_v2(Bucket=name)["Contents"]], sorted(HOSTILE, key=str.encode))
        self.assertEqual([one["Key"] for one in s3.list_objects(Bucket=name)["Contents"]], sorted(HOSTILE, key=str.encode))
        done = s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": key} for key in HOSTILE if "\t" not in key and "\n" not in key and "\r" not in key]})
        self.assertNotIn("Errors", done)
        self.assertEqual(sorted(one["Key"] for one in s3.list_objects_v2(Bucket=name)["Contents"]), ["cr\rhere", "line\nfeed", "tab\there"])
        self.refused("KeyTooLongError", 400, s3.put_object, Bucket=name, Key="k" * 1025, Body=b"x")

    def test_checksums(self):
        s3, name = self.client(), self.bucket()
        for algorithm in ("CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"):
            with self.subTest(algorithm):
                try:
                    made = s3.put_object(Bucket=name, Key="sum", Body=b"checked bytes", ChecksumAlgorithm=algorithm)
                except botocore.exceptions.MissingDependencyException:
                    continue  # that needs awscrt
                got = s3.get_object(Bucket=name, Key="sum", ChecksumMode="ENABLED")
                self.assertEqual(got["Body"].read(), b"checked bytes")
                self.assertEqual((got[f"Checksum{algorithm}"], got["ChecksumType"]), (made[f"Checksum{algorithm}"], "FULL_OBJECT"))
        self.assertNotIn("ChecksumSHA256", s3.get_object(Bucket=name, Key="sum", ChecksumMode="ENABLED", Range="bytes=0-3"))
        crc = base64.b64encode(zlib.crc32(b"other").to_bytes(4, "big")).decode()
        self.refused("BadDigest", 400, s3.put_object, Bucket=name, Key="sum", Body=b"checked bytes", ChecksumCRC32=crc)
        self.refused("BadDigest", 400, s3.put_object, Bucket=name, Key="sum", Body=b"x", ContentMD5=base64.b64encode(b"0" * 16).decode())
        self.refused("InvalidDigest", 400, s3.put_object, Bucket=name, Key="sum", Body=b"x", ContentMD5="x")
        plain = self.client(request_checksum_calculation="when_required")
        self.assertIn("ChecksumCRC64NVME", plain.put_object(Bucket=name, Key="none", Body=b"x"))
        about = s3.get_object_attributes(Bucket=name, Key="none", ObjectAttributes=["ETag", "Checksum", "ObjectSize", "StorageClass"])
        self.assertEqual((about["ETag"], about["ObjectSize"], about["StorageClass"], about["Checksum"]["ChecksumType"]),
                         (hashlib.md5(b"x").hexdigest(), 1, "STANDARD", "FULL_OBJECT"))

    def test_copies(self):
        s3, name = self.client(), self.bucket()
        etag = s3.put_object(Bucket=name, Key="from é+x", Body=b"copied", ContentType="text/x", Metadata={"a": "1"}, Tagging="t=1")["ETag"]
        made = s3.copy_object(Bucket=name, Key="to", CopySource={"Bucket": name, "Key": "from é+x"})
        self.assertEqual(made["CopyObjectResult"]["ETag"], etag)
        got = s3.get_object(Bucket=name, Key="to")
        self.assertEqual((got["Body"].read(), got["ContentType"], got["Metadata"], got["TagCount"]), (b"copied", "text/x", {"a": "1"}, 1))
        s3.copy_object(Bucket=name, Key="to", CopySource=f"{name}/to", MetadataDirective="REPLACE", Metadata={"b": "2"}, ContentType="text/y")
        got = s3.head_object(Bucket=name, Key="to")
        self.assertEqual((got["ContentType"], got["Metadata"]), ("text/y", {"b": "2"}))
        self.refused("InvalidRequest", 400, s3.copy_object, Bucket=name, Key="to", CopySource=f"{name}/to")
        self.refused("NoSuchKey", 404, s3.copy_object, Bucket=name, Key="x", CopySource=f"{name}/none")
        self.refused("PreconditionFailed", 412, s3.copy_object, Bucket=name, Key="x", CopySource=f"{name}/to", CopySourceIfMatch='"0"')

    def test_presigned(self):
        s3, name = self.client(signature_version="s3v4"), self.bucket()
        url = s3.generate_presigned_url("put_object", Params={"Bucket": name, "Key": "by url"})
        with urllib.request.urlopen(urllib.request.Request(url, data=b"posted", method="PUT")) as answer:
            self.assertEqual(answer.status, 200)
        url = s3.generate_presigned_url("get_object", Params={"Bucket": name, "Key": "by url", "ResponseContentType": "text/z"})
        with urllib.request.urlopen(url) as answer:
            self.assertEqual((answer.read(), answer.headers["Content-Type"]), (b"posted", "text/z"))
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(url.replace("by%20url", "other"))
        self.assertEqual(caught.exception.code, 403)
        self.assertIn(b"SignatureDoesNotMatch", caught.exception.read())

    def test_nobody(self):
        name = self.bucket()
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{self.server.url}/{name}/x")
        self.assertEqual(caught.exception.code, 403)
        self.assertIn(b"<Error><Code>AccessDenied</Code>", caught.exception.read())
        wrong = boto3.Session("AKIDLOCALEXAMPLE", "wrong").client("s3", region_name="eu-west-1", endpoint_url=self.server.url)
        self.refused("SignatureDoesNotMatch", 403, wrong.list_buckets)
        self.refused("SignatureDoesNotMatch", 403, wrong.put_object, Bucket=name, Key="x", Body=b"x" * 100_000)
        nobody = boto3.Session("NOBODY", "wrong").client("s3", region_name="eu-west-1", endpoint_url=self.server.url)
        self.refused("InvalidAccessKeyId", 403, nobody.list_buckets)

    def test_virtual_hosts(self):
        s3, name = self.client(), self.bucket()
        s3.put_object(Bucket=name, Key="dir/k", Body=b"by host")
        request = botocore.awsrequest.AWSRequest("GET", f"http://{name}.s3.localhost:{self.server.url.rsplit(':')[-1]}/dir/k")
        request.headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD"
        botocore.auth.S3SigV4Auth(botocore.credentials.Credentials("AKIDLOCALEXAMPLE", "local-secret-for-tests-only"), "s3", "eu-west-1").add_auth(request)
        link = http.client.HTTPConnection(self.server.url.removeprefix("http://"))
        link.request("GET", "/dir/k", headers={**dict(request.headers), "Host": request.url.split("/")[2]})
        answer = link.getresponse()
        self.assertEqual((answer.status, answer.read()), (200, b"by host"))
        link.close()

    def test_absent_operations(self):
        answer = self.refused("NotImplemented", 501, self.client().get_bucket_website, Bucket=self.bucket())
        self.assertIn("GetObject", answer["Error"]["Message"])


class Listings(Case):
    def setUp(self):
        self.s3, self.name = self.client(), self.bucket()
        for key in ("a", "b/1", "b/2", "b/c/3", "c", "d/4", "e+f g"):
            self.s3.put_object(Bucket=self.name, Key=key, Body=key.encode())

    def all_of(self, operation, **parameters):
        keys, prefixes = [], []
        for page in self.s3.get_paginator(operation).paginate(Bucket=self.name, **parameters):
            keys += [one["Key"] for one in page.get("Contents", [])]
            prefixes += [one["Prefix"] for one in page.get("CommonPrefixes", [])]
        return keys, prefixes

    def test_all_forms(self):
        for operation in ("list_objects", "list_objects_v2"):
            for size in (1, 2, 3, 1000):
                with self.subTest(operation, size=size):
                    config = {"PaginationConfig": {"PageSize": size}}
                    self.assertEqual(self.all_of(operation, **config), (["a", "b/1", "b/2", "b/c/3", "c", "d/4", "e+f g"], []))
                    self.assertEqual(self.all_of(operation, Delimiter="/", **config), (["a", "c", "e+f g"], ["b/", "d/"]))
                    self.assertEqual(self.all_of(operation, Prefix="b/", Delimiter="/", **config), (["b/1", "b/2"], ["b/c/"]))
                    self.assertEqual(self.all_of(operation, Prefix="b", **config), (["b/1", "b/2", "b/c/3"], []))
                    self.assertEqual(self.all_of(operation, Prefix="none", **config), ([], []))

    def test_second_form(self):
        page = self.s3.list_objects_v2(Bucket=self.name, StartAfter="b/2", MaxKeys=2, FetchOwner=True)
        self.assertEqual(([one["Key"] for one in page["Contents"]], page["KeyCount"], page["IsTruncated"], page["StartAfter"]), (["b/c/3", "c"], 2, True, "b/2"))
        self.assertEqual(page["Contents"][0]["Owner"], {"ID": "123456789012"})
        self.assertEqual(self.s3.list_objects_v2(Bucket=self.name, MaxKeys=0)["KeyCount"], 0)
        self.refused("InvalidArgument", 400, self.s3.list_objects_v2, Bucket=self.name, ContinuationToken="%%")
        self.refused("InvalidArgument", 400, self.s3.list_objects_v2, Bucket=self.name, MaxKeys=-1)


class Versions(Case):
    def test_lifecycle(self):
        s3, name = self.client(), self.bucket()
        s3.put_object(Bucket=name, Key="k", Body=b"before")
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
        one = s3.put_object(Bucket=name, Key="k", Body=b"one")["VersionId"]
        two = s3.put_object(Bucket=name, Key="k", Body=b"two")["VersionId"]
        marker = s3.delete_object(Bucket=name, Key="k")
        self.assertTrue(marker["DeleteMarker"])
        answer = self.refused("NoSuchKey", 404, s3.get_object, Bucket=name, Key="k")
        self.assertEqual(answer["ResponseMetadata"]["HTTPHeaders"]["x-amz-delete-marker"], "true")
        self.refused("MethodNotAllowed", 405, s3.get_object, Bucket=name, Key="k", VersionId=marker["VersionId"])
        self.refused("NoSuchVersion", 404, s3.get_object, Bucket=name, Key="k", VersionId="x" * 32)
        self.assertEqual([s3.get_object(Bucket=name, Key="k", VersionId=id)["Body"].read() for id in ("null", one, two)], [b"before", b"one", b"two"])
        for size in (1, 2, 1000):
            seen, markers = [], []
            for page in s3.get_paginator("list_object_versions").paginate(Bucket=name, PaginationConfig={"PageSize": size}):
                seen += [(v["VersionId"], v["IsLatest"]) for v in page.get("Versions", [])]
                markers += [(v["VersionId"], v["IsLatest"]) for v in page.get("DeleteMarkers", [])]
            self.assertEqual((seen, markers), ([(two, False), (one, False), ("null", False)], [(marker["VersionId"], True)]))
        self.assertNotIn("Contents", s3.list_objects_v2(Bucket=name))
        s3.delete_object(Bucket=name, Key="k", VersionId=marker["VersionId"])
        self.assertEqual(s3.get_object(Bucket=name, Key="k")["Body"].read(), b"two")
        self.refused("BucketNotEmpty", 409, s3.delete_bucket, Bucket=name)
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"})
        s3.put_object(Bucket=name, Key="k", Body=b"null again")
        self.assertEqual(len(s3.list_object_versions(Bucket=name)["Versions"]), 3)
        s3.copy_object(Bucket=name, Key="old", CopySource={"Bucket": name, "Key": "k", "VersionId": one})
        self.assertEqual(s3.get_object(Bucket=name, Key="old")["Body"].read(), b"one")


class Uploads(Case):
    def begin(self, name, **more):
        return self.client().create_multipart_upload(Bucket=name, Key="big", **more)["UploadId"]

    def test_lifecycle(self):
        s3, name = self.client(), self.bucket()
        parts = [os.urandom(5 * MIB), os.urandom(5 * MIB), b"tail"]
        id = self.begin(name, ContentType="text/parts", ChecksumAlgorithm="CRC32")
        made = {}
        for number in (3, 1, 2):
            made[number] = s3.upload_part(Bucket=name, Key="big", UploadId=id, PartNumber=number, Body=parts[number - 1], ChecksumAlgorithm="CRC32")
        rows = []
        for page in s3.get_paginator("list_parts").paginate(Bucket=name, Key="big", UploadId=id, PaginationConfig={"PageSize": 2}):
            rows += [(part["PartNumber"], part["Size"], part["ChecksumCRC32"]) for part in page["Parts"]]
        self.assertEqual(rows, [(n, len(parts[n - 1]), made[n]["ChecksumCRC32"]) for n in (1, 2, 3)])
        self.assertEqual([(u["Key"], u["UploadId"]) for u in s3.list_multipart_uploads(Bucket=name)["Uploads"]], [("big", id)])
        listed = [{"PartNumber": n, "ETag": made[n]["ETag"], "ChecksumCRC32": made[n]["ChecksumCRC32"]} for n in (1, 2, 3)]
        complete = lambda parts, **more: s3.complete_multipart_upload(Bucket=name, Key="big", UploadId=id, MultipartUpload={"Parts": parts}, **more)  # noqa: E731
        self.refused("InvalidPartOrder", 400, complete, parts=[listed[1], listed[0]])
        self.refused("InvalidPart", 400, complete, parts=[{**listed[0], "ETag": '"0"'}])
        self.refused("InvalidRequest", 400, complete, parts=listed, MpuObjectSize=7)
        done = complete(listed, MpuObjectSize=sum(map(len, parts)))
        digest = hashlib.md5(b"".join(hashlib.md5(part).digest() for part in parts)).hexdigest()
        self.assertEqual((done["ETag"], done["ChecksumType"]), (f'"{digest}-3"', "COMPOSITE"))
        self.assertTrue(done["ChecksumCRC32"].endswith("-3"))
        got = s3.get_object(Bucket=name, Key="big")
        self.assertEqual((got["Body"].read(), got["ContentType"]), (b"".join(parts), "text/parts"))
        second = s3.get_object(Bucket=name, Key="big", PartNumber=2)
        self.assertEqual((second["Body"].read(), second["PartsCount"], second["ContentRange"]), (parts[1], 3, f"bytes {5 * MIB}-{10 * MIB - 1}/{10 * MIB + 4}"))
        about = s3.get_object_attributes(Bucket=name, Key="big", ObjectAttributes=["ObjectParts"])["ObjectParts"]
        self.assertEqual((about["TotalPartsCount"], [part["Size"] for part in about["Parts"]]), (3, [5 * MIB, 5 * MIB, 4]))
        across = s3.get_object(Bucket=name, Key="big", Range=f"bytes={5 * MIB - 10}-{5 * MIB + 9}")["Body"].read()
        self.assertEqual(across, (parts[0] + parts[1])[5 * MIB - 10:5 * MIB + 10])
        self.refused("NoSuchUpload", 404, complete, parts=listed)
        self.assertNotIn("Uploads", s3.list_multipart_uploads(Bucket=name))

    def test_full_object_checksum(self):
        s3, name = self.client(), self.bucket()
        parts = [os.urandom(5 * MIB), os.urandom(1234)]
        id = self.begin(name, ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT")
        listed = []
        for number, part in enumerate(parts, 1):
            made = s3.upload_part(Bucket=name, Key="big", UploadId=id, PartNumber=number, Body=part, ChecksumAlgorithm="CRC32")
            listed.append({"PartNumber": number, "ETag": made["ETag"], "ChecksumCRC32": made["ChecksumCRC32"]})
        whole = base64.b64encode(zlib.crc32(b"".join(parts)).to_bytes(4, "big")).decode()
        complete = lambda **more: s3.complete_multipart_upload(Bucket=name, Key="big", UploadId=id, MultipartUpload={"Parts": listed},  # noqa: E731
                                                               ChecksumType="FULL_OBJECT", **more)
        self.refused("BadDigest", 400, complete, ChecksumCRC32=base64.b64encode(b"0000").decode())
        done = complete(ChecksumCRC32=whole)
        self.assertEqual((done["ChecksumCRC32"], done["ChecksumType"]), (whole, "FULL_OBJECT"))
        self.assertEqual(s3.head_object(Bucket=name, Key="big", ChecksumMode="ENABLED")["ChecksumCRC32"], whole)
        copy = s3.copy_object(Bucket=name, Key="one piece", CopySource=f"{name}/big")["CopyObjectResult"]
        self.assertEqual((copy["ETag"], copy["ChecksumCRC32"]), (f'"{hashlib.md5(b"".join(parts)).hexdigest()}"', whole))

    def test_part_copies(self):
        s3, name = self.client(), self.bucket()
        content = os.urandom(6 * MIB)
        s3.put_object(Bucket=name, Key="source", Body=content)
        id = self.begin(name)
        first = s3.upload_part_copy(Bucket=name, Key="big", UploadId=id, PartNumber=1, CopySource=f"{name}/source", CopySourceRange=f"bytes=0-{5 * MIB - 1}")
        second = s3.upload_part_copy(Bucket=name, Key="big", UploadId=id, PartNumber=2, CopySource=f"{name}/source", CopySourceRange=f"bytes={5 * MIB}-{6 * MIB - 1}")
        self.assertEqual(second["CopyPartResult"]["ETag"], f'"{hashlib.md5(content[5 * MIB:]).hexdigest()}"')
        self.refused("InvalidArgument", 400, s3.upload_part_copy, Bucket=name, Key="big", UploadId=id, PartNumber=3, CopySource=f"{name}/source",
                     CopySourceRange=f"bytes=0-{6 * MIB}")
        s3.complete_multipart_upload(Bucket=name, Key="big", UploadId=id, MultipartUpload={"Parts": [
            {"PartNumber": n, "ETag": part["CopyPartResult"]["ETag"]} for n, part in ((1, first), (2, second))]})
        self.assertEqual(s3.get_object(Bucket=name, Key="big")["Body"].read(), content)

    def test_abort_and_refusals(self):
        s3, name = self.client(), self.bucket()
        id = self.begin(name, ChecksumAlgorithm="CRC32")
        self.refused("InvalidArgument", 400, s3.upload_part, Bucket=name, Key="big", UploadId=id, PartNumber=10001, Body=b"x")
        self.refused("NoSuchUpload", 404, s3.upload_part, Bucket=name, Key="other", UploadId=id, PartNumber=1, Body=b"x")
        self.refused("InvalidRequest", 400, s3.upload_part, Bucket=name, Key="big", UploadId=id, PartNumber=1, Body=b"x", ChecksumAlgorithm="SHA256")
        small = []
        for number in (1, 2):
            made = s3.upload_part(Bucket=name, Key="big", UploadId=id, PartNumber=number, Body=b"small", ChecksumAlgorithm="CRC32")
            small.append({"PartNumber": number, "ETag": made["ETag"], "ChecksumCRC32": made["ChecksumCRC32"]})
        self.refused("EntityTooSmall", 400, s3.complete_multipart_upload, Bucket=name, Key="big", UploadId=id, MultipartUpload={"Parts": small})
        s3.abort_multipart_upload(Bucket=name, Key="big", UploadId=id)
        self.refused("NoSuchUpload", 404, s3.list_parts, Bucket=name, Key="big", UploadId=id)
        self.refused("InvalidRequest", 400, s3.create_multipart_upload, Bucket=name, Key="big", ChecksumAlgorithm="SHA256", ChecksumType="FULL_OBJECT")

    def test_transfer_manager(self):
        s3, name = self.client(), self.bucket()
        content = os.urandom(20 * MIB + 7)
        config = TransferConfig(multipart_threshold=8 * MIB, multipart_chunksize=6 * MIB)
        s3.upload_fileobj(io.BytesIO(content), name, "managed", Config=config)
        back = io.BytesIO()
        s3.download_fileobj(name, "managed", back, Config=config)
        self.assertEqual(hashlib.sha256(back.getvalue()).digest(), hashlib.sha256(content).digest())
        s3.copy({"Bucket": name, "Key": "managed"}, name, "copied", Config=config)
        self.assertTrue(s3.head_object(Bucket=name, Key="copied")["ETag"].endswith('-4"'))


class Faults(Case):
    def test_throttled(self):
        with Embedded("s3.PutObject:throttle=2x,s3.GetObject:unavailable=1x") as server:
            s3 = self.client(url=server.url)
            name = self.bucket("faulty-bucket", s3)
            self.refused("SlowDown", 503, s3.put_object, Bucket=name, Key="k", Body=b"x" * 100_000)
            self.client(url=server.url, attempts=3).put_object(Bucket=name, Key="k", Body=b"x" * 100_000)
            self.refused("ServiceUnavailable", 503, s3.get_object, Bucket=name, Key="k")
            self.assertEqual(len(s3.get_object(Bucket=name, Key="k")["Body"].read()), 100_000)

    def test_errors_in_a_success(self):
        with Embedded("s3.CopyObject:error200=1x,s3.CompleteMultipartUpload:error200=1x,s3.DeleteObjects:partial=#2") as server:
            s3 = self.client(url=server.url)
            name = self.bucket("faulty-bucket", s3)
            s3.put_object(Bucket=name, Key="k", Body=b"x")
            self.refused("InternalError", 500, s3.copy_object, Bucket=name, Key="c", CopySource=f"{name}/k")
            id = s3.create_multipart_upload(Bucket=name, Key="m")["UploadId"]
            etag = s3.upload_part(Bucket=name, Key="m", UploadId=id, PartNumber=1, Body=b"x")["ETag"]
            parts = {"Bucket": name, "Key": "m", "UploadId": id, "MultipartUpload": {"Parts": [{"PartNumber": 1, "ETag": etag}]}}
            self.refused("InternalError", 500, s3.complete_multipart_upload, **parts)
            s3.complete_multipart_upload(**parts)
            done = s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "k"}, {"Key": "m"}]})
            self.assertEqual(([one["Key"] for one in done["Deleted"]], [(e["Key"], e["Code"]) for e in done["Errors"]]), (["k"], [("m", "InternalError")]))

    def test_bodies_that_break(self):
        with Embedded("s3.GetObject:truncate=1x,s3.GetObject:corrupt=1x") as server:
            s3 = self.client(url=server.url)
            name = self.bucket("faulty-bucket", s3)
            content = os.urandom(3 * MIB)
            s3.put_object(Bucket=name, Key="k", Body=content)
            with self.assertRaises(botocore.exceptions.BotoCoreError):
                s3.get_object(Bucket=name, Key="k")["Body"].read()
            got = self.client(url=server.url, response_checksum_validation="when_required").get_object(Bucket=name, Key="k")["Body"].read()
            self.assertEqual(sum(a != b for a, b in zip(got, content)), 1)
            self.assertEqual(s3.get_object(Bucket=name, Key="k")["Body"].read(), content)


class InFolder(Case):
    def test_survives(self):
        folder = tempfile.mkdtemp(prefix="aloft-s3-")
        try:
            with Embedded(data=folder) as server:
                s3 = self.client(url=server.url)
                name = self.bucket("kept-bucket", s3)
                s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
                big = os.urandom(9 * MIB)
                versions = [s3.put_object(Bucket=name, Key="k\né", Body=body, Metadata={"n": "1"}, Tagging="a=b")["VersionId"] for body in (b"one", b"two")]
                s3.upload_fileobj(io.BytesIO(big), name, "big", Config=TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB))
                s3.copy_object(Bucket=name, Key="copy", CopySource=f"{name}/big")
                s3.put_object(Bucket=name, Key="gone", Body=b"x")
                s3.delete_object(Bucket=name, Key="gone", VersionId=s3.head_object(Bucket=name, Key="gone")["VersionId"])
                id = s3.create_multipart_upload(Bucket=name, Key="half")["UploadId"]
                part = s3.upload_part(Bucket=name, Key="half", UploadId=id, PartNumber=1, Body=b"half")
                other = subprocess.run([Embedded.program, "", folder], stdin=subprocess.DEVNULL, capture_output=True, text=True)
                self.assertEqual(other.returncode, 1)
                self.assertIn("another server uses", other.stderr)
            before = sum(1 for one in pathlib.Path(folder).rglob("blobs/*/*"))
            with open(pathlib.Path(folder) / "journal", "a") as journal:
                journal.write('{"in":"kept-bucket","key":"torn')  # as after the end of a process
            with Embedded(data=folder) as server:
                s3 = self.client(url=server.url)
                self.assertEqual([s3.get_object(Bucket=name, Key="k\né", VersionId=id)["Body"].read() for id in versions], [b"one", b"two"])
                self.assertEqual(s3.head_object(Bucket=name, Key="k\né")["Metadata"], {"n": "1"})
                for key in ("big", "copy"):
                    self.assertEqual(s3.get_object(Bucket=name, Key=key)["Body"].read(), big)
                s3.complete_multipart_upload(Bucket=name, Key="half", UploadId=id, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
                self.assertEqual(s3.get_object(Bucket=name, Key="half")["Body"].read(), b"half")
                self.assertEqual(sum(1 for one in pathlib.Path(folder).rglob("blobs/*/*")), before)
                s3.put_object(Bucket=name, Key="new", Body=b"x")
                self.assertNotIn(s3.head_object(Bucket=name, Key="new")["VersionId"], versions)
        finally:
            shutil.rmtree(folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="the server as a program (test/local/serve.cpp)")
    parser.add_argument("--folder", required=True, help="where boto3 is installed, shared by builds")
    parser.add_argument("-k", dest="pattern", help="only the cases whose name contains this")
    options = parser.parse_args()
    if pathlib.Path(options.folder).resolve() not in pathlib.Path(sys.executable).absolute().parents:
        return judge.run_with_boto3(options, __file__)
    Embedded.program = options.program
    loader = unittest.TestLoader()
    if options.pattern:
        loader.testNamePatterns = [f"*{options.pattern}*"]
    ran = 0
    for folder in ("", tempfile.mkdtemp(prefix="aloft-s3-")):
        with Embedded(data=folder) as server:
            Case.server = server
            outcome = unittest.TextTestRunner(verbosity=1).run(loader.loadTestsFromModule(sys.modules["__main__"]))
        if folder:
            shutil.rmtree(folder)
        ran += outcome.testsRun
        if not outcome.wasSuccessful():
            return 1
    return 0 if ran else 1


if __name__ == "__main__":
    sys.exit(main())
