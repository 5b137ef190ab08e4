"""What clients for asyncio and clients that wait have in common."""

import json
import re
import sys
import types

from . import _core, _uploads, validate
from . import exceptions as e
from ._service import JSON_HEADERS, Service
from .events import Events

_GLOBAL = ("s3", "iam", "sts", "route53", "cloudfront", "organizations", "waf", "importexport", "budgets", "ce", "shield",
           "globalaccelerator", "networkmanager", "support", "savingsplans")


class Meta:
    """`client.meta`."""

    def __init__(self, client, region, endpoint_url, config):
        self._service = client._service
        self.region_name = region
        self._endpoint_url = endpoint_url
        self.config = config
        self._client = client
        self.service_model = ServiceModel(self._service)

    @property
    def events(self):
        """Where handlers are registered; the names that are known are those of docs/python.md."""
        if self._client._events is None:
            self._client._events = Events(self._service.service_id)
        return self._client._events

    @property
    def endpoint_url(self):
        """The URL that calls go to, as far as it does not depend on the call."""
        if self._endpoint_url is None:
            self._endpoint_url = _core.endpoint(self._service.name, self.region_name or "us-east-1")
        return self._endpoint_url

    @property
    def partition(self):
        """"aws", "aws-cn", …"""
        return _core.partition(self.region_name or "us-east-1")

    @property
    def method_to_api_mapping(self):
        """Names of methods and what the model calls their operations."""
        return dict(self._service.methods)


class ServiceModel:
    """The part of botocore's that programs look at."""

    def __init__(self, service):
        self._service = service
        self.service_name = service.name
        self.service_id = service.service_id
        self.api_version = service.api_version
        self.endpoint_prefix = service.endpoint_prefix
        self.signing_name = service.signing_name
        self.protocol = service.protocol
        self.operation_names = sorted(service.methods.values())
        self.metadata = {"serviceFullName": service.full_name, "serviceId": service.service_id, "endpointPrefix": service.endpoint_prefix,
                         "apiVersion": service.api_version, "protocol": service.protocol, "signingName": service.signing_name}

    def operation_model(self, name):
        """Facts of an operation."""
        return self._service.operation(name)


class Closed:
    """In place of the core's client when that is closed."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, attribute):
        raise RuntimeError(f"this client of {self._name} has been closed")


class BaseClient:
    """A client of one service: methods are found in the model when they are asked for."""

    _service: Service

    def __init__(self, session, core, *, endpoint_url=None, config=None, said=None):
        self._session, self._core, self._events = session, core, None
        self._validate = (said or {}).get("parameter_validation", True)
        self.meta = Meta(self, core.region() or None, endpoint_url, config)
        self.exceptions = e.ClientExceptions(self._service)
        self._quiet = True

    def __getattr__(self, name):
        operation = self._service.methods.get(name)
        if operation is None:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        setattr(type(self), name, self._method(name, operation))
        return getattr(self, name)

    def __dir__(self):
        return sorted(set(super().__dir__()) | set(self._service.methods))

    def __repr__(self):
        return f"<aloft.{type(self).__name__} object at {id(self):#x}>"

    def __getstate__(self):
        raise TypeError("clients cannot be pickled: make one where it is needed")

    # Paginators and waiters, the part without waiting.
    def can_paginate(self, operation_name):
        """Whether the method has pages."""
        operation = self._service.methods.get(operation_name)
        return operation is not None and self._service.operation(operation).pages is not None

    @property
    def waiter_names(self):
        """Names of the service's waiters."""
        return sorted(self._service.waiters)

    def get_paginator(self, operation_name):
        """What gives a method's pages."""
        if not self.can_paginate(operation_name):
            raise e.make(e.OperationNotPageableError, operation_name=operation_name)
        return self._paginator_class(self, operation_name)

    @property
    def _endpoint(self):
        # botocore's: libraries look at its host.
        found = self.__dict__.get("_endpoint_of_old")
        if found is None:
            found = self._endpoint_of_old = types.SimpleNamespace(host=self.meta.endpoint_url, http_session=None)
        return found

    def _get_waiter_config(self):
        # The model's waiters in the form of botocore's files.
        out = {}
        for facts in self._service.waiters.values():
            acceptors = [{name: value for name, value in one.items() if name != "argument" or value} for one in facts["acceptors"]]
            out[facts["name"]] = {"operation": facts["operation"], "delay": facts["delay"], "maxAttempts": facts["maxAttempts"],
                                  "acceptors": acceptors}
        return {"version": 2, "waiters": out}

    def get_waiter(self, waiter_name):
        """What waits for something to come about."""
        facts = self._service.waiters.get(waiter_name)
        if facts is None:
            raise ValueError(f"Waiter does not exist: {waiter_name}")
        return self._waiter_class(self, facts)

    # Calls, the part without waiting.
    def _prepare(self, operation, params):
        """(parameters, body, feeder) as the core takes them."""
        # A blob that is no stream by the model is a parameter like others, be it the whole body.
        body = params.get(operation.body) if operation.body_streams else None
        if body is None:
            return params, None, None
        body, feeder = _uploads.prepare(body, self._sync)
        return params, body, feeder

    def _refit(self, operation, params):
        """Parameters that the core could not take: changed so that it can, or botocore's error."""
        report = validate.report(params, operation)
        if report:
            raise e.make(e.ParamValidationError, report=report) from None
        return validate.with_times(params, operation.shapes, operation.input_name)

    def _misfit(self, operation):
        return e.make(e.ParamValidationError, report=f"{operation.name} cannot take one of the parameters as it is")

    def _explain(self, failure, operation, params):
        """The core's error of parameters in botocore's words."""
        report = validate.report(params, operation)
        return e.make(e.ParamValidationError, report=report) if report else failure

    def _finish(self, operation, result):
        """What botocore makes of an answer beyond its model."""
        if operation.stream and not operation.event_stream:
            raw = result.get(operation.stream)
            result[operation.stream] = self._body_class(b"" if raw is None else raw)
        if self._service.name in JSON_HEADERS:
            members = operation.shapes[operation.output_name]["members"] if operation.output_name else {}
            for name, value in result.items():
                if members.get(name, {}).get("json") and isinstance(value, str):
                    result[name] = json.loads(value)
        if operation.name == "GetBucketLocation" and self._service.name == "s3":
            result.setdefault("LocationConstraint", None)
        return result

    def _watch_out(self):
        """moto's mock_aws replaces botocore; this client would walk past it, to AWS itself."""
        models = sys.modules.get("moto.core.models")
        if models is None or self.meta._endpoint_url is not None:
            return
        if getattr(getattr(models, "botocore_stubber", None), "enabled", False):
            raise RuntimeError("moto's mock_aws is active, which this client would walk past to the real AWS: use "
                               "aloft.testing.mock_aws, which starts moto's server, or pass an endpoint_url")


def service_class(base, service):
    """The class of the service's clients: its methods come as they are used."""
    known = base._classes.get(service.name)
    if known is None:
        name = re.sub("[^A-Za-z0-9]", "", service.service_id)
        known = type(name, (base,), {"_service": service, "__module__": base.__module__,
                                     "__doc__": f"{service.full_name} ({service.api_version}). Methods: dir(client)."})
        base._classes[service.name] = known
    return known


def needs_region(service):
    return service.name not in _GLOBAL
