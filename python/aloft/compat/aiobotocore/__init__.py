"""aiobotocore's interface: sessions whose create_client() is an async context manager (or a client at once).

    from aloft.compat.aiobotocore.session import get_session
    async with get_session().create_client("s3") as s3:
        await s3.list_buckets()"""

from .config import AioConfig
from .session import AioSession, get_session

__all__ = ["AioConfig", "AioSession", "get_session"]
