"""Kinesis and CloudWatch Logs over awsJson 1.1: blobs, timestamps in several units, nested pages."""

import base64
import json
import time

from case import Case


class Kinesis(Case):
    def test_stream_lifecycle(self):
        self.ok("kinesis", "create-stream", "--stream-name", "clicks", "--shard-count", "3")
        self.assertIn("clicks", self.ok("kinesis", "list-streams").json["StreamNames"])
        whole = self.ok("kinesis", "describe-stream", "--stream-name", "clicks").json["StreamDescription"]
        self.assertEqual(len(whole["Shards"]), 3)
        self.assertEqual((whole["StreamName"], whole["StreamStatus"]), ("clicks", "ACTIVE"))
        self.assertRegex(whole["StreamCreationTimestamp"], r"^\d{4}-\d\d-\d\dT")
        self.ok("kinesis", "add-tags-to-stream", "--stream-name", "clicks", "--tags", "team=front ends,stage=test")
        tags = self.ok("kinesis", "list-tags-for-stream", "--stream-name", "clicks").json["Tags"]
        self.assertEqual(tags, [{"Key": "stage", "Value": "test"}, {"Key": "team", "Value": "front ends"}])
        self.ok("kinesis", "delete-stream", "--stream-name", "clicks")
        self.refused("ResourceNotFoundException", "kinesis", "describe-stream", "--stream-name", "clicks")

    def test_records_are_bytes(self):
        self.ok("kinesis", "create-stream", "--stream-name", "bytes", "--shard-count", "1")
        every = bytes(range(256))
        put = self.ok("kinesis", "put-record", "--stream-name", "bytes", "--partition-key", "k 1", "--data",
                      base64.b64encode(every).decode()).json
        many = self.ok("kinesis", "put-records", "--stream-name", "bytes", "--records",
                       json.dumps([{"Data": base64.b64encode(b"x").decode(), "PartitionKey": "äé"}, {"Data": "", "PartitionKey": "k"}])).json
        self.assertEqual((many["FailedRecordCount"], len(many["Records"])), (0, 2))
        iterator = self.ok("kinesis", "get-shard-iterator", "--stream-name", "bytes", "--shard-id", put["ShardId"],
                           "--shard-iterator-type", "TRIM_HORIZON", "--query", "ShardIterator", "--output", "text").out.strip()
        read = self.ok("kinesis", "get-records", "--shard-iterator", iterator).json
        self.assertEqual([base64.b64decode(record["Data"]) for record in read["Records"]], [every, b"x", b""])
        self.assertEqual([record["PartitionKey"] for record in read["Records"]], ["k 1", "äé", "k"])
        self.assertEqual(read["Records"][0]["SequenceNumber"], put["SequenceNumber"])
        self.assertIsInstance(read["MillisBehindLatest"], int)

    def test_iterator_at_a_time(self):
        self.ok("kinesis", "create-stream", "--stream-name", "timed", "--shard-count", "1")
        self.ok("kinesis", "put-record", "--stream-name", "timed", "--partition-key", "k", "--data", "AA==")
        for when in (str(time.time() - 60), "2020-01-02T03:04:05.678+01:00"):
            iterator = self.ok("kinesis", "get-shard-iterator", "--stream-name", "timed", "--shard-id", "shardId-000000000000",
                               "--shard-iterator-type", "AT_TIMESTAMP", "--timestamp", when).json["ShardIterator"]
            self.assertEqual(len(self.ok("kinesis", "get-records", "--shard-iterator", iterator).json["Records"]), 1)

    def test_through_the_library(self):
        self.through_library("kinesis")


class Logs(Case):
    def test_group_lifecycle(self):
        self.ok("logs", "create-log-group", "--log-group-name", "/app/web 1", "--tags", "a=b")
        [group] = self.ok("logs", "describe-log-groups", "--log-group-name-prefix", "/app/web").json["logGroups"]
        self.assertEqual((group["logGroupName"], group["storedBytes"]), ("/app/web 1", 0))
        self.assertIsInstance(group["creationTime"], int)
        self.refused("ResourceAlreadyExistsException", "logs", "create-log-group", "--log-group-name", "/app/web 1")
        self.ok("logs", "put-retention-policy", "--log-group-name", "/app/web 1", "--retention-in-days", "7")
        self.ok("logs", "delete-log-group", "--log-group-name", "/app/web 1")
        self.refused("ResourceNotFoundException", "logs", "describe-log-streams", "--log-group-name", "/app/web 1")

    def test_events_over_pages(self):
        self.ok("logs", "create-log-group", "--log-group-name", "events")
        self.ok("logs", "create-log-stream", "--log-group-name", "events", "--log-stream-name", "s")
        start = int(time.time() * 1000) - 10000
        events = [{"timestamp": start + n, "message": f"line {n} äé\t\"x\""} for n in range(12)]
        self.ok("logs", "put-log-events", "--log-group-name", "events", "--log-stream-name", "s", "--log-events", json.dumps(events))
        found = self.ok("logs", "filter-log-events", "--log-group-name", "events", "--page-size", "5").json["events"]
        self.assertEqual([{"timestamp": e["timestamp"], "message": e["message"]} for e in found], events)
        three = self.ok("logs", "filter-log-events", "--log-group-name", "events", "--max-items", "3", "--query", "events[].timestamp").json
        self.assertEqual(three, [start, start + 1, start + 2])

    def test_through_the_library(self):
        self.through_library("logs")
