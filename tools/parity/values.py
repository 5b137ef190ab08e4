"""Parameter sets that fit a shape: minimal, full, random. Values are written as the CLI takes them: blobs as base64,
timestamps as ISO 8601, NaN and infinities as text."""

import base64
import datetime
import math
import random

# A full set of QuickSight's definitions has millions of values; from here on only what is required is filled in.
MOST_VALUES = 400

# Values at the edges of what a type allows; the chance of one in sets that are made "odd".
ODD_SHARE = 0.35

TEXTS = [
    "", " ", "  two  spaces ", "a/b/../c", "..", "%41%zz%", "+plus+", "k=v&k=w", "\"quoted\", \\", "comma, comma,", "<![CDATA[x]]>",
    "&amp; & <tag attr='1'/>", "\t", "line\nbreak", "tab\tinside", "nul l", "true", "null", "0", "1e5", "-", "ǅ ß ı İ",
    "é = e\u0301", "\u00a0\u2028\u2029\ufeff", "\u202eright to left\u202c", "👩‍👩‍👧‍👦 🏳️‍🌈", "𝒳\U0010ffff\U00010000", "漢" * 300,
    "x" * 2000, "~!@#$%^&*()_+`-={}|[]\\:\";'<>?,./", "{brace}", "${jndi}", "2024-01-01T00:00:00Z", "a;b;c", "\u0080\u009f",
]
# Control characters: JSON, CBOR and forms carry them, XML 1.0 does not.
CONTROLS = ["\u0001", "a\u0000b", "\r\n", "\u001f\u007f", "\b\f"]
HEADER_TEXTS = ["a,b", 'say "so"', "a  b", "x;y=z", "semi; colon", "(paren)", "W/\"tag\"", "*", "a=b, c=d", "\\back"]
TIMES = [
    "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "1901-01-01T00:00:00Z", "1583-02-28T12:00:00Z", "2000-02-29T23:59:59Z",
    "2100-03-01T00:00:00Z", "9999-12-31T23:59:59Z", "2024-05-06T07:08:09.5Z", "2024-05-06T07:08:09.120Z", "2024-05-06T07:08:09.123456Z",
    "2024-05-06T07:08:09.000001Z", "1960-05-06T07:08:09.250Z", "2024-05-06T07:08:09+00:00", "2024-05-06T07:08:09.75+05:30",
    "2024-05-06T07:08:09-08:00", "2024-05-06T07:08:09", "2024-05-06 07:08:09", "2024-05-06", "20240506T070809Z", 0, 1, -1, 1700000000,
    1700000000.25, -1.5, 4102444800, 253402300799, "1700000000", "Mon, 06 May 2024 07:08:09 GMT",
]
REALS = [0.0, -0.0, 0.1 + 0.2, 1 / 3, 7, -3, 1e15, 1e16, 123456789012345680.0, 1e22, 1e-4, 1e-5, 1.5e300, 5e-324, "NaN", "Infinity", "-Infinity"]
HALVES = [0.0, -0.5, 0.25, 1e10, 7, -3, 3.0e38, 1.1754943508222875e-38, "NaN", "Infinity", "-Infinity"]

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
ODD = " -_.~:/?#[]@!$&'()*+,;=%\"<>^`{|}\\"
WIDE = "äé€漢字🙂"


def place(shape):
    """Where a member travels: 'uri', 'querystring', 'header', 'headers', 'statusCode' or None for the body."""
    return shape.serialization.get("location")


def is_json_header(shape):
    return shape.type_name == "string" and shape.serialization.get("jsonvalue") and place(shape) == "header"


