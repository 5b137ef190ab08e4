"""Bodies of requests: what the core can take by itself, and what Python feeds it piece by piece."""

import asyncio
import inspect
import io
import os

_PIECE = 1 << 20


def prepare(body, sync):
    """(what the core takes, the feeder or None) for a body given as parameter."""
    if isinstance(body, (bytes, str, bytearray, memoryview)):
        return body, None
    if isinstance(body, io.BytesIO):
        return body.read(), None
    if isinstance(body, io.StringIO):
        return body.read(), None
    file = _system_file(body)
    if file is not None:
        return file, None
    read = getattr(body, "read", None)
    if read is None and not hasattr(body, "__iter__") and not hasattr(body, "__aiter__"):
        return body, None  # the core says what is wrong with it
    feeder = (_SyncFeeder if sync else _Feeder)(body)
    return ("feed", feeder.want, _length(body), feeder), feeder


def _system_file(body):
    """A regular file of the system's is read by the core: from where it stands, and again in a retry."""
    if not isinstance(body, (io.BufferedReader, io.FileIO, io.BufferedRandom)):
        return None
    try:
        number = body.fileno()
        if not os.path.isfile(f"/proc/self/fd/{number}"):
            return None
        if isinstance(body, io.BufferedRandom):
            body.flush()
        return ("file", f"/proc/self/fd/{number}", body.tell(), body)
    except (OSError, ValueError):
        return None


def _length(body):
    try:
        return len(body)
    except TypeError:
        pass
    tell, seek = getattr(body, "tell", None), getattr(body, "seek", None)
    if tell is None or seek is None or inspect.iscoroutinefunction(seek) or inspect.iscoroutinefunction(tell):
        return None
    try:
        at = tell()
        end = seek(0, 2)
        end = tell() if end is None else end
        seek(at)
        return end - at
    except (OSError, ValueError, TypeError):
        return None


def _bytes(piece):
    if isinstance(piece, str):
        return piece.encode()
    if isinstance(piece, (bytes, bytearray, memoryview)):
        return bytes(piece)
    raise TypeError(f"a body gave a piece of type {type(piece)}; expected bytes or str")


class _Feeder:
    """For asyncio: files are read in a thread, iterables in the loop."""

    def __init__(self, body):
        self.body, self.failure, self.source = body, None, None
        self.iterator = None

    def attach(self, source):
        self.source = source

    def want(self):
        self.task = asyncio.get_running_loop().create_task(self._feed())

    async def _feed(self):
        piece = None
        try:
            piece = await self._next()
        except BaseException as failure:  # handed to whoever made the call
            self.failure = failure
        self.source.feed(piece, self.failure is not None)

    async def _next(self):
        read = getattr(self.body, "read", None)
        if read is not None:
            if inspect.iscoroutinefunction(read):
                piece = await read(_PIECE)
            else:
                piece = await asyncio.get_running_loop().run_in_executor(None, read, _PIECE)
                if inspect.isawaitable(piece):
                    piece = await piece
            return _bytes(piece) or None
        if self.iterator is None:
            self.iterator = self.body.__aiter__() if hasattr(self.body, "__aiter__") else iter(self.body)
        while True:
            try:
                piece = await self.iterator.__anext__() if hasattr(self.iterator, "__anext__") else next(self.iterator)
            except (StopIteration, StopAsyncIteration):
                return None
            if piece := _bytes(piece):
                return piece


class _SyncFeeder:
    """For code that waits: read in the thread that drives the call."""

    def __init__(self, body):
        self.body, self.failure = body, None
        self.iterator = None

    def attach(self, source):
        pass

    def want(self):
        try:
            return self._next()
        except BaseException as failure:
            self.failure = failure
            return 0

    def _next(self):
        read = getattr(self.body, "read", None)
        if read is not None:
            return _bytes(read(_PIECE)) or None
        if self.iterator is None:
            self.iterator = iter(self.body)
        for piece in self.iterator:
            if piece := _bytes(piece):
                return piece
        return None
