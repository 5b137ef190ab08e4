"""Answers that stream events."""

from ._runtime import waited


class EventStream:
    """The events of one answer: an async iterator, and an async context manager that closes it."""

    def __init__(self, raw, operation):
        self._raw, self._operation, self._over = raw, operation, False

    def __aiter__(self):
        return self

    async def __anext__(self):
        event = None if self._over else await waited(self._raw.read, "next")
        if event is None:
            self._over = True
            raise StopAsyncIteration
        return event

    async def get_initial_response(self):
        """What came before the first event."""
        return await waited(self._raw.read, "initial")

    def close(self):
        """Gives up what has not come yet."""
        self._over = True
        self._raw.close()

    async def aclose(self):
        """close(), as coroutine."""
        self.close()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *why):
        self.close()


class SyncEventStream:
    """The same for code that waits."""

    def __init__(self, raw, operation):
        self._raw, self._operation, self._over = raw, operation, False

    def __iter__(self):
        return self

    def __next__(self):
        event = None if self._over else self._raw.read("next", None, None)
        if event is None:
            self._over = True
            raise StopIteration
        return event

    def get_initial_response(self):
        """What came before the first event."""
        return self._raw.read("initial", None, None)

    def close(self):
        """Gives up what has not come yet."""
        self._over = True
        self._raw.close()

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self.close()
