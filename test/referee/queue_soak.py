#!/usr/bin/env python3
"""A consumer under everything that happens to consumers: handlers that fail, answers that are lost or late, SIGKILL in the
middle. Every message is handled, and the order of groups is never broken.

queue_soak.py --consumer PROGRAM --example-messages PROGRAM --example-consumer PROGRAM --folder DIR
Size: ALOFT_SOAK=messages (2500), ALOFT_SOAK_KILLS=times (3)."""

import argparse
import collections
import http.client
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import servers
from fault_proxy import FaultProxy

MESSAGES = int(os.environ.get("ALOFT_SOAK", "2500"))
KILLS = int(os.environ.get("ALOFT_SOAK_KILLS", "3"))
FAULTS = {"ReceiveMessage": (0.02, 0.02), "DeleteMessageBatch": (0.03, 0.03), "ChangeMessageVisibilityBatch": (0.02, 0)}


class Queue:
    """Calls without a client of AWS's: ElasticMQ looks at no signature."""

    def __init__(self, server, name, **attributes):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        if name.endswith(".fifo"):
            attributes.update(FifoQueue="true")
        self.url = self("CreateQueue", QueueName=name, Attributes=attributes)["QueueUrl"]

    def __call__(self, operation, **parameters):
        self.connection.request("POST", "/", json.dumps(parameters), {
            "X-Amz-Target": f"AmazonSQS.{operation}", "Content-Type": "application/x-amz-json-1.0",
            "Authorization": "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0"})
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{operation}: {answer.status} {body[:300]}")
        return json.loads(body) if body else {}

    def fill(self, bodies):
        """(body, group) each; group None: a standard queue's."""
        for start in range(0, len(bodies), 10):
            entries = []
            for i, (body, group) in enumerate(bodies[start:start + 10]):
                more = {} if group is None else {"MessageGroupId": group, "MessageDeduplicationId": body}
                entries.append({"Id": str(i), "MessageBody": body, **more})
            failed = self("SendMessageBatch", QueueUrl=self.url, Entries=entries).get("Failed")
            if failed:
                raise RuntimeError(failed)

    def left(self):
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self("GetQueueAttributes", QueueUrl=self.url, AttributeNames=names)["Attributes"]
        return sum(int(found[name]) for name in names)


