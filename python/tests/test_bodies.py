"""Bodies both ways, pages, waiters, presigning, Stubber."""

import io
import tempfile

from base import Test, aloft, asyncio, testing, unittest

BIG = bytes(range(256)) * 20_000  # 5 MB


class Uploads(Test):
    def put(self, body, **more):
        async def run():
            s3 = self.s3()
            await s3.put_object(Bucket="b", Key="k", Body=body, **more)
            answer = await s3.get_object(Bucket="b", Key="k")
            return await answer["Body"].read()

        return asyncio.run(run())

    def test_everything_that_bytes_can_be(self):
        self.assertEqual(self.put(b"abc"), b"abc")
        self.assertEqual(self.put("ä€"), "ä€".encode())
        self.assertEqual(self.put(bytearray(b"abc")), b"abc")
        self.assertEqual(self.put(memoryview(b"abcdef")[::2]), b"ace")
        self.assertEqual(self.put(b""), b"")
        self.assertEqual(self.put(BIG), BIG)

    def test_files(self):
        self.assertEqual(self.put(io.BytesIO(b"abc")), b"abc")
        with tempfile.TemporaryFile() as file:
            file.write(b"left" + BIG)
            file.seek(4)
            self.assertEqual(self.put(file), BIG)

    def test_what_reads_by_itself(self):
        class Reads:
            def __init__(self):
                self.left = io.BytesIO(BIG)

            def read(self, size):
                return self.left.read(min(size, 100_000))

        class Waits(Reads):
            async def read(self, size):
                await asyncio.sleep(0)
                return self.left.read(size)

        self.assertEqual(self.put(Reads(), ContentLength=len(BIG)), BIG)
        self.assertEqual(self.put(Waits(), ContentLength=len(BIG)), BIG)

    def test_iterables(self):
        async def pieces():
            for at in range(0, len(BIG), 1 << 20):
                await asyncio.sleep(0)
                yield BIG[at:at + (1 << 20)]

        self.assertEqual(self.put((piece for piece in (b"a", b"", "b")), ContentLength=2), b"ab")
        self.assertEqual(self.put(pieces(), ContentLength=len(BIG)), BIG)

    def test_a_generator_that_raises_ends_the_call_with_its_exception(self):
        def broken():
            yield b"a"
            raise LookupError("no more")

        async def broken_too():
            yield b"a"
            raise LookupError("no more")

        for body in (broken(), broken_too()):
            with self.assertRaisesRegex(LookupError, "no more"):
                self.put(body, ContentLength=100)
        with self.assertRaisesRegex(TypeError, "piece of type"):
            self.put((one for one in [1]), ContentLength=1)

    def test_a_body_that_is_none(self):
        with self.assertRaises((TypeError, aloft.exceptions.ParamValidationError)):
            self.put(17)

    def test_sync(self):
        s3 = self.s3(aloft.sync)
        for body in (b"abc", io.BytesIO(b"abc"), (piece for piece in (b"a", b"bc"))):
            s3.put_object(Bucket="b", Key="k", Body=body, **({"ContentLength": 3} if not hasattr(body, "__len__") else {}))
            self.assertEqual(s3.get_object(Bucket="b", Key="k")["Body"].read(), b"abc")

        def broken():
            yield b"a"
            raise LookupError("no more")

        with self.assertRaisesRegex(LookupError, "no more"):
            s3.put_object(Bucket="b", Key="k", Body=broken(), ContentLength=100)


class Downloads(Test):
    def setUp(self):
        self.store.objects["/b/k"] = BIG
        self.store.objects["/b/lines"] = b"one\r\ntwo\n\nthree"

    def test_reading(self):
        async def run():
            s3 = self.s3()
            body = (await s3.get_object(Bucket="b", Key="k"))["Body"]
            self.assertEqual(await body.read(10), BIG[:10])
            self.assertEqual(body.tell(), 10)
            buffer = bytearray(7)
            self.assertEqual(await body.readinto(buffer), 7)
            self.assertEqual(bytes(buffer), BIG[10:17])
            self.assertEqual(await body.read(), BIG[17:])
            self.assertEqual(await body.read(), b"")
            body = (await s3.get_object(Bucket="b", Key="k"))["Body"]
            self.assertEqual(b"".join([piece async for piece in body.iter_chunks(100_000)]), BIG)
            body = (await s3.get_object(Bucket="b", Key="k"))["Body"]
            self.assertEqual(b"".join([piece async for piece in body]), BIG)
            async with (await s3.get_object(Bucket="b", Key="k"))["Body"] as stream:
                self.assertEqual(await stream.read(5), BIG[:5])
            body = (await s3.get_object(Bucket="b", Key="lines"))["Body"]
            self.assertEqual([line async for line in body.iter_lines(3)], [b"one", b"two", b"", b"three"])

        asyncio.run(run())

    def test_what_is_not_read_harms_nobody(self):
        async def run():
            s3 = self.s3()
            for _ in range(20):
                body = (await s3.get_object(Bucket="b", Key="k"))["Body"]
                await body.read(3)
            body.close()
            self.assertEqual(await (await s3.get_object(Bucket="b", Key="lines"))["Body"].read(3), b"one")

        asyncio.run(run())

    def test_sync(self):
        s3 = self.s3(aloft.sync)
        self.assertEqual(s3.get_object(Bucket="b", Key="k")["Body"].read(), BIG)
        self.assertEqual(b"".join(s3.get_object(Bucket="b", Key="k")["Body"]), BIG)
        self.assertEqual(list(s3.get_object(Bucket="b", Key="lines")["Body"].iter_lines()), [b"one", b"two", b"", b"three"])

    def test_lambdas_payload_is_a_stream(self):
        with testing.LocalAws(functions=["echo"]) as local:
            async def run():
                answer = await self.client("lambda", local.endpoint_url).invoke(FunctionName="echo", Payload=b'{"a": 1}')
                return await answer["Payload"].read()

            self.assertEqual(asyncio.run(run()), b'{"a": 1}')
            answer = self.client("lambda", local.endpoint_url, aloft.sync).invoke(FunctionName="echo", Payload='{"a": 1}')
            self.assertEqual(answer["Payload"].read(), b'{"a": 1}')


