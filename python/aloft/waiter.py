"""Waiting until something has come about, by the service's model."""

import asyncio
import time

from . import _core
from . import exceptions as e


class _Config:
    """`waiter.config`: delay in seconds, attempts."""

    def __init__(self, facts):
        self.delay, self.max_attempts, self.operation = facts["delay"], facts["maxAttempts"], facts["operation"]
        self.acceptors = facts["acceptors"]


def _refused(answer):
    return isinstance(answer, dict) and "Error" in answer and isinstance(answer["Error"], dict) and "Code" in answer["Error"]


def _matches(acceptor, answer):
    kind, expected = acceptor["matcher"], acceptor["expected"]
    if kind == "status":
        return answer.get("ResponseMetadata", {}).get("HTTPStatusCode") == expected
    if kind == "error":
        if expected is True:
            return _refused(answer)
        if expected is False:
            return "Error" not in answer
        return answer.get("Error", {}).get("Code", "") == expected
    if _refused(answer):
        return False
    found = _core.search(acceptor["argument"], answer)
    if kind == "path":
        return found == expected
    if not isinstance(found, list) or not found:
        return False
    return (all if kind == "pathAll" else any)(one == expected for one in found)


def _explanation(acceptor):
    kind, argument, expected = acceptor["matcher"], acceptor["argument"], acceptor["expected"]
    if kind == "path":
        return f'For expression "{argument}" we matched expected path: "{expected}"'
    if kind == "pathAll":
        return f'For expression "{argument}" all members matched expected path: "{expected}"'
    if kind == "pathAny":
        return f'For expression "{argument}" we matched expected path: "{expected}" at least once'
    if kind == "status":
        return f"Matched expected HTTP status code: {expected}"
    if isinstance(expected, bool):
        return "Matched any service error code" if expected else "Matched on no errors"
    return f"Matched expected service error code: {expected}"


class Waiter:
    """`client.get_waiter(…)`, for asyncio."""

    def __init__(self, client, facts):
        self._client, self._facts = client, facts
        self.name, self.config = facts["name"], _Config(facts)

    def _steps(self, kwargs):
        """("call", parameters) wants the answer, or the refusal's, sent in; ("sleep", seconds)."""
        config = kwargs.pop("WaiterConfig", None) or {}
        delay, most = config.get("Delay", self.config.delay), config.get("MaxAttempts", self.config.max_attempts)
        last, attempts = None, 0
        while True:
            answer = yield "call", kwargs
            attempts += 1
            found = next((one for one in self.config.acceptors if _matches(one, answer)), None)
            if found is None and _refused(answer):
                said = answer["Error"]
                self._fail(f"An error occurred ({said.get('Code', 'Unknown')}): {said.get('Message', 'Unknown')}", answer)
            if found is not None:
                last = found
                if found["state"] == "success":
                    return
                if found["state"] == "failure":
                    self._fail("Waiter encountered a terminal failure state: " + _explanation(found), answer)
            if attempts >= most:
                self._fail("Max attempts exceeded" + (f". Previously accepted state: {_explanation(last)}" if last else ""), answer)
            yield "sleep", delay

    def _fail(self, reason, answer):
        raise e.raised_class(e.WaiterError)(name=self.name, reason=reason, last_response=answer)

    async def wait(self, **kwargs):
        """Asks until it has come about; WaiterError when it does not. `WaiterConfig` has Delay and MaxAttempts."""
        steps, sent = self._steps(kwargs), None
        try:
            while True:
                what, said = steps.send(sent)
                sent = None
                if what == "sleep":
                    await asyncio.sleep(said)
                    continue
                try:
                    sent = await self._client._make_api_call(self._facts["operation"], said)
                except e.ClientError as refusal:
                    sent = refusal.response
        except StopIteration:
            return


class SyncWaiter(Waiter):
    """The same for code that waits."""

    def wait(self, **kwargs):
        """Asks until it has come about; WaiterError when it does not. `WaiterConfig` has Delay and MaxAttempts."""
        steps, sent = self._steps(kwargs), None
        try:
            while True:
                what, said = steps.send(sent)
                sent = None
                if what == "sleep":
                    time.sleep(said)
                    continue
                try:
                    sent = self._client._make_api_call(self._facts["operation"], said)
                except e.ClientError as refusal:
                    sent = refusal.response
        except StopIteration:
            return
