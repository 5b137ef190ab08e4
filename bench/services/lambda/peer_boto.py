#!/usr/bin/env python3
"""boto3 with a thread for each invocation that is under way: peer_boto.py URL INVOCATIONS PARALLEL"""

import concurrent.futures
import sys

import meter


def main(url, invocations, parallel):
    import boto3
    from botocore.config import Config

    client = boto3.client("lambda", endpoint_url=url, config=Config(max_pool_connections=parallel, retries={"max_attempts": 0}))

    def invoke(number):
        return client.invoke(FunctionName="hello", Payload=str(number).encode())["Payload"].read()

    begun = meter.begin()
    with concurrent.futures.ThreadPoolExecutor(parallel) as pool:
        for answer in pool.map(invoke, range(invocations)):
            assert answer == b'{"ok":true}', answer
    meter.report("boto3", invocations, parallel, begun)


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
