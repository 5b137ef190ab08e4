"""Thousands of Lambda invocations at once (docs/lambda.md): payloads from a lazy iterable, results in their order.

    async for result in aloft.batches.invoke_all(client, payloads, function="resize", parallel=200):
        print(result.index, result.payload)"""

import asyncio
import json

from ._runtime import dispatcher

__all__ = ["Invocation", "invoke_all"]


class Invocation:
    """What became of one payload: `payload` as bytes, or `fault` as text where the function failed, or `error`."""

    def __init__(self, facts):
        self.index, self.payload, self.fault = facts["index"], facts.get("payload"), facts.get("fault")
        self.error, self.log, self.request_id = facts.get("error"), facts.get("log", ""), facts.get("request_id", "")
        self.throttled = facts.get("throttled", 0)

    def json(self):
        """The payload's value; raises where there is none."""
        if self.error is not None:
            raise self.error
        if self.fault is not None:
            raise RuntimeError(self.fault)
        return json.loads(self.payload)

    def __repr__(self):
        return f"<Invocation {self.index} {self.error or self.fault or self.payload!r}>"


async def invoke_all(client, payloads, function=None, parallel=64, ordered=True, fail_fast=False, journal=None, resume=False):
    """An async generator of Invocations. `payloads`: an iterable, or async iterable, of bytes, str, or values that become
    JSON; or of pairs (function, payload). No more is taken from it than `parallel` and order need."""
    loop = asyncio.get_running_loop()
    over = dispatcher(loop)
    items = payloads.__aiter__() if hasattr(payloads, "__aiter__") else iter(payloads)
    results, failure, tasks = asyncio.Queue(), [], set()

    async def give(question):
        try:
            try:
                one = await items.__anext__() if hasattr(items, "__anext__") else next(items)
            except (StopIteration, StopAsyncIteration):
                question.answer("end", None, None)
                return
            word = "item"
            if isinstance(one, tuple):
                word, one = "item:" + one[0], one[1]
            if isinstance(one, str):
                one = one.encode()
            elif not isinstance(one, (bytes, bytearray, memoryview)):
                one = json.dumps(one).encode()
            question.answer(word, bytes(one), None)
        except BaseException as raised:  # handed to who iterates
            failure.append(raised)
            question.answer("failed", None, None)

    def ask(number, question, nothing):
        if question is not None:
            task = loop.create_task(give(question))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    def done(number, question, facts):
        if question is not None:
            results.put_nowait((question, facts))

    options = {"function": function, "parallel": parallel, "ordered": ordered, "fail_fast": fail_fast, "journal": journal, "resume": resume}
    future = loop.create_future()
    job = client._core.invoke_all(ask, done, over, future, {name: value for name, value in options.items() if value is not None})
    future.add_done_callback(lambda _: results.put_nowait((None, None)))
    try:
        while True:
            question, facts = await results.get()
            if question is None:
                break
            yield Invocation(facts)
            question.answer("taken", None, None)
        if failure:
            future.exception()
            raise failure[0]
        future.result()
    finally:
        if not future.done():
            job.cancel()
            future.cancel()
