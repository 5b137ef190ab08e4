"""What the Python peers report: one JSON line, of the whole process as aloft-lambda-load does."""

import json
import resource
import time


def begin():
    return time.perf_counter()


def report(client, invocations, parallel, begun):
    wall = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime
    print(json.dumps({"client": client, "invocations": invocations, "parallel": parallel, "wall_ms": round(wall * 1e3),
                      "cpu_ms": round(cpu * 1e3), "cpu_us": round(cpu * 1e6 / invocations, 1),
                      "rss_mb": round(used.ru_maxrss / 1024, 1)}))
