"""The same by aiobotocore. aio.py QUEUE-URL MESSAGES [POLLERS]"""

import asyncio
import json
import resource
import sys
import time

from aiobotocore.config import AioConfig
from aiobotocore.session import get_session

url, wanted, pollers = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 8


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


async def main():
    handled = requests = 0
    async with get_session().create_client("sqs", config=AioConfig(max_pool_connections=pollers)) as client:
        await client.get_queue_attributes(QueueUrl=url)

        async def consume():
            nonlocal handled, requests
            while handled < wanted:
                answer = await client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, VisibilityTimeout=120,
                                                      MessageAttributeNames=["All"], MessageSystemAttributeNames=["ApproximateReceiveCount"])
                messages = answer.get("Messages", [])
                for message in messages:
                    assert message["Body"]
                if messages:
                    entries = [{"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]} for i, message in enumerate(messages)]
                    assert not (await client.delete_message_batch(QueueUrl=url, Entries=entries)).get("Failed")
                handled += len(messages)
                requests += 1 + bool(messages)

        began, before = time.monotonic(), cpu()
        await asyncio.gather(*(consume() for _ in range(pollers)))
        print(json.dumps({"count": handled, "seconds": time.monotonic() - began, "cpu_us_each": (cpu() - before) * 1e6 / handled,
                          "requests_each": requests / handled, "resident_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000}))


asyncio.run(main())
