"""Errors of the library as botocore's exceptions; refusals read out of the answer by botocore's rules."""

import asyncio
import http.client
import json
import xml.etree.ElementTree

from . import exceptions as e
from ._service import Service


def make_exception(facts):
    """What the core raises for an error of the library."""
    kind, code = facts["kind"], facts["code"]
    if kind == "cancelled":
        return asyncio.CancelledError(facts["message"])
    if kind == "service" and code not in ("WaiterFailed",):
        return refusal(facts)
    if kind == "protocol" and facts.get("wire_status", 0) > 300:  # in no form of the protocol's: botocore makes of it what it can
        service = Service.of(facts["service"])
        if _read(service, facts) is not None:
            return refusal(facts)
    row = _BY_CODE.get(code) or _BY_KIND.get(kind)
    if kind == "connect" and "is the proxy for" in facts["message"]:
        row = (e.ProxyConnectionError, _proxy)
    if row is None:
        return e.make(e.AloftError, line=facts["line"], code=code, kind=kind)
    cls, arguments = row
    made = e.make(cls, **arguments(facts)) if cls is not e.ResponseParserError else e.raised_class(cls)(facts["line"])
    made.details = facts
    return made


def _endpoint(facts):
    return {"endpoint_url": facts["endpoint"] + "/" if facts["endpoint"] else "", "error": facts["message"]}


def _proxy(facts):
    return {"proxy_url": facts["message"].split(" is the proxy for")[0].rsplit(" ", 1)[-1], "error": facts["message"]}


def _said(facts):
    return {"provider": facts["code"], "error_msg": facts["message"], "error": facts["message"], "report": facts["message"],
            "msg": facts["message"], "cred_var": facts["message"], "path": facts["message"], "message": facts["message"],
            "proxy_url": facts["message"], "line": facts["line"], "code": facts["code"], "kind": facts["kind"]}


_BY_CODE = {
    "ParamValidation": (e.ParamValidationError, _said),
    "NoRegion": (e.NoRegionError, _said),
    "NoCredentials": (e.NoCredentialsError, _said),
    "PartialCredentials": (e.PartialCredentialsError, _said),
    "NoBearerToken": (e.NoAuthTokenError, _said),
    "SsoLoginRequired": (e.TokenRetrievalError, _said),
    "LoginRequired": (e.TokenRetrievalError, _said),
    "ProfileNotFound": (e.ProfileNotFound, lambda facts: {"profile": facts["message"].split('"')[1] if '"' in facts["message"] else facts["message"]}),
    "ConfigParseError": (e.ConfigParseError, _said),
    "InvalidEndpoint": (e.EndpointResolutionError, _said),
    "InvalidEndpointConfiguration": (e.EndpointResolutionError, _said),
    "ConnectTimeout": (e.ConnectTimeoutError, _endpoint),
    "TlsTimeout": (e.ConnectTimeoutError, _endpoint),
    "IdleTimeout": (e.ReadTimeoutError, _endpoint),
    "AttemptTimeout": (e.ReadTimeoutError, _endpoint),
    "OperationTimeout": (e.ReadTimeoutError, _endpoint),
    "ConnectionClosed": (e.ConnectionClosedError, _endpoint),
    "ConnectionReset": (e.ConnectionClosedError, _endpoint),
    "ProxyRefused": (e.ProxyConnectionError, _said),
    "CertificateRejected": (e.SSLError, _endpoint),
    "TlsHandshakeFailed": (e.SSLError, _endpoint),
    "TlsUnusable": (e.SSLError, _endpoint),
    "TruncatedResponse": (e.ResponseStreamingError, _said),
    "ChecksumMismatch": (e.FlexibleChecksumError, _said),
    "UnreadableAnswer": (e.ResponseParserError, _said),
}
_BY_KIND = {
    "credentials": (e.CredentialRetrievalError, _said),
    "connect": (e.EndpointConnectionError, _endpoint),
    "timeout": (e.ReadTimeoutError, _endpoint),
}


def refusal(facts):
    """AWS's answer that it will not, as an exception of client.exceptions."""
    service = Service.of(facts["service"]) if facts["service"] else None
    parsed = _read(service, facts) if "wire_status" in facts else None
    if parsed is None:
        parsed = {"Error": {"Message": facts["message"], "Code": facts["code"]},
                  "ResponseMetadata": {"RequestId": facts["request_id"]} if facts["request_id"] else {}}
    metadata = parsed.setdefault("ResponseMetadata", {})
    metadata["HTTPStatusCode"] = facts.get("wire_status", facts["status"])
    metadata["HTTPHeaders"] = facts.get("headers", {})
    said = parsed.get("Error") or {}
    code = said.get("QueryErrorCode") or said.get("Code", "")
    by_code = service.exceptions_by_code() if service else {}
    if code in by_code and facts["members"]:
        for name, value in facts["members"].items():
            if name not in ("Error", "ResponseMetadata"):
                parsed[name] = value
    retries = max(facts["attempts"] - 1, 0)
    if retries and facts["retryable"]:
        metadata["MaxAttemptsReached"] = True
    metadata["RetryAttempts"] = retries
    return e.raised_class(by_code.get(code, e.ClientError))(parsed, facts["operation"])


