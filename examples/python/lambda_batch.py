"""A hundred invocations at once, results in the order of their payloads; the first that fails ends it."""

import asyncio
import contextlib
import json
import sys

import aloft
from aloft import testing


async def invoke(client, function, payload):
    answer = await client.invoke(FunctionName=function, Payload=json.dumps(payload))
    if "FunctionError" in answer:
        raise RuntimeError(f"{function} failed: {await answer['Payload'].read()}")
    return json.loads(await answer["Payload"].read())


async def invoke_all(functions_and_payloads):
    async with aloft.client("lambda", region_name="us-east-1") as client:
        return await asyncio.gather(*(invoke(client, function, payload) for function, payload in functions_and_payloads))


with testing.LocalAws(functions=["hello-world,sleep=50ms"]) if "--local" in sys.argv else contextlib.nullcontext():
    answers = asyncio.run(invoke_all(("hello-world", {"hello": i}) for i in range(100)))
    print(len(answers), "answers, in order:", answers == [{"hello": i} for i in range(100)])
