"""Type stubs out of the models: python -m aloft.stubs ec2 s3 -o typings

Writes typings/aloft_stubs/SERVICE.pyi with a Protocol of the service's client, for asyncio and without, and a TypedDict of
each structure."""

import argparse
import keyword
import pathlib
import sys

from . import _core
from ._service import Service

_SCALARS = {"string": "str", "integer": "int", "long": "int", "float": "float", "double": "float", "boolean": "bool",
            "timestamp": "datetime.datetime", "document": "typing.Any"}


def _type(shapes, name, given):
    shape = shapes[name]
    kind = shape["type"]
    if kind == "structure":
        return f'"{_class(name)}"'
    if kind == "list":
        inner = _type(shapes, shape["element"], given)
        return f"typing.Sequence[{inner}]" if given else f"list[{inner}]"
    if kind == "map":
        return f"{'typing.Mapping' if given else 'dict'}[str, {_type(shapes, shape['element'], given)}]"
    if kind == "blob":
        return "typing.Any" if shape.get("streaming") else "typing.Union[bytes, str, bytearray]" if given else "bytes"
    if kind == "timestamp" and given:
        return "typing.Union[datetime.datetime, str, float]"
    if kind == "string" and shape.get("enum") and len(shape["enum"]) < 30:
        return "typing.Union[str, typing.Literal[" + ", ".join(repr(one) for one in shape["enum"]) + "]]"
    return _SCALARS[kind]


def _class(name):
    made = "".join(c if c.isalnum() else "_" for c in name)
    made = made[0].upper() + made[1:]
    return made + "_" if keyword.iskeyword(made) else made


def stub_of(name):
    """The text of a service's stub."""
    service = Service.of(name)
    lines = [f'"""Types of {service.full_name} ({service.api_version}); made by python -m aloft.stubs."""', "import datetime", "import typing", ""]
    structures, methods = {}, []
    for method, operation in sorted(service.methods.items()):
        facts = service.operation(operation)
        parameters, given = [], facts.shapes.get(facts.input_name, {}).get("members", {}) if facts.input_name else {}
        for member, said in sorted(given.items(), key=lambda one: not one[1].get("required")):
            if keyword.iskeyword(member) or not member.isidentifier():
                parameters = None
                break
            parameters.append(f"{member}: {_type(facts.shapes, said['shape'], True)}" + ("" if said.get("required") else " = ..."))
        arguments = "self, **kwargs: typing.Any" if parameters is None else ", ".join(["self"] + (["*"] + parameters if parameters else []))
        answer = f'"{_class(facts.output_name)}"' if facts.output_name else "dict[str, typing.Any]"
        methods.append((method, arguments, answer))
        for shape, said in facts.shapes.items():
            if said["type"] == "structure":
                structures[shape] = (facts, said, structures.get(shape, (0, 0, False))[2] or shape == facts.output_name)
    for shape, (facts, said, is_answer) in sorted(structures.items()):
        rows = [f"    {member!r}: {_type(facts.shapes, one['shape'], False)}," for member, one in said["members"].items()]
        if is_answer:
            rows.append("    'ResponseMetadata': dict[str, typing.Any],")
        body = "\n".join(rows)
        lines.append(f"{_class(shape)} = typing.TypedDict({_class(shape)!r}, {{\n{body}\n}}, total=False)" if rows
                     else f"{_class(shape)} = typing.TypedDict({_class(shape)!r}, {{}}, total=False)")
    for kind, word in (("Client", "async def"), ("SyncClient", "def")):
        lines += ["", f"class {kind}(typing.Protocol):", "    meta: typing.Any", "    exceptions: typing.Any"]
        lines += [f"    {word} {method}({arguments}) -> {answer}: ..." for method, arguments, answer in methods]
        lines += ["    def get_paginator(self, operation_name: str) -> typing.Any: ...", "    def get_waiter(self, waiter_name: str) -> typing.Any: ...",
                  "    def can_paginate(self, operation_name: str) -> bool: ...", f"    {word} close(self) -> None: ..."]
        if kind == "Client":
            lines += ['    async def __aenter__(self) -> "Client": ...', "    async def __aexit__(self, *why: typing.Any) -> None: ..."]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(prog="python -m aloft.stubs", description="Type stubs of services' clients.")
    parser.add_argument("services", nargs="+", help="names of services: ec2 s3")
    parser.add_argument("-o", "--output", default="typings", help="the folder (typings)")
    chosen = parser.parse_args()
    known = set(_core.services())
    unknown = [name for name in chosen.services if name not in known]
    if unknown:
        sys.exit(f"unknown services: {', '.join(unknown)}; `python -c 'import aloft; print(aloft.Session().get_available_services())'` lists them")
    folder = pathlib.Path(chosen.output) / "aloft_stubs"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "__init__.pyi").touch()
    for name in chosen.services:
        path = folder / (name.replace("-", "_") + ".pyi")
        path.write_text(stub_of(name))
        print(path)


if __name__ == "__main__":
    main()
