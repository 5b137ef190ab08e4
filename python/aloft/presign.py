"""Forms for uploads: a policy document, signed."""

import base64
import datetime
import hashlib
import hmac
import json
from urllib.parse import urlsplit, urlunsplit


def post_form(url, keys, region, bucket, key, fields, conditions, expires_in):
    """{"url", "fields"} as botocore gives it. `url`: one of the bucket's."""
    now = datetime.datetime.now(datetime.timezone.utc)
    day, stamp = now.strftime("%Y%m%d"), now.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{day}/{region or 'us-east-1'}/s3/aws4_request"
    fields, conditions = dict(fields or {}), list(conditions or [])
    conditions.append({"bucket": bucket})
    if key.endswith("${filename}"):
        conditions.append(["starts-with", "$key", key[: -len("${filename}")]])
    else:
        conditions.append({"key": key})
    fields["key"] = key
    signing = {"x-amz-algorithm": "AWS4-HMAC-SHA256", "x-amz-credential": f"{keys['access_key']}/{scope}", "x-amz-date": stamp}
    if keys["token"]:
        signing["x-amz-security-token"] = keys["token"]
    for name, value in signing.items():
        conditions.append({name: value})
        fields[name] = value
    until = (now + datetime.timedelta(seconds=expires_in)).strftime("%Y-%m-%dT%H:%M:%SZ")
    policy = base64.b64encode(json.dumps({"expiration": until, "conditions": conditions}).encode()).decode()
    derived = ("AWS4" + keys["secret_key"]).encode()
    for part in (*scope.split("/"),):
        derived = hmac.new(derived, part.encode(), hashlib.sha256).digest()
    fields["policy"] = policy
    fields["x-amz-signature"] = hmac.new(derived, policy.encode(), hashlib.sha256).hexdigest()
    parts = urlsplit(url)
    path = parts.path if parts.path not in ("", "/") else "/"
    return {"url": urlunsplit((parts.scheme, parts.netloc, path, "", "")), "fields": fields}
