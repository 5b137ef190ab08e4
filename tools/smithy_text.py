"""Reads the part of Smithy's language that its event-stream cases are written in: shapes as a model in botocore's form,
and the trait eventStreamTests as JSON. Nothing is run."""

import re
import textwrap

TOKEN = re.compile(r'\s+|//[^\n]*|(?P<block>"""\n.*?""")|(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?)'
                   r'|(?P<name>\$?[A-Za-z_][\w.#$]*)|(?P<sign>:=|[{}()\[\]:@,=])', re.S)
KINDS = {"String": "string", "Boolean": "boolean", "Byte": "integer", "Short": "integer", "Integer": "integer",
         "Long": "long", "Blob": "blob", "DateTime": "timestamp"}


class Reader:
    def __init__(self, text: str):
        self.tokens = []
        at = 0
        while at < len(text):
            found = TOKEN.match(text, at)
            if not found:
                raise ValueError(f"unexpected text: {text[at:at + 40]!r}")
            if found.lastgroup:
                self.tokens.append((found.lastgroup, found.group()))
            at = found.end()
        self.at = 0
        self.model = {"shapes": {}, "operations": {}}
        self.cases = []

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        kind, text = self.tokens[self.at]
        if expected and text != expected:
            raise ValueError(f"expected {expected}, found {text}")
        self.at += 1
        return text

    def value(self):
        kind, text = self.tokens[self.at]
        if text == "{":
            self.take()
            made = {}
            while self.peek() != "}":
                key = self.take()
                self.take(":")
                made[key[1:-1] if key.startswith('"') else key] = self.value()
                if self.peek() == ",":
                    self.take()
            self.take("}")
            return made
        if text == "[":
            self.take()
            made = []
            while self.peek() != "]":
                made.append(self.value())
                if self.peek() == ",":
                    self.take()
            self.take("]")
            return made
        self.take()
        if kind == "block":
            return textwrap.dedent(text[4:-3])
        if kind == "text":
            return text[1:-1].encode().decode("unicode_escape")
        if kind == "number":
            return float(text) if "." in text else int(text)
        return {"true": True, "false": False, "null": None}.get(text, text)

    def traits(self) -> dict:
        found = {}
        while self.peek() == "@":
            self.take()
            name, value = self.take(), True
            if self.peek() == "(":
                self.take()
                if self.tokens[self.at][0] == "name" and self.tokens[self.at + 1][1] == ":":
                    value = {}
                    while self.peek() != ")":
                        key = self.take()
                        self.take(":")
                        value[key] = self.value()
                        if self.peek() == ",":
                            self.take()
                else:
                    value = self.value()
                self.take(")")
            found[name] = value
        return found

    def members(self, name: str, traits: dict) -> None:
        shape = {"type": "structure", "members": {}}
        if "streaming" in traits:
            shape["eventstream"] = True
        if "error" in traits:
            shape["exception"] = True
            if "httpError" in traits:
                shape["error"] = {"httpStatusCode": traits["httpError"]}
        self.take("{")
        while self.peek() != "}":
            of = self.traits()
            member = self.take()
            self.take(":")
            target = self.take()
            reference = {"shape": target}
            if "eventHeader" in of:
                reference["eventheader"] = True
            if "eventPayload" in of:
                reference["eventpayload"] = True
            if "httpHeader" in of:
                reference |= {"location": "header", "locationName": of["httpHeader"]}
            if "httpPayload" in of:
                shape["payload"] = member
            if "required" in of:
                shape.setdefault("required", []).append(member)
            if target in KINDS:
                self.model["shapes"].setdefault(target, {"type": KINDS[target]})
            shape["members"][member] = reference
            if self.peek() == ",":
                self.take()
        self.take("}")
        self.model["shapes"][name] = shape

    def operation(self, name: str, traits: dict) -> None:
        made = {"name": name, "http": {"method": traits["http"]["method"], "requestUri": traits["http"]["uri"]}}
        self.take("{")
        while self.peek() != "}":
            what = self.take()
            if what in ("input", "output"):
                self.take(":=")
                self.members(f"{name}{what.title()}", {})
                made[what] = {"shape": f"{name}{what.title()}"}
            else:
                self.take(":")
                made[what] = [{"shape": each} for each in self.value()]
        self.take("}")
        self.model["operations"][name] = made
        self.cases += [{"operation": name} | case for case in traits.get("eventStreamTests", [])]

    def read(self) -> dict:
        while self.at < len(self.tokens):
            if self.peek() in ("$version", "namespace", "use"):
                if self.take() == "$version":
                    self.take(":")
                self.take()
                continue
            traits = self.traits()
            kind, name = self.take(), self.take()
            if kind in ("structure", "union"):
                self.members(name, traits)
            elif kind == "operation":
                self.operation(name, traits)
            else:
                raise ValueError(f"unexpected {kind} {name}")
        for shape in self.model["shapes"].values():
            if shape.get("eventstream"):
                for member in shape["members"].values():
                    self.model["shapes"][member["shape"]].setdefault("event", True)
        return {"model": self.model, "cases": self.cases}


def read(text: str) -> dict:
    return Reader(text).read()
