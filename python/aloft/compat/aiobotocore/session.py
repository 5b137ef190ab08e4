"""aiobotocore.session."""

from ...session import Session

__all__ = ["AioSession", "get_session"]

_VARIABLES = {"region": "region", "profile": "profile"}


class AioSession(Session):
    """aiobotocore's session: settings may be given after it was made."""

    def __init__(self, session_vars=None, event_hooks=None, include_builtin_handlers=True, profile=None):
        super().__init__(profile_name=profile)

    def create_client(self, service_name, region_name=None, api_version=None, use_ssl=True, verify=None, endpoint_url=None,
                      aws_access_key_id=None, aws_secret_access_key=None, aws_session_token=None, config=None, aws_account_id=None):
        """A client, which is an async context manager as well."""
        return self.client(service_name, region_name=region_name, api_version=api_version, use_ssl=use_ssl, verify=verify,
                           endpoint_url=endpoint_url, aws_access_key_id=aws_access_key_id, aws_secret_access_key=aws_secret_access_key,
                           aws_session_token=aws_session_token, config=config, aws_account_id=aws_account_id)

    def set_credentials(self, access_key, secret_key, token=None, account_id=None):
        """Keys of the clients that are made from now on."""
        self._options.update(access_key_id=access_key, secret_access_key=secret_key)
        self._options.pop("session_token", None)
        if token is not None:
            self._options["session_token"] = token
        self._made = {}

    def set_config_variable(self, logical_name, value):
        """"region" or "profile"."""
        if logical_name not in _VARIABLES:
            raise NotImplementedError(f"the variable {logical_name}; known: {', '.join(_VARIABLES)}")
        self._options[_VARIABLES[logical_name]] = value
        self._made = {}
        if logical_name == "region":
            self._region = value

    def get_config_variable(self, logical_name, methods=None):
        """"region" or "profile"."""
        if logical_name == "region":
            return self.region_name
        return self.profile_name if logical_name == "profile" else None

    def set_default_client_config(self, client_config):
        """What clients have that are given no other."""
        self._config = client_config

    def get_default_client_config(self):
        """What was set, or None."""
        return self._config


def get_session(env_vars=None):
    """A new session."""
    return AioSession()


