"""A consumer of a queue (docs/sqs.md): long polls, messages hidden for as long as their handlers run, deletes in batches.

    async def book(message):
        ...                              # returning deletes it; raising gives it back

    consumer = aloft.sqs.Consumer(client, "orders", book, in_flight=50)
    await consumer.run()                 # until consumer.stop()"""

import asyncio
import inspect
import logging

from ._runtime import dispatcher, waited

__all__ = ["Consumer", "Keep", "Retry"]

_log = logging.getLogger("aloft")


class Retry(Exception):
    """Raised by a handler, or returned: the message becomes visible again, after that many seconds where they are given."""

    def __init__(self, after=None):
        super().__init__(after)
        self.after = after


class Keep(Exception):
    """Raised by a handler, or returned: the message is left alone until its visibility ends."""


class Consumer:
    """`client`: of SQS, for asyncio; `queue`: a name, URL or ARN; `handler`: called with each message as a dict, a coroutine
    function or not. What it raises counts as Retry() and is given to `on_error`, which gets the exception and the message."""

    def __init__(self, client, queue, handler, *, in_flight=100, pollers=0, wait=20, visibility=None, grace=30, unwrap_sns=False,
                 on_error=None):
        self._client, self._queue, self._handler, self._on_error = client, queue, handler, on_error
        self._options = {"in_flight": in_flight, "pollers": pollers, "wait": wait, "visibility": visibility, "grace": grace,
                         "unwrap_sns": int(unwrap_sns)}
        self._tasks, self._core = {}, None

    async def run(self):
        """Until stop(), or this is cancelled; gives the counters."""
        loop = asyncio.get_running_loop()
        self._core = self._client._core.consumer(self._queue, self._ask, dispatcher(loop), self._options)
        return await waited(self._core.run)

    def stop(self):
        """No further poll; handlers that run have their grace, everything else is given back."""
        if self._core is not None:
            self._core.stop()

    def counters(self):
        """What it has done so far, as a dict."""
        return self._core.counters() if self._core is not None else {}

    def _ask(self, number, question, message):
        if question is None:
            if (task := self._tasks.get(number)) is not None:
                task.cancel()
            return
        task = self._tasks[number] = asyncio.get_running_loop().create_task(self._handle(question, message))
        task.add_done_callback(lambda _: self._tasks.pop(number, None))

    async def _handle(self, question, message):
        said, after = "retry", None
        try:
            came = self._handler(message)
            if inspect.isawaitable(came):
                came = await came
            if isinstance(came, (Retry, Keep)):
                raise came
            said = "done"
        except Keep:
            said = "keep"
        except Retry as retry:
            after = retry.after
        except asyncio.CancelledError:
            pass
        except Exception as failure:
            if self._on_error is None:
                _log.exception("a handler of the queue %s failed", self._queue)
            else:
                self._on_error(failure, message)
        question.answer(said, None, after)
