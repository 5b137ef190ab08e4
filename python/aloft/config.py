"""botocore's Config: what of it this library knows, and what it does with the rest. botocore's own objects do as well."""

import warnings

from . import exceptions as e

UNSIGNED = type("UNSIGNED", (), {"__repr__": lambda self: "UNSIGNED", "__copy__": lambda self: self,
                                 "__deepcopy__": lambda self, memo: self})()

_DEFAULTS = {
    "region_name": None, "signature_version": None, "user_agent": None, "user_agent_extra": None, "user_agent_appid": None,
    "connect_timeout": 60, "read_timeout": 60, "parameter_validation": True, "max_pool_connections": 10, "proxies": None,
    "proxies_config": None, "s3": None, "retries": None, "client_cert": None, "inject_host_prefix": None,
    "endpoint_discovery_enabled": None, "use_dualstack_endpoint": None, "use_fips_endpoint": None,
    "ignore_configured_endpoint_urls": None, "defaults_mode": None, "tcp_keepalive": None, "request_min_compression_size_bytes": None,
    "disable_request_compression": None, "sigv4a_signing_region_set": None, "request_checksum_calculation": None,
    "response_checksum_validation": None, "account_id_endpoint_mode": None, "auth_scheme_preference": None,
    "client_context_params": None,
}
_RETRIES = ("max_attempts", "mode", "total_max_attempts")
_MODES = ("legacy", "standard", "adaptive")
# Taken from the environment and the profile alone; here they say so.
_ELSEWHERE = ("user_agent", "user_agent_extra", "user_agent_appid", "request_min_compression_size_bytes",
              "disable_request_compression", "request_checksum_calculation", "response_checksum_validation", "defaults_mode",
              "client_cert", "proxies_config", "endpoint_discovery_enabled", "client_context_params")


class Config:
    """Options of a client. What is not given is as the session has it."""

    def __init__(self, *args, **kwargs):
        names = list(_DEFAULTS)
        if len(args) > len(names):
            raise TypeError(f"Takes at most {len(names)} arguments")
        given = dict(zip(names, args))
        for name, value in kwargs.items():
            if name in given:
                raise TypeError(f"Got multiple values for keyword argument '{name}'")
            if name not in _DEFAULTS:
                raise TypeError(f"Got unexpected keyword argument '{name}'")
            given[name] = value
        self._user_provided_options = given
        for name, value in _DEFAULTS.items():
            setattr(self, name, given.get(name, value))
        _check(self)

    def merge(self, other):
        """A new one, of this one's options and the other's, which win."""
        return type(self)(**{**self._user_provided_options, **getattr(other, "_user_provided_options", {})})


class AioConfig(Config):
    """aiobotocore's: what it says of aiohttp is taken and has no effect."""

    def __init__(self, connector_args=None, http_session_cls=None, load_executor=None, **kwargs):
        if connector_args or http_session_cls:
            warnings.warn("connector_args and http_session_cls are aiohttp's; this client has no aiohttp and ignores them", stacklevel=2)
        self.connector_args, self.http_session_cls = connector_args, http_session_cls
        super().__init__(**kwargs)

    def merge(self, other):
        return type(self)(**{**self._user_provided_options, **getattr(other, "_user_provided_options", {})})


def _check(config):
    style = (config.s3 or {}).get("addressing_style")
    if style not in (None, "auto", "virtual", "path"):
        raise e.make(e.InvalidS3AddressingStyleError, s3_addressing_style=style)
    for name, value in (config.retries or {}).items():
        if name not in _RETRIES:
            raise e.make(e.InvalidRetryConfigurationError, retry_config_option=name, valid_options=_RETRIES)
        if name == "mode" and value not in _MODES:
            raise e.make(e.InvalidRetryModeError, provided_retry_mode=value, valid_modes=_MODES)
        least = {"max_attempts": 0, "total_max_attempts": 1}.get(name)
        if least is not None and value < least:
            raise e.make(e.InvalidMaxRetryAttemptsError, provided_max_attempts=value, min_value=least)


def given(config):
    """What a Config says, botocore's or ours; defaults left out."""
    if config is None:
        return {}
    said = getattr(config, "_user_provided_options", None)
    if said is None:
        said = {name: getattr(config, name) for name in _DEFAULTS if getattr(config, name, None) is not None}
    return {name: value for name, value in said.items() if value is not None}


def session_part(said):
    """Options of the core's session."""
    out = {}
    if "connect_timeout" in said:
        out["connect_timeout"] = said["connect_timeout"]
    if "max_pool_connections" in said:
        out["max_connections"] = said["max_pool_connections"]
    for scheme, url in (said.get("proxies") or {}).items():
        if scheme in ("http", "https"):
            out[scheme + "_proxy"] = url if "://" in url else "http://" + url
    retries = said.get("retries") or {}
    if retries.get("mode") in ("standard", "adaptive"):
        out["retry_mode"] = retries["mode"]
    ignored = [name for name in _ELSEWHERE if name in said]
    if ignored:
        warnings.warn(f"Config({', '.join(ignored)}) has no effect here; the environment and the profile say it where they can",
                      stacklevel=4)
    return out


def client_part(said):
    """Options of the core's client."""
    out = {}
    if "region_name" in said:
        out["region"] = said["region_name"]
    if "read_timeout" in said:
        out["read_timeout"] = said["read_timeout"]
    retries = said.get("retries") or {}
    if "total_max_attempts" in retries:
        out["max_attempts"] = retries["total_max_attempts"]
    elif "max_attempts" in retries:
        out["max_attempts"] = retries["max_attempts"] + 1
    version = said.get("signature_version")
    if version is UNSIGNED or type(version).__name__ == "object" or repr(version) == "UNSIGNED" or _is_botocores_unsigned(version):
        out["sign"] = False
    for name in ("use_dualstack_endpoint", "use_fips_endpoint", "ignore_configured_endpoint_urls", "account_id_endpoint_mode",
                 "auth_scheme_preference", "sigv4a_signing_region_set"):
        if name in said:
            out[name] = said[name]
    for name, value in (said.get("s3") or {}).items():
        if name == "use_dualstack_endpoint":
            out["s3_use_dualstack_endpoint"] = value
        elif name in ("addressing_style", "use_accelerate_endpoint", "use_arn_region", "payload_signing_enabled", "us_east_1_regional_endpoint"):
            out[name] = value
    return out


def _is_botocores_unsigned(version):
    import sys

    theirs = sys.modules.get("botocore")
    return theirs is not None and version is getattr(theirs, "UNSIGNED", None) and version is not None
