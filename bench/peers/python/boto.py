#!/usr/bin/env python3
"""botocore: boto.py OPERATION CALLS IN_FLIGHT (that many threads) | boto.py sign CALLS"""

import concurrent.futures
import sys

import common


def calls(operation, count, in_flight):
    import botocore.session
    from botocore.config import Config

    service, settings, options, parameters, check = common.client_settings(operation, in_flight)
    client = botocore.session.get_session().create_client(service, config=Config(**options), **settings)
    call = getattr(client, common.method(operation))
    assert check(call(**parameters)), "unexpected answer"
    pool = concurrent.futures.ThreadPoolExecutor(in_flight) if in_flight > 1 else None
    rounds = []
    for _ in range(4):
        meter = common.Meter()
        if pool is None:
            for _ in range(count):
                call(**parameters)
        else:
            for done in [pool.submit(call, **parameters) for _ in range(count)]:
                done.result()
        rounds.append(meter.read())
    common.report("botocore", operation, count, in_flight, rounds, threads=common.threads())


def sign(count):
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    signer = SigV4Auth(Credentials("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), "dynamodb", "us-east-1")
    body = b'{"TableName":"bench","Key":{"pk":{"S":"user#0000012345"},"sk":{"S":"profile#main"}}}'
    headers = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "DynamoDB_20120810.GetItem"}
    rounds = []
    for _ in range(4):
        meter = common.Meter()
        for _ in range(count):
            signer.add_auth(AWSRequest("POST", "https://dynamodb.us-east-1.amazonaws.com/", data=body, headers=headers))
        rounds.append(meter.read())
    common.report("botocore", "sign", count, 1, rounds)


if __name__ == "__main__":
    if sys.argv[1] == "sign":
        sign(int(sys.argv[2]))
    else:
        calls(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
