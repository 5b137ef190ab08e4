#!/usr/bin/env python3
"""The embedded SQS and SNS beside servers that others wrote: beside_servers.py SERVER_PROGRAM --folder DIR --beside moto.
One script of calls, made by boto3, runs against both; what they answer is compared, error codes included. Ids, handles
and times are left out. DIFFERENCES says where the other server is known to answer otherwise, and what AWS documents."""

import argparse
import hashlib
import json
import pathlib
import struct
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
sys.path.insert(0, str(HERE.parent / "referee"))
sys.path.insert(0, str(HERE))

import judge  # noqa: E402
import servers  # noqa: E402

# (server, step): why the answers differ. A difference that is no longer there fails the run.
DIFFERENCES = {
    ("moto", "unknown attribute"): "moto ignores attributes of queues that it does not know",
    ("moto", "send bad characters"): "moto takes characters that SQS's model rules out (InvalidMessageContents)",
    ("moto", "publish nothing"): "moto publishes messages without text",
    ("moto", "got plain"): "the same message without text",
    ("moto", "got raw"): "the same message without text",
    ("elasticmq", "create bad name"): "ElasticMQ's own code; AWS and moto: InvalidParameterValue",
    ("elasticmq", "create too long"): "the same",
    ("elasticmq", "fifo without suffix"): "the same",
    ("elasticmq", "visibility too long"): "ElasticMQ has no limit of 12 hours here",
    ("elasticmq", "delete again"): "AWS documents that deleting twice succeeds, and moto does it",
    ("elasticmq", "send bad characters"): "ElasticMQ's own code; the model has InvalidMessageContents",
    ("elasticmq", "receive too many"): "ElasticMQ's own code; AWS and moto: InvalidParameterValue",
    ("elasticmq", "batch of none"): "ElasticMQ takes empty batches",
    ("elasticmq", "batch with a bad id"): "ElasticMQ takes any id",
    ("elasticmq", "batch too long"): "ElasticMQ's own code; the model has BatchRequestTooLong",
}

# What the older protocol calls errors that the model names otherwise; not every server says both.
OLDER_NAMES = {"NonExistentQueue": "QueueDoesNotExist", "QueueAlreadyExists": "QueueNameExists"}


def digest(attributes):
    """AWS's MD5 of message attributes, written from its documentation and independent of the server's."""
    made = hashlib.md5()
    for name in sorted(attributes):
        value = attributes[name]
        binary = value["DataType"].startswith("Binary")
        content = value["BinaryValue"] if binary else value["StringValue"].encode()
        for part in (name.encode(), value["DataType"].encode()):
            made.update(struct.pack(">I", len(part)) + part)
        made.update((b"\2" if binary else b"\1") + struct.pack(">I", len(content)) + content)
    return made.hexdigest()


