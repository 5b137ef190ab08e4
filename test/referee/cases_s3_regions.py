"""A bucket that lives in another region than the one that is asked."""

from case import Case


class Regions(Case):
    def test_bucket_elsewhere(self):
        far = ("--bucket", "far-away")
        self.ok("s3", "create-bucket", *far, "--create-bucket-configuration", "LocationConstraint=eu-west-1", AWS_REGION="eu-west-1")
        self.ok("s3", "put-object", *far, "--key", "k", "--body", __file__)
        self.ok("s3", "head-object", *far, "--key", "k")
        listed = self.aloft("s3", "list-objects-v2", *far, "--debug")
        self.assertEqual((listed.code, len(listed.json["Contents"])), (0, 1), listed.err)
        self.assertIn("PermanentRedirect", listed.err, "this server did not say that the bucket is elsewhere")
