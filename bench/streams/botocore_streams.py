"""The same as main.cpp with botocore."""
import resource

import botocore.config
import botocore.session

logs = botocore.session.get_session().create_client("logs", region_name="eu-west-1",
                                                     config=botocore.config.Config(inject_host_prefix=False))
answer = logs.start_live_tail(logGroupIdentifiers=["arn:aws:logs:eu-west-1:123456789012:log-group:g"])


def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


events = iter(answer["responseStream"])
next(events)
began = cpu()
count = size = 0
for event in events:
    count += 1
    for row in event["sessionUpdate"]["sessionResults"]:
        size += len(row["message"])
print(f"{'botocore':<24} {(cpu() - began) / count * 1e6:8.2f} us CPU per event  ({count + 1} events, {size} bytes of text)")
