"""Roles assumed at an STS that looks at trust policies, signatures and the age of session tokens: assume, use, expire, renew."""

import json
import pathlib
import time
import unittest

from case import Case

ACCOUNT = "arn:aws:iam::000000000000:"


def policy(action, **more):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, **more}]})


class Roles(Case):
    @classmethod
    def setUpClass(cls):
        def call(*arguments):
            result = cls.aloft(*arguments)
            if result.code != 0:
                raise RuntimeError(result.err)
        trust = {"Principal": {"AWS": "*"}}
        agreed = {**trust, "Condition": {"StringEquals": {"sts:ExternalId": "agreed"}}}
        for name, document in (("reader", policy("sts:AssumeRole", **trust)),
                               ("next", policy("sts:AssumeRole", **trust)),
                               ("partner", policy("sts:AssumeRole", **agreed)),
                               ("closed", policy("sts:AssumeRole", Principal={"AWS": ACCOUNT + "user/nobody"}))):
            call("iam", "create-role", "--role-name", name, "--assume-role-policy-document", document)
            call("iam", "put-role-policy", "--role-name", name, "--policy-name", "p", "--policy-document",
                 policy(["sqs:ListQueues", "sts:*"], Resource="*"))

    def setUp(self):
        key, secret = self.server.credentials
        self.folder = pathlib.Path(self.aloft.home) / ".aws"
        self.folder.mkdir(exist_ok=True)
        (self.folder / "credentials").write_text(f"[base]\naws_access_key_id = {key}\naws_secret_access_key = {secret}\n")
        # The environment's keys would win over the profile of AWS_PROFILE; one that is named wins over them.
        self.profiles("")

    def profiles(self, text):
        (self.folder / "config").write_text(text)

    def role(self, name, more="", source="base"):
        return f"[profile {name}]\nrole_arn = {ACCOUNT}role/{name}\nsource_profile = {source}\n{more}\n"

    def keys(self, profile):
        text = self.ok("configure", "export-credentials", "--format", "json", "--profile", profile).json
        return {"AWS_ACCESS_KEY_ID": text["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": text["SecretAccessKey"],
                "AWS_SESSION_TOKEN": text["SessionToken"]}

    def test_a_role_is_assumed_and_used(self):
        self.profiles(self.role("reader", "role_session_name = judged"))
        self.assertEqual(self.ok("sts", "get-caller-identity", "--profile", "reader").json["Arn"],
                         "arn:aws:sts::000000000000:assumed-role/reader/judged")
        self.ok("sqs", "list-queues", "--profile", "reader")
        self.assertIn("not authorized", self.refused("AccessDenied", "sqs", "create-queue", "--queue-name", "q",
                                                     "--profile", "reader"))

    def test_a_chain_of_roles(self):
        self.profiles(self.role("reader") + self.role("next", source="reader"))
        self.assertIn("assumed-role/next/", self.ok("sts", "get-caller-identity", "--profile", "next").json["Arn"])

    def test_a_role_that_wants_an_external_id(self):
        self.profiles(self.role("partner"))
        said = self.aloft("sts", "get-caller-identity", "--profile", "partner")
        self.assertNotEqual(said.code, 0)
        self.assertIn("role/partner", said.err)
        self.profiles(self.role("partner", "external_id = agreed"))
        self.ok("sts", "get-caller-identity", "--profile", "partner")

    def test_a_role_that_trusts_somebody_else(self):
        self.profiles(self.role("closed"))
        said = self.aloft("sts", "get-caller-identity", "--profile", "closed")
        self.assertNotEqual(said.code, 0)
        self.assertIn("AccessDenied", said.err)
        self.assertIn("while assuming the role", said.err)
        self.assertNotIn(self.server.credentials[1], said.err)

    def test_keys_expire_and_are_renewed(self):
        # AWS gives no keys for less than 15 minutes, and calls are checked against that unless told otherwise.
        self.profiles(self.role("reader", "duration_seconds = 3\nparameter_validation = false"))
        first = self.keys("reader")
        self.ok("sqs", "list-queues", **first)
        time.sleep(3.5)
        refused = self.aloft("sqs", "list-queues", **first)
        self.assertEqual(refused.code, 254, refused.err)
        self.assertIn("expired", refused.err)
        self.assertNotIn(first["AWS_SESSION_TOKEN"], refused.err)
        second = self.keys("reader")
        self.assertNotEqual(first["AWS_ACCESS_KEY_ID"], second["AWS_ACCESS_KEY_ID"])
        self.ok("sqs", "list-queues", **second)

    def test_a_session_renews_its_keys_by_itself(self):
        self.profiles("[default]\nparameter_validation = false\n")
        result = self.library("identity-renewal", HOME=self.aloft.home)
        self.assertEqual((result.code, result.err), (0, ""))


if __name__ == "__main__":
    unittest.main()
