#!/usr/bin/env python3
"""The embedded AWS judged by boto3, a client nobody here wrote: judge.py SERVER_PROGRAM --folder DIR. boto3 is installed
into DIR from its locked versions; on a machine where that cannot be done the tests are skipped (exit code 77)."""

import argparse
import concurrent.futures
import http.server
import json
import pathlib
import queue
import subprocess
import sys
import threading
import time
import unittest
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77

try:
    import boto3
    import botocore.config
    import botocore.exceptions
    import botocore.parsers
except ImportError:  # run_with_boto3() sees to it
    pass


def run_with_boto3(options, script=__file__):
    """Runs a script again, with the arguments of this one, by a Python that has boto3."""
    sys.path.insert(0, str(HERE.parent / "referee"))
    import servers

    class Boto3(servers.PythonServer):
        name, version, locked = "boto3", "1.44.5", HERE / "boto3.txt"

    boto = Boto3(options.folder)
    try:
        boto.install()
    except (servers.Unavailable, RuntimeError) as reason:
        print(f"skipped: boto3 cannot be installed: {reason}")
        return SKIPPED
    return subprocess.call([boto.python, script, *sys.argv[1:]])


class Embedded:
    """A server of its own for a test or for all of them."""

    program = None

    def __init__(self, faults=""):
        self.process = subprocess.Popen([self.program, faults], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("http://127.0.0.1:"), self.url

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        assert self.process.wait(30) == 0
        self.process.stdout.close()


class Case(unittest.TestCase):
    server = None

    @classmethod
    def session(cls, key="AKIDLOCALEXAMPLE", secret="local-secret-for-tests-only"):
        return boto3.session.Session(aws_access_key_id=key, aws_secret_access_key=secret)

    @classmethod
    def client(cls, service="ec2", region="eu-west-1", url=None, attempts=1, **identity):
        config = botocore.config.Config(retries={"total_max_attempts": attempts, "mode": "standard"}, max_pool_connections=50)
        return cls.session(**identity).client(service, region_name=region, endpoint_url=url or cls.server.url, config=config)

    def refused(self, code, status, call, **parameters):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**parameters)
        answer = caught.exception.response
        self.assertEqual((answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]), (code, status), answer)
        self.assertTrue(answer["ResponseMetadata"]["RequestId"])
        return answer["Error"]["Message"]


class Identity(Case):
    def test_caller(self):
        caller = self.client("sts").get_caller_identity()
        self.assertEqual((caller["Account"], caller["Arn"]), ("123456789012", "arn:aws:iam::123456789012:user/demo"))

    def test_wrong_secret(self):
        message = self.refused("SignatureDoesNotMatch", 403, self.client("sts", secret="wrong").get_caller_identity)
        self.assertIn("The Canonical String for this request should have been", message)
        self.refused("AuthFailure", 401, self.client(secret="wrong").describe_regions)

    def test_unknown_key(self):
        self.refused("InvalidClientTokenId", 403, self.client("sts", key="AKIDNOBODY").get_caller_identity)
        self.refused("AuthFailure", 401, self.client(key="AKIDNOBODY").describe_vpcs)

    def test_presigned_url(self):
        url = self.client("sts").generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
        with urllib.request.urlopen(url) as answer:
            self.assertIn(b":user/demo", answer.read())
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(url.replace("X-Amz-Expires=60", "X-Amz-Expires=90"))
        self.assertEqual(caught.exception.code, 403)
        caught.exception.close()

    def test_assumed_role(self):
        issued = self.client("sts").assume_role(RoleArn="arn:aws:iam::210987654321:role/reader", RoleSessionName="judge")["Credentials"]
        self.assertGreater(issued["Expiration"].timestamp(), time.time() + 3500)
        there = boto3.session.Session(issued["AccessKeyId"], issued["SecretAccessKey"], issued["SessionToken"])
        who = there.client("sts", region_name="eu-west-1", endpoint_url=self.server.url).get_caller_identity()
        self.assertEqual((who["Account"], who["Arn"]), ("210987654321", "arn:aws:sts::210987654321:assumed-role/reader/judge"))

    def test_denied(self):
        limited = self.client(key="AKIDLIMITEDEXAMPLE", secret="limited-secret")
        self.refused("UnauthorizedOperation", 403, limited.create_vpc, CidrBlock="10.0.0.0/16", DryRun=True)
        limited.describe_vpcs()


