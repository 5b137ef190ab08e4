#!/usr/bin/env python3
"""aiobotocore: peer_aio.py URL INVOCATIONS PARALLEL"""

import asyncio
import sys

import meter


async def main(url, invocations, parallel):
    from aiobotocore.config import AioConfig
    from aiobotocore.session import get_session

    config = AioConfig(max_pool_connections=parallel, retries={"max_attempts": 0})
    async with get_session().create_client("lambda", endpoint_url=url, config=config) as client:
        numbers = iter(range(invocations))

        async def worker():
            for number in numbers:
                answer = await client.invoke(FunctionName="hello", Payload=str(number).encode())
                async with answer["Payload"] as body:
                    assert await body.read() == b'{"ok":true}'

        begun = meter.begin()
        await asyncio.gather(*(worker() for _ in range(parallel)))
        meter.report("aiobotocore", invocations, parallel, begun)


asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