class Consumer:
    """The program, started again whenever it is killed."""

    def __init__(self, program, port, queue, *arguments):
        self.folder = tempfile.TemporaryDirectory(prefix="aloft-soak-")
        self.file = pathlib.Path(self.folder.name) / "handled"
        self.errors = open(pathlib.Path(self.folder.name) / "errors", "w+")
        self.command = [program, queue, str(self.file), *map(str, arguments)]
        self.environment = {**os.environ, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_REGION": "us-east-1",
                            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
        self.seed = 0

    def start(self):
        self.seed += 1
        self.process = subprocess.Popen([*self.command, "--seed", str(self.seed)], env=self.environment, stdout=subprocess.PIPE,
                                        stderr=self.errors, text=True)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        out, _ = self.process.communicate(timeout=60)
        self.errors.seek(0)
        if self.process.returncode != 0:
            raise RuntimeError(f"ended with {self.process.returncode}: {self.errors.read()[-2000:]}")
        return json.loads(out)

    def handled(self):
        return self.file.read_text().split() if self.file.exists() else []


class Soak(unittest.TestCase):
    def soak(self, queue, wanted, faults=FAULTS, kills=KILLS):
        """Until all that is wanted was handled and the queue is empty. Gives the lines and the last run's counters."""
        with FaultProxy(self.server.port, faults) as proxy:
            consumer = Consumer(self.options.consumer, proxy.port, queue.url, "--fail", 5, "--visibility", 3)
            consumer.start()
            end = time.monotonic() + 120 + MESSAGES / 100
            kill_at = [len(wanted) * (i + 1) // (kills + 1) for i in range(kills)]
            while True:
                done = len(set(consumer.handled()))
                if kill_at and done >= kill_at[0]:
                    kill_at.pop(0)
                    consumer.kill()
                    consumer.start()
                if done == len(wanted) and queue.left() == 0:
                    break
                self.assertIsNone(consumer.process.poll(), "the consumer has ended by itself")
                self.assertLess(time.monotonic(), end, f"{done} of {len(wanted)} were handled, {queue.left()} are left")
                time.sleep(0.05)
            counters = consumer.stop()
            lines = consumer.handled()
        self.assertEqual(set(lines), wanted)
        again = len(lines) - len(wanted)
        print(f"{len(wanted)} messages: {again} handled again, {proxy.requests} requests, {proxy.lost} answers lost, {proxy.late} late; "
              f"last run: {counters}", file=sys.stderr)
        # Whatever is handled twice was held by a consumer that was killed, or its delete did not come through.
        self.assertLessEqual(again, kills * 100 + 10 * proxy.lost)
        return lines

    def test_every_message_of_a_standard_queue_is_handled(self):
        queue = Queue(self.server, "soak", VisibilityTimeout="3")
        bodies = [(f"m{i}", None) for i in range(MESSAGES)]
        queue.fill(bodies)
        self.soak(queue, {body for body, _ in bodies})

    def test_groups_of_a_fifo_queue_keep_their_order(self):
        queue = Queue(self.server, "soak.fifo", VisibilityTimeout="3")
        groups = 50
        bodies = [(f"g{i % groups}:{i // groups}", f"g{i % groups}") for i in range(MESSAGES // 4)]
        queue.fill(bodies)
        lines = self.soak(queue, {body for body, _ in bodies}, faults={"DeleteMessageBatch": (0.03, 0.03)})
        furthest = collections.defaultdict(lambda: -1)
        for line in lines:
            group, number = line.split(":")
            self.assertLessEqual(int(number), furthest[group] + 1, f"{line} came before its turn")
            furthest[group] = max(furthest[group], int(number))

    def test_what_is_held_is_visible_after_sigterm(self):
        queue = Queue(self.server, "held", VisibilityTimeout="600")
        queue.fill([(f"m{i}", None) for i in range(100)])
        consumer = Consumer(self.options.consumer, self.server.port, queue.url, "--hang", 1, "--grace", 0, "--visibility", 600)
        consumer.start()
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        held = 0
        while held < 100:
            time.sleep(0.05)
            held = int(queue("GetQueueAttributes", QueueUrl=queue.url, AttributeNames=names)["Attributes"][names[1]])
        counters = consumer.stop()
        found = queue("GetQueueAttributes", QueueUrl=queue.url, AttributeNames=names)["Attributes"]
        self.assertEqual((found[names[0]], found[names[1]]), ("100", "0"), counters)
        self.assertEqual(counters["released"], 100)

    def test_a_queue_that_is_deleted_ends_its_consumer(self):
        queue = Queue(self.server, "gone")
        consumer = Consumer(self.options.consumer, self.server.port, queue.url)
        consumer.start()
        queue("DeleteQueue", QueueUrl=queue.url)
        consumer.process.communicate(timeout=60)
        self.assertEqual(consumer.process.returncode, 1)
        consumer.errors.seek(0)
        self.assertRegex(consumer.errors.read(), "NonExistentQueue|QueueDoesNotExist")

    def test_examples(self):
        environment = {**os.environ, "AWS_ENDPOINT_URL": self.server.url, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "test",
                       "AWS_SECRET_ACCESS_KEY": "test"}
        done = subprocess.run([self.options.example_messages, "hello"], env=environment, capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("100 received and deleted", done.stdout)
        queue = Queue(self.server, "work")
        queue.fill([(f"m{i}", None) for i in range(25)])
        done = subprocess.run([self.options.example_consumer, "work", "25"], env=environment, capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("25 handled, 25 deleted", done.stdout)
        self.assertEqual(queue.left(), 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("consumer", "example-messages", "example-consumer", "folder"):
        parser.add_argument(f"--{name}", required=True, type=os.path.abspath)
    parser.add_argument("-k", dest="pattern", default="")
    Soak.options = parser.parse_args()
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{Soak.options.pattern}*"]
    try:
        with servers.ElasticMq(Soak.options.folder) as server:
            Soak.server = server
            outcome = unittest.TextTestRunner(verbosity=2).run(loader.loadTestsFromTestCase(Soak))
    except servers.Unavailable as reason:
        print(f"skipped: elasticmq {reason}")
        return 77
    return 0 if outcome.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
