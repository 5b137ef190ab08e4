"""Credentials from an instance metadata service that wants version 2 of its protocol, and from a container's endpoint;
roles assumed with them."""

import pathlib

from case import Case


class Metadata(Case):
    def bare(self, **more):
        """An environment without keys."""
        return {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", **more}

    def instance(self):
        return self.bare(AWS_EC2_METADATA_DISABLED="false", AWS_EC2_METADATA_SERVICE_ENDPOINT=self.server.url)

    def container(self):
        return self.bare(AWS_CONTAINER_CREDENTIALS_FULL_URI=self.server.url + "/v2/credentials/8f1c")

    def profiles(self, text):
        folder = pathlib.Path(self.aloft.home) / ".aws"
        folder.mkdir(exist_ok=True)
        (folder / "config").write_text(text)

    def setUp(self):
        self.profiles("")

    def exported(self, **environment):
        return self.ok("configure", "export-credentials", "--format", "json", **environment).json

    def test_the_service_refuses_version_1(self):
        self.assertEqual(self.server.request("GET", "/latest/meta-data/iam/security-credentials/")[0], 401)

    def test_instance(self):
        found = self.exported(**self.instance())
        self.assertEqual(found["Provider"], "iam-role")
        self.assertTrue(found["SessionToken"] and found["Expiration"])
        self.ok("sts", "get-caller-identity", **self.instance())

    def test_container(self):
        found = self.exported(**self.container())
        self.assertEqual(found["Provider"], "container-role")
        self.assertTrue(found["SessionToken"] and found["Expiration"])
        self.ok("sts", "get-caller-identity", **self.container())

    def test_container_comes_before_instance(self):
        self.assertEqual(self.exported(**{**self.instance(), **self.container()})["Provider"], "container-role")

    def test_a_role_from_either(self):
        for source, environment in (("Ec2InstanceMetadata", self.instance()), ("EcsContainer", self.container())):
            self.profiles(f"[profile dev]\nrole_arn = arn:aws:iam::000000000000:role/{source}\ncredential_source = {source}\n")
            found = self.ok("sts", "get-caller-identity", "--profile", "dev", **environment).json
            self.assertIn(f":assumed-role/{source}/", found["Arn"])

    def test_a_session_renews_what_the_metadata_service_gave(self):
        result = self.library("metadata-renewal", **self.instance())
        self.assertEqual((result.code, result.err), (0, ""))
