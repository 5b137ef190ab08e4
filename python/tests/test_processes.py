"""Forks and ends of programs, each in a process of its own; leaks."""

import gc
import os
import subprocess
import sys
import textwrap

from base import Test, aloft, asyncio, testing, unittest

TIMES = int(os.environ.get("ALOFT_TEST_TIMES", "3"))


class Processes(Test):
    def run_program(self, body, code=0, times=1, text=""):
        program = textwrap.dedent("""
            import asyncio, os, sys, threading
            import aloft, aloft.sync
            KEYS = dict(aws_access_key_id="AKIDLOCALEXAMPLE", aws_secret_access_key="local-secret-for-tests-only")
            SLOW, FAST = sys.argv[1:]
            session = aloft.Session(region_name="us-east-1", **KEYS)
            slow, fast = session.client("ec2", endpoint_url=SLOW), session.client("ec2", endpoint_url=FAST)
        """) + textwrap.dedent(body)
        for _ in range(times):
            done = subprocess.run([sys.executable, "-X", "faulthandler", "-c", program, self.slow.endpoint_url, self.aws.endpoint_url],
                                  capture_output=True, text=True, timeout=120)
            self.assertEqual((done.returncode, done.stderr), (code, ""), done.stdout + done.stderr)
            self.assertIn(text, done.stdout)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.slow = testing.LocalAws(seed=True, latency=0.3)

    @classmethod
    def tearDownClass(cls):
        cls.slow.stop()
        super().tearDownClass()

    def test_calls_in_flight_survive_a_fork_and_the_child_has_its_own(self):
        self.run_program("""
            async def main():
                calls = [asyncio.ensure_future(slow.describe_vpcs()) for _ in range(64)]
                await asyncio.sleep(0.1)
                child = os.fork()
                if child == 0:
                    async def inside():
                        return len([await fast.describe_vpcs() for _ in range(20)])
                    threading.Thread(target=lambda: os._exit(0 if asyncio.run(inside()) == 20 else 1)).start()
                    threading.Event().wait(60)
                    os._exit(2)
                answers = await asyncio.gather(*calls)
                _, status = await asyncio.get_running_loop().run_in_executor(None, os.waitpid, child, 0)
                print(len(answers), os.waitstatus_to_exitcode(status))
            asyncio.run(main())
        """, text="64 0", times=TIMES)

    def test_workers_that_are_forked_before_and_after_the_first_call(self):
        self.run_program("""
            sync = aloft.sync.Session(region_name="us-east-1", **KEYS).client("ec2", endpoint_url=FAST)
            if sys.argv[0]:
                sync.describe_vpcs()
                asyncio.run(fast.describe_vpcs())
            children = []
            for _ in range(4):
                child = os.fork()
                if child == 0:
                    good = len(sync.describe_vpcs()["Vpcs"]) and len(asyncio.run(fast.describe_vpcs())["Vpcs"])
                    os._exit(0 if good else 1)
                children.append(child)
            print([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children], bool(sync.describe_vpcs()))
        """, text="[0, 0, 0, 0] True")

    def test_multiprocessing(self):
        self.run_program("""
            import multiprocessing
            def work(_):
                return len(asyncio.run(fast.describe_vpcs())["Vpcs"])
            asyncio.run(fast.describe_vpcs())
            with multiprocessing.get_context("fork").Pool(3) as pool:
                print(sum(pool.map(work, range(6))) > 5)
        """, text="True")

    def test_programs_end_with_calls_in_flight(self):
        self.run_program("""
            async def main():
                calls = [asyncio.ensure_future(slow.describe_vpcs()) for _ in range(20)]
                await asyncio.sleep(0.05)
            asyncio.run(main())
        """, times=TIMES)

    def test_programs_end_with_calls_in_a_loop_that_stands_still(self):
        self.run_program("""
            loop = asyncio.new_event_loop()
            tasks = [loop.create_task(slow.describe_vpcs()) for _ in range(20)]
            loop.run_until_complete(asyncio.sleep(0.05))
            for task in tasks: task._log_destroy_pending = False
        """, times=TIMES)

    def test_programs_end_with_a_thread_that_waits(self):
        self.run_program("""
            sync = aloft.sync.Session(region_name="us-east-1", **KEYS).client("ec2", endpoint_url=SLOW)
            sync.describe_vpcs()
            threading.Thread(target=sync.describe_vpcs, daemon=True).start()
        """, times=3)

    def test_sys_exit_within_a_call(self):
        self.run_program("""
            async def main():
                asyncio.ensure_future(slow.describe_vpcs())
                await asyncio.sleep(0.05)
                sys.exit(3)
            asyncio.run(main())
        """, code=3, times=3)


class Leaks(Test):
    def test_memory_and_references_stay(self):
        client = self.client()
        count = int(os.environ.get("ALOFT_TEST_CALLS", "600"))

        async def some(number):
            for _ in range(number // 60):
                await asyncio.gather(*(client.describe_vpcs() for _ in range(20)))
                await asyncio.gather(*(client.describe_vpcs(VpcIds=["vpc-1"]) for _ in range(20)), return_exceptions=True)
                tasks = [asyncio.ensure_future(client.describe_vpcs()) for _ in range(20)]
                await asyncio.sleep(0)
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

        asyncio.run(some(count))
        gc.collect()
        objects, before = len(gc.get_objects()), _rss()
        none = sys.getrefcount(None)
        asyncio.run(some(count))
        gc.collect()
        self.assertLess(len(gc.get_objects()) - objects, 200)
        self.assertLess(abs(sys.getrefcount(None) - none), count // 4)
        self.assertLess(_rss() - before, 16 << 20)


def _rss():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    unittest.main()
