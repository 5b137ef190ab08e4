"""For tests of programs that call AWS: the embedded AWS, moto's server, answers from a script. `pytest -p aloft.pytest_plugin`
offers the first two as the fixtures aloft_local and aloft_moto."""

import contextlib
import os
import unittest.mock

from . import _core
from . import exceptions as e

ENVIRONMENT = {"AWS_ACCESS_KEY_ID": "AKIDLOCALEXAMPLE", "AWS_SECRET_ACCESS_KEY": "local-secret-for-tests-only", "AWS_REGION": "us-east-1",
               "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}


class LocalAws:
    """The embedded AWS (docs/local.md), in a thread of its own without Python. `seed`: with instances and groups;
    `synthesize`: answers of all services are made up, so many rows of each; `latency` in seconds; `faults` as those of
    `aloft local --fault`; `functions`: Lambda functions, as those of `aloft local --function`."""

    def __init__(self, seed=False, synthesize=None, pages=1, latency=0.0, faults="", functions=(), account_id="123456789012",
                 verify_signatures=True):
        self._server = _core.local_server({"seed": seed, "synthesize": synthesize, "pages": pages, "latency": latency, "faults": faults,
                                           "functions": list(functions), "account_id": account_id, "verify_signatures": verify_signatures})
        self.endpoint_url = self._server.endpoint_url()

    def inject(self, faults):
        """Other faults from the next request on."""
        self._server.inject(faults)

    def requests(self):
        """{"ec2.DescribeRegions": how often}"""
        return self._server.requests()

    def stop(self):
        """Ends it."""
        self._server.stop()

    def environment(self):
        """What leads programs to it."""
        return {**ENVIRONMENT, "AWS_ENDPOINT_URL": self.endpoint_url}

    def __enter__(self):
        self._patch = unittest.mock.patch.dict(os.environ, self.environment())
        self._patch.start()
        _forget()
        return self

    def __exit__(self, *why):
        self._patch.stop()
        self.stop()
        _forget()


@contextlib.contextmanager
def mock_aws():
    """moto's server instead of moto's mock_aws, which only botocore would see: environment variables lead clients to it
    that are made inside."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    variables = {**ENVIRONMENT, "AWS_ENDPOINT_URL": f"http://{host}:{port}"}
    try:
        with unittest.mock.patch.dict(os.environ, variables):
            _forget()
            yield variables["AWS_ENDPOINT_URL"]
    finally:
        server.stop()
        _forget()


def _forget():
    """Default sessions have read the environment."""
    import sys

    for name in ("aloft", "aloft.sync", "aloft.compat.boto3async"):
        module = sys.modules.get(name)
        if module is not None and hasattr(module, "_default"):
            module._default = None


class Stubber:
    """Answers from a script for one client, for asyncio or not: add_response, add_client_error; `with` activates it."""

    def __init__(self, client):
        self.client, self._queue, self._original = client, [], None

    def add_response(self, method, service_response, expected_params=None):
        """The next call is to be of this method, and gets this answer."""
        if method not in self.client._service.methods:
            raise ValueError(f"Client {self.client} does not have method: {method}")
        self._queue.append((self.client._service.methods[method], service_response, expected_params))

    def add_client_error(self, method, service_error_code="", service_message="", http_status_code=400, service_error_meta=None,
                         expected_params=None, response_meta=None, modeled_fields=None):
        """The next call is to be of this method, and is refused."""
        response = {"ResponseMetadata": {"HTTPStatusCode": http_status_code, **(response_meta or {})},
                    "Error": {"Message": service_message, "Code": service_error_code, **(service_error_meta or {})}, **(modeled_fields or {})}
        operation = self.client._service.methods[method]
        kind = self.client.exceptions.from_code(service_error_code)
        self._queue.append((operation, e.raised_class(kind)(response, operation), expected_params))

    def assert_no_pending_responses(self):
        """Everything has been asked for."""
        if self._queue:
            raise AssertionError(f"{len(self._queue)} responses remaining in queue.")

    def _next(self, operation, params):
        if not self._queue:
            raise e.make(e.UnStubbedResponseError, operation_name=operation,
                         reason="Unexpected API Call: A call was made but no additional calls expected. Either the API Call was not "
                                "stubbed or it was called multiple times.")
        expected, answer, wanted = self._queue[0]
        if expected != operation:
            raise e.make(e.StubResponseError, operation_name=operation, reason=f"Operation mismatch: expected response for {expected}.")
        for name, value in (wanted or {}).items():
            if name not in params or params[name] != value:
                raise e.make(e.StubAssertionError, operation_name=operation,
                             reason=f"Expected parameters:\n{wanted},\nbut received:\n{params}")
        if wanted is not None and set(params) - set(wanted):
            raise e.make(e.StubAssertionError, operation_name=operation,
                         reason=f"Expected parameters:\n{wanted},\nbut received:\n{params}")
        self._queue.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def activate(self):
        """From now on."""
        if self.client._sync:
            self.client._make_api_call = self._next
        else:
            async def answer(operation, params):
                return self._next(operation, params)

            self.client._make_api_call = answer

    def deactivate(self):
        """The client calls AWS again."""
        self.client.__dict__.pop("_make_api_call", None)

    def __enter__(self):
        self.activate()
        return self

    def __exit__(self, *why):
        self.deactivate()
