"""aiobotocore.config."""

from ...config import AioConfig

__all__ = ["AioConfig"]
