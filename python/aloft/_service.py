"""What the models say of a service, looked up once."""

import keyword

from . import _core, exceptions


class Service:
    """One per service and process."""

    _all = {}

    @classmethod
    def of(cls, name):
        found = cls._all.get(name)
        if found is None:
            found = cls._all[name] = cls(_core.service(name))
            cls._all[found.name] = found
        return found

    def __init__(self, facts):
        self.name = facts["name"]
        self.service_id = facts["service_id"]
        self.full_name = facts["full_name"]
        self.api_version = facts["api_version"]
        self.endpoint_prefix = facts["endpoint_prefix"]
        self.signing_name = facts["signing_name"]
        self.protocol = facts["protocol"]
        self.methods = {_method_name(name): operation for name, operation in facts["methods"].items()}
        self.waiters = facts["waiters"]
        self._operations = {}
        self._by_name = None

    def operation(self, name):
        """Facts of an operation by the model's name; KeyError."""
        found = self._operations.get(name)
        if found is None:
            found = self._operations[name] = Operation(self, name, _core.operation(self.name, name))
        return found

    def exceptions_by_name(self):
        if self._by_name is None:
            self._by_name, self._by_code = {}, {}
            for name, code in _core.errors(self.name).items():
                made = type(name, (exceptions.ClientError,), {"__module__": "aloft.exceptions", "__doc__": f"{self.service_id}'s {name}."})
                self._by_name[name] = self._by_code[code] = made
            for name, made in self._by_name.items():
                self._by_code.setdefault(name, made)
        return self._by_name

    def exceptions_by_code(self):
        self.exceptions_by_name()
        return self._by_code


def _method_name(name):
    return name + "_" if keyword.iskeyword(name) else name


class Operation:
    """What calls of an operation need to know."""

    def __init__(self, service, name, facts):
        self.service, self.name = service, name
        self.errors = facts["errors"]
        self.pages = facts.get("pages")
        self.body = facts["body"]  # the member of the input that travels as the body
        self.body_streams = facts.get("body_streams", False)
        self.stream = facts.get("stream")  # the member of the output that is read as it comes
        self.event_stream = facts.get("event_stream", False)
        self.blob_output = facts.get("blob_output", False)
        self.deprecated = facts.get("deprecated", False)
        self.http_method, self.request_uri = facts["http_method"], facts["request_uri"]
        self.input_name, self.output_name = facts["input"], facts["output"]
        self._shapes = None
        # Calls that need no look at their parameters or their answer.
        self.plain = not (self.body or self.stream or self.event_stream or (service.name, name) in SPECIAL or service.name in JSON_HEADERS)

    @property
    def shapes(self):
        if self._shapes is None:
            self._shapes = _core.shapes(self.service.name, self.name)
        return self._shapes


# Services whose answers have JSON in headers, which botocore reads.
JSON_HEADERS = {"lex-runtime"}
# Operations whose answers botocore changes where no model says so, and nothing below does.
SPECIAL = {("s3", "GetBucketLocation")}