class Regions(Case):
    def test_all(self):
        regions = {row["RegionName"]: row["OptInStatus"] for row in self.client().describe_regions(AllRegions=True)["Regions"]}
        self.assertEqual((regions["us-east-1"], regions["af-south-1"], regions["me-south-1"]),
                         ("opt-in-not-required", "opted-in", "not-opted-in"))
        enabled = {row["RegionName"] for row in self.client().describe_regions()["Regions"]}
        self.assertIn("us-east-1", enabled)
        self.assertNotIn("me-south-1", enabled)

    def test_not_enabled(self):
        self.refused("AuthFailure", 401, self.client(region="me-south-1").describe_vpcs)

    def test_apart(self):
        group = self.client(region="sa-east-1").create_security_group(GroupName="apart", Description="d")["GroupId"]
        self.refused("InvalidGroup.NotFound", 400, self.client(region="us-east-2").describe_security_groups, GroupIds=[group])


class Groups(Case):
    def setUp(self):
        self.ec2 = self.client(region="eu-central-1")
        self.vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.group = self.ec2.create_security_group(GroupName="web", Description="Web servers", VpcId=self.vpc)["GroupId"]
        self.web = {"IpProtocol": "tcp", "FromPort": 80, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "in"}],
                    "Ipv6Ranges": [{"CidrIpv6": "2001:db8::/32"}], "PrefixListIds": [{"PrefixListId": "pl-12345678"}],
                    "UserIdGroupPairs": [{"UserId": "210987654321", "GroupId": "sg-87654321"}, {"GroupId": self.group}]}

    def shown(self):
        return self.ec2.describe_security_groups(GroupIds=[self.group])["SecurityGroups"][0]

    def test_lifecycle(self):
        made = self.ec2.authorize_security_group_ingress(GroupId=self.group, IpPermissions=[self.web])
        self.assertTrue(made["Return"])
        self.assertEqual(len(made["SecurityGroupRules"]), 5)
        [permission] = self.shown()["IpPermissions"]
        self.assertEqual(permission["IpRanges"], self.web["IpRanges"])
        self.assertEqual([pair["GroupId"] for pair in permission["UserIdGroupPairs"]], ["sg-87654321", self.group])
        self.refused("InvalidPermission.Duplicate", 400, self.ec2.authorize_security_group_ingress, GroupId=self.group, IpPermissions=[self.web])
        self.ec2.revoke_security_group_ingress(GroupId=self.group, IpPermissions=self.shown()["IpPermissions"])
        self.assertEqual(self.shown()["IpPermissions"], [])
        self.refused("InvalidPermission.NotFound", 400, self.ec2.revoke_security_group_ingress, GroupId=self.group, IpPermissions=[self.web])
        self.ec2.revoke_security_group_egress(GroupId=self.group, IpPermissions=self.shown()["IpPermissionsEgress"])
        self.ec2.delete_security_group(GroupId=self.group)
        self.refused("InvalidGroup.NotFound", 400, self.ec2.delete_security_group, GroupId=self.group)

    def test_pages(self):
        made = {self.ec2.create_security_group(GroupName=f"page-{n}", Description="d", VpcId=self.vpc)["GroupId"] for n in range(23)}
        pages = list(self.ec2.get_paginator("describe_security_groups").paginate(
            Filters=[{"Name": "vpc-id", "Values": [self.vpc]}, {"Name": "group-name", "Values": ["page-*"]}], PaginationConfig={"PageSize": 10}))
        self.assertEqual([len(page["SecurityGroups"]) for page in pages], [10, 10, 3])
        self.assertEqual({group["GroupId"] for page in pages for group in page["SecurityGroups"]}, made)

    def test_rules(self):
        self.ec2.authorize_security_group_egress(GroupId=self.group, IpPermissions=[{"IpProtocol": "icmp", "FromPort": 8, "ToPort": -1,
                                                                                   "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}])
        rules = self.ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [self.group]}])["SecurityGroupRules"]
        self.assertEqual([(r["IsEgress"], r["IpProtocol"], r["FromPort"], r["CidrIpv4"]) for r in rules],
                         [(True, "-1", -1, "0.0.0.0/0"), (True, "icmp", 8, "10.0.0.0/8")])

    def test_refusals(self):
        self.refused("InvalidGroup.Duplicate", 400, self.ec2.create_security_group, GroupName="web", Description="d", VpcId=self.vpc)
        self.refused("DependencyViolation", 400, self.ec2.delete_vpc, VpcId=self.vpc)
        default = self.ec2.describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [self.vpc]}, {"Name": "group-name", "Values": ["default"]}])
        self.refused("CannotDelete", 400, self.ec2.delete_security_group, GroupId=default["SecurityGroups"][0]["GroupId"])
        self.refused("DryRunOperation", 412, self.ec2.delete_security_group, GroupId=self.group, DryRun=True)
        self.refused("InvalidParameterValue", 400, self.ec2.describe_security_groups, NextToken="bogus")
        self.refused("InvalidVpcID.NotFound", 400, self.ec2.delete_vpc, VpcId="vpc-12345678")


