"""Requests to S3 that somebody else sends: presigned URLs, signed requests and forms, sent byte by byte as they were printed."""

import http.client
import pathlib
import tempfile
import time
import urllib.parse

from case import Case

KEYS = ["plain", "with space", "plus+percent%25", "tilde~quote'(x)*!", "é日本", "a/./b", "a/../c", "eq=amp&colon:at@dollar$semi;", "q?x#y", "a//b"]


class Sent(Case):
    bucket = "sent"

    def setUp(self):
        self.ok("s3", "create-bucket", "--bucket", self.bucket)

    def tearDown(self):
        for one in self.ok("s3", "list-objects-v2", "--bucket", self.bucket).json.get("Contents", []):
            self.ok("s3", "delete-object", "--bucket", self.bucket, f"--key={one['Key']}")
        self.ok("s3", "delete-bucket", "--bucket", self.bucket)

    def send(self, method, url, body=None, headers=None):
        """Status and body of the answer; the target goes out as it stands in the URL."""
        host, _, target = url.removeprefix("http://").partition("/")
        connection = http.client.HTTPConnection(host, timeout=30)
        try:
            connection.putrequest(method, "/" + target, skip_accept_encoding=True)
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def accepted(self, *arguments, **options):
        status, body = self.send(*arguments, **options)
        self.assertIn(status, (200, 201, 204), body)
        return body

    def denied(self, *arguments, codes=(400, 403), **options):
        status, body = self.send(*arguments, **options)
        self.assertIn(status, codes, body)

    def presigned(self, operation, key, *more, **options):
        result = self.aloft("s3", operation, "--bucket", self.bucket, f"--key={key}", "--presign", *more, **options)
        self.assertEqual(result.code, 0, result.err)
        return result.out.strip()


class Presigned(Sent):
    def test_put_and_get(self):
        for key in KEYS:
            with self.subTest(key):
                self.accepted("PUT", self.presigned("put-object", key), key.encode())
                self.assertEqual(self.accepted("GET", self.presigned("get-object", key)), key.encode())
                self.accepted("DELETE", self.presigned("delete-object", key))

    def test_s3_presign(self):
        self.accepted("PUT", self.presigned("put-object", "k"), b"content")
        url = self.ok("s3", "presign", f"s3://{self.bucket}/k").out.strip()
        self.assertEqual(self.accepted("GET", url), b"content")

    def test_signed_headers_must_be_sent(self):
        url = self.presigned("put-object", "k", "--content-type", "text/plain", "--metadata", "owner=ann")
        self.accepted("PUT", url, b"x", headers={"Content-Type": "text/plain", "x-amz-meta-owner": "ann"})
        self.denied("PUT", url, b"x", headers={"Content-Type": "text/html", "x-amz-meta-owner": "ann"})
        self.denied("PUT", url, b"x", headers={"Content-Type": "text/plain", "x-amz-meta-owner": "bob"})

    def test_parameters_are_signed(self):
        self.accepted("PUT", self.presigned("put-object", "k"), b"content")
        url = self.presigned("get-object", "k", "--response-content-type", "text/x-own; charset=utf-8")
        self.assertEqual(self.accepted("GET", url), b"content")
        self.denied("GET", url.replace("x-own", "x-other"))

    def test_alterations_are_refused(self):
        self.accepted("PUT", self.presigned("put-object", "k"), b"content")
        self.accepted("PUT", self.presigned("put-object", "l"), b"content")
        url = self.presigned("get-object", "k", "--expires-in", "600")
        self.accepted("GET", url)
        self.denied("GET", url.replace("/k?", "/l?"))
        self.denied("GET", url.replace("Expires=600", "Expires=601"))
        self.denied("GET", url + "&x=1")
        self.denied("DELETE", url)
        last = url[-1]
        self.denied("GET", url[:-1] + ("0" if last != "0" else "1"))

    def test_wrong_secret_is_refused(self):
        self.denied("PUT", self.presigned("put-object", "k", AWS_SECRET_ACCESS_KEY="wrong"), b"x", codes=(403,))

    def test_expired_is_refused(self):
        self.accepted("PUT", self.presigned("put-object", "k"), b"content")
        object_url = self.presigned("get-object", "k").partition("?")[0]
        sign = ["sign", "--service", "s3", "--presign", "--expires-in", "60", "--output-format", "url"]
        self.accepted("GET", self.ok(*sign, object_url).out.strip())
        hour_ago = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 3600))
        self.denied("GET", self.ok(*sign, "--time", hour_ago, object_url).out.strip(), codes=(403,))


class Signed(Sent):
    def signed(self, *arguments, **options):
        """Headers and body of the request that `sign` prints."""
        text = self.aloft("sign", "--service", "s3", *arguments, **options).out
        head, _, body = text.partition("\n\n")
        lines = head.split("\n")
        return dict(line.split(": ", 1) for line in lines[1:] if not line.startswith("Host: ")), body.removesuffix("\n").encode()

    def test_sign(self):
        url = f"{self.server.url}/{self.bucket}/a%20b"
        headers, body = self.signed("-X", "PUT", "-H", "Content-Type: text/plain", "-d", "content", url)
        self.accepted("PUT", url, body, headers=headers)
        if self.server.name != "ministack":  # which does not compare the body with its signed hash
            self.denied("PUT", url, b"altered", headers=headers)
        self.denied("PUT", url + "x", body, headers=headers)
        headers, _ = self.signed(url)
        self.assertEqual(self.accepted("GET", url, headers=headers), b"content")
        self.denied("GET", url + "?x=1", headers=headers)
        headers, _ = self.signed(url, AWS_SECRET_ACCESS_KEY="wrong")
        self.denied("GET", url, headers=headers, codes=(403,))
        long_ago = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(time.time() - 7200))
        headers, _ = self.signed("--time", long_ago, url)
        self.denied("GET", url, headers=headers, codes=(403,))
