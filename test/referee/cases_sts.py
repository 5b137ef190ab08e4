"""STS over the awsQuery protocol."""

from case import Case


class Sts(Case):
    def test_get_caller_identity(self):
        identity = self.ok("sts", "get-caller-identity").json
        self.assertEqual(identity["Account"], "123456789012")
        self.assertIn("judge", identity["Arn"])
