"""SQS's consumer, batches of invocations, gather, event streams, stubs, documentation."""

import subprocess
import sys
import tempfile

from base import KEYS, Test, aloft, asyncio, testing, unittest

from aloft import batches, concurrency, sqs, stubs


class Helpers(Test):
    def test_a_consumer_handles_each_message_and_deletes_it(self):
        async def run():
            client, seen, failures = self.client("sqs"), [], []
            url = (await client.create_queue(QueueName="orders"))["QueueUrl"]
            for at in range(30):
                await client.send_message(QueueUrl=url, MessageBody=str(at))

            async def handle(message):
                if message["Body"] == "7" and message["Body"] not in seen:
                    seen.append("7")
                    raise LookupError("once")
                if message["Body"] == "8" and "8" not in seen:
                    seen.append("8")
                    return sqs.Retry(after=0)
                await asyncio.sleep(0.01)
                seen.append(message["Body"])
                if len(seen) == 32:
                    consumer.stop()

            consumer = sqs.Consumer(client, "orders", handle, wait=1, visibility=2, on_error=lambda failure, message: failures.append((failure, message["Body"])))
            counters = await asyncio.wait_for(consumer.run(), 60)
            self.assertEqual(sorted(seen), sorted([str(at) for at in range(30)] + ["7", "8"]))
            self.assertEqual((counters["deleted"], counters["retried"]), (30, 2))
            self.assertEqual([(type(one), body) for one, body in failures], [(LookupError, "7")])
            self.assertEqual(consumer.counters()["handled"], 32)
            left = await client.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
            self.assertEqual(left["Attributes"]["ApproximateNumberOfMessages"], "0")

        asyncio.run(run())

    def test_a_consumer_that_is_cancelled_gives_its_messages_back(self):
        async def run():
            client, begun, ended = self.client("sqs"), asyncio.Event(), []
            url = (await client.create_queue(QueueName="slow-orders"))["QueueUrl"]
            await client.send_message(QueueUrl=url, MessageBody="x")

            async def handle(message):
                begun.set()
                try:
                    await asyncio.sleep(60)
                except asyncio.CancelledError:
                    ended.append(message["Body"])
                    raise

            task = asyncio.ensure_future(sqs.Consumer(client, "slow-orders", handle, wait=1, grace=1).run())
            await begun.wait()
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            for _ in range(100):
                if ended:
                    break
                await asyncio.sleep(0.05)
            self.assertEqual(ended, ["x"])
            again = await client.receive_message(QueueUrl=url, WaitTimeSeconds=10)
            self.assertEqual(again["Messages"][0]["Body"], "x")

        asyncio.run(run())

    def test_a_queue_that_is_not_there(self):
        async def run():
            with self.assertRaises(aloft.exceptions.ClientError):
                await sqs.Consumer(self.client("sqs"), "nowhere", print).run()

        asyncio.run(run())

    def test_batches_keep_their_order(self):
        local = testing.LocalAws(functions=["echo", "bad,fail=unhandled"])

        async def run():
            client = self.client("lambda", local.endpoint_url)
            results = [one async for one in batches.invoke_all(client, ({"n": n} for n in range(200)), function="echo", parallel=20)]
            self.assertEqual([one.json() for one in results], [{"n": n} for n in range(200)])
            mixed = [("echo", b"1"), ("bad", b"2"), ("nobody", b"3")]
            results = [one async for one in batches.invoke_all(client, mixed)]
            self.assertEqual([one.index for one in results], [0, 1, 2])
            self.assertEqual(results[0].json(), 1)
            self.assertTrue(results[1].fault)
            self.assertIsInstance(results[2].error, aloft.exceptions.ClientError)

            async def broken():
                yield b"1"
                raise LookupError("no more")

            with self.assertRaisesRegex(LookupError, "no more"):
                async for one in batches.invoke_all(client, broken(), function="echo"):
                    self.assertEqual(one.json(), 1)
            async for one in batches.invoke_all(client, ({"n": n} for n in range(1000)), function="echo", parallel=5):
                break

        asyncio.run(run())

    def test_gather_keeps_order_and_limit(self):
        running = most = 0

        async def one(number):
            nonlocal running, most
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.001 * (number % 3))
            running -= 1
            if number == 90:
                raise LookupError(number)
            return number

        results = asyncio.run(concurrency.gather((one(n) for n in range(90)), limit=7))
        self.assertEqual(results, list(range(90)))
        self.assertEqual(most, 7)
        with self.assertRaises(LookupError):
            asyncio.run(concurrency.gather((one(n) for n in range(100)), limit=7))
        kept = asyncio.run(concurrency.gather((one(n) for n in range(88, 92)), return_exceptions=True))
        self.assertEqual([type(each) for each in kept], [int, int, LookupError, int])

    def test_one_call_in_all_regions(self):
        with testing.LocalAws(seed=True):
            answers = asyncio.run(concurrency.over_regions("ec2", "describe_vpcs"))
            self.assertGreater(len(answers), 10)
            self.assertTrue(all(answer["Vpcs"] for answer in answers.values()))

    def test_stubs_are_python_and_name_everything(self):
        text = stubs.stub_of("sqs")
        compile(text, "sqs.pyi", "exec")
        self.assertIn("async def send_message(self, *, QueueUrl: str, MessageBody: str, ", text)
        self.assertIn("class SyncClient(typing.Protocol):", text)
        for service in ("s3", "dynamodb", "ec2"):
            compile(stubs.stub_of(service), service, "exec")
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([sys.executable, "-m", "aloft.stubs", "sqs", "-o", folder], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            done = subprocess.run([sys.executable, "-m", "aloft.stubs", "sqx", "-o", folder], capture_output=True, text=True, check=False)
            self.assertIn("unknown services: sqx", done.stderr)

    def test_help_comes_out_of_the_models(self):
        text = self.client("sqs").send_message.__doc__
        self.assertIn("Delivers a message to the specified queue.", text)
        self.assertIn("QueueUrl (string, required): ", text)

    def test_names_are_in_dir_and_keywords_have_an_underscore(self):
        names = set(dir(aloft.Session(region_name="us-east-1", **KEYS).client("lexv2-models")))
        self.assertIn("create_bot", names)


class EventStreams(Test):
    """S3's SelectObjectContent, out of a server of its own."""

    def setUp(self):
        import binascii
        import http.server
        import struct
        import threading

        def message(headers, payload):
            packed = b"".join(bytes([len(name)]) + name.encode() + b"\x07" + struct.pack(">H", len(value)) + value.encode() for name, value in headers)
            prelude = struct.pack(">II", 16 + len(packed) + len(payload), len(packed))
            prelude += struct.pack(">I", binascii.crc32(prelude))
            whole = prelude + packed + payload
            return whole + struct.pack(">I", binascii.crc32(whole))

        body = b"".join(message([(":message-type", "event"), (":event-type", "Records"), (":content-type", "application/octet-stream")], b"row %d\n" % n) for n in range(100))
        body += message([(":message-type", "event"), (":event-type", "End")], b"")
        broken = message([(":message-type", "error"), (":error-code", "InternalError"), (":error-message", "gone")], b"")

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments):
                pass

            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                out = broken if "broken" in self.path else body
                self.send_response(200)
                self.send_header("Content-Length", str(len(out)))
                self.end_headers()
                self.wfile.write(out)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.what = dict(Bucket="b", Expression="SELECT 1", ExpressionType="SQL", InputSerialization={"CSV": {}}, OutputSerialization={"CSV": {}})

    def tearDown(self):
        self.server.shutdown()
        self.server.server_close()

    def test_events_come_as_botocores_do(self):
        rows = b"".join(b"row %d\n" % n for n in range(100))
        config = aloft.Config(s3={"addressing_style": "path"})

        async def run():
            s3 = self.client("s3", self.url, config=config)
            answer = await s3.select_object_content(Key="k", **self.what)
            self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 200)
            events = [event async for event in answer["Payload"]]
            self.assertEqual(b"".join(event["Records"]["Payload"] for event in events if "Records" in event), rows)
            self.assertEqual(list(events[-1]), ["End"])
            async with (await s3.select_object_content(Key="k", **self.what))["Payload"] as stream:
                async for event in stream:
                    break
            with self.assertRaisesRegex(aloft.exceptions.ClientError, "gone"):
                async for event in (await s3.select_object_content(Key="broken", **self.what))["Payload"]:
                    pass

        asyncio.run(run())
        answer = self.client("s3", self.url, aloft.sync, config=config).select_object_content(Key="k", **self.what)
        self.assertEqual(b"".join(event["Records"]["Payload"] for event in answer["Payload"] if "Records" in event), rows)


if __name__ == "__main__":
    unittest.main()