class Script:
    """The calls. `answers` holds what is compared, by step."""

    def __init__(self, sqs, sns):
        self.sqs, self.sns, self.answers = sqs, sns, {}

    def step(self, name, call, pick=lambda answer: "done", **parameters):
        import botocore.exceptions
        try:
            answer = call(**parameters)
        except botocore.exceptions.ClientError as failure:
            error = failure.response["Error"]
            code = error["Code"].rsplit(".", 1)[-1]
            self.answers[name] = "refused: " + OLDER_NAMES.get(code, code)
            return {}
        self.answers[name] = pick(answer)
        return answer

    def run(self):
        self.queues()
        self.messages()
        self.batches()
        self.fifo()
        if self.sns is not None:
            self.topics()
        return self.answers

    def queues(self):
        sqs, step = self.sqs, self.step
        names = lambda answer: sorted(url.rsplit("/", 1)[1] for url in answer.get("QueueUrls", []))  # noqa: E731
        url = lambda answer: answer["QueueUrl"].rsplit("/", 1)[1]  # noqa: E731
        step("create", sqs.create_queue, url, QueueName="alpha", Attributes={"VisibilityTimeout": "40"})
        step("create again", sqs.create_queue, url, QueueName="alpha", Attributes={"VisibilityTimeout": "40"})
        step("create other", sqs.create_queue, QueueName="alpha", Attributes={"VisibilityTimeout": "41"})
        step("create bad name", sqs.create_queue, QueueName="a b")
        step("create too long", sqs.create_queue, QueueName="a" * 81)
        step("get url", sqs.get_queue_url, url, QueueName="alpha")
        step("get no url", sqs.get_queue_url, QueueName="none")
        step("create beta", sqs.create_queue, url, QueueName="beta")
        step("list", sqs.list_queues, names)
        step("list by prefix", sqs.list_queues, names, QueueNamePrefix="al")
        self.alpha = sqs.get_queue_url(QueueName="alpha")["QueueUrl"]
        wanted = ["VisibilityTimeout", "DelaySeconds", "ReceiveMessageWaitTimeSeconds", "ApproximateNumberOfMessages"]
        step("attributes", sqs.get_queue_attributes, lambda a: a["Attributes"], QueueUrl=self.alpha, AttributeNames=wanted)
        step("unknown attribute", sqs.set_queue_attributes, QueueUrl=self.alpha, Attributes={"Colour": "blue"})
        step("set", sqs.set_queue_attributes, QueueUrl=self.alpha, Attributes={"VisibilityTimeout": "30"})
        step("attribute set", sqs.get_queue_attributes, lambda a: a["Attributes"], QueueUrl=self.alpha, AttributeNames=["VisibilityTimeout"])
        step("tag", sqs.tag_queue, QueueUrl=self.alpha, Tags={"team": "blue", "x": "1"})
        step("untag", sqs.untag_queue, QueueUrl=self.alpha, TagKeys=["x"])
        step("tags", sqs.list_queue_tags, lambda a: a.get("Tags"), QueueUrl=self.alpha)

    def messages(self):
        sqs, step = self.sqs, self.step
        attributes = {"count": {"DataType": "Number", "StringValue": "5"}, "name": {"DataType": "String", "StringValue": "größe"},
                      "blob": {"DataType": "Binary", "BinaryValue": b"\0\1\2"}}
        sent = step("send", sqs.send_message, lambda a: a["MD5OfMessageBody"], QueueUrl=self.alpha, MessageBody="hello", MessageAttributes=attributes)
        assert sent["MD5OfMessageAttributes"] == digest(attributes)
        shown = lambda a: [(m["Body"], m["MD5OfBody"], sorted(m.get("MessageAttributes", {}))) for m in a.get("Messages", [])]  # noqa: E731
        got = step("receive", sqs.receive_message, shown, QueueUrl=self.alpha, MessageAttributeNames=["All"])
        assert got["Messages"][0]["MD5OfMessageAttributes"] == digest(attributes)
        assert got["Messages"][0]["MessageAttributes"] == attributes
        handle = got["Messages"][0]["ReceiptHandle"]
        step("receive none", sqs.receive_message, shown, QueueUrl=self.alpha)
        step("make visible", sqs.change_message_visibility, QueueUrl=self.alpha, ReceiptHandle=handle, VisibilityTimeout=0)
        again = step("receive again", sqs.receive_message, lambda a: [m["Attributes"]["ApproximateReceiveCount"] for m in a["Messages"]],
                     QueueUrl=self.alpha, AttributeNames=["ApproximateReceiveCount"])
        step("visibility too long", sqs.change_message_visibility, QueueUrl=self.alpha, ReceiptHandle=again["Messages"][0]["ReceiptHandle"],
             VisibilityTimeout=43201)
        step("delete", sqs.delete_message, QueueUrl=self.alpha, ReceiptHandle=again["Messages"][0]["ReceiptHandle"])
        step("delete again", sqs.delete_message, QueueUrl=self.alpha, ReceiptHandle=again["Messages"][0]["ReceiptHandle"])
        step("delete by no handle", sqs.delete_message, QueueUrl=self.alpha, ReceiptHandle="bogus")
        step("receive after delete", sqs.receive_message, shown, QueueUrl=self.alpha)
        step("send to none", sqs.send_message, QueueUrl=self.alpha + "x", MessageBody="x")
        step("send bad characters", sqs.send_message, QueueUrl=self.alpha, MessageBody="a\x01b")
        step("send late", sqs.send_message, lambda a: a["MD5OfMessageBody"], QueueUrl=self.alpha, MessageBody="late", DelaySeconds=900)
        step("send too late", sqs.send_message, QueueUrl=self.alpha, MessageBody="x", DelaySeconds=901)
        step("receive too many", sqs.receive_message, QueueUrl=self.alpha, MaxNumberOfMessages=11)
        step("delayed", sqs.get_queue_attributes, lambda a: a["Attributes"], QueueUrl=self.alpha, AttributeNames=["ApproximateNumberOfMessagesDelayed"])
        step("purge", sqs.purge_queue, QueueUrl=self.alpha)

    def batches(self):
        sqs, step = self.sqs, self.step
        entries = lambda ids, body="x": [{"Id": one, "MessageBody": body} for one in ids]  # noqa: E731
        ids = lambda answer: (sorted(row["Id"] for row in answer.get("Successful", [])),  # noqa: E731
                              sorted((row["Id"], row["SenderFault"]) for row in answer.get("Failed", [])))
        url = sqs.create_queue(QueueName="batches")["QueueUrl"]
        step("batch", sqs.send_message_batch, ids, QueueUrl=url, Entries=entries("abc"))
        step("batch of none", sqs.send_message_batch, QueueUrl=url, Entries=[])
        step("batch of eleven", sqs.send_message_batch, QueueUrl=url, Entries=entries("abcdefghijk"))
        step("batch with one id twice", sqs.send_message_batch, QueueUrl=url, Entries=entries("aa"))
        step("batch too long", sqs.send_message_batch, QueueUrl=url, Entries=entries("ab", "x" * 600000))
        got = step("receive batch", sqs.receive_message, lambda a: len(a["Messages"]), QueueUrl=url, MaxNumberOfMessages=10)
        handles = [{"Id": str(n), "ReceiptHandle": m["ReceiptHandle"]} for n, m in enumerate(got["Messages"])]
        step("hide batch", sqs.change_message_visibility_batch, ids, QueueUrl=url, Entries=[{**one, "VisibilityTimeout": 60} for one in handles])
        step("delete batch", sqs.delete_message_batch, ids, QueueUrl=url, Entries=handles + [{"Id": "none", "ReceiptHandle": "bogus"}])
        step("batch with a bad id", sqs.send_message_batch, QueueUrl=url, Entries=entries(["a b"]))

    def fifo(self):
        sqs, step = self.sqs, self.step
        step("fifo without suffix", sqs.create_queue, QueueName="order", Attributes={"FifoQueue": "true"})
        url = sqs.create_queue(QueueName="order.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        bodies = lambda answer: [m["Body"] for m in answer.get("Messages", [])]  # noqa: E731
        step("no group", sqs.send_message, QueueUrl=url, MessageBody="x")
        step("no deduplication", sqs.send_message, QueueUrl=url, MessageBody="x", MessageGroupId="g")
        for body, group in (("a1", "a"), ("a2", "a"), ("b1", "b"), ("a1", "a")):
            step(f"send {body} {group}", sqs.send_message, lambda a: a["MD5OfMessageBody"], QueueUrl=url, MessageBody=body, MessageGroupId=group,
                 MessageDeduplicationId=body)
        first = step("first of a group", sqs.receive_message, bodies, QueueUrl=url)
        step("the other group", sqs.receive_message, bodies, QueueUrl=url, MaxNumberOfMessages=10)
        step("all locked", sqs.receive_message, bodies, QueueUrl=url, MaxNumberOfMessages=10)
        step("unlock", sqs.delete_message, QueueUrl=url, ReceiptHandle=first["Messages"][0]["ReceiptHandle"])
        step("second of the group", sqs.receive_message, bodies, QueueUrl=url, MaxNumberOfMessages=10)

    def topics(self):
        sqs, sns, step = self.sqs, self.sns, self.step
        topic = sns.create_topic(Name="news")["TopicArn"]
        step("topic again", sns.create_topic, lambda a: a["TopicArn"] == topic, Name="news")
        step("topic with a bad name", sns.create_topic, Name="a b")
        queues = {}
        for name, attributes in (("plain", {}), ("raw", {"RawMessageDelivery": "true"}),
                                 ("filtered", {"RawMessageDelivery": "true", "FilterPolicy": json.dumps(
                                     {"kind": [{"prefix": "a"}, {"anything-but": ["b", "c"]}], "size": [{"numeric": [">", 3, "<=", 5]}]})}),
                                 ("by body", {"RawMessageDelivery": "true", "FilterPolicyScope": "MessageBody", "FilterPolicy": json.dumps(
                                     {"order": {"price": [{"numeric": [">=", 10]}], "id": [{"exists": True}]}})})):
            url = queues[name] = sqs.create_queue(QueueName=name.replace(" ", "-"))["QueueUrl"]
            arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
            policy = {"Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn,
                                     "Condition": {"ArnEquals": {"aws:SourceArn": topic}}}]}
            sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
            step(f"subscribe {name}", sns.subscribe, TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=attributes)
        kind = lambda text, size: {"kind": {"DataType": "String", "StringValue": text}, "size": {"DataType": "Number", "StringValue": size}}  # noqa: E731
        for message, attributes in (("1", kind("b", "4")), ("2", kind("abc", "5")), ("3", kind("abc", "6")), ("4", kind("d", "3.5")),
                                    (json.dumps({"order": {"price": 10, "id": "x"}}), kind("b", "1")), (json.dumps({"order": {"price": 11}}), {})):
            step(f"publish {message}", sns.publish, TopicArn=topic, Message=message, MessageAttributes=attributes)
        step("publish nothing", sns.publish, TopicArn=topic, Message="")
        step("publish to none", sns.publish, TopicArn=topic + "x", Message="x")
        step("publish a batch", sns.publish_batch, lambda a: [row["Id"] for row in a["Successful"]], TopicArn=topic,
             PublishBatchRequestEntries=[{"Id": "a", "Message": "7"}, {"Id": "b", "Message": "8"}])
        step("publish one id twice", sns.publish_batch, TopicArn=topic, PublishBatchRequestEntries=[{"Id": "a", "Message": "7"}] * 2)
        for name, url in queues.items():
            bodies = []
            while rows := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
                bodies += [json.loads(m["Body"])["Message"] if name == "plain" else m["Body"] for m in rows]
            self.answers[f"got {name}"] = sorted(bodies)