class Instances(Case):
    def setUp(self):
        self.ec2 = self.client(region="us-west-2")

    def test_lifecycle(self):
        made = self.ec2.run_instances(ImageId="ami-12345678", InstanceType="t3.micro", MinCount=2, MaxCount=2, TagSpecifications=[
            {"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "two words & <one>"}]}])
        ids = [instance["InstanceId"] for instance in made["Instances"]]
        self.assertEqual([instance["State"]["Name"] for instance in made["Instances"]], ["pending", "pending"])
        self.ec2.get_waiter("instance_running").wait(InstanceIds=ids, WaiterConfig={"Delay": 0})
        self.ec2.get_waiter("instance_status_ok").wait(InstanceIds=ids, WaiterConfig={"Delay": 0})
        [reservation] = self.ec2.describe_instances(Filters=[{"Name": "tag:Name", "Values": ["two words*"]}])["Reservations"]
        self.assertEqual(reservation["Instances"][0]["Tags"], [{"Key": "Name", "Value": "two words & <one>"}])
        self.assertEqual(reservation["Instances"][0]["LaunchTime"].tzinfo.utcoffset(None).total_seconds(), 0)
        self.ec2.stop_instances(InstanceIds=ids)
        self.ec2.get_waiter("instance_stopped").wait(InstanceIds=ids, WaiterConfig={"Delay": 0})
        self.ec2.start_instances(InstanceIds=ids)
        self.ec2.terminate_instances(InstanceIds=ids)
        self.ec2.get_waiter("instance_terminated").wait(InstanceIds=ids, WaiterConfig={"Delay": 0})
        self.refused("IncorrectInstanceState", 400, self.ec2.start_instances, InstanceIds=ids)

    def test_refusals(self):
        self.refused("InvalidInstanceID.NotFound", 400, self.ec2.describe_instances, InstanceIds=["i-12345678"])
        self.refused("InvalidInstanceID.Malformed", 400, self.ec2.describe_instances, InstanceIds=["x"])
        self.refused("MissingParameter", 400, self.ec2.run_instances, MinCount=1, MaxCount=1)

    def test_tags(self):
        vpc = self.ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["true"]}])["Vpcs"][0]["VpcId"]
        self.ec2.create_tags(Resources=[vpc], Tags=[{"Key": "größe", "Value": "日本"}])
        here = [{"Name": "resource-id", "Values": [vpc]}]
        self.assertEqual(self.ec2.describe_tags(Filters=here)["Tags"],
                         [{"Key": "größe", "ResourceId": vpc, "ResourceType": "vpc", "Value": "日本"}])
        self.ec2.delete_tags(Resources=[vpc], Tags=[{"Key": "größe"}])
        self.assertEqual(self.ec2.describe_tags(Filters=here)["Tags"], [])

    def test_resources(self):
        ec2 = self.session().resource("ec2", region_name="us-west-1", endpoint_url=self.server.url)
        vpc = ec2.create_vpc(CidrBlock="10.5.0.0/16")
        subnet = vpc.create_subnet(CidrBlock="10.5.1.0/24")
        [instance] = subnet.create_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1)
        self.assertEqual(instance.private_ip_address, "10.5.1.4")
        self.assertEqual([group.group_name for group in vpc.security_groups.all()], ["default"])


