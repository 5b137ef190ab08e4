"""boto3async's interface: boto3's clients with an `_async` twin of every method. No thread is behind the twins.

    from aloft.compat import boto3async
    s3 = boto3async.client("s3")
    s3.list_buckets()
    await s3.list_buckets_async()"""

from .. import session as _session
from .. import sync as _sync

__all__ = ["client", "Session"]


class Client(_sync.Client):
    """Waiting methods, and coroutines named NAME_async."""

    _classes = {}

    def __getattr__(self, name):
        method = name.removesuffix("_async")
        if method == name or method not in self._service.methods:
            return super().__getattr__(name)
        operation = self._service.methods[method]

        async def twin(self, *args, **kwargs):
            if args:
                raise TypeError(f"{name}() only accepts keyword arguments.")
            return await self._twin._make_api_call(operation, kwargs)

        twin.__name__, twin.__qualname__ = name, f"{type(self).__name__}.{name}"
        setattr(type(self), name, twin)
        return getattr(self, name)

    def __dir__(self):
        return sorted(set(super().__dir__()) | {name + "_async" for name in self._service.methods})

    async def close_async(self):
        """close(), as coroutine."""
        self.close()


class Session(_sync.Session):
    """boto3's Session, whose clients have the twins."""

    _client_class = Client

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._twin = _session.Session(*args, **kwargs)

    def client(self, *args, **kwargs):
        """As aloft.sync's."""
        made = super().client(*args, **kwargs)
        made._twin = self._twin.client(*args, **kwargs)
        return made


_default = None


def client(*args, **kwargs):
    """A client of the default session; arguments as boto3's."""
    global _default
    if _default is None:
        _default = Session()
    return _default.client(*args, **kwargs)
