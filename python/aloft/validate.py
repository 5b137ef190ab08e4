"""Says what is wrong with parameters, in botocore's words. Calls come here only when something is."""

import datetime
import decimal
import json

_SCALARS = {
    "float": (float, decimal.Decimal, int),
    "double": (float, decimal.Decimal, int),
    "integer": (int,),
    "long": (int,),
    "boolean": (bool,),
    "string": (str,),
}
_DOCUMENTS = (str, int, bool, float, list, dict)


def report(parameters, operation):
    """Every finding, a line each; empty where there is none."""
    findings = []
    if operation.input_name:
        _Validator(operation.shapes, findings).check(parameters, {"shape": operation.input_name}, "")
    elif parameters:
        findings.append(f"Unknown parameter in input: {_quoted(next(iter(parameters)))}, must be one of: ")
    return "\n".join(findings)


def _quoted(name):
    return f'"{name}"'


class _Validator:
    def __init__(self, shapes, findings):
        self.shapes, self.findings = shapes, findings

    def say(self, path, text):
        self.findings.append(text.replace("{name}", path.removeprefix(".") or "input", 1))

    def invalid_type(self, path, value, names):
        self.say(path, f"Invalid type for parameter {{name}}, value: {value}, type: {type(value)}, valid types: {', '.join(names)}")

    def at_least(self, path, value, shape, what):
        least = shape.get("min")
        if least is not None and value < least:
            least = int(least) if least == int(least) else least
            self.say(path, f"Invalid {what} for parameter {{name}}, value: {value}, valid min {'value' if what == 'value' else 'length'}: {least}")

    def check(self, value, member, path):
        shape = self.shapes[member["shape"]]
        if member.get("json"):
            try:
                json.dumps(value)
            except (ValueError, TypeError) as failure:
                self.say(path, f"Invalid parameter {{name}} must be json serializable: {failure}")
            return
        getattr(self, "check_" + shape["type"])(value, shape, path)

    def is_a(self, value, types, path):
        if isinstance(value, types):
            return True
        self.invalid_type(path, value, [str(one) for one in types])
        return False

    def check_structure(self, value, shape, path):
        if not self.is_a(value, (dict,), path):
            return
        members = shape["members"]
        if shape.get("union"):
            if not value:
                self.say(path, f"Must set one of the following keys for tagged unionstructure {{name}}: {', '.join(members)}.")
            elif len(value) > 1:
                self.say(path, "Invalid number of parameters set for tagged union structure {name}. Can only set one of the "
                               f"following keys: {', '.join(members)}.")
        for name, member in members.items():
            if member.get("required") and name not in value:
                self.say(path, f"Missing required parameter in {{name}}: {_quoted(name)}")
        for name in value:
            if name not in members:
                self.say(path, f"Unknown parameter in {{name}}: {_quoted(name)}, must be one of: {', '.join(members)}")
        for name in value:
            if name in members:
                self.check(value[name], members[name], f"{path}.{name}")

    def check_list(self, value, shape, path):
        if not self.is_a(value, (list, tuple), path):
            return
        self.at_least(path, len(value), shape, "length")
        for index, element in enumerate(value):
            if not (element is None and shape.get("sparse")):
                self.check(element, {"shape": shape["element"]}, f"{path}[{index}]")

    def check_map(self, value, shape, path):
        if not self.is_a(value, (dict,), path):
            return
        for key, element in value.items():
            self.check(key, {"shape": shape["key"]}, f"{path} (key: {key})")
            if not (element is None and shape.get("sparse")):
                self.check(element, {"shape": shape["element"]}, f"{path}.{key}")

    def check_string(self, value, shape, path):
        if self.is_a(value, (str,), path):
            self.at_least(path, len(value), shape, "length")

    def check_blob(self, value, shape, path):
        if not isinstance(value, (bytes, bytearray, str, memoryview)) and not hasattr(value, "read"):
            self.invalid_type(path, value, [str(bytes), str(bytearray), "file-like object"])

    def check_number(self, value, shape, path):
        if self.is_a(value, _SCALARS[shape["type"]], path):
            self.at_least(path, value, shape, "value")

    check_integer = check_long = check_float = check_double = check_number

    def check_boolean(self, value, shape, path):
        self.is_a(value, (bool,), path)

    def check_timestamp(self, value, shape, path):
        if parse_time(value) is None:
            self.invalid_type(path, value, [str(datetime.datetime), "timestamp-string"])

    def check_document(self, value, shape, path):
        if value is None:
            return
        if isinstance(value, dict):
            for key, element in value.items():
                self.check_document(element, shape, key)
        elif isinstance(value, (list, tuple)):
            for index, element in enumerate(value):
                self.check_document(element, shape, f"{path}[{index}]")
        elif not isinstance(value, _DOCUMENTS):
            self.say(path, f"Invalid type for document parameter {{name}}, value: {value}, type: {type(value)}, valid types: "
                           f"{', '.join(str(one) for one in _DOCUMENTS)}")


def parse_time(value):
    """The datetime that a parameter stands for; None where it stands for none."""
    if isinstance(value, datetime.datetime):
        return value
    try:
        return datetime.datetime.fromtimestamp(float(value), datetime.timezone.utc)
    except (TypeError, ValueError, OverflowError, OSError):
        pass
    if not isinstance(value, str):
        return None
    try:
        return datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    except ValueError:
        pass
    try:
        import dateutil.parser
        import dateutil.tz

        return dateutil.parser.parse(value, tzinfos={"GMT": dateutil.tz.tzutc()})
    except (ImportError, TypeError, ValueError, AttributeError, OverflowError):
        return None


def with_times(value, shapes, name):
    """The parameters with datetimes in place of texts that only dateutil can read."""
    shape = shapes.get(name, {})
    kind = shape.get("type")
    if kind == "structure" and isinstance(value, dict):
        return {key: with_times(one, shapes, shape["members"][key]["shape"]) if key in shape["members"] else one
                for key, one in value.items()}
    if kind == "list" and isinstance(value, (list, tuple)):
        return [with_times(one, shapes, shape["element"]) for one in value]
    if kind == "map" and isinstance(value, dict):
        return {key: with_times(one, shapes, shape["element"]) for key, one in value.items()}
    if kind == "timestamp" and isinstance(value, str):
        return parse_time(value) or value
    return value
