"""The exceptions of botocore by name, text and hierarchy, without botocore.

Where a program has imported botocore.exceptions, what is raised is an instance of botocore's class, too: its handlers
need not change."""

import sys


class BotoCoreError(Exception):
    """What goes wrong on this side of the wire. `kwargs` holds what its text is made of."""

    fmt = "An unspecified error occurred"

    def __init__(self, **kwargs):
        Exception.__init__(self, self.fmt.format(**kwargs))  # of a class that is botocore's, too, super() is another
        self.kwargs = kwargs

    def __reduce__(self):
        return _again, (_plain(type(self)), self.kwargs)


class AloftError(BotoCoreError):
    """A fault that botocore has no class for. `code` and `kind` are those of the library."""

    fmt = "{line}"
    code = property(lambda self: self.kwargs.get("code", ""))
    kind = property(lambda self: self.kwargs.get("kind", ""))


def _define(table):
    """name → class, from rows (name, base, text)."""
    for name, base, text in table:
        bases = tuple(globals()[one] if isinstance(one, str) else one for one in (base if isinstance(base, tuple) else (base,)))
        globals()[name] = type(name, bases, {"fmt": text, "__module__": __name__, "__doc__": text})


_define([
    ("DataNotFoundError", "BotoCoreError", "Unable to load data for: {data_path}"),
    ("UnknownServiceError", "DataNotFoundError", "Unknown service: '{service_name}'. Valid service names are: {known_service_names}"),
    ("HTTPClientError", "BotoCoreError", "An HTTP Client raised an unhandled exception: {error}"),
    ("ConnectionError", "BotoCoreError", "An HTTP Client failed to establish a connection: {error}"),
    ("EndpointConnectionError", "ConnectionError", 'Could not connect to the endpoint URL: "{endpoint_url}"'),
    ("SSLError", "ConnectionError", "SSL validation failed for {endpoint_url} {error}"),
    ("ConnectionClosedError", "HTTPClientError",
     'Connection was closed before we received a valid response from endpoint URL: "{endpoint_url}".'),
    ("ReadTimeoutError", "HTTPClientError", 'Read timeout on endpoint URL: "{endpoint_url}"'),
    ("ConnectTimeoutError", "ConnectionError", 'Connect timeout on endpoint URL: "{endpoint_url}"'),
    ("ProxyConnectionError", "ConnectionError", 'Failed to connect to proxy URL: "{proxy_url}"'),
    ("ResponseStreamingError", "HTTPClientError", "An error occurred while reading from response stream: {error}"),
    ("NoCredentialsError", "BotoCoreError", "Unable to locate credentials"),
    ("NoAuthTokenError", "BotoCoreError", "Unable to locate authorization token"),
    ("TokenRetrievalError", "BotoCoreError", "Error when retrieving token from {provider}: {error_msg}"),
    ("PartialCredentialsError", "BotoCoreError", "Partial credentials found in {provider}, missing: {cred_var}"),
    ("CredentialRetrievalError", "BotoCoreError", "Error when retrieving credentials from {provider}: {error_msg}"),
    ("UnknownSignatureVersionError", "BotoCoreError", "Unknown Signature Version: {signature_version}."),
    ("UnsupportedSignatureVersionError", "BotoCoreError", "Signature version(s) are not supported: {signature_version}"),
    ("BaseEndpointResolverError", "BotoCoreError", "An unspecified error occurred"),
    ("NoRegionError", "BaseEndpointResolverError", "You must specify a region."),
    ("EndpointProviderError", "BotoCoreError", "{msg}"),
    ("EndpointResolutionError", "EndpointProviderError", "{msg}"),
    ("ProfileNotFound", "BotoCoreError", "The config profile ({profile}) could not be found"),
    ("ConfigParseError", "BotoCoreError", "Unable to parse config file: {path}"),
    ("ConfigNotFound", "BotoCoreError", "The specified config file ({path}) could not be found."),
    ("ParamValidationError", "BotoCoreError", "Parameter validation failed:\n{report}"),
    ("ValidationError", "BotoCoreError", "Invalid value ('{value}') for param {param} of type {type_name} "),
    ("InvalidRegionError", ("ValidationError", ValueError), "Provided region_name '{region_name}' doesn't match a supported format."),
    ("PaginationError", "BotoCoreError", "Error during pagination: {message}"),
    ("OperationNotPageableError", "BotoCoreError", "Operation cannot be paginated: {operation_name}"),
    ("ChecksumError", "BotoCoreError", "Checksum {checksum_type} failed, expected checksum {expected_checksum} did not match calculated checksum {actual_checksum}."),
    ("FlexibleChecksumError", "BotoCoreError", "{error_msg}"),
    ("IncompleteReadError", "BotoCoreError", "{actual_bytes} read, but total bytes expected is {expected_bytes}."),
    ("InvalidConfigError", "BotoCoreError", "{error_msg}"),
    ("InvalidS3AddressingStyleError", "BotoCoreError", "S3 addressing style {s3_addressing_style} is invalid. Valid options are: 'auto', 'virtual', and 'path'"),
    ("InvalidRetryConfigurationError", "BotoCoreError", 'Cannot provide retry configuration for "{retry_config_option}". Valid retry configuration options are: {valid_options}'),
    ("InvalidMaxRetryAttemptsError", "InvalidRetryConfigurationError", 'Value provided to "max_attempts": {provided_max_attempts} must be an integer greater than or equal to {min_value}.'),
    ("InvalidRetryModeError", "InvalidRetryConfigurationError", 'Invalid value provided to "mode": "{provided_retry_mode}" must be one of: {valid_modes}'),
    ("UnknownClientMethodError", "BotoCoreError", "Client does not have method: {method_name}"),
    ("ResponseParserError", Exception, ""),
    ("StubResponseError", "BotoCoreError", "Error getting response stub for operation {operation_name}: {reason}"),
    ("StubAssertionError", ("StubResponseError", AssertionError), "Error getting response stub for operation {operation_name}: {reason}"),
    ("UnStubbedResponseError", "StubResponseError", "Error getting response stub for operation {operation_name}: {reason}"),
])


