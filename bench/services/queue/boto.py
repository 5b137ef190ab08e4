"""The same by boto3 on threads, as its users write it: receive ten, handle, delete ten.
boto.py QUEUE-URL MESSAGES [THREADS]"""

import json
import resource
import sys
import threading
import time

import boto3
from botocore.config import Config

url, wanted, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 8
client = boto3.client("sqs", config=Config(max_pool_connections=threads))
client.get_queue_attributes(QueueUrl=url)
lock, handled, requests = threading.Lock(), 0, 0


def consume():
    global handled, requests
    while handled < wanted:
        messages = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, VisibilityTimeout=120,
                                          MessageAttributeNames=["All"], MessageSystemAttributeNames=["ApproximateReceiveCount"]).get("Messages", [])
        for message in messages:
            assert message["Body"]
        if messages:
            entries = [{"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]} for i, message in enumerate(messages)]
            assert not client.delete_message_batch(QueueUrl=url, Entries=entries).get("Failed")
        with lock:
            handled += len(messages)
            requests += 1 + bool(messages)


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


began, before = time.monotonic(), cpu()
all_of_them = [threading.Thread(target=consume) for _ in range(threads)]
for one in all_of_them:
    one.start()
for one in all_of_them:
    one.join()
print(json.dumps({"count": handled, "seconds": time.monotonic() - began, "cpu_us_each": (cpu() - before) * 1e6 / handled,
                  "requests_each": requests / handled, "resident_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000}))