def clients(url, credentials, with_topics):
    import boto3
    import botocore.config
    config = botocore.config.Config(retries={"total_max_attempts": 1}, parameter_validation=False)
    session = boto3.session.Session(*credentials, region_name="us-east-1")
    return session.client("sqs", endpoint_url=url, config=config), session.client("sns", endpoint_url=url, config=config) if with_topics else None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="the server as a program (test/local/serve.cpp)")
    parser.add_argument("--folder", required=True, help="where boto3 and the other server are installed, shared by builds")
    parser.add_argument("--beside", required=True, choices=["moto", "elasticmq"])
    options = parser.parse_args()
    if pathlib.Path(options.folder).resolve() not in pathlib.Path(sys.executable).absolute().parents:
        return judge.run_with_boto3(options, __file__)
    judge.Embedded.program = options.program
    with_topics = options.beside == "moto"
    try:
        with servers.KINDS[options.beside](options.folder) as other:
            theirs = Script(*clients(other.url, ("test", "test"), with_topics)).run()
    except servers.Unavailable as reason:
        print(f"skipped: {reason}")
        return SKIPPED
    with judge.Embedded() as embedded:
        ours = Script(*clients(embedded.url, ("AKIDLOCALEXAMPLE", "local-secret-for-tests-only"), with_topics)).run()
    failures = 0
    for step in ours:
        known = (options.beside, step) in DIFFERENCES
        if (ours[step] == theirs.get(step)) == known:
            failures += 1
            print(f"{step}: {'no longer differs' if known else 'differs'}\n  aloft local: {ours[step]}\n  {options.beside}: {theirs.get(step)}")
    print(f"{len(ours)} steps beside {options.beside}, {failures} with findings")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
