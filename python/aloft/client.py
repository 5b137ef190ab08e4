"""Clients for asyncio."""

import asyncio

from . import exceptions as e
from ._runtime import dispatcher, waited
from ._shared import BaseClient, Closed
from .body import StreamingBody
from .eventstream import EventStream
from .paginate import Paginator
from .presign import post_form
from .waiter import Waiter

_running = asyncio.get_running_loop


class Client(BaseClient):
    """Every operation is a coroutine of keyword arguments. Usable at once, and as an async context manager."""

    _classes = {}
    _sync = False
    _body_class = StreamingBody
    _paginator_class = Paginator
    _waiter_class = Waiter

    def _method(self, name, operation):
        async def method(self, *args, **kwargs):
            if args:
                raise TypeError(f"{name}() only accepts keyword arguments.")
            return await self._make_api_call(operation, kwargs)

        method.__name__, method.__qualname__ = name, f"{type(self).__name__}.{name}"
        method.__doc__ = _documentation(self._service, operation)
        return method

    async def _make_api_call(self, operation_name, api_params):
        """Every call goes through here: what traces or stubs calls wraps it."""
        operation = self._service.operation(operation_name)
        if not operation.plain or self._events is not None:
            return await self._call(operation, api_params)
        if self._quiet:
            self._watch_out()
            self._quiet = False
        loop = _running()
        future = loop.create_future()
        job = self._core.call(operation_name, api_params, None, None, dispatcher(loop), future)
        if job is NotImplemented:
            return await self._retaken(operation, api_params)
        try:
            return await future
        except asyncio.CancelledError:
            job.cancel()
            raise
        except e.ParamValidationError as failure:
            raise self._explain(failure, operation, api_params) from None

    async def _retaken(self, operation, params, body=None, headers=None):
        refitted = self._refit(operation, params)
        future = _running().create_future()
        job = self._core.call(operation.name, refitted, body, headers, dispatcher(_running()), future)
        if job is NotImplemented:
            raise self._misfit(operation)
        try:
            return await future
        except asyncio.CancelledError:
            job.cancel()
            raise

    async def _call(self, operation, params):
        """The same with bodies, streams and events."""
        self._watch_out()
        events, headers, context = self._events, None, {}
        if events is not None:
            for event in ("provide-client-params", "before-parameter-build"):
                for changed in await events.emit_async(event, operation.name, params=params, model=operation, context=context):
                    params = changed if changed is not None else params
            request = {"headers": {}, "context": context}
            await events.emit_async("before-call", operation.name, model=operation, params=request, request_signer=None, context=context)
            headers = {str(name): str(value) for name, value in request["headers"].items()} or None
        try:
            result = await self._sent(operation, params, headers)
        except Exception as failure:
            if events is not None:
                await events.emit_async("after-call-error", operation.name, exception=failure, context=context)
            raise
        if events is not None:
            await events.emit_async("after-call", operation.name, http_response=None, parsed=result, model=operation, context=context)
        return result

    async def _sent(self, operation, params, headers):
        params, body, feeder = self._prepare(operation, params)
        loop = _running()
        future = loop.create_future()
        job = self._core.call(operation.name, params, body, headers, dispatcher(loop), future)
        try:
            if job is NotImplemented:
                result = await self._retaken(operation, params, body, headers)
            else:
                result = await future
        except asyncio.CancelledError:
            if job is not NotImplemented:
                job.cancel()
            raise
        except e.ParamValidationError as failure:
            raise self._explain(failure, operation, params) from None
        except Exception:
            if feeder is not None and feeder.failure is not None:
                raise feeder.failure
            raise
        if operation.event_stream:
            return await self._opened(operation, result)
        return self._finish(operation, result)

    async def _opened(self, operation, raw):
        result = await waited(raw.read, "head")
        result.update(await waited(raw.read, "initial") or {})
        result[operation.stream] = EventStream(raw, operation)
        return result

    async def generate_presigned_url(self, ClientMethod, Params=None, ExpiresIn=3600, HttpMethod=None):
        """A URL by which anybody may make the call for `ExpiresIn` seconds."""
        operation = self._service.methods.get(ClientMethod)
        if operation is None:
            raise e.make(e.UnknownClientMethodError, method_name=ClientMethod)
        facts = self._service.operation(operation)
        params, _, _ = self._prepare(facts, dict(Params or {}))
        future = _running().create_future()
        job = self._core.presign(operation, params, int(ExpiresIn), HttpMethod, dispatcher(_running()), future)
        if job is NotImplemented:
            self._refit(facts, params)
            raise self._misfit(facts)
        try:
            return await future
        except e.ParamValidationError as failure:
            raise self._explain(failure, facts, params) from None

    async def generate_presigned_post(self, Bucket, Key, Fields=None, Conditions=None, ExpiresIn=3600):
        """{"url", "fields"} of a form by which anybody may upload an object for `ExpiresIn` seconds."""
        url = await self.generate_presigned_url("head_bucket", {"Bucket": Bucket})
        keys = await waited(self._session._core_session().credentials)
        return post_form(url, keys, self.meta.region_name, Bucket, Key, Fields, Conditions, ExpiresIn)

    async def close(self):
        """Ends the client. What is under way goes on; connections are its session's."""
        self._core = Closed(self._service.name)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *why):
        await self.close()


def _documentation(service, operation):
    from .documentation import of_operation

    return of_operation(service, operation)
