"""What the tests have in common. Run them with `python -m unittest` in this folder, PYTHONPATH naming the package."""

import asyncio
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(__file__))
for variable in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[variable]
os.environ.update(AWS_CONFIG_FILE="/dev/null", AWS_SHARED_CREDENTIALS_FILE="/dev/null", AWS_EC2_METADATA_DISABLED="true")

import aloft  # noqa: E402
import aloft.sync  # noqa: E402
from aloft import testing  # noqa: E402
from store import Store  # noqa: E402

KEYS = {"aws_access_key_id": "AKIDLOCALEXAMPLE", "aws_secret_access_key": "local-secret-for-tests-only"}
__all__ = ["KEYS", "Store", "Test", "aloft", "asyncio", "testing", "unittest"]


class Test(unittest.TestCase):
    """With the embedded AWS and a store, one of each per class."""

    @classmethod
    def setUpClass(cls):
        cls.aws = testing.LocalAws(seed=True)
        cls.store = Store()

    @classmethod
    def tearDownClass(cls):
        cls.aws.stop()
        cls.store.close()

    def client(self, service="ec2", url=None, module=aloft, **more):
        return module.Session(region_name="us-east-1", **KEYS).client(service, endpoint_url=url or self.aws.endpoint_url, **more)

    def s3(self, module=aloft, **more):
        config = aloft.Config(s3={"addressing_style": "path"}, retries={"total_max_attempts": 1})
        return self.client("s3", self.store.url, module, config=config, **more)
