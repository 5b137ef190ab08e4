"""`client.meta.events`: handlers around calls, under botocore's names."""

import inspect

KNOWN = ("provide-client-params", "before-parameter-build", "before-call", "after-call", "after-call-error")


def hyphenated(service_id):
    return service_id.lower().replace(" ", "-")


class Events:
    """Handlers of one client. Names: EVENT[.SERVICE[.OPERATION]], with * for any part."""

    def __init__(self, service_id):
        self._service = hyphenated(service_id)
        self._handlers = []

    def register(self, event_name, handler, unique_id=None, unique_id_uses_count=False):
        """Adds a handler; NotImplementedError for events that have no place in this library."""
        self._add(event_name, handler, unique_id, len(self._handlers))

    register_last = register

    def register_first(self, event_name, handler, unique_id=None, unique_id_uses_count=False):
        """Adds a handler that is called before all others."""
        self._add(event_name, handler, unique_id, 0)

    def _add(self, event_name, handler, unique_id, at):
        parts = event_name.split(".")
        if parts[0] not in KNOWN:
            raise NotImplementedError(f"the event {event_name} is none of this library's; it has {', '.join(KNOWN)}: requests are "
                                      "signed and sent, and retries decided, where no Python runs")
        if unique_id is not None and any(one[2] == unique_id for one in self._handlers):
            return
        self._handlers.insert(at, (parts, handler, unique_id))

    def unregister(self, event_name, handler=None, unique_id=None, unique_id_uses_count=False):
        """Removes it."""
        parts = event_name.split(".")
        self._handlers = [one for one in self._handlers
                          if not (one[0] == parts and (one[1] == handler or (unique_id is not None and one[2] == unique_id)))]

    def _called(self, event, operation):
        name = (event, self._service, operation)
        return [handler for parts, handler, _ in self._handlers
                if all(want in ("*", have) for want, have in zip(parts, name))]

    def emit(self, event, operation, **arguments):
        """What the handlers give, as a list."""
        return [handler(event_name=f"{event}.{self._service}.{operation}", **arguments) for handler in self._called(event, operation)]

    async def emit_async(self, event, operation, **arguments):
        """The same with handlers that may be coroutines."""
        out = []
        for handler in self._called(event, operation):
            came = handler(event_name=f"{event}.{self._service}.{operation}", **arguments)
            out.append(await came if inspect.isawaitable(came) else came)
        return out
