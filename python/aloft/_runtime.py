"""How coroutines wait for the event loop's thread; forks and ends of the program."""

import asyncio
import atexit
import datetime
import os
import time
import weakref

from . import _core

_dispatchers = weakref.WeakKeyDictionary()
_last = (None, None)


def dispatcher(loop):
    """Where completions for this loop come in."""
    global _last
    known, found = _last
    if known is not None and known() is loop:
        return found
    found = _dispatchers.get(loop)
    if found is None:
        found = _core.dispatcher()
        loop.add_reader(found.fd(), found.drain)
        _dispatchers[loop] = found
        _close_with(loop, found)
    _last = (weakref.ref(loop), found)
    return found


def _close_with(loop, found):
    """What comes for a loop that is closed is dropped."""
    weakref.finalize(loop, found.close)


async def waited(start, *arguments):
    """The outcome of a job: `start(*arguments, dispatcher, future)` gives what cancels it."""
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    job = start(*arguments, dispatcher(loop), future)
    try:
        return await future
    except asyncio.CancelledError:
        job.cancel()
        raise


def zones():
    """(datetime, zone of UTC, local zone, whether dateutil takes "Z" for the local zone, whether that is UTC)."""
    try:
        from dateutil.tz import tzlocal, tzutc
    except ImportError:
        tzutc, tzlocal = _Utc, _Local
    flat = time.timezone == 0 and not time.daylight
    return datetime.datetime, tzutc(), tzlocal(), "UTC" in time.tzname, flat


class _Utc(datetime.tzinfo):
    """dateutil's tzutc, where dateutil is not installed."""

    def utcoffset(self, when):
        return datetime.timedelta(0)

    dst = utcoffset

    def tzname(self, when):
        return "UTC"

    def __repr__(self):
        return "tzutc()"

    def __eq__(self, other):
        return isinstance(other, _Utc)

    __hash__ = object.__hash__

    def __reduce__(self):
        return type(self), ()


class _Local(datetime.tzinfo):
    """dateutil's tzlocal, where dateutil is not installed."""

    def _at(self, when):
        stamp = time.mktime((when.year, when.month, when.day, when.hour, when.minute, when.second, 0, 0, -1))
        return time.localtime(stamp)

    def utcoffset(self, when):
        return datetime.timedelta(seconds=self._at(when).tm_gmtoff if when else -time.timezone)

    def dst(self, when):
        return datetime.timedelta(seconds=(time.timezone - time.altzone) if when and self._at(when).tm_isdst > 0 else 0)

    def tzname(self, when):
        return time.tzname[self._at(when).tm_isdst > 0] if when else time.tzname[0]

    def fromutc(self, when):
        stamp = (when.replace(tzinfo=None) - datetime.datetime(1970, 1, 1)).total_seconds()
        local = time.localtime(stamp)
        return datetime.datetime(*local[:6], when.microsecond, tzinfo=self)

    def __repr__(self):
        return "tzlocal()"

    def __eq__(self, other):
        return isinstance(other, _Local)

    __hash__ = object.__hash__

    def __reduce__(self):
        return type(self), ()


def _in_child():
    global _last
    _core.after_fork_in_child()
    _dispatchers.clear()
    _last = (None, None)


def _at_exit(function):
    """Before threads are waited for: what they wait for may be ours."""
    try:
        from threading import _register_atexit

        _register_atexit(function)
    except (ImportError, RuntimeError):
        atexit.register(function)


os.register_at_fork(before=_core.before_fork, after_in_parent=_core.after_fork_in_parent, after_in_child=_in_child)
_at_exit(_core.stop)
atexit.register(_core.finish)
