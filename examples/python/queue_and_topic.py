"""A queue that receives what a topic publishes."""

import asyncio
import contextlib
import json
import sys

import aloft
from aloft import testing


async def main():
    session = aloft.Session(region_name="us-east-1")
    async with session.client("sqs") as sqs, session.client("sns") as sns:
        url = (await sqs.create_queue(QueueName="test-queue"))["QueueUrl"]
        arn = (await sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"]))["Attributes"]["QueueArn"]
        topic = (await sns.create_topic(Name="test-topic"))["TopicArn"]
        policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage",
                                                        "Resource": arn, "Condition": {"ArnEquals": {"aws:SourceArn": topic}}}]}
        await sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
        await sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
        await sns.publish(TopicArn=topic, Message="Hello, World!")
        answer = await sqs.receive_message(QueueUrl=url, WaitTimeSeconds=10)
        for message in answer["Messages"]:
            print(message["Body"])
            await sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


with testing.LocalAws() if "--local" in sys.argv else contextlib.nullcontext():
    asyncio.run(main())
