"""What other libraries call it: boto3async, aboto3 and aiobotocore, as their users write it."""

import sys

from base import KEYS, Test, aloft, asyncio, testing, unittest

from aloft.compat import aboto3, aiobotocore, boto3async

try:
    import botocore.config
    import botocore.exceptions
    import botocore.session
except ImportError:
    botocore = None


class Shims(Test):
    def test_boto3async(self):
        with testing.LocalAws(seed=True):
            ec2 = boto3async.client("ec2")
            waited = ec2.describe_vpcs()

            async def main():
                answers = await asyncio.gather(*(ec2.describe_vpcs_async() for _ in range(20)))
                return answers[0]

            self.assertEqual(asyncio.run(main())["Vpcs"], waited["Vpcs"])
            self.assertIn("describe_vpcs_async", dir(ec2))
            with self.assertRaises(AttributeError):
                ec2.describe_nothing_async

    def test_aiobotocore(self):
        async def main():
            session = aiobotocore.get_session()
            async with session.create_client("sqs", region_name="us-east-1", endpoint_url=self.aws.endpoint_url, **KEYS,
                                             config=aiobotocore.AioConfig(read_timeout=10)) as client:
                url = (await client.create_queue(QueueName="q"))["QueueUrl"]
                await client.send_message(QueueUrl=url, MessageBody="hello")
                messages = (await client.receive_message(QueueUrl=url))["Messages"]
                return messages[0]["Body"]

        self.assertEqual(asyncio.run(main()), "hello")

    @unittest.skipUnless(botocore, "botocore is not installed")
    def test_aboto3(self):
        # boto3's clients are botocore's.
        session = botocore.session.Session()
        session.set_credentials(KEYS["aws_access_key_id"], KEYS["aws_secret_access_key"])
        theirs = session.create_client("ec2", region_name="eu-west-1", endpoint_url=self.aws.endpoint_url,
                                       config=botocore.config.Config(max_pool_connections=32))
        ours = aboto3.AIOClient(theirs)
        self.assertEqual(ours.meta.region_name, "eu-west-1")

        async def main():
            pages = [page async for page in ours.get_paginator("describe_instances").paginate(Filters=[{"Name": "instance-type", "Values": ["t3.micro"]}])]
            with self.assertRaises(botocore.exceptions.ClientError) as caught:
                await ours.describe_instances(InstanceIds=["i-00000000000000000"])
            return pages, await ours.describe_vpcs(), caught.exception

        pages, vpcs, failure = asyncio.run(main())
        self.assertEqual(vpcs["Vpcs"], theirs.describe_vpcs()["Vpcs"])
        self.assertEqual([page["Reservations"] for page in pages],
                         [page["Reservations"] for page in theirs.get_paginator("describe_instances").paginate(Filters=[{"Name": "instance-type", "Values": ["t3.micro"]}])])
        self.assertIsInstance(failure, aloft.exceptions.ClientError)
        with self.assertRaises(botocore.exceptions.ClientError) as original:
            theirs.describe_instances(InstanceIds=["i-00000000000000000"])
        self.assertEqual(str(failure), str(original.exception))

    @unittest.skipUnless(botocore, "botocore is not installed")
    def test_aboto3_with_keys_that_renew_themselves(self):
        from botocore.credentials import RefreshableCredentials

        made = []

        def renew():
            made.append(1)
            return {"access_key": KEYS["aws_access_key_id"] if len(made) > 1 else "AKIDOFANOTHER", "secret_key": KEYS["aws_secret_access_key"],
                    "token": None, "expiry_time": "2099-01-01T00:00:00Z"}

        session = botocore.session.Session()
        session._credentials = RefreshableCredentials("old", "old", None, _long_ago(), renew, "test")
        theirs = session.create_client("ec2", region_name="us-east-1", endpoint_url=self.aws.endpoint_url)
        ours = aboto3.AIOClient(theirs)
        with self.assertRaisesRegex(aloft.exceptions.ClientError, "AuthFailure|InvalidClientTokenId|UnrecognizedClient"):
            asyncio.run(ours.describe_vpcs())
        session._credentials._expiry_time = _long_ago()
        self.assertTrue(asyncio.run(ours.describe_vpcs())["Vpcs"])
        self.assertEqual(len(made), 2)

    @unittest.skipUnless(botocore, "botocore is not installed")
    def test_botocores_config_is_taken(self):
        config = botocore.config.Config(retries={"total_max_attempts": 1}, signature_version=botocore.UNSIGNED, s3={"addressing_style": "path"})
        client = aloft.Session(region_name="us-east-1").client("s3", endpoint_url=self.store.url, config=config)
        self.store.objects["/b/k"] = b"x"

        async def main():
            return await (await client.get_object(Bucket="b", Key="k"))["Body"].read()

        self.assertEqual(asyncio.run(main()), b"x")
        self.assertNotIn("Authorization", self.store.requests[-1][2])

    def test_config_refuses_what_botocores_does(self):
        with self.assertRaisesRegex(TypeError, "Got unexpected keyword argument 'nothing'"):
            aloft.Config(nothing=1)
        with self.assertRaisesRegex(aloft.exceptions.InvalidRetryModeError, 'Invalid value provided to "mode": "fast"'):
            aloft.Config(retries={"mode": "fast"})

    def test_an_active_mock_is_not_walked_past(self):
        class Stubber:
            enabled = True

        class Models:
            botocore_stubber = Stubber()

        sys.modules["moto.core.models"] = Models()
        try:
            with self.assertRaisesRegex(RuntimeError, "aloft.testing.mock_aws"):
                asyncio.run(aloft.Session(region_name="us-east-1", **KEYS).client("ec2").describe_vpcs())
        finally:
            del sys.modules["moto.core.models"]


def _long_ago():
    import datetime

    return datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)


if __name__ == "__main__":
    unittest.main()