class Queues(Case):
    def setUp(self):
        self.sqs = self.client("sqs")

    def test_long_poll_is_woken(self):
        url = self.sqs.create_queue(QueueName="woken")["QueueUrl"]
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(self.client("sqs").receive_message, QueueUrl=url, WaitTimeSeconds=20)
            time.sleep(0.2)
            sent = time.monotonic()
            self.sqs.send_message(QueueUrl=url, MessageBody="work")
            [message] = waiting.result(10)["Messages"]
        self.assertEqual(message["Body"], "work")
        self.assertLess(time.monotonic() - sent, 10)

    def test_polls_end_empty(self):
        url = self.sqs.create_queue(QueueName="empty", Attributes={"ReceiveMessageWaitTimeSeconds": "1"})["QueueUrl"]
        began = time.monotonic()
        self.assertNotIn("Messages", self.sqs.receive_message(QueueUrl=url))
        self.assertGreater(time.monotonic() - began, 0.9)

    def test_modelled_errors(self):
        with self.assertRaises(self.sqs.exceptions.QueueDoesNotExist) as caught:
            self.sqs.get_queue_url(QueueName="none")
        self.assertEqual(caught.exception.response["Error"]["Code"], "AWS.SimpleQueueService.NonExistentQueue")

    def test_polls_of_clients_that_left_take_nothing(self):
        url = self.sqs.create_queue(QueueName="left")["QueueUrl"]
        config = botocore.config.Config(read_timeout=0.3, retries={"total_max_attempts": 1})
        impatient = self.session().client("sqs", region_name="eu-west-1", endpoint_url=self.server.url, config=config)
        with self.assertRaises(botocore.exceptions.ReadTimeoutError):
            impatient.receive_message(QueueUrl=url, WaitTimeSeconds=20)
        impatient.close()
        time.sleep(0.2)
        self.sqs.send_message(QueueUrl=url, MessageBody="work")
        self.assertEqual(len(self.sqs.receive_message(QueueUrl=url).get("Messages", [])), 1)

    def test_many_at_once(self):
        url = self.sqs.create_queue(QueueName="many")["QueueUrl"]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            polls = [pool.submit(self.client("sqs").receive_message, QueueUrl=url, WaitTimeSeconds=10) for _ in range(5)]
            for n in range(5):
                self.sqs.send_message(QueueUrl=url, MessageBody=str(n))
            bodies = [m["Body"] for poll in polls for m in poll.result(20)["Messages"]]
        self.assertEqual(sorted(bodies), list("01234"))


class Topics(Case):
    def test_http_endpoint(self):
        received = queue.Queue()

        class Hook(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                received.put((self.headers["x-amz-sns-message-type"], json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook) as hook:
            threading.Thread(target=hook.serve_forever, daemon=True).start()
            sns = self.client("sns")
            topic = sns.create_topic(Name="hooked")["TopicArn"]
            sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=f"http://127.0.0.1:{hook.server_port}/hook")
            kind, confirmation = received.get(timeout=20)
            self.assertEqual(kind, "SubscriptionConfirmation")
            with urllib.request.urlopen(confirmation["SubscribeURL"]) as answer:
                self.assertIn(b"SubscriptionArn", answer.read())
            sns.publish(TopicArn=topic, Message="news")
            kind, notification = received.get(timeout=20)
            self.assertEqual((kind, notification["Message"]), ("Notification", "news"))
            path = notification["SigningCertURL"].split(".com", 1)[1]
            with urllib.request.urlopen(self.server.url + path) as answer:
                self.assertIn(b"BEGIN CERTIFICATE", answer.read())
            hook.shutdown()


class Faults(Case):
    def test_retried(self):
        with Embedded("throttle=1x,close=1x") as server:
            self.client(url=server.url, attempts=3).describe_vpcs()
            self.client(url=server.url).describe_vpcs()

    def test_throttled(self):
        with Embedded("us-*/ec2.DescribeVpcs:throttle=1,sts:unavailable=1") as server:
            self.refused("RequestLimitExceeded", 503, self.client(url=server.url, region="us-east-1").describe_vpcs)
            self.refused("ServiceUnavailable", 503, self.client("sts", url=server.url).get_caller_identity)
            self.client(url=server.url).describe_vpcs()

    def test_broken_answers(self):
        with Embedded("truncate=1x") as server:
            with self.assertRaises((botocore.parsers.ResponseParserError, botocore.exceptions.BotoCoreError)):
                self.client(url=server.url).describe_vpcs()

    def test_many_at_once(self):
        ec2 = self.client(region="ap-northeast-1")
        with concurrent.futures.ThreadPoolExecutor(30) as pool:
            made = list(pool.map(lambda n: ec2.create_security_group(GroupName=f"many-{n}", Description="d")["GroupId"], range(150)))
        self.assertEqual(len(set(made)), 150)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="the server as a program (test/local/serve.cpp)")
    parser.add_argument("--folder", required=True, help="where boto3 is installed, shared by builds")
    options = parser.parse_args()
    if pathlib.Path(options.folder).resolve() not in pathlib.Path(sys.executable).absolute().parents:
        return run_with_boto3(options)
    Embedded.program = options.program
    with Embedded() as server:
        Case.server = server
        outcome = unittest.TextTestRunner(verbosity=1).run(unittest.TestLoader().loadTestsFromModule(sys.modules["__main__"]))
    return 0 if outcome.wasSuccessful() and outcome.testsRun else 1


if __name__ == "__main__":
    sys.exit(main())
