#!/usr/bin/env python3
"""aiobotocore: aio.py OPERATION CALLS IN_FLIGHT"""

import asyncio
import sys

import common


async def calls(operation, count, in_flight):
    from aiobotocore.config import AioConfig
    from aiobotocore.session import get_session

    service, settings, options, parameters, check = common.client_settings(operation, in_flight)
    async with get_session().create_client(service, config=AioConfig(**options), **settings) as client:
        call = getattr(client, common.method(operation))
        if not operation.startswith("delayed_"):
            assert check(await call(**parameters)), "unexpected answer"

        async def worker(number):
            for _ in range(count // in_flight + (number < count % in_flight)):
                await call(**parameters)

        rounds = []
        for _ in range(4):
            meter = common.Meter()
            await asyncio.gather(*(worker(number) for number in range(in_flight)))
            rounds.append(meter.read())
    common.report("aiobotocore", operation, count, in_flight, rounds, threads=common.threads())


if __name__ == "__main__":
    asyncio.run(calls(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
