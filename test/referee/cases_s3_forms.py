"""Uploads by forms, as browsers send them."""

import base64
import json

from cases_s3_signed import Sent as _Sent


class Forms(_Sent):
    bucket = "forms"

    def form(self, key, *more, **options):
        result = self.aloft("s3", "presign-post", f"s3://{self.bucket}/{key}", *more, **options)
        self.assertEqual(result.code, 0, result.err)
        return result.json

    def upload(self, form, content, name="holiday.txt"):
        mark = "----a-form-of-aloft"
        text = "".join(f'--{mark}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n' for field, value in form["fields"].items())
        text += f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = text.encode() + content + f"\r\n--{mark}--\r\n".encode()
        return ("POST", form["url"], body), {"headers": {"Content-Type": f"multipart/form-data; boundary={mark}"}}

    def test_upload(self):
        for key in ("plain", "a b/é+%", "dir/it's"):
            with self.subTest(key):
                arguments, options = self.upload(self.form(key, "--max-size", "100"), key.encode())
                self.accepted(*arguments, **options)
                self.assertEqual(self.accepted("GET", self.presigned("get-object", key)), key.encode())

    def test_name_of_the_file(self):
        arguments, options = self.upload(self.form("up/${filename}"), b"content")
        self.accepted(*arguments, **options)
        listed = self.ok("s3", "list-objects-v2", "--bucket", self.bucket).json["Contents"]
        # AWS replaces the name; versitygw keeps it as it stands. The policy must allow either.
        self.assertIn([one["Key"] for one in listed], (["up/holiday.txt"], ["up/${filename}"]))

    def test_limits(self):
        arguments, options = self.upload(self.form("k", "--min-size", "3", "--max-size", "5"), b"too long")
        self.denied(*arguments, **options)
        form = self.form("k", "--starts-with", "Content-Type=text/")
        form["fields"]["Content-Type"] = "image/png"
        arguments, options = self.upload(form, b"x")
        self.denied(*arguments, **options)
        form["fields"]["Content-Type"] = "text/plain"
        arguments, options = self.upload(form, b"x")
        self.accepted(*arguments, **options)

    def test_alterations_are_refused(self):
        form = self.form("k")
        form["fields"]["key"] = "other"
        arguments, options = self.upload(form, b"x")
        self.denied(*arguments, **options)
        form = self.form("k")
        policy = json.loads(base64.b64decode(form["fields"]["policy"]))
        policy["expiration"] = "2099-01-01T00:00:00Z"
        form["fields"]["policy"] = base64.b64encode(json.dumps(policy).encode()).decode()
        arguments, options = self.upload(form, b"x")
        self.denied(*arguments, **options)
        arguments, options = self.upload(self.form("k", AWS_SECRET_ACCESS_KEY="wrong"), b"x")
        self.denied(*arguments, **options)