def _read(service, facts):
    status, headers, body = facts["wire_status"], facts["headers"], facts["body"]
    protocol = service.protocol if service else ""
    text = body.strip()
    if status >= 500 and (text.startswith(b"<html>") or not text):
        return {"Error": {"Code": str(status), "Message": http.client.responses.get(status, "")}, "ResponseMetadata": {}}
    try:
        if protocol in ("json", "rest-json"):
            return _read_json(body, headers, status, protocol == "rest-json")
        if protocol in ("query", "ec2"):
            return _read_query(body, protocol == "ec2")
        if protocol == "rest-xml":
            return _read_rest_xml(body, headers, status)
    except (ValueError, xml.etree.ElementTree.ParseError, IndexError, AttributeError):
        pass
    return None


def _read_json(body, headers, status, rest):
    try:
        document = json.loads(body) if body else {}
    except ValueError:
        document = {"message": body.decode("utf-8", "replace")}
    if not isinstance(document, dict):
        document = {}
    error = {"Message": document.get("message", document.get("Message", "")), "Code": ""}
    code = document.get("__type", str(status))
    if code is not None:
        code = str(code).split(":", 1)[0].rsplit("#", 1)[-1]
        stated = headers.get("x-amzn-query-error", "").split(";")
        if len(stated) == 2 and all(stated):
            error["QueryErrorCode"], error["Type"] = code, stated[1]
            code = stated[0]
        error["Code"] = code
    if rest:
        if "x-amzn-errortype" in headers:
            error["Code"] = headers["x-amzn-errortype"].split(":")[0].rsplit("#", 1)[-1]
        elif "code" in document or "Code" in document:
            error["Code"] = document.get("code", document.get("Code", ""))
    request = headers.get("x-amzn-requestid")
    return {"Error": error, "ResponseMetadata": {"RequestId": request} if request is not None else {}}


def _tag(node):
    return node.tag.split("}", 1)[-1]


def _tree(node):
    """Children by name, lists where a name comes again; texts of leaves."""
    grouped = {}
    for child in node:
        grouped.setdefault(_tag(child), []).append(child)
    out = {}
    for name, nodes in grouped.items():
        first = nodes[0]
        if len(nodes) > 1:
            out[name] = _tree(nodes[0]) if len(first) else [one.text for one in nodes]
        else:
            out[name] = _tree(first) if len(first) else first.text
    return out


def _read_query(body, ec2):
    parsed = _tree(xml.etree.ElementTree.fromstring(body))
    if "Errors" in parsed:
        parsed.update(parsed.pop("Errors"))
    for name in ("RequestID", "RequestId") if ec2 else ("RequestId",):
        if name in parsed:
            parsed["ResponseMetadata"] = {"RequestId": parsed.pop(name)}
    return parsed if "Error" in parsed else None


def _read_rest_xml(body, headers, status):
    metadata = {}
    if "x-amzn-requestid" in headers:
        metadata["RequestId"] = headers["x-amzn-requestid"]
    elif "x-amz-request-id" in headers:
        metadata["RequestId"] = headers["x-amz-request-id"]
        metadata["HostId"] = headers.get("x-amz-id-2", "")
    try:
        root = xml.etree.ElementTree.fromstring(body) if body else None
    except xml.etree.ElementTree.ParseError:
        root = None
    if root is None:
        return {"Error": {"Code": str(status), "Message": http.client.responses.get(status, "")},
                "ResponseMetadata": {"RequestId": headers.get("x-amz-request-id", ""), "HostId": headers.get("x-amz-id-2", "")}}
    parsed = _tree(root)
    if _tag(root) == "Error":
        parsed.pop("RequestId", None)
        parsed.pop("HostId", None)
        return {"Error": parsed, "ResponseMetadata": metadata}
    out = {"Error": {"Message": "", "Code": ""}}
    if "RequestId" in parsed:
        parsed["ResponseMetadata"] = {"RequestId": parsed.pop("RequestId")}
    for name, value in parsed.items():
        if isinstance(value, dict) and isinstance(out.get(name), dict):
            out[name].update(value)
        else:
            out[name] = value
    return out
