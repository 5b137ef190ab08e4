"""One measured client: load.py aloft|aiobotocore|aloft.sync|botocore OPERATION CALLS IN_FLIGHT; a line of JSON.

CPU is user + system of the process per call, wall beside it; every client checks its answers."""

import asyncio
import json
import os
import resource
import sys
import time

OPERATIONS = {
    "get_item": ("dynamodb", 8088, {"TableName": "bench", "Key": {"pk": {"S": "user#0000012345"}, "sk": {"S": "profile#main"}}}, lambda a: len(a["Item"]) > 3),
    "delayed_get_item": ("dynamodb", 8095, {"TableName": "bench", "Key": {"pk": {"S": "user#0000012345"}, "sk": {"S": "profile#main"}}}, lambda a: len(a["Item"]) > 3),
    "describe_instances": ("ec2", 8090, {}, lambda a: len(a["Reservations"]) == 1000),
    "list_objects_v2": ("s3", 8091, {"Bucket": "bench"}, lambda a: len(a["Contents"]) == 1000),
    "receive_message": ("sqs", 8092, {"QueueUrl": "http://127.0.0.1:8092/123456789012/bench", "MaxNumberOfMessages": 10}, lambda a: len(a["Messages"]) == 10),
}


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def settings(service, port):
    return dict(region_name="us-east-1", endpoint_url=f"http://127.0.0.1:{port}")


async def asynchronous(which, operation, calls, in_flight):
    service, port, parameters, right = OPERATIONS[operation]
    method_name = operation.removeprefix("delayed_")
    if which == "aloft":
        import aloft

        made = aloft.Session().client(service, config=aloft.Config(s3={"addressing_style": "path"}), **settings(service, port))
    else:
        from aiobotocore.config import AioConfig
        from aiobotocore.session import get_session

        made = get_session().create_client(service, config=AioConfig(max_pool_connections=in_flight, s3={"addressing_style": "path"}), **settings(service, port))
    async with made as client:
        method = getattr(client, method_name)
        assert right(await method(**parameters))

        async def worker(count):
            for _ in range(count):
                answer = await method(**parameters)
            assert right(answer)

        async def go(count):
            await asyncio.gather(*(worker(count // in_flight) for _ in range(in_flight)))

        await go(in_flight)
        before, began = cpu(), time.perf_counter()
        await go(calls)
        return (cpu() - before) / calls, (time.perf_counter() - began) / calls


def waiting(which, operation, calls):
    service, port, parameters, right = OPERATIONS[operation]
    if which == "aloft.sync":
        import aloft.sync

        client = aloft.sync.Session().client(service, **settings(service, port))
    else:
        import botocore.session

        client = botocore.session.get_session().create_client(service, **settings(service, port))
    method = getattr(client, operation)
    assert right(method(**parameters))
    before, began = cpu(), time.perf_counter()
    for _ in range(calls):
        answer = method(**parameters)
    assert right(answer)
    return (cpu() - before) / calls, (time.perf_counter() - began) / calls


def first_client(which):
    before = cpu()
    if which == "aloft":
        import aloft

        aloft.Session().client("ec2", region_name="us-east-1").describe_instances
    else:
        from aiobotocore.session import get_session

        async def make():
            async with get_session().create_client("ec2", region_name="us-east-1") as client:
                return client.describe_instances

        asyncio.run(make())
    return cpu() - before, 0.0


def main():
    which, operation, calls, in_flight = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    if operation == "first_client":
        used, wall = first_client(which)
    elif which in ("aloft", "aiobotocore"):
        used, wall = asyncio.run(asynchronous(which, operation, calls, in_flight))
    else:
        used, wall = waiting(which, operation, calls)
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    print(json.dumps({"cpu_us": used * 1e6, "wall_us": wall * 1e6, "peak_mib": peak / 1024, "threads": len(os.listdir("/proc/self/task"))}))


main()
