#!/usr/bin/env python3
"""The embedded S3 beside servers that others wrote: beside_s3.py SERVER_PROGRAM --folder DIR --beside versitygw. One
script of calls, made by boto3, runs against both; what they answer is compared, error codes and statuses included.
DIFFERENCES says where the other server is known to answer otherwise, and what AWS documents."""

import argparse
import hashlib
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
sys.path.insert(0, str(HERE.parent / "referee"))
sys.path.insert(0, str(HERE))

import judge  # noqa: E402
import judge_s3  # noqa: E402
import servers  # noqa: E402

MIB = 1 << 20

# (server, step): why the answers differ. A difference that is no longer there fails the run.
DIFFERENCES = {
    ("versitygw", "create badly"): "versitygw takes two dots in a row, which AWS's naming rules exclude",
    ("versitygw", "put with a bad class"): "versitygw takes any storage class (AWS: InvalidStorageClass)",
    ("versitygw", "delete quietly"): "versitygw tells what is deleted though Quiet was asked for",
    ("versitygw", "behind a marker"): "versitygw leaves out the folder that the marker lies in, though keys of it come behind the marker; moto lists it",
    ("versitygw", "out of order"): "versitygw looks at sizes first",
}


class Script:
    def __init__(self, s3):
        self.s3, self.answers = s3, {}

    def step(self, name, call, pick=lambda answer: "done", **parameters):
        import botocore.exceptions
        try:
            answer = call(**parameters)
        except botocore.exceptions.ClientError as failure:
            said = failure.response
            self.answers[name] = f"refused: {said['Error']['Code']} {said['ResponseMetadata']['HTTPStatusCode']}"
            return {}
        self.answers[name] = pick(answer)
        return answer

    def run(self):
        self.step("create", self.s3.create_bucket, Bucket="beside")
        self.step("create badly", self.s3.create_bucket, Bucket="be..side")
        self.step("head none", self.s3.head_bucket, Bucket="beside-none")
        self.objects()
        self.listings()
        self.uploads()
        self.step("delete full bucket", self.s3.delete_bucket, Bucket="beside")
        return self.answers

    def objects(self):
        s3, step = self.s3, self.step
        etag = lambda a: a["ETag"]  # noqa: E731
        made = step("put", s3.put_object, etag, Bucket="beside", Key="k", Body=b"0123456789", ContentType="text/x", Metadata={"Name": "v"}, CacheControl="no-store")
        step("put with a checksum", s3.put_object, lambda a: (etag(a), a.get("ChecksumSHA256")), Bucket="beside", Key="sum", Body=b"x", ChecksumAlgorithm="SHA256")
        step("put with a wrong MD5", s3.put_object, Bucket="beside", Key="k", Body=b"x", ContentMD5="MDAwMDAwMDAwMDAwMDAwMA==")
        step("put with a bad MD5", s3.put_object, Bucket="beside", Key="k", Body=b"x", ContentMD5="x")
        step("put with a wrong checksum", s3.put_object, Bucket="beside", Key="k", Body=b"x", ChecksumCRC32="AAAAAA==")
        step("put only new", s3.put_object, Bucket="beside", Key="k", Body=b"x", IfNoneMatch="*")
        step("put over another", s3.put_object, Bucket="beside", Key="k", Body=b"x", IfMatch='"0"')
        step("put over none", s3.put_object, Bucket="beside", Key="none", Body=b"x", IfMatch='"0"')
        step("put nowhere", s3.put_object, Bucket="beside-none", Key="k", Body=b"x")
        step("put with much metadata", s3.put_object, Bucket="beside", Key="m", Body=b"x", Metadata={"a": "x" * 2100})
        step("put with a bad class", s3.put_object, Bucket="beside", Key="m", Body=b"x", StorageClass="CHEAP")
        s3.delete_object(Bucket="beside", Key="m")
        shown = lambda a: (a["Body"].read(), a["ContentType"], a["Metadata"], a.get("CacheControl"), a["ETag"], a.get("AcceptRanges"))  # noqa: E731
        step("get", s3.get_object, shown, Bucket="beside", Key="k")
        step("get none", s3.get_object, Bucket="beside", Key="none")
        step("head none of it", s3.head_object, Bucket="beside", Key="none")
        part = lambda a: (a["Body"].read(), a.get("ContentRange"), a["ResponseMetadata"]["HTTPStatusCode"])  # noqa: E731
        for text in ("bytes=2-4", "bytes=-3", "bytes=8-", "bytes=0-99", "bytes=10-", "bytes=5-3", "bytes=0-1,3-4", "bytes=-0"):
            step("get " + text, s3.get_object, part, Bucket="beside", Key="k", Range=text)
        step("get what is there", s3.get_object, part, Bucket="beside", Key="k", IfMatch=made.get("ETag", ""))
        step("get what is not there", s3.get_object, part, Bucket="beside", Key="k", IfMatch='"0"')
        step("get what is known", s3.get_object, part, Bucket="beside", Key="k", IfNoneMatch=made.get("ETag", ""))
        step("copy", s3.copy_object, lambda a: a["CopyObjectResult"]["ETag"], Bucket="beside", Key="copy", CopySource="beside/k")
        step("get the copy", s3.get_object, shown, Bucket="beside", Key="copy")
        step("copy to itself", s3.copy_object, Bucket="beside", Key="copy", CopySource="beside/copy")
        step("copy none", s3.copy_object, Bucket="beside", Key="copy", CopySource="beside/none")
        step("copy if another", s3.copy_object, Bucket="beside", Key="copy", CopySource="beside/k", CopySourceIfMatch='"0"')
        step("tag", s3.put_object_tagging, Bucket="beside", Key="k", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
        step("tags", s3.get_object_tagging, lambda a: a["TagSet"], Bucket="beside", Key="k")
        step("too many tags", s3.put_object_tagging, Bucket="beside", Key="k", Tagging={"TagSet": [{"Key": str(n), "Value": "b"} for n in range(11)]})
        step("key too long", s3.put_object, Bucket="beside", Key="k" * 1025, Body=b"x")
        step("delete none", s3.delete_object, Bucket="beside", Key="none")
        step("delete some", s3.delete_objects, lambda a: (sorted(d["Key"] for d in a.get("Deleted", [])), a.get("Errors")), Bucket="beside",
             Delete={"Objects": [{"Key": "copy"}, {"Key": "none"}]})
        step("delete quietly", s3.delete_objects, lambda a: a.get("Deleted"), Bucket="beside", Delete={"Objects": [{"Key": "sum"}], "Quiet": True})

    def listings(self):
        s3, step = self.s3, self.step
        for key in ("a", "b/1", "b/2", "b/c/3", "c d+e", "d/é"):
            s3.put_object(Bucket="beside", Key=key, Body=key.encode())
        rows = lambda a: ([c["Key"] for c in a.get("Contents", [])], [p["Prefix"] for p in a.get("CommonPrefixes", [])], a["IsTruncated"], a.get("KeyCount"),  # noqa: E731
                          a.get("NextMarker"), a.get("Prefix") or "", a.get("Delimiter"), a["MaxKeys"])
        for name, call in (("first form", s3.list_objects), ("second form", s3.list_objects_v2)):
            step(name, call, rows, Bucket="beside")
            step(name + ", folders", call, rows, Bucket="beside", Delimiter="/")
            step(name + ", a folder", call, rows, Bucket="beside", Delimiter="/", Prefix="b/")
            step(name + ", three", call, rows, Bucket="beside", Delimiter="/", MaxKeys=3)
            step(name + ", nothing", call, rows, Bucket="beside", Prefix="zzz")
            step(name + ", no rows", call, rows, Bucket="beside", MaxKeys=0)
            step(name + ", fewer than none", call, rows, Bucket="beside", MaxKeys=-1)
        step("behind a key", s3.list_objects_v2, rows, Bucket="beside", StartAfter="b/2")
        step("behind a marker", s3.list_objects, rows, Bucket="beside", Marker="b/2", Delimiter="/")
        step("list none", s3.list_objects_v2, Bucket="beside-none")

    def uploads(self):
        s3, step = self.s3, self.step
        id = step("begin", s3.create_multipart_upload, Bucket="beside", Key="big")["UploadId"]
        here = {"Bucket": "beside", "Key": "big", "UploadId": id}
        etags = {n: step(f"part {n}", s3.upload_part, lambda a: a["ETag"], **here, PartNumber=n, Body=body)["ETag"] for n, body in ((1, bytes(5 * MIB)), (2, b"x"), (3, b"y"))}
        step("part 0", s3.upload_part, **here, PartNumber=0, Body=b"x")
        step("part 10001", s3.upload_part, **here, PartNumber=10001, Body=b"x")
        step("parts", s3.list_parts, lambda a: [(p["PartNumber"], p["Size"], p["ETag"]) for p in a["Parts"]], **here)
        listed = [{"PartNumber": n, "ETag": etags[n]} for n in (1, 2, 3)]
        step("too small", s3.complete_multipart_upload, **here, MultipartUpload={"Parts": listed})
        step("out of order", s3.complete_multipart_upload, **here, MultipartUpload={"Parts": [listed[1], listed[0]]})
        step("wrong part", s3.complete_multipart_upload, **here, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": hashlib.md5(b"").hexdigest()}]})
        step("missing part", s3.complete_multipart_upload, **here, MultipartUpload={"Parts": [listed[0], {"PartNumber": 7, "ETag": etags[1]}]})
        step("complete", s3.complete_multipart_upload, lambda a: a["ETag"], **here, MultipartUpload={"Parts": listed[:2]})
        step("head of it", s3.head_object, lambda a: (a["ContentLength"], a["ETag"]), Bucket="beside", Key="big")
        step("no such upload", s3.list_parts, Bucket="beside", Key="big", UploadId="none")
        id = s3.create_multipart_upload(Bucket="beside", Key="gone")["UploadId"]
        step("uploads", s3.list_multipart_uploads, lambda a: [u["Key"] for u in a.get("Uploads", [])], Bucket="beside")
        step("abort", s3.abort_multipart_upload, Bucket="beside", Key="gone", UploadId=id)
        step("no uploads", s3.list_multipart_uploads, lambda a: [u["Key"] for u in a.get("Uploads", [])], Bucket="beside")


def client(url, key, secret):
    import boto3
    import botocore.config
    config = botocore.config.Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}, parameter_validation=False)
    return boto3.Session(key, secret).client("s3", region_name="us-east-1", endpoint_url=url, config=config)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="the server as a program (test/local/serve.cpp)")
    parser.add_argument("--folder", required=True, help="where servers and boto3 are installed, shared by builds")
    parser.add_argument("--beside", required=True, choices=("versitygw",))
    options = parser.parse_args()
    if pathlib.Path(options.folder).resolve() not in pathlib.Path(sys.executable).absolute().parents:
        return judge.run_with_boto3(options, __file__)
    judge_s3.Embedded.program = options.program
    with judge_s3.Embedded() as server:
        ours = Script(client(server.url, "AKIDLOCALEXAMPLE", "local-secret-for-tests-only")).run()
    try:
        with servers.KINDS[options.beside](options.folder, auth=True) as server:
            theirs = Script(client(server.url, *server.credentials)).run()
    except servers.Unavailable as reason:
        print(f"skipped: {options.beside} {reason}")
        return SKIPPED
    wrong = 0
    for name in ours:
        differs = ours[name] != theirs.get(name)
        if differs != ((options.beside, name) in DIFFERENCES):
            wrong += 1
            print(f"{name}:\n  embedded {ours[name]}\n  {options.beside} {theirs.get(name)}")
    print(f"{len(ours)} answers beside {options.beside}, {wrong} unlike without a reason")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
