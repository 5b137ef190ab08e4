"""The same without asyncio: calls wait in the calling thread, without the GIL. Ctrl-C ends them."""

import typing

from .. import exceptions as e
from .._shared import BaseClient, Closed
from ..body import SyncStreamingBody
from ..client import _documentation
from ..config import Config
from ..eventstream import SyncEventStream
from ..paginate import SyncPaginator
from ..presign import post_form
from ..session import BaseSession, Credentials
from ..waiter import SyncWaiter

__all__ = ["Client", "Config", "Session", "client"]


class Client(BaseClient):
    """Every operation is a function of keyword arguments."""

    _classes = {}
    _sync = True
    _body_class = SyncStreamingBody
    _paginator_class = SyncPaginator
    _waiter_class = SyncWaiter

    def _method(self, name, operation):
        def method(self, *args, **kwargs):
            if args:
                raise TypeError(f"{name}() only accepts keyword arguments.")
            return self._make_api_call(operation, kwargs)

        method.__name__, method.__qualname__ = name, f"{type(self).__name__}.{name}"
        method.__doc__ = _documentation(self._service, operation)
        return method

    def _make_api_call(self, operation_name, api_params):
        """Every call goes through here: what traces or stubs calls wraps it."""
        operation = self._service.operation(operation_name)
        if self._quiet:
            self._watch_out()
            self._quiet = False
        if operation.plain and self._events is None:
            return self._sent(operation, api_params, None)
        events, headers, context = self._events, None, {}
        params = api_params
        if events is not None:
            for event in ("provide-client-params", "before-parameter-build"):
                for changed in events.emit(event, operation.name, params=params, model=operation, context=context):
                    params = changed if changed is not None else params
            request = {"headers": {}, "context": context}
            events.emit("before-call", operation.name, model=operation, params=request, request_signer=None, context=context)
            headers = {str(name): str(value) for name, value in request["headers"].items()} or None
        try:
            result = self._sent(operation, params, headers)
        except Exception as failure:
            if events is not None:
                events.emit("after-call-error", operation.name, exception=failure, context=context)
            raise
        if events is not None:
            events.emit("after-call", operation.name, http_response=None, parsed=result, model=operation, context=context)
        return result

    def _sent(self, operation, params, headers):
        params, body, feeder = self._prepare(operation, params)
        try:
            result = self._core.call(operation.name, params, body, headers, None, None)
            if result is NotImplemented:
                result = self._core.call(operation.name, self._refit(operation, params), body, headers, None, None)
                if result is NotImplemented:
                    raise self._misfit(operation)
        except e.ParamValidationError as failure:
            if not hasattr(failure, "details"):
                raise
            raise self._explain(failure, operation, params) from None
        except Exception:
            if feeder is not None and feeder.failure is not None:
                raise feeder.failure
            raise
        if operation.event_stream:
            raw = result
            result = raw.read("head", None, None)
            result.update(raw.read("initial", None, None) or {})
            result[operation.stream] = SyncEventStream(raw, operation)
            return result
        return result if operation.plain else self._finish(operation, result)

    def generate_presigned_url(self, ClientMethod, Params=None, ExpiresIn=3600, HttpMethod=None):
        """A URL by which anybody may make the call for `ExpiresIn` seconds."""
        operation = self._service.methods.get(ClientMethod)
        if operation is None:
            raise e.make(e.UnknownClientMethodError, method_name=ClientMethod)
        facts = self._service.operation(operation)
        params, _, _ = self._prepare(facts, dict(Params or {}))
        try:
            url = self._core.presign(operation, params, int(ExpiresIn), HttpMethod, None, None)
        except e.ParamValidationError as failure:
            raise self._explain(failure, facts, params) from None
        if url is NotImplemented:
            self._refit(facts, params)
            raise self._misfit(facts)
        return url

    def generate_presigned_post(self, Bucket, Key, Fields=None, Conditions=None, ExpiresIn=3600):
        """{"url", "fields"} of a form by which anybody may upload an object for `ExpiresIn` seconds."""
        url = self.generate_presigned_url("head_bucket", {"Bucket": Bucket})
        keys = self._session._core_session().credentials(None, None)
        return post_form(url, keys, self.meta.region_name, Bucket, Key, Fields, Conditions, ExpiresIn)

    def close(self):
        """Ends the client."""
        self._core = Closed(self._service.name)

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self.close()


class Session(BaseSession):
    """For code that waits. May be used from several threads; of those that wait, one drives the calls of all."""

    _sync = True
    _client_class = Client

    def get_credentials(self):
        """The session's keys, found or renewed where needed."""
        return Credentials(self._core_session().credentials(None, None))


_default = None


def client(*args: typing.Any, **kwargs: typing.Any) -> typing.Any:
    """A client of the default session; arguments as those of Session.client."""
    global _default
    if _default is None:
        _default = Session()
    return _default.client(*args, **kwargs)
