"""Services that keep settings: SSM, EventBridge and Step Functions over awsJson, IAM over awsQuery."""

import json
import re

from case import Case

ROLE = "arn:aws:iam::123456789012:role/machine"
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]})


class Ssm(Case):
    def test_parameter_lifecycle(self):
        value = 'line 1\nline 2 "quoted" äé€漢字🙂 \\ /'
        self.assertEqual(self.ok("ssm", "put-parameter", "--name", "/app/db url", "--value", value, "--type", "String").json["Version"], 1)
        read = self.ok("ssm", "get-parameter", "--name", "/app/db url").json["Parameter"]
        self.assertEqual((read["Value"], read["Version"]), (value, 1))
        self.assertRegex(read["LastModifiedDate"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+")
        self.refused("ParameterAlreadyExists", "ssm", "put-parameter", "--name", "/app/db url", "--value", "x", "--type", "String")
        self.ok("ssm", "put-parameter", "--name", "/app/db url", "--value", "x", "--type", "String", "--overwrite")
        history = self.ok("ssm", "get-parameter-history", "--name", "/app/db url", "--query", "Parameters[].[Version,Value]").json
        self.assertEqual(history, [[1, value], [2, "x"]])
        self.ok("ssm", "delete-parameter", "--name", "/app/db url")
        self.refused("ParameterNotFound", "ssm", "get-parameter", "--name", "/app/db url")

    def test_pages_and_missing_names(self):
        for number in range(25):
            self.ok("ssm", "put-parameter", "--name", f"/many/{number:02}", "--value", str(number), "--type", "SecureString")
        rows = self.ok("ssm", "get-parameters-by-path", "--path", "/many", "--with-decryption", "--page-size", "10").json["Parameters"]
        self.assertEqual(sorted(row["Value"] for row in rows), sorted(map(str, range(25))))
        found = self.ok("ssm", "get-parameters", "--names", "/many/01", "/nowhere").json
        self.assertEqual(([row["Name"] for row in found["Parameters"]], found["InvalidParameters"]), (["/many/01"], ["/nowhere"]))

    def test_through_the_library(self):
        self.through_library("ssm")


class Events(Case):
    def test_rule_lifecycle(self):
        pattern = json.dumps({"source": ["my app"], "detail": {"state": ["on", None], "n": [{"numeric": [">", 1.5]}]}})
        arn = self.ok("events", "put-rule", "--name", "watch", "--event-pattern", pattern, "--tags", "Key=a,Value=b c").json["RuleArn"]
        read = self.ok("events", "describe-rule", "--name", "watch").json
        self.assertEqual((read["Arn"], json.loads(read["EventPattern"]), read["State"]), (arn, json.loads(pattern), "ENABLED"))
        put = self.ok("events", "put-targets", "--rule", "watch", "--targets",
                      json.dumps([{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:q", "Input": '{"x": [1]}'}])).json
        self.assertEqual((put["FailedEntryCount"], put["FailedEntries"]), (0, []))
        targets = self.ok("events", "list-targets-by-rule", "--rule", "watch").json["Targets"]
        self.assertEqual(targets, [{"Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:q", "Input": '{"x": [1]}'}])
        self.ok("events", "remove-targets", "--rule", "watch", "--ids", "1")
        self.ok("events", "delete-rule", "--name", "watch")
        self.assertEqual(self.ok("events", "list-rules", "--name-prefix", "watch").json["Rules"], [])
        self.refused("ResourceNotFoundException", "events", "describe-rule", "--name", "watch")

    def test_events_with_detail(self):
        put = self.ok("events", "put-events", "--entries", json.dumps([
            {"Source": "my.app", "DetailType": "d", "Detail": '{"a": "b c"}', "Time": "2024-02-29T12:00:00Z"},
            {"DetailType": "no source", "Detail": "{}"}])).json
        self.assertEqual(put["FailedEntryCount"], 1)
        self.assertRegex(put["Entries"][0]["EventId"], re.compile("^[0-9a-f-]{36}$"))
        self.assertEqual(put["Entries"][1]["ErrorCode"], "InvalidArgument")

    def test_through_the_library(self):
        self.through_library("events")


class States(Case):
    def test_machine_lifecycle(self):
        definition = json.dumps({"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}})
        arn = self.ok("stepfunctions", "create-state-machine", "--name", "m", "--definition", definition, "--role-arn", ROLE).json["stateMachineArn"]
        read = self.ok("stepfunctions", "describe-state-machine", "--state-machine-arn", arn).json
        self.assertEqual((json.loads(read["definition"]), read["status"]), (json.loads(definition), "ACTIVE"))
        run = self.ok("stepfunctions", "start-execution", "--state-machine-arn", arn, "--name", "one", "--input", '{"k": "v w"}').json
        self.assertRegex(run["startDate"], r"^\d{4}-\d\d-\d\dT")
        [execution] = self.ok("stepfunctions", "list-executions", "--state-machine-arn", arn).json["executions"]
        self.assertEqual(execution["executionArn"], run["executionArn"])
        self.assertEqual(self.ok("stepfunctions", "describe-execution", "--execution-arn", run["executionArn"]).json["input"], '{"k": "v w"}')
        self.ok("stepfunctions", "delete-state-machine", "--state-machine-arn", arn)
        self.refused("StateMachineDoesNotExist", "stepfunctions", "describe-state-machine", "--state-machine-arn", arn)

    def test_through_the_library(self):
        self.through_library("stepfunctions")


class Iam(Case):
    def test_role_lifecycle(self):
        made = self.ok("iam", "create-role", "--role-name", "machine", "--assume-role-policy-document", TRUST, "--description",
                       "what a machine may do", "--tags", "Key=a,Value=b c").json["Role"]
        self.assertEqual(made["Arn"], ROLE)
        self.assertRegex(made["CreateDate"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
        policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
        self.ok("iam", "put-role-policy", "--role-name", "machine", "--policy-name", "p", "--policy-document", json.dumps(policy))
        read = self.ok("iam", "get-role-policy", "--role-name", "machine", "--policy-name", "p").json
        self.assertEqual(read["PolicyDocument"], policy)  # IAM answers with URL-encoded text; callers get what it says
        self.assertEqual(self.ok("iam", "list-role-policies", "--role-name", "machine").json["PolicyNames"], ["p"])
        self.refused("DeleteConflict", "iam", "delete-role", "--role-name", "machine")
        self.ok("iam", "delete-role-policy", "--role-name", "machine", "--policy-name", "p")
        self.ok("iam", "delete-role", "--role-name", "machine")
        self.assertIn("HTTP 404", self.refused("NoSuchEntity", "iam", "get-role", "--role-name", "machine"))

    def test_users_over_pages(self):
        for number in range(5):
            self.ok("iam", "create-user", "--user-name", f"page-{number}", "--path", "/pages/")
        users = self.ok("iam", "list-users", "--path-prefix", "/pages/", "--page-size", "2").json["Users"]
        self.assertEqual([user["UserName"] for user in users], [f"page-{number}" for number in range(5)])
        text = self.ok("iam", "list-users", "--path-prefix", "/pages/", "--query", "Users[].UserName", "--output", "text")
        self.assertEqual(text.out.split(), [f"page-{number}" for number in range(5)])
        self.refused("EntityAlreadyExists", "iam", "create-user", "--user-name", "page-0")

    def test_through_the_library(self):
        self.through_library("iam")