class Pages(Test):
    def test_pages_rows_and_tokens(self):
        made = testing.LocalAws(synthesize=10, pages=3)

        async def run():
            client = self.client("dynamodb", made.endpoint_url)
            pages = client.get_paginator("list_tables").paginate()
            rows = [name async for page in pages for name in page["TableNames"]]
            self.assertEqual(len(rows), 30)
            self.assertEqual(len([one async for one in client.get_paginator("list_tables").paginate().search("TableNames[]")]), 30)
            whole = await client.get_paginator("list_tables").paginate().build_full_result()
            self.assertEqual(whole["TableNames"], rows)
            cut = client.get_paginator("list_tables").paginate(PaginationConfig={"MaxItems": 13})
            first = await cut.build_full_result()
            self.assertEqual(len(first["TableNames"]), 13)
            rest = client.get_paginator("list_tables").paginate(PaginationConfig={"StartingToken": first["NextToken"]})
            self.assertEqual(first["TableNames"] + (await rest.build_full_result())["TableNames"], rows)
            self.assertTrue(client.can_paginate("list_tables"))
            with self.assertRaisesRegex(aloft.exceptions.OperationNotPageableError, "Operation cannot be paginated: get_item"):
                client.get_paginator("get_item")

        asyncio.run(run())
        sync = self.client("dynamodb", made.endpoint_url, aloft.sync)
        self.assertEqual(sum(len(page["TableNames"]) for page in sync.get_paginator("list_tables").paginate()), 30)

    def test_waiters(self):
        async def run():
            client = self.client()
            group = (await client.describe_instances())["Reservations"][0]["Instances"][0]["InstanceId"]
            await client.get_waiter("instance_exists").wait(InstanceIds=[group])
            waiter = client.get_waiter("instance_exists")
            self.assertEqual(waiter.name, "InstanceExists")
            with self.assertRaisesRegex(aloft.exceptions.WaiterError, "Waiter InstanceExists failed: Max attempts exceeded"):
                await waiter.wait(InstanceIds=["i-00000000000000000"], WaiterConfig={"Delay": 0, "MaxAttempts": 2})
            self.assertIn("instance_running", client.waiter_names)

        asyncio.run(run())

    def test_presigning(self):
        s3 = self.s3()
        url = asyncio.run(s3.generate_presigned_url("get_object", {"Bucket": "b", "Key": "k"}, ExpiresIn=60))
        self.assertIn("X-Amz-Expires=60", url)
        self.assertTrue(url.startswith(self.store.url + "/b/k?"))
        self.assertIn("X-Amz-Signature=", self.s3(aloft.sync).generate_presigned_url("put_object", {"Bucket": "b", "Key": "k"}))
        form = asyncio.run(s3.generate_presigned_post("b", "${filename}", Conditions=[["content-length-range", 1, 10]]))
        self.assertEqual(form["url"], self.store.url + "/b")
        self.assertEqual(set(form["fields"]), {"key", "policy", "x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-signature"})

    def test_event_streams_say_what_is_missing_and_close(self):
        client = self.client("s3", self.store.url)
        with self.assertRaises(aloft.exceptions.ParamValidationError):
            asyncio.run(client.select_object_content(Bucket="b"))

    def test_stubber(self):
        client = self.client()

        async def run():
            with testing.Stubber(client) as stub:
                stub.add_response("describe_vpcs", {"Vpcs": []}, {"MaxResults": 5})
                stub.add_client_error("describe_vpcs", "Nope", "no")
                self.assertEqual(await client.describe_vpcs(MaxResults=5), {"Vpcs": []})
                with self.assertRaisesRegex(aloft.exceptions.ClientError, r"\(Nope\)"):
                    await client.describe_vpcs()
                stub.assert_no_pending_responses()
                with self.assertRaises(aloft.exceptions.UnStubbedResponseError):
                    await client.describe_vpcs()
            self.assertTrue((await client.describe_vpcs())["Vpcs"])

        asyncio.run(run())

    def test_roles(self):
        session = aloft.Session(region_name="us-east-1", aws_access_key_id="AKIDLOCALEXAMPLE", aws_secret_access_key="local-secret-for-tests-only")
        with testing.LocalAws(seed=True) as local:
            role = session.assume_role("arn:aws:iam::123456789012:role/reader", RoleSessionName="me")
            self.assertTrue(asyncio.run(role.client("ec2").describe_vpcs())["Vpcs"])
            self.assertEqual(local.requests()["sts.AssumeRole"], 1)
            self.assertEqual(asyncio.run(session.get_credentials()).access_key, "AKIDLOCALEXAMPLE")


if __name__ == "__main__":
    unittest.main()
