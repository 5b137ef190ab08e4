"""Calls: answers, refusals, parameters that cannot be, cancellation, loops and threads."""

import datetime
import decimal
import inspect
import pickle
import signal
import threading
import time

from base import Test, aloft, asyncio, testing, unittest


class Calls(Test):
    def test_answers_are_plain_values_with_botocores_metadata(self):
        answer = asyncio.run(self.client().describe_vpcs())
        self.assertIs(type(answer), dict)
        self.assertEqual(list(answer)[-1], "ResponseMetadata")
        self.assertIs(type(answer["Vpcs"]), list)
        self.assertEqual(answer["ResponseMetadata"]["HTTPStatusCode"], 200)
        self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 0)
        self.assertIn("date", answer["ResponseMetadata"]["HTTPHeaders"])

    def test_sync_gives_the_same(self):
        ours = self.client(module=aloft.sync).describe_security_groups()
        theirs = asyncio.run(self.client().describe_security_groups())
        self.assertEqual(ours["SecurityGroups"], theirs["SecurityGroups"])

    def test_clients_are_context_managers_and_usable_at_once(self):
        async def run():
            client = self.client()
            await client.describe_regions()
            async with client as same:
                self.assertIs(same, client)
            with self.assertRaisesRegex(RuntimeError, "has been closed"):
                await client.describe_regions()

        asyncio.run(run())

    def test_methods_are_coroutine_functions_of_keyword_arguments(self):
        client = self.client()
        self.assertTrue(inspect.iscoroutinefunction(client.describe_vpcs))
        self.assertEqual(client.describe_vpcs.__name__, "describe_vpcs")
        with self.assertRaisesRegex(TypeError, r"describe_vpcs\(\) only accepts keyword arguments."):
            asyncio.run(client.describe_vpcs("x"))
        with self.assertRaisesRegex(AttributeError, "'EC2' object has no attribute 'describe_vpc'"):
            client.describe_vpc
        self.assertIn("describe_vpcs", dir(client))

    def test_a_coroutine_that_is_thrown_away_sends_nothing(self):
        before = self.aws.requests().get("ec2.DescribeTags", 0)
        coroutine = self.client().describe_tags()
        coroutine.close()
        self.assertEqual(self.aws.requests().get("ec2.DescribeTags", 0), before)

    def test_refusals_are_client_errors_with_botocores_text(self):
        client = self.client()
        with self.assertRaises(aloft.exceptions.ClientError) as caught:
            asyncio.run(client.describe_instances(InstanceIds=["i-00000000000000000"]))
        failure = caught.exception
        self.assertEqual(failure.operation_name, "DescribeInstances")
        self.assertTrue(str(failure).startswith(
            "An error occurred (InvalidInstanceID.NotFound) when calling the DescribeInstances operation: "), str(failure))
        self.assertEqual(failure.response["Error"]["Code"], "InvalidInstanceID.NotFound")
        self.assertIn("HTTPHeaders", failure.response["ResponseMetadata"])
        again = pickle.loads(pickle.dumps(failure))
        self.assertEqual((type(again), str(again), again.response), (aloft.exceptions.ClientError, str(failure), failure.response))

    def test_modelled_refusals_have_classes(self):
        sqs = self.client("sqs")

        async def run():
            with self.assertRaises(sqs.exceptions.QueueDoesNotExist):
                await sqs.get_queue_url(QueueName="none")
            self.assertTrue(issubclass(sqs.exceptions.QueueDoesNotExist, aloft.exceptions.ClientError))
            with self.assertRaisesRegex(AttributeError, "Valid exceptions are: "):
                sqs.exceptions.NoSuchThing

        asyncio.run(run())

    def test_parameters_that_cannot_be_get_botocores_report(self):
        client, dynamodb = self.client(), self.client("dynamodb")
        cases = [
            (client, "describe_vpcs", {"Vpcs": 1}, 'Unknown parameter in input: "Vpcs", must be one of: '),
            (client, "describe_vpcs", {"VpcIds": "x"}, "Invalid type for parameter VpcIds, value: x, type: <class 'str'>, valid types: <class 'list'>, <class 'tuple'>"),
            (client, "describe_vpcs", {"VpcIds": None}, "Invalid type for parameter VpcIds, value: None, type: <class 'NoneType'>"),
            (client, "describe_vpcs", {"MaxResults": "5"}, "Invalid type for parameter MaxResults, value: 5, type: <class 'str'>, valid types: <class 'int'>"),
            (client, "describe_vpcs", {"DryRun": 1}, "Invalid type for parameter DryRun, value: 1, type: <class 'int'>, valid types: <class 'bool'>"),
            (dynamodb, "get_item", {"TableName": "t"}, 'Missing required parameter in input: "Key"'),
            (dynamodb, "get_item", {"TableName": "t", "Key": {"k": {"S": "a", "N": "1"}}}, None),
        ]
        for by, method, parameters, text in cases:
            with self.subTest(method=method, parameters=parameters):
                with self.assertRaises(Exception) as caught:
                    asyncio.run(getattr(by, method)(**parameters))
                if text:
                    self.assertIsInstance(caught.exception, aloft.exceptions.ParamValidationError)
                    self.assertTrue(str(caught.exception).startswith("Parameter validation failed:\n" + text), str(caught.exception))

    def test_values_that_have_no_form_on_the_wire(self):
        client, dynamodb = self.client(), self.client("dynamodb")
        with self.assertRaises(UnicodeEncodeError):
            asyncio.run(client.describe_vpcs(VpcIds=["\ud800"]))
        with self.assertRaisesRegex(OverflowError, "64 bits"):
            asyncio.run(dynamodb.list_tables(Limit=1 << 70))
        circle = []
        circle.append(circle)
        with self.assertRaises((aloft.exceptions.ParamValidationError, RecursionError)):
            asyncio.run(client.describe_vpcs(VpcIds=circle))
        with self.assertRaises(ValueError):
            asyncio.run(client.describe_spot_price_history(StartTime=float("nan")))

    def test_times_are_taken_in_all_forms(self):
        made = testing.LocalAws(synthesize=1)
        client = self.client(url=made.endpoint_url)
        for when in (datetime.datetime(2020, 1, 2), datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc), 1577923200, 1577923200.5,
                     "2020-01-02", "2020-01-02T00:00:00Z"):
            asyncio.run(client.describe_spot_price_history(StartTime=when))

    def test_cancelling_a_task_ends_its_call_and_others_go_on(self):
        async def run():
            s3 = self.s3()
            tasks = [asyncio.create_task(s3.get_object(Bucket="b", Key=f"slow{i}")) for i in range(50)]
            await asyncio.sleep(0.2)
            for task in tasks[1:]:
                task.cancel()
            ended = await asyncio.wait_for(asyncio.gather(*tasks[1:], return_exceptions=True), 10)
            self.assertTrue(all(isinstance(one, asyncio.CancelledError) for one in ended))
            self.store.release()
            with self.assertRaises(s3.exceptions.NoSuchKey):
                await tasks[0]

        asyncio.run(run())

    def test_a_time_limit_of_asyncio_ends_a_call(self):
        async def run():
            slow = testing.LocalAws(latency=30)
            with self.assertRaises((asyncio.TimeoutError, TimeoutError)):
                await asyncio.wait_for(self.client(url=slow.endpoint_url).describe_vpcs(), 0.05)
            slow.stop()

        asyncio.run(run())

    def test_hundreds_of_calls_need_one_thread_more(self):
        async def run():
            slow = testing.LocalAws(seed=True, latency=0.05)
            client = self.client(url=slow.endpoint_url)
            await client.describe_vpcs()
            before = _threads()
            answers = asyncio.gather(*(client.describe_vpcs() for _ in range(300)))
            await asyncio.sleep(0.02)
            self.assertLessEqual(_threads(), before)
            self.assertEqual(len(await answers), 300)

        asyncio.run(run())

    def test_loops_in_threads_share_a_client(self):
        client, out = self.client(), []

        def work():
            async def run():
                return [await client.describe_vpcs() for _ in range(20)]

            out.append(len(asyncio.run(run())))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        self.assertEqual(out, [20] * 4)

    def test_a_loop_that_is_closed_with_calls_in_flight_harms_nobody(self):
        slow = testing.LocalAws(seed=True, latency=0.2)
        client = self.client(url=slow.endpoint_url)
        loop = asyncio.new_event_loop()
        task = loop.create_task(client.describe_vpcs())
        loop.run_until_complete(asyncio.sleep(0.05))
        loop.close()
        del task, loop
        time.sleep(0.4)
        self.assertTrue(asyncio.run(client.describe_vpcs())["Vpcs"])

    def test_sync_clients_are_for_many_threads(self):
        client, out = self.client(module=aloft.sync), []
        threads = [threading.Thread(target=lambda: out.append(len([client.describe_vpcs() for _ in range(20)]))) for _ in range(8)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        self.assertEqual(out, [20] * 8)

    def test_control_c_ends_a_call_that_waits(self):
        slow = testing.LocalAws(latency=30)
        client = self.client(url=slow.endpoint_url, module=aloft.sync)
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        before = signal.signal(signal.SIGALRM, _interrupt)
        began = time.monotonic()
        try:
            with self.assertRaises(KeyboardInterrupt):
                client.describe_vpcs()
        finally:
            signal.signal(signal.SIGALRM, before)
            slow.stop()
        self.assertLess(time.monotonic() - began, 20)

    def test_no_region_and_no_service_are_said_at_once(self):
        with self.assertRaisesRegex(aloft.exceptions.NoRegionError, "You must specify a region."):
            aloft.Session().client("ec2")
        with self.assertRaisesRegex(aloft.exceptions.UnknownServiceError, "Unknown service: 'ec3'. Valid service names are: "):
            aloft.Session(region_name="us-east-1").client("ec3")
        with self.assertRaises(aloft.exceptions.PartialCredentialsError):
            aloft.Session(aws_access_key_id="A")

    def test_no_credentials_and_no_server(self):
        lost = aloft.Session(region_name="us-east-1").client("ec2", endpoint_url=self.aws.endpoint_url)
        with self.assertRaisesRegex(aloft.exceptions.NoCredentialsError, "Unable to locate credentials"):
            asyncio.run(lost.describe_vpcs())
        nobody = self.client(url="http://127.0.0.1:1", config=aloft.Config(retries={"total_max_attempts": 1}))
        with self.assertRaisesRegex(aloft.exceptions.EndpointConnectionError, 'Could not connect to the endpoint URL: "http://127.0.0.1:1/"'):
            asyncio.run(nobody.describe_vpcs())

    def test_retries_are_counted(self):
        flaky = testing.LocalAws(seed=True, faults="error=1x")
        answer = asyncio.run(self.client(url=flaky.endpoint_url).describe_vpcs())
        self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 1)
        broken = testing.LocalAws(faults="error=1")
        client = self.client(url=broken.endpoint_url, config=aloft.Config(retries={"total_max_attempts": 2}))
        with self.assertRaisesRegex(aloft.exceptions.ClientError, r"\(reached max retries: 1\)"):
            asyncio.run(client.describe_vpcs())

    def test_the_log_is_pythons(self):
        with self.assertLogs("aloft", "DEBUG") as caught:
            asyncio.run(self.client().describe_vpcs())
            self.client(module=aloft.sync).describe_vpcs()
        self.assertGreaterEqual(sum("DescribeVpcs" in line for line in caught.output), 2, caught.output)
        self.assertFalse(any("local-secret" in line for line in caught.output))

    def test_decimals_are_numbers(self):
        made = testing.LocalAws(synthesize=1)
        client = self.client("cloudwatch", url=made.endpoint_url)
        asyncio.run(client.put_metric_data(Namespace="n", MetricData=[{"MetricName": "m", "Value": decimal.Decimal("1.5")}]))

    def test_handlers_see_calls(self):
        client, seen = self.client(), []
        client.meta.events.register("before-parameter-build.ec2.DescribeVpcs", lambda params, **more: seen.append(dict(params)))
        client.meta.events.register("before-call.ec2", lambda params, **more: params["headers"].update({"x-mine": "1"}))
        client.meta.events.register("after-call.*.DescribeVpcs", lambda parsed, **more: seen.append(len(parsed["Vpcs"])))
        answer = asyncio.run(client.describe_vpcs(MaxResults=5))
        self.assertEqual(seen, [{"MaxResults": 5}, len(answer["Vpcs"])])
        with self.assertRaisesRegex(NotImplementedError, "before-sign"):
            client.meta.events.register("before-sign.ec2", print)

    def test_meta_says_what_botocores_does(self):
        client = self.client("s3", url="https://example.test")
        self.assertEqual(client.meta.region_name, "us-east-1")
        self.assertEqual(client.meta.partition, "aws")
        self.assertEqual(client.meta.endpoint_url, "https://example.test")
        self.assertEqual(client.meta.method_to_api_mapping["list_objects_v2"], "ListObjectsV2")
        self.assertEqual(client.meta.service_model.service_name, "s3")
        self.assertEqual(aloft.Session(region_name="eu-west-1").client("sqs").meta.endpoint_url, "https://sqs.eu-west-1.amazonaws.com")


def _threads():
    with open("/proc/self/status") as status:
        return int(next(line for line in status if line.startswith("Threads:")).split()[1])


def _interrupt(*ignored):
    raise KeyboardInterrupt


if __name__ == "__main__":
    unittest.main()
