"""SNS over awsQuery: maps and lists in forms, XML answers."""

import json

from case import Case


class Sns(Case):
    def test_topic_lifecycle(self):
        arn = self.ok("sns", "create-topic", "--name", "news", "--attributes", '{"DisplayName":"the news & more"}', "--tags",
                      "Key=team,Value=front ends", "Key=stage,Value=").json["TopicArn"]
        self.assertRegex(arn, r"^arn:aws:sns:us-east-1:\d{12}:news$")
        read = self.ok("sns", "get-topic-attributes", "--topic-arn", arn).json["Attributes"]
        self.assertEqual((read["TopicArn"], read["DisplayName"]), (arn, "the news & more"))
        tags = self.ok("sns", "list-tags-for-resource", "--resource-arn", arn).json["Tags"]
        self.assertEqual(tags, [{"Key": "team", "Value": "front ends"}, {"Key": "stage", "Value": ""}])
        self.assertIn({"TopicArn": arn}, self.ok("sns", "list-topics").json["Topics"])
        self.ok("sns", "delete-topic", "--topic-arn", arn)
        self.assertIn("HTTP 404", self.refused("NotFound", "sns", "get-topic-attributes", "--topic-arn", arn))

    def test_message_reaches_a_queue(self):
        queue = self.ok("sqs", "create-queue", "--queue-name", "from-sns").json["QueueUrl"]
        queue_arn = self.ok("sqs", "get-queue-attributes", "--queue-url", queue, "--attribute-names", "QueueArn").json["Attributes"]["QueueArn"]
        topic = self.ok("sns", "create-topic", "--name", "fan").json["TopicArn"]
        self.ok("sns", "subscribe", "--topic-arn", topic, "--protocol", "sqs", "--endpoint", queue_arn, "--attributes",
                '{"RawMessageDelivery":"true"}')
        text = 'äé€漢字🙂 + "quotes" & <tag>\nsecond line'
        self.ok("sns", "publish", "--topic-arn", topic, "--message", text, "--message-attributes",
                json.dumps({"kind": {"DataType": "String", "StringValue": "a b"}}))
        [message] = self.ok("sqs", "receive-message", "--queue-url", queue, "--message-attribute-names", "All").json["Messages"]
        self.assertEqual(message["Body"], text)
        self.assertEqual(message["MessageAttributes"]["kind"]["StringValue"], "a b")

    def test_batch(self):
        topic = self.ok("sns", "create-topic", "--name", "batches").json["TopicArn"]
        sent = self.ok("sns", "publish-batch", "--topic-arn", topic, "--publish-batch-request-entries", "Id=a,Message=one",
                       "Id=b,Message=two words").json
        self.assertEqual([row["Id"] for row in sent["Successful"]], ["a", "b"])
        self.assertEqual(sent["Failed"], [])

    def test_many_topics_are_read_page_by_page(self):
        for number in range(3):
            self.ok("sns", "create-topic", "--name", f"page-{number}")
        names = self.ok("sns", "list-topics", "--query", "Topics[?contains(TopicArn, 'page-')].TopicArn | sort(@)").json
        self.assertEqual([name[-1] for name in names], ["0", "1", "2"])

    def test_through_the_library(self):
        self.through_library("sns")
