"""Requests whose signature is wrong, refused by servers that recompute it."""

from case import Case


class Signatures(Case):
    def test_wrong_secret_is_refused(self):
        result = self.aloft("ec2", "describe-regions", AWS_SECRET_ACCESS_KEY="not-the-secret")
        self.assertEqual(result.code, 254, result.err)
        self.assertIn("AuthFailure", result.err)

    def test_wrong_secret_is_refused_by_sts(self):
        result = self.aloft("sts", "get-caller-identity", AWS_SECRET_ACCESS_KEY="not-the-secret")
        self.assertEqual(result.code, 254, result.err)
        self.assertIn("SignatureDoesNotMatch", result.err)

    def test_unknown_key_is_refused(self):
        result = self.aloft("sts", "get-caller-identity", AWS_ACCESS_KEY_ID="AKIAUNKNOWNUNKNOWN00")
        self.assertEqual(result.code, 254, result.err)
        self.assertIn("InvalidClientTokenId", result.err)