class WaiterError(BotoCoreError):
    """What was waited for did not come about; `last_response` is what the service said last."""

    fmt = "Waiter {name} failed: {reason}"

    def __init__(self, name, reason, last_response):
        BotoCoreError.__init__(self, name=name, reason=reason)
        self.last_response = last_response

    def __reduce__(self):
        return WaiterError, (self.kwargs["name"], self.kwargs["reason"], self.last_response)


class ClientError(Exception):
    """AWS has refused. `response` is what it said, as botocore parses it; `operation_name` the model's name."""

    MSG_TEMPLATE = "An error occurred ({error_code}) when calling the {operation_name} operation{retry_info}: {error_message}"

    def __init__(self, error_response, operation_name):
        metadata = error_response.get("ResponseMetadata", {})
        retries = f" (reached max retries: {metadata.get('RetryAttempts', 0)})" if metadata.get("MaxAttemptsReached") else ""
        said = error_response.get("Error", {})
        Exception.__init__(self, self.MSG_TEMPLATE.format(
            error_code=said.get("Code", "Unknown"), error_message=said.get("Message", "Unknown"),
            operation_name=operation_name, retry_info=retries))
        self.response = error_response
        self.operation_name = operation_name

    def __reduce__(self):
        return ClientError, (self.response, self.operation_name)


class EventStreamError(ClientError):
    """A stream of events ended with an exception."""


def _again(kind, kwargs):
    return kind(**kwargs)


_mixed = {}


def _plain(kind):
    """The class of this module behind one that is botocore's, too."""
    return next(one for one in kind.__mro__ if one not in _mixed.values())


def raised_class(kind):
    """The class to raise for one of this module's: botocore's, too, where a program has it."""
    theirs = sys.modules.get("botocore.exceptions")
    if theirs is None:
        return kind
    known = _mixed.get(kind)
    if known is None:
        name = next((one.__name__ for one in kind.__mro__ if hasattr(theirs, one.__name__)), None)
        if kind.__name__ == "ResponseParserError" and "botocore.parsers" in sys.modules:
            base = sys.modules["botocore.parsers"].ResponseParserError
        elif name is None or name == "Exception":
            return kind
        else:
            base = getattr(theirs, name)
        try:
            known = type(kind.__name__, (kind, base), {"__module__": kind.__module__, "__doc__": kind.__doc__, "__init__": kind.__init__})
        except TypeError:
            known = kind
        _mixed[kind] = known
    return known


def make(kind, /, **kwargs):
    """An exception of the class, or of botocore's as well."""
    return raised_class(kind)(**kwargs)


class ClientExceptions:
    """`client.exceptions`: the classes of what the service's model says it may refuse with."""

    ClientError = ClientError

    def __init__(self, service):
        self._service = service

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        found = self._service.exceptions_by_name().get(name)
        if found is None:
            known = ", ".join(sorted(self._service.exceptions_by_name()))
            raise AttributeError(f"{self!r} object has no attribute {name}. Valid exceptions are: {known}")
        return found

    def __dir__(self):
        return sorted(self._service.exceptions_by_name()) + ["ClientError", "from_code"]

    def from_code(self, error_code):
        """The class for a code as it comes over the wire; ClientError for others."""
        return self._service.exceptions_by_code().get(error_code, ClientError)
