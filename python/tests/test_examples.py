"""examples/python run as they stand, against the embedded AWS; and the examples of projects that this one replaces."""

import os
import pathlib
import re
import subprocess
import sys

from base import Test, testing, unittest

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples/python"


class Examples(Test):
    def run_file(self, name, text, **environment):
        done = subprocess.run([sys.executable, EXAMPLES / name, "--local"], capture_output=True, text=True, timeout=120,
                              env={**os.environ, **environment}, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout, text)

    def test_security_groups(self):
        self.run_file("security_groups.py", r"\d\d+ groups in \d\d regions")

    def test_lambda_batch(self):
        self.run_file("lambda_batch.py", "100 answers, in order: True")

    def test_queue_and_topic(self):
        self.run_file("queue_and_topic.py", "^Hello, World!$")

    def test_buckets(self):
        self.run_file("buckets.py", "b'hello'\nb'hello'", BUCKET="b", AWS_ENDPOINT_URL=self.store.url, **testing.ENVIRONMENT)


class Words(Test):
    """A folder of those projects' texts, where one is named: every example in Python whose imports are there."""

    def test_examples_of_replaced_projects(self):
        folder = os.environ.get("ALOFT_SEEDS")
        if not folder:
            self.skipTest("ALOFT_SEEDS names no folder")
        program = "import sys, aloft.compat.aboto3, aloft.compat.boto3async\n" \
                  "sys.modules.update(aboto3=aloft.compat.aboto3, boto3async=aloft.compat.boto3async)\n"
        with testing.mock_aws() as url:
            ran = 0
            for path in sorted(pathlib.Path(folder).glob("*.txt")):
                for block in re.findall(r"```python\n(.*?)```", path.read_text(), re.S):
                    if not re.search(r"^(import|from) (aboto3|boto3async)", block, re.M) or "aws_assume_role_lib" in block:
                        continue
                    block = block.replace("= AIOClient(", "= aboto3.AIOClient(")  # a name that the text forgets to import
                    block = re.sub(r"InstanceIds=\[.*?\]", "MaxResults=5", block)  # an instance that nobody has
                    done = subprocess.run([sys.executable, "-c", program + block], capture_output=True, text=True, timeout=120,
                                          env={**os.environ, **testing.ENVIRONMENT, "AWS_ENDPOINT_URL": url}, check=False)
                    with self.subTest(path=path.name, block=block[:400]):
                        self.assertEqual(done.returncode, 0, done.stderr[-2000:])
                        ran += 1
            print(f"{ran} examples ran")


if __name__ == "__main__":
    unittest.main()
