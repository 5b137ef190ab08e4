"""SQS over awsJson 1.0 with the error codes of its awsQuery days."""

import base64
import hashlib
import json

from case import Case


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


def md5_of_attributes(attributes):
    """As SQS's developer guide describes it: length, name, length, type, kind, length, value; sorted by name."""
    digest = hashlib.md5()
    for name in sorted(attributes):
        kind, value = attributes[name]
        for part in (name.encode(), kind.encode()):
            digest.update(len(part).to_bytes(4, "big") + part)
        value = value if isinstance(value, bytes) else value.encode()
        digest.update((b"\2" if kind.startswith("Binary") else b"\1") + len(value).to_bytes(4, "big") + value)
    return digest.hexdigest()


class Sqs(Case):
    def queue(self, name, *arguments):
        return self.ok("sqs", "create-queue", "--queue-name", name, *arguments).json["QueueUrl"]

    def test_queue_lifecycle(self):
        url = self.queue("orders", "--attributes", "VisibilityTimeout=45,DelaySeconds=0", "--tags", "team=front ends,stage=test")
        self.assertTrue(url.endswith("/orders"), url)
        self.assertEqual(self.ok("sqs", "get-queue-url", "--queue-name", "orders").json, {"QueueUrl": url})
        self.queue("orders-2")
        self.assertEqual(len(self.ok("sqs", "list-queues", "--queue-name-prefix", "orders").json["QueueUrls"]), 2)
        self.ok("sqs", "set-queue-attributes", "--queue-url", url, "--attributes", '{"VisibilityTimeout": "46"}')
        read = self.ok("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "VisibilityTimeout", "QueueArn").json
        self.assertEqual(read["Attributes"]["VisibilityTimeout"], "46")
        self.assertRegex(read["Attributes"]["QueueArn"], r"^arn:aws:sqs:us-east-1:\d{12}:orders$")
        self.assertEqual(self.ok("sqs", "list-queue-tags", "--queue-url", url).json["Tags"], {"team": "front ends", "stage": "test"})
        deleted = self.ok("sqs", "delete-queue", "--queue-url", url)
        self.assertEqual(deleted.out, "")
        listed = self.ok("sqs", "list-queues", "--queue-name-prefix", "orders", "--query", "QueueUrls", "--output", "text")
        self.assertTrue(listed.out.strip().endswith("/orders-2"), listed.out)

    def test_message_with_attributes_of_every_type(self):
        url = self.queue("typed")
        body = 'a line\nand "another": äé€漢字🙂 & <tag> + 100 %'
        sent = self.ok("sqs", "send-message", "--queue-url", url, "--message-body", body, "--message-attributes", json.dumps({
            "text": {"DataType": "String", "StringValue": "x + y"},
            "number": {"DataType": "Number", "StringValue": "1.50"},
            "bytes": {"DataType": "Binary", "BinaryValue": base64.b64encode(b"\0\xff\x10").decode()},
        })).json
        digest = md5_of_attributes({"text": ("String", "x + y"), "number": ("Number", "1.50"), "bytes": ("Binary", b"\0\xff\x10")})
        self.assertEqual((sent["MD5OfMessageBody"], sent["MD5OfMessageAttributes"]), (md5(body), digest))
        [message] = self.ok("sqs", "receive-message", "--queue-url", url, "--message-attribute-names", "All",
                            "--attribute-names", "All", "--wait-time-seconds", "2").json["Messages"]
        self.assertEqual((message["Body"], message["MD5OfBody"], message["MessageId"]), (body, md5(body), sent["MessageId"]))
        self.assertEqual(message["MessageAttributes"]["number"], {"StringValue": "1.50", "DataType": "Number"})
        self.assertEqual(base64.b64decode(message["MessageAttributes"]["bytes"]["BinaryValue"]), b"\0\xff\x10")
        self.assertEqual(message["Attributes"]["ApproximateReceiveCount"], "1")
        self.ok("sqs", "change-message-visibility", "--queue-url", url, "--receipt-handle", message["ReceiptHandle"],
                "--visibility-timeout", "0")
        again = self.ok("sqs", "receive-message", "--queue-url", url, "--query", "Messages[0].ReceiptHandle", "--output", "text")
        self.ok("sqs", "delete-message", "--queue-url", url, "--receipt-handle", again.out.strip())
        self.assertFalse(json.loads(self.ok("sqs", "receive-message", "--queue-url", url).out or "{}").get("Messages"))

    def test_batch_whose_entries_fare_differently(self):
        url = self.queue("batch")
        sent = self.ok("sqs", "send-message-batch", "--queue-url", url, "--entries", "Id=a,MessageBody=one",
                       json.dumps({"Id": "b", "MessageBody": "two", "DelaySeconds": 901})).json
        self.assertEqual([(row["Id"], row["MD5OfMessageBody"]) for row in sent["Successful"]], [("a", md5("one"))])
        [failed] = sent["Failed"]
        self.assertEqual((failed["Id"], failed["SenderFault"], failed["Code"]), ("b", True, "InvalidParameterValue"))

    def test_fifo(self):
        url = self.queue("line.fifo", "--attributes", "FifoQueue=true,ContentBasedDeduplication=true")
        for body in ("first", "second", "second"):
            self.ok("sqs", "send-message", "--queue-url", url, "--message-body", body, "--message-group-id", "g")
        read = self.ok("sqs", "receive-message", "--queue-url", url, "--max-number-of-messages", "10").json["Messages"]
        self.assertEqual([message["Body"] for message in read], ["first", "second"])

    def test_error_keeps_the_code_of_the_query_protocol(self):
        refusal = self.refused("AWS.SimpleQueueService.NonExistentQueue" if self.server.name == "moto" else "QueueDoesNotExist",
                               "sqs", "get-queue-url", "--queue-name", "nowhere")
        self.assertIn("HTTP 400", refusal)

    def test_purge_and_dead_letters(self):
        dead = self.queue("dead")
        arn = self.ok("sqs", "get-queue-attributes", "--queue-url", dead, "--attribute-names", "QueueArn").json["Attributes"]["QueueArn"]
        policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1})
        url = self.queue("live", "--attributes", json.dumps({"RedrivePolicy": policy}))
        sources = self.ok("sqs", "list-dead-letter-source-queues", "--queue-url", dead).json
        self.assertEqual(sources["queueUrls"], [url])
        self.ok("sqs", "send-message", "--queue-url", url, "--message-body", "x")
        self.ok("sqs", "purge-queue", "--queue-url", url)
        count = self.ok("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "All",
                        "--query", "Attributes.ApproximateNumberOfMessages", "--output", "text")
        self.assertEqual(count.out, "0\n")

    def test_through_the_library(self):
        self.through_library("sqs")
