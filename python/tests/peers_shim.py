"""A pytest plug-in: aiobotocore's sessions make aloft's clients, so that aiobotocore's own tests judge them."""

import aiobotocore.session

import aloft
from aloft.compat.aiobotocore import AioSession


class _Context:
    """What aiobotocore's create_client gives: a context manager, no client."""

    def __init__(self, make):
        self._make = make

    async def __aenter__(self):
        self._client = self._make()
        return await self._client.__aenter__()

    async def __aexit__(self, *why):
        await self._client.__aexit__(*why)


def create_client(self, *args, **kwargs):
    session = AioSession()
    keys = getattr(self, "_credentials", None)
    if keys is not None and "aws_access_key_id" not in kwargs:
        session.set_credentials(keys.access_key, keys.secret_key, keys.token)
    default = self.get_default_client_config()
    config = kwargs.get("config")
    if default is not None:
        kwargs["config"] = default.merge(config) if config is not None else default
    return _Context(lambda: session.create_client(*args, **kwargs))


def pytest_configure(config):
    aiobotocore.session.AioSession.create_client = create_client
    print(f"aiobotocore's sessions make clients of {aloft.__file__}")
