"""aboto3's interface: an asyncio client made of one of boto3's, with its region, endpoint, settings and credentials.

    from aloft.compat import aboto3
    aio_ec2 = aboto3.AIOClient(boto3.client("ec2"))
    await aio_ec2.describe_instances()"""

import asyncio
import threading

from .. import _core
from .. import config as _config
from ..client import Client
from ..session import Session
from .._service import Service
from .._shared import service_class

__all__ = ["AIOClient"]


class _Client(Client):
    """Renews the boto3 client's credentials where they do so."""

    _classes = {}
    _keys = None

    async def _make_api_call(self, operation_name, api_params):
        if self._keys is not None and self._keys.due():
            made = await asyncio.get_running_loop().run_in_executor(None, self._keys.renewed)
            if made is not None:
                self._core = made
        return await super()._make_api_call(operation_name, api_params)


class _Keys:
    """boto3's credentials: a client of the core's for each set of them."""

    def __init__(self, theirs, make):
        self._theirs, self._make, self._lock, self._last = theirs, make, threading.Lock(), None

    def due(self):
        refresh = getattr(self._theirs, "refresh_needed", None)
        return refresh is not None and refresh()

    def renewed(self):
        """The core's client for the keys as they are now; None: they are the same."""
        with self._lock:
            keys = self._theirs.get_frozen_credentials()
            if keys == self._last:
                return None
            self._last = keys
        return self._make({"access_key_id": keys.access_key, "secret_access_key": keys.secret_key, "session_token": keys.token or ""})


def AIOClient(boto3_client, thread_pool_executor=None, max_thread_workers=None):
    """A client that makes the boto3 client's calls by asyncio. The executor and the number of threads have no use here."""
    meta = boto3_client.meta
    service = Service.of(meta.service_model.service_name)
    said = _config.given(meta.config)
    said.pop("region_name", None)
    said.pop("signature_version", None) if said.get("signature_version") in ("s3v4", "v4", "s3", "v2") else None
    # What botocore fills in by itself is no wish of the user's.
    for name in ("user_agent", "user_agent_extra", "user_agent_appid", "defaults_mode"):
        said.pop(name, None)
    own = Session(region_name=meta.region_name)
    options = _config.session_part({name: value for name, value in said.items() if name not in _config._ELSEWHERE})
    client = {"region": meta.region_name, **_config.client_part(said)}
    custom = _custom_endpoint(boto3_client)
    if custom:
        client["endpoint_url"] = custom
    theirs = getattr(getattr(boto3_client, "_request_signer", None), "_credentials", None)

    def make(keys):
        return _core.session({**own._options, **options, **keys}).client(service.name, client)

    keys = _Keys(theirs, make) if theirs is not None else None
    cls = service_class(_Client, service)
    made = cls(own, keys.renewed() if keys else make({}), endpoint_url=custom or meta.endpoint_url, config=meta.config, said=said)
    made._keys = keys
    return made


def _custom_endpoint(client):
    """The URL that the boto3 client was given, if any: meta.endpoint_url is set in any case."""
    resolver = getattr(client, "_ruleset_resolver", None)
    return getattr(resolver, "_builtins", {}).get("SDK::Endpoint") if resolver is not None else None
