"""Event streams of servers by others: frames, events and their ends as the program prints them."""

import base64
import io
import json
import time
import zipfile

from case import Case

ROLE = "arn:aws:iam::000000000000:role/r"


class Streams(Case):
    def events(self, *arguments):
        """The lines of a stream: (type, event) of each."""
        return [next(iter(json.loads(line).items())) for line in self.ok(*arguments).out.splitlines()]

    def types(self, *arguments):
        return [name for name, _ in self.events(*arguments)]


class Bedrock(Streams):
    MESSAGES = json.dumps([{"role": "user", "content": [{"text": "say hello"}]}])

    def test_converse(self):
        seen = self.types("bedrock-runtime", "converse-stream", "--model-id", "amazon.nova-lite-v1:0", "--messages", self.MESSAGES)
        self.assertEqual(seen[0], "messageStart")
        self.assertIn("contentBlockDelta", seen)
        self.assertIn("messageStop", seen)
        text = self.ok("bedrock-runtime", "converse-stream", "--model-id", "amazon.nova-lite-v1:0", "--messages", self.MESSAGES,
                       "--query", "contentBlockDelta.delta.text", "--output", "text").out
        self.assertTrue(text.strip())

    def test_invoke_model(self):
        seen = self.events("bedrock-runtime", "invoke-model-with-response-stream", "--model-id", "amazon.nova-lite-v1:0",
                           "--cli-binary-format", "raw-in-base64-out", "--body", json.dumps({"messages": [{"role": "user", "content": [{"text": "x"}]}]}))
        self.assertTrue(seen)
        for name, event in seen:
            self.assertEqual(name, "chunk")
            json.loads(base64.b64decode(event["bytes"]))

    def test_agents(self):
        agent = ("--agent-id", "AAAAAAAAAA", "--agent-alias-id", "BBBBBBBBBB", "--session-id", "s-1", "--input-text", "hi")
        seen = self.events("bedrock-agent-runtime", "invoke-agent", *agent)
        self.assertIn("chunk", [name for name, _ in seen])
        limited = self.types("bedrock-agent-runtime", "invoke-agent", *agent, "--max-events", "1")
        self.assertEqual(len(limited), 1)


class Lambda(Streams):
    def test_a_function_streams(self):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("f.py", "def handler(event, context):\n    return {'got': event}\n")
        self.ok("lambda", "create-function", "--function-name", "streams", "--runtime", "python3.11", "--handler", "f.handler",
                "--role", ROLE, "--code", json.dumps({"ZipFile": base64.b64encode(packed.getvalue()).decode()}))
        call = ("lambda", "invoke-with-response-stream", "--function-name", "streams", "--cli-binary-format", "raw-in-base64-out",
                "--payload", '{"a": 1}')
        self.assertEqual(json.loads(self.ok(*call, "-").out), {"got": {"a": 1}})
        seen = self.types(*call)
        self.assertEqual(seen[-1], "InvokeComplete")
        self.assertEqual(set(seen[:-1]), {"PayloadChunk"})


class LiveTail(Streams):
    def test_live_tail(self):
        self.ok("logs", "create-log-group", "--log-group-name", "live")
        self.ok("logs", "create-log-stream", "--log-group-name", "live", "--log-stream-name", "s")
        [group] = self.ok("logs", "describe-log-groups", "--log-group-name-prefix", "live").json["logGroups"]
        arn = group["arn"].removesuffix(":*")
        seen = self.types("logs", "start-live-tail", "--log-group-identifiers", arn, "--max-events", "2")
        self.assertEqual(seen[0], "sessionStart")
        self.assertEqual(set(seen[1:]), {"sessionUpdate"})

    def test_tail_shows_what_is_there(self):
        self.ok("logs", "create-log-group", "--log-group-name", "past")
        self.ok("logs", "create-log-stream", "--log-group-name", "past", "--log-stream-name", "s")
        now = int(time.time() * 1000)
        lines = [{"timestamp": now - 5000 + n, "message": f"line {n} äé"} for n in range(12)]
        self.ok("logs", "put-log-events", "--log-group-name", "past", "--log-stream-name", "s", "--log-events", json.dumps(lines))
        shown = self.ok("logs", "tail", "past", "--format", "short").out.splitlines()
        self.assertEqual([line.split(" ", 1)[1] for line in shown], [line["message"] for line in lines])


class Kinesis(Streams):
    def test_subscription_over_http_1(self):
        self.ok("kinesis", "create-stream", "--stream-name", "fan", "--shard-count", "1")
        arn = self.ok("kinesis", "describe-stream", "--stream-name", "fan").json["StreamDescription"]["StreamARN"]
        consumer = self.ok("kinesis", "register-stream-consumer", "--stream-arn", arn, "--consumer-name", "c").json["Consumer"]["ConsumerARN"]
        self.ok("kinesis", "put-record", "--stream-name", "fan", "--partition-key", "k", "--data", "AAE=")
        [(name, event), *_] = self.events("kinesis", "subscribe-to-shard", "--consumer-arn", consumer, "--shard-id", "shardId-000000000000",
                                          "--starting-position", "Type=TRIM_HORIZON", "--max-events", "1")
        self.assertEqual(name, "SubscribeToShardEvent")
        self.assertEqual([record["Data"] for record in event["Records"]], ["AAE="])
