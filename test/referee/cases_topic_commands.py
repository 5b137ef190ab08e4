"""The commands around topics: subscribe-queue, publish-lines, listen."""

import json
import signal
import subprocess

from case import Case


class TopicCommands(Case):
    def topic(self, name):
        return self.ok("sns", "create-topic", "--name", name).json["TopicArn"]

    def queues(self):
        return self.ok("sqs", "list-queues").json.get("QueueUrls", [])

    def test_a_queue_gets_what_is_published(self):
        topic = self.topic("news")
        url = self.ok("sqs", "create-queue", "--queue-name", "inbox").json["QueueUrl"]
        made = [self.aloft("sns", "subscribe-queue", topic, url) for _ in range(2)]
        self.assertEqual([done.code for done in made], [0, 0], made[0].err)
        self.assertEqual([json.loads(done.out)["PolicyChanged"] for done in made], [True, False])
        self.assertEqual(*(json.loads(done.out)["SubscriptionArn"] for done in made))
        done = self.aloft("sns", "publish-lines", "--topic-arn", topic, stdin=b"".join(b"news %d\n" % i for i in range(23)))
        self.assertEqual(done.code, 0, done.err)
        self.assertEqual(len(done.out.splitlines()), 23)
        drained = self.aloft("sqs", "drain", "--queue", url, "--unwrap-sns", "--idle-exit", "1s")
        rows = [json.loads(line) for line in drained.out.splitlines()]
        self.assertEqual(sorted(row["Body"] for row in rows), sorted(f"news {i}" for i in range(23)))
        self.assertEqual({row["TopicArn"] for row in rows}, {topic})

    def test_a_message_per_protocol_is_checked(self):
        topic = self.topic("checked")
        done = self.aloft("sns", "publish-lines", "--topic-arn", topic, "--per-protocol", stdin=b'{"default": "x"}\n{"sqs": "x"}\n')
        self.assertEqual(done.code, 1)
        rows = [json.loads(line) for line in done.out.splitlines()]
        self.assertIn("MessageId", rows[0])
        self.assertEqual(rows[1]["Error"]["Code"], "InvalidMessageStructure")

    def test_listening_leaves_nothing_behind(self):
        topic = self.topic("live")
        before = self.queues()
        for how in (signal.SIGINT, signal.SIGTERM):
            program = subprocess.Popen([self.aloft.path, "sns", "listen", topic, "--wait-time", "1s"], env=self.aloft.environment,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            self.assertIn("listening", program.stderr.readline())
            self.ok("sns", "publish", "--topic-arn", topic, "--message", "hello")
            self.assertEqual(json.loads(program.stdout.readline())["Body"], "hello")
            program.send_signal(how)
            _, err = program.communicate(timeout=60)
            self.assertEqual(program.returncode, 0, err)
            self.assertEqual(self.queues(), before)
            self.assertEqual(self.ok("sns", "list-subscriptions-by-topic", "--topic-arn", topic).json["Subscriptions"], [])

    def test_a_notification_that_is_forged(self):
        done = self.aloft("sns", "verify", "-", stdin=b'{"Type": "Notification"}')
        self.assertEqual(done.code, 255)
        self.assertIn("InvalidNotification", done.err)
        self.assertEqual(done.err.count("\n"), 1)
        self.assertEqual(self.aloft("sns", "verify").code, 252)

    def test_topics_in_a_policy(self):
        url = self.ok("sqs", "create-queue", "--queue-name", "policy").json["QueueUrl"]
        one, two = (f"arn:aws:sns:us-east-1:000000000000:{name}" for name in ("one", "two"))
        dry = self.aloft("sqs", "allow-topic", "policy", one, "--dry-run")
        self.assertEqual(dry.code, 0, dry.err)
        self.assertIn("would be added", dry.err)
        policy = lambda: self.ok("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "Policy").json
        for topic, words in ((one, "was added"), (one, "unchanged"), (two, "was rewritten")):
            done = self.aloft("sqs", "allow-topic", "policy", topic)
            self.assertEqual(done.code, 0, done.err)
            self.assertIn(words, done.err)
        statement = json.loads(policy()["Attributes"]["Policy"])["Statement"]
        self.assertEqual(statement[0]["Condition"]["ArnEquals"]["aws:SourceArn"], [one, two])
        done = self.aloft("sqs", "disallow-topic", "policy", one)
        self.assertIn("was rewritten", done.err)
        self.assertEqual(json.loads(policy()["Attributes"]["Policy"])["Statement"][0]["Condition"]["ArnEquals"]["aws:SourceArn"], [two])
