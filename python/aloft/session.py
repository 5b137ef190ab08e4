"""Sessions: who calls, and what clients have in common."""

import configparser
import logging
import os
import typing

from . import _core
from . import config as _config
from . import exceptions as e
from ._runtime import waited
from ._service import Service
from ._shared import needs_region, service_class
from .client import Client


class Credentials:
    """Keys, as they are now."""

    def __init__(self, keys):
        self.access_key, self.secret_key, self.token = keys["access_key"], keys["secret_key"], keys["token"]
        self.method, self.account_id = keys["method"], keys["account_id"]

    def get_frozen_credentials(self):
        """Itself: it does not change."""
        return self

    def __repr__(self):
        return f"<Credentials {self.access_key} from {self.method}>"


class BaseSession:
    """What sessions for asyncio and sessions that wait have in common."""

    _sync = False
    _client_class = Client

    def __init__(self, aws_access_key_id=None, aws_secret_access_key=None, aws_session_token=None, region_name=None, profile_name=None,
                 aws_account_id=None, config=None):
        if (aws_access_key_id is None) != (aws_secret_access_key is None):
            missing = "aws_secret_access_key" if aws_access_key_id else "aws_access_key_id"
            raise e.make(e.PartialCredentialsError, provider="session", cred_var=missing)
        self._options = _without_none(access_key_id=aws_access_key_id, secret_access_key=aws_secret_access_key,
                                      session_token=aws_session_token, account_id=aws_account_id, profile=profile_name,
                                      region=region_name, sync=self._sync)
        self._config, self._made, self._role = config, {}, None
        self.profile_name = profile_name or os.environ.get("AWS_PROFILE") or os.environ.get("AWS_DEFAULT_PROFILE") or "default"
        self._region = region_name

    def _core_session(self, **more):
        """The core's session with these options beside the session's own; one for each set of them."""
        if self._role is not None:
            return self._role
        key = tuple(sorted(more.items()))
        found = self._made.get(key)
        if found is None:
            debug = logging.getLogger("aloft").isEnabledFor(logging.DEBUG)
            found = self._made[key] = _core.session({**self._options, **more, "debug": debug})
        return found

    def client(self, service_name: str, region_name: typing.Optional[str] = None, api_version: typing.Optional[str] = None,
               use_ssl: bool = True, verify: typing.Any = None, endpoint_url: typing.Optional[str] = None,
               aws_access_key_id: typing.Optional[str] = None, aws_secret_access_key: typing.Optional[str] = None,
               aws_session_token: typing.Optional[str] = None, config: typing.Any = None,
               aws_account_id: typing.Optional[str] = None) -> typing.Any:
        """A client. What is not given is as the session, the environment or the profile has it."""
        if api_version is not None:
            raise NotImplementedError("api_version: there is one version of each service's model")
        said = {**_config.given(self._config), **_config.given(config)}
        session, client = _config.session_part(said), _config.client_part(said)
        if verify is False:
            session["verify"] = False
        elif isinstance(verify, (str, os.PathLike)):
            session["ca_bundle"] = os.fspath(verify)
        if aws_access_key_id is not None:
            session.update(_without_none(access_key_id=aws_access_key_id, secret_access_key=aws_secret_access_key,
                                         session_token=aws_session_token, account_id=aws_account_id))
        if region_name is not None:
            client["region"] = region_name
        if endpoint_url is not None:
            client["endpoint_url"] = _valid_url(endpoint_url)
        elif not use_ssl:
            raise NotImplementedError("use_ssl=False: name the URL, endpoint_url=\"http://…\"")
        return self._make(service_name, session, client, endpoint_url, config, said)

    def _make(self, service_name, session, client, endpoint_url, config, said):
        try:
            service = Service.of(service_name)
        except e.AloftError:
            known = ", ".join(_core.services())
            raise e.make(e.UnknownServiceError, service_name=service_name, known_service_names=known) from None
        core = self._core_session(**session).client(service.name, client)
        if needs_region(service) and not core.region():
            raise e.make(e.NoRegionError)
        cls = service_class(self._client_class, service)
        return cls(self, core, endpoint_url=endpoint_url, config=config or self._config or _config.Config(), said=said)

    create_client = client

    @property
    def region_name(self):
        """The session's region; None where none is known."""
        return self._region or self._core_session().client("sts", {}).region() or None

    def assume_role(self, RoleArn, RoleSessionName=None, ExternalId=None, DurationSeconds=None, SerialNumber=None, Policy=None,
                    SourceIdentity=None):
        """A session of the role. It renews its keys by itself, from this one's; nothing is asked before its first call."""
        out = object.__new__(type(self))
        out.__dict__.update(self.__dict__)
        out._role = self._core_session().assume_role(RoleArn, _without_none(
            session_name=RoleSessionName, external_id=ExternalId, duration=DurationSeconds, mfa_serial=SerialNumber, policy=Policy,
            source_identity=SourceIdentity))
        return out

    def get_available_services(self):
        """Names of all services."""
        return _core.services()

    def get_available_regions(self, service_name=None, partition_name="aws", allow_non_regional=False):
        """Names of the partition's regions."""
        return _core.regions(partition_name)

    def get_available_partitions(self):
        """Names of all partitions that have regions."""
        return sorted({_core.partition(region) for region in _core.regions("")})

    def get_partition_for_region(self, region_name):
        """"aws", "aws-cn", …"""
        return _core.partition(region_name)

    @property
    def available_profiles(self):
        """Names of the profiles in the shared files."""
        found = []
        for variable, usual in (("AWS_CONFIG_FILE", "~/.aws/config"), ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")):
            parser = configparser.RawConfigParser(strict=False)
            try:
                parser.read(os.path.expanduser(os.environ.get(variable, usual)))
            except configparser.Error:
                continue
            for section in parser.sections():
                name = section.removeprefix("profile ").strip('"')
                if (section == "default" or section.startswith("profile ") or "CREDENTIALS" in variable) and name not in found:
                    found.append(name)
        return found

    def __repr__(self):
        return f"Session(region_name={self._region!r})"

    def __getstate__(self):
        raise TypeError("sessions cannot be pickled: they may hold keys; make one where it is needed")


class Session(BaseSession):
    """For asyncio. `session.client(…)` is usable at once, and as an async context manager."""

    async def get_credentials(self):
        """The session's keys, found or renewed where needed."""
        return Credentials(await waited(self._core_session().credentials))

    async def __aenter__(self):
        return self

    async def __aexit__(self, *why):
        pass


def _without_none(**options):
    return {name: value for name, value in options.items() if value is not None}


def _valid_url(url):
    if not isinstance(url, str) or "://" not in url:
        raise ValueError(f"Invalid endpoint: {url}")
    return url