class Maker:
    """Makes one parameter set. `share` is the chance that an optional member is set; `odd` sets have empty values,
    extremes and unusual texts among them. XML cannot carry control characters, so `xml` leaves them out."""

    def __init__(self, seed, share, skip=lambda shape: False, odd=False, xml=False):
        self.random = random.Random(seed)
        self.share = share
        self.skip = skip
        self.left = MOST_VALUES
        self.odd_set = odd
        self.texts = TEXTS if xml else TEXTS + CONTROLS

    def of(self, shape):
        return self.structure(shape, ())

    def odd(self):
        return self.odd_set and self.random.random() < ODD_SHARE

    def value(self, shape, open_shapes, where=None):
        self.left -= 1
        if is_json_header(shape):
            return self.document(1)
        if shape.type_name == "structure" and shape.is_document_type:
            return self.document(2)
        maker = getattr(self, shape.type_name, None)
        if shape.type_name in ("structure", "list", "map"):
            return maker(shape, open_shapes, where)
        if shape.type_name in ("string", "character"):
            return self.string(shape, where)
        return maker(shape)

    def wanted(self, shape, member, name, open_shapes):
        if name in shape.required_members or member.serialization.get("hostLabel"):
            return True
        if self.left <= 0 or open_shapes.count(member.name) > 0:
            return False
        return self.random.random() < self.share

    def structure(self, shape, open_shapes, where=None):
        inside = open_shapes + (shape.name,)
        members = {n: m for n, m in shape.members.items() if not self.skip(m)}
        if shape.is_tagged_union and members:
            fresh = [n for n, m in members.items() if m.name not in inside] or list(members)
            members = {(name := self.random.choice(fresh)): members[name]}
            return {name: self.value(member, inside) for name, member in members.items()}
        made = {}
        for name, member in members.items():
            if not self.wanted(shape, member, name, inside):
                continue
            where = "host" if member.serialization.get("hostLabel") else place(member)
            made[name] = self.value(member, inside, where)
        return made

    def length(self, shape, most):
        least = shape.metadata.get("min", 0)
        if least == 0 and self.odd():
            return 0
        return self.random.randint(max(least, 1), max(least, most))

    def list(self, shape, open_shapes, where=None):
        most = 1 if shape.member.name in open_shapes or self.left <= 0 else 3
        inside = open_shapes + (shape.name,)
        return [self.value(shape.member, inside, where or "element") for _ in range(self.length(shape, most))]

    def map(self, shape, open_shapes, where=None):
        inside = open_shapes + (shape.name,)
        made = {}
        for index in range(self.length(shape, 2)):
            key = self.string(shape.key, "headers" if where == "headers" else "key")
            if key in made:
                key += PLAIN[index % len(PLAIN)]
            made[key] = self.value(shape.value, inside, "header" if where == "headers" else None)
        return made

    def string(self, shape, where=None):
        if shape.metadata.get("enum") and self.random.random() < 0.9:
            return self.random.choice(shape.metadata["enum"])
        least, most = shape.metadata.get("min", 0), shape.metadata.get("max", 24)
        size = self.random.randint(max(least, 1), max(least, 1, min(most, least + 16)))
        if self.odd():
            known = HEADER_TEXTS if where == "header" else self.texts if where not in ("host", "headers", "uri") else []
            fitting = [text for text in known if len(text) >= least] or ["x" * size]
            return self.random.choice(fitting)
        letters = PLAIN
        if where not in ("host", "header", "headers", "key", "element") and self.random.random() < 0.3:
            letters += ODD * 2 + (WIDE if self.random.random() < 0.5 else "")
        text = "".join(self.random.choice(letters) for _ in range(size))
        return text if text.strip() else "x" * size

    def blob(self, shape):
        least = shape.metadata.get("min", 0)
        size = max(least, self.random.choice([0, 1, 2, 3, 600]) if self.odd() else self.random.randint(1, 20))
        return base64.b64encode(self.random.randbytes(size)).decode()

    def boolean(self, shape):
        return self.random.random() < 0.5

    def integer(self, shape):
        least = shape.metadata.get("min", -(2**31) if self.random.random() < 0.2 else 0)
        most = max(shape.metadata.get("max", 2**31 - 1), least)
        if self.odd() and "min" not in shape.metadata:
            return self.random.choice([-(2**31), -1, 0, 23, 24, 255, 256, 65535, 65536, 2**31 - 1])
        return self.random.choice([least, most, self.random.randint(int(least), int(most))])

    def long(self, shape):
        least = shape.metadata.get("min", -(2**53) if self.random.random() < 0.2 else 0)
        most = max(min(shape.metadata.get("max", 2**53), 2**62), least)
        if self.odd() and "min" not in shape.metadata:
            return self.random.choice([-(2**63), -(2**53) - 1, -1, 2**32, 2**53 + 1, 2**63 - 1])
        return self.random.choice([least, most, self.random.randint(int(least), int(most))])

    def double(self, shape):
        if "min" in shape.metadata or "max" in shape.metadata:
            least = shape.metadata.get("min", 0)
            most = max(shape.metadata.get("max", least + 100), least)
            return min(max(float(f"{self.random.uniform(least, most):.9g}"), least), most)
        if self.odd():
            return self.random.choice(HALVES if shape.type_name == "float" else REALS)
        return self.random.choice([0.0, 1.0, -1.5, 1e20, 1e-7, 12345.678, 7, round(self.random.uniform(-1e6, 1e6), 6)])

    float = double

    def timestamp(self, shape):
        if self.odd():
            return self.random.choice(TIMES)
        when = datetime.datetime(1980, 1, 1) + datetime.timedelta(seconds=self.random.randint(0, 2_000_000_000))
        return when.strftime("%Y-%m-%dT%H:%M:%SZ")

    def document(self, depth):
        if self.odd():
            return self.random.choice([{}, [], "", {"": "empty"}, {"a": []}, [None], {"n": None}, self.random.choice(TEXTS), 2**53, 1e300])
        kinds = ["text", "whole", "real", "flag"] + (["list", "map"] * 2 if depth > 0 else [])
        kind = self.random.choice(kinds)
        if kind == "text":
            return "".join(self.random.choice(PLAIN) for _ in range(6)) + "x"
        if kind == "whole":
            return self.random.randint(-1000, 1000)
        if kind == "real":
            return round(self.random.uniform(-10, 10), 3)
        if kind == "flag":
            return self.random.random() < 0.5
        if kind == "list":
            return [self.document(depth - 1) for _ in range(self.random.randint(1, 2))]
        return {"k" + str(i): self.document(depth - 1) for i in range(self.random.randint(1, 2))}


def native(shape, value):
    """The set as botocore's own callers give it: blobs as bytes."""
    if is_json_header(shape) or (shape.type_name == "structure" and shape.is_document_type):
        return value
    if shape.type_name == "structure":
        return {name: native(shape.members[name], item) for name, item in value.items()}
    if shape.type_name == "list":
        return [native(shape.member, item) for item in value]
    if shape.type_name == "map":
        return {key: native(shape.value, item) for key, item in value.items()}
    if shape.type_name == "blob":
        return base64.b64decode(value)
    if shape.type_name in ("float", "double"):
        return float(value) if isinstance(value, str) else value
    return value


def printable(value):
    """What botocore parsed, as JSON: blobs as base64, timestamps as ISO 8601."""
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable(item) for item in value]
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value
