"""AWS for Python: botocore's interface, on asyncio and without, on aloft's C++ core.

    import asyncio, aloft

    async def main():
        async with aloft.Session().client("ec2", region_name="eu-west-1") as ec2:
            print(await ec2.describe_regions())

    asyncio.run(main())

`aloft.sync` has the same without asyncio; `aloft.compat` what other libraries call it."""

import logging as _logging
import typing as _typing

from . import _core
from ._failures import make_exception as _make_exception
from ._runtime import zones as _zones

_core.set_makers(_make_exception, _zones, _logging.getLogger("aloft").log)

from . import exceptions  # noqa: E402
from .config import UNSIGNED, AioConfig, Config  # noqa: E402
from .session import Credentials, Session  # noqa: E402

__version__ = "0.1.0"
__all__ = ["AioConfig", "Config", "Credentials", "Session", "UNSIGNED", "client", "exceptions", "get_session"]

_default = None


def get_session() -> Session:
    """A session of the environment's settings."""
    return Session()


def client(*args: _typing.Any, **kwargs: _typing.Any) -> _typing.Any:
    """A client of the default session; arguments as those of Session.client."""
    global _default
    if _default is None:
        _default = Session()
    return _default.client(*args, **kwargs)
