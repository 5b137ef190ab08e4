"""Bodies that are read as they come."""

from . import _core
from . import exceptions as e
from ._runtime import waited

_CHUNK = 1024


class _Source:
    """A body of the wire's, or bytes that have come already."""

    def __init__(self, raw):
        self._raw, self._whole, self._at = (None, raw, 0) if isinstance(raw, bytes) else (raw, None, 0)
        self._told, self._ended, self._closed = 0, False, False

    def _size(self):
        return len(self._whole) if self._whole is not None else self._raw.size()

    def _take(self, amount):
        end = None if amount is None or amount < 0 else self._at + amount
        piece = self._whole[self._at:end]
        self._at += len(piece)
        return piece

    def _came(self, piece, amount):
        self._told += len(piece)
        if amount is None or amount < 0 or len(piece) < amount:
            self._ended = True
        return piece

    def tell(self):
        """Bytes that have been read."""
        return self._told

    def readable(self):
        """Whether it can be read: it has not been closed."""
        return not self._closed

    @property
    def closed(self):
        return self._closed

    def close(self):
        """Gives up what has not been read; its connection is closed then."""
        self._closed = True
        if self._raw is not None:
            self._raw.close()

    def set_socket_timeout(self, timeout):
        """Here for botocore's sake; time limits are the client's."""


class StreamingBody(_Source):
    """The body of an answer, for asyncio. `async with body as stream` gives the body itself."""

    async def read(self, amt=None):
        """`amt` bytes, fewer at the end; None: all that is left."""
        if self._whole is not None:
            return self._came(self._take(amt), amt)
        if self._ended or amt == 0:
            return b""
        return self._came(await waited(self._raw.read, -1 if amt is None or amt < 0 else amt), amt)

    async def readinto(self, buffer):
        """Fills the buffer as far as there are bytes; gives their number."""
        piece = await self.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    async def iter_chunks(self, chunk_size=_CHUNK):
        """Pieces of that size; the last may be shorter."""
        while piece := await self.read(chunk_size):
            yield piece

    async def iter_lines(self, chunk_size=_CHUNK, keepends=False):
        """Lines, however they end."""
        pending = b""
        async for piece in self.iter_chunks(chunk_size):
            lines = (pending + piece).splitlines(True)
            pending = lines.pop() if lines else b""
            for line in lines:
                yield line if keepends else line.splitlines(False)[0]
        if pending:
            yield pending if keepends else pending.splitlines(False)[0]

    async def aclose(self):
        """close(), as coroutine."""
        self.close()

    def __aiter__(self):
        return self.iter_chunks()

    async def __aenter__(self):
        return self

    async def __aexit__(self, *why):
        self.close()

    @property
    def content(self):
        """aiohttp's name for what is read."""
        return self


class SyncStreamingBody(_Source):
    """The same for code that waits: botocore's StreamingBody."""

    def read(self, amt=None):
        """`amt` bytes, fewer at the end; None: all that is left."""
        if self._whole is not None:
            return self._came(self._take(amt), amt)
        if self._ended or amt == 0:
            return b""
        return self._came(self._raw.read(-1 if amt is None or amt < 0 else amt, None, None), amt)

    def readinto(self, buffer):
        """Fills the buffer as far as there are bytes; gives their number."""
        piece = self.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)

    def readlines(self):
        """All lines that are left."""
        return list(self.iter_lines(keepends=True))

    def iter_chunks(self, chunk_size=_CHUNK):
        """Pieces of that size; the last may be shorter."""
        while piece := self.read(chunk_size):
            yield piece

    def iter_lines(self, chunk_size=_CHUNK, keepends=False):
        """Lines, however they end."""
        pending = b""
        for piece in self.iter_chunks(chunk_size):
            lines = (pending + piece).splitlines(True)
            pending = lines.pop() if lines else b""
            for line in lines:
                yield line if keepends else line.splitlines(False)[0]
        if pending:
            yield pending if keepends else pending.splitlines(False)[0]

    def __iter__(self):
        return self.iter_chunks()

    def __enter__(self):
        return self

    def __exit__(self, *why):
        self.close()
