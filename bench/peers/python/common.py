"""What the Python peers share: the operations, their checks, and one JSON line per measurement."""

import json
import resource
import sys
import time

OPERATIONS = {  # name: service, port, parameters, check of the answer
    "get_item": ("dynamodb", 8088, {"TableName": "bench", "Key": {"pk": {"S": "user#0000012345"}, "sk": {"S": "profile#main"}}},
                 lambda answer: answer["Item"]["age"] == {"N": "36"}),
    "describe_regions": ("ec2", 8089, {}, lambda answer: len(answer["Regions"]) == 34),
    "describe_instances": ("ec2", 8090, {}, lambda answer: len(answer["Reservations"]) == 1000),
    "describe_instances_pretty": ("ec2", 8097, {}, lambda answer: len(answer["Reservations"]) == 1000),
    "list_objects_v2": ("s3", 8091, {"Bucket": "bench-bucket", "Prefix": "logs/"}, lambda answer: len(answer["Contents"]) == 1000),
    "receive_message": ("sqs", 8092, {"QueueUrl": "http://127.0.0.1:8092/123456789012/q", "MaxNumberOfMessages": 10},
                        lambda answer: len(answer["Messages"]) == 10),
    "delayed_get_item": ("dynamodb", 8095, {"TableName": "bench", "Key": {"pk": {"S": "user#0000012345"}, "sk": {"S": "profile#main"}}},
                         lambda answer: answer["Item"]["age"] == {"N": "36"}),
}


def client_settings(operation, connections):
    service, port, parameters, check = OPERATIONS[operation]
    settings = {"region_name": "us-east-1", "endpoint_url": f"http://127.0.0.1:{port}"}
    options = {"max_pool_connections": connections, "s3": {"addressing_style": "path"}}
    return service, settings, options, parameters, check


def method(operation):
    return operation.removesuffix("_pretty").removeprefix("delayed_")


class Meter:
    """CPU and wall time since it was made."""

    def __init__(self):
        self.cpu, self.wall = self.now(), time.perf_counter()

    @staticmethod
    def now():
        used = resource.getrusage(resource.RUSAGE_SELF)
        return used.ru_utime + used.ru_stime

    def read(self):
        return self.now() - self.cpu, time.perf_counter() - self.wall


def threads():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("Threads"))


def report(client, operation, calls, in_flight, rounds, **more):
    """`rounds`: (cpu, wall) in seconds; the first is the warm-up."""
    first, counted = rounds[0], sorted(rounds[1:])
    cpu, wall = counted[len(counted) // 2][0], sorted(wall for _, wall in counted)[len(counted) // 2]
    line = {"client": client, "operation": operation, "calls": calls, "in_flight": in_flight, "cpu_us": round(cpu * 1e6 / calls, 1),
            "wall_us": round(wall * 1e6 / calls, 1), "cpu_ms": round(cpu * 1e3, 1), "wall_ms": round(wall * 1e3, 1),
            "first_cpu_ms": round(first[0] * 1e3, 1), "first_wall_ms": round(first[1] * 1e3, 1),
            "rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1), **more}
    json.dump(line, sys.stdout)
    print()
