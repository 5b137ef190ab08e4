"""Services with HTTP bindings: Lambda and API Gateway over restJson1, Route 53 over restXml."""

import base64
import io
import json
import zipfile

from case import Case


def archive(text="def handler(event, context):\n    return event\n"):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("index.py", text)
    return buffer.getvalue()


class Lambda(Case):
    def create(self, name):
        trust = {"Version": "2012-10-17", "Statement": []}
        role = self.aloft("iam", "get-role", "--role-name", "runs", "--query", "Role.Arn", "--output", "text")
        if role.code != 0:
            role = self.ok("iam", "create-role", "--role-name", "runs", "--assume-role-policy-document", json.dumps(trust),
                           "--query", "Role.Arn", "--output", "text")
        code = json.dumps({"ZipFile": base64.b64encode(archive()).decode()})
        return self.ok("lambda", "create-function", "--function-name", name, "--runtime", "python3.12", "--role", role.out.strip(),
                       "--handler", "index.handler", "--code", code, "--environment", 'Variables={A=b c,E=""}',
                       "--timeout", "7").json

    def test_function_lifecycle(self):
        made = self.create("echo")
        self.assertEqual((made["FunctionName"], made["Timeout"], made["CodeSize"]), ("echo", 7, len(archive())))
        self.assertEqual(made["Environment"]["Variables"], {"A": "b c", "E": ""})
        read = self.ok("lambda", "get-function", "--function-name", "echo").json
        self.assertEqual(read["Configuration"]["CodeSha256"], made["CodeSha256"])
        self.assertIn("echo", self.ok("lambda", "list-functions", "--query", "Functions[].FunctionName").json)
        changed = self.ok("lambda", "update-function-configuration", "--function-name", "echo", "--description", "äé + more").json
        self.assertEqual(changed["Description"], "äé + more")
        self.ok("lambda", "tag-resource", "--resource", made["FunctionArn"], "--tags", "team=front ends")
        self.assertEqual(self.ok("lambda", "list-tags", "--resource", made["FunctionArn"]).json["Tags"], {"team": "front ends"})
        self.ok("lambda", "untag-resource", "--resource", made["FunctionArn"], "--tag-keys", "team")
        self.ok("lambda", "delete-function", "--function-name", "echo")
        refusal = self.refused("ResourceNotFoundException", "lambda", "get-function", "--function-name", "echo")
        self.assertIn("HTTP 404", refusal)

    def test_payload_goes_through_unchanged(self):
        self.create("invoked")
        payload = json.dumps({"text": "äé€ 'x'", "list": [1, 2.5, None]}, ensure_ascii=False)
        result = self.ok("lambda", "invoke", "--function-name", "invoked", "--payload", base64.b64encode(payload.encode()).decode(),
                         "--log-type", "Tail", "--output", "json").json
        self.assertEqual(result["StatusCode"], 200)
        self.assertTrue(base64.b64decode(result["Payload"], validate=True))

    def test_through_the_library(self):
        self.through_library("lambda")


class ApiGateway(Case):
    def test_api_lifecycle(self):
        made = self.ok("apigateway", "create-rest-api", "--name", "shop & more", "--tags", "team=x y").json
        self.assertEqual((made["name"], made["tags"]), ("shop & more", {"team": "x y"}))
        self.assertRegex(made["createdDate"], r"^\d{4}-\d\d-\d\dT")
        api = made["id"]
        [root] = self.ok("apigateway", "get-resources", "--rest-api-id", api).json["items"]
        child = self.ok("apigateway", "create-resource", "--rest-api-id", api, "--parent-id", root["id"], "--path-part", "{proxy+}").json
        self.assertEqual(child["path"], "/{proxy+}")
        self.ok("apigateway", "put-method", "--rest-api-id", api, "--resource-id", child["id"], "--http-method", "GET",
                "--authorization-type", "NONE", "--request-parameters", '{"method.request.querystring.q": false}')
        method = self.ok("apigateway", "get-method", "--rest-api-id", api, "--resource-id", child["id"], "--http-method", "GET").json
        self.assertEqual(method["requestParameters"], {"method.request.querystring.q": False})
        changed = self.ok("apigateway", "update-rest-api", "--rest-api-id", api, "--patch-operations",
                          "op=replace,path=/description,value=new text").json
        self.assertEqual(changed["description"], "new text")
        self.ok("apigateway", "delete-rest-api", "--rest-api-id", api)
        self.assertIn("HTTP 404", self.refused("NotFoundException", "apigateway", "get-rest-api", "--rest-api-id", api))

    def test_keys_over_pages(self):
        for number in range(4):
            self.ok("apigateway", "create-api-key", "--name", f"key {number}", "--enabled")
        names = self.ok("apigateway", "get-api-keys", "--query", "items[].name").json
        self.assertEqual(sorted(names), [f"key {number}" for number in range(4)])

    def test_through_the_library(self):
        self.through_library("apigateway")


class Route53(Case):
    def zone(self, name):
        return self.ok("route53", "create-hosted-zone", "--name", name, "--caller-reference", f"ref of {name}",
                       "--hosted-zone-config", "Comment=a & b").json["HostedZone"]

    def test_zone_lifecycle(self):
        zone = self.zone("example.com")
        self.assertEqual((zone["Name"], zone["Config"]["Comment"]), ("example.com.", "a & b"))
        listed = self.ok("route53", "list-hosted-zones").json["HostedZones"]
        self.assertIn(zone["Id"], [row["Id"] for row in listed])
        read = self.ok("route53", "get-hosted-zone", "--id", zone["Id"]).json
        self.assertEqual(read["HostedZone"]["Name"], "example.com.")
        self.assertTrue(all(isinstance(name, str) for name in read["DelegationSet"]["NameServers"]))
        self.ok("route53", "delete-hosted-zone", "--id", zone["Id"])
        self.assertIn("HTTP 404", self.refused("NoSuchHostedZone", "route53", "get-hosted-zone", "--id", zone["Id"]))

    def test_record_sets(self):
        zone = self.zone("records.org")["Id"]
        records = [{"Name": f"{name}.records.org", "Type": kind, "TTL": 300, "ResourceRecords": [{"Value": v} for v in values]}
                   for name, kind, values in (("www", "A", ["192.0.2.1", "192.0.2.2"]), ("note", "TXT", ['"a <b> & \\"c\\""']))]
        batch = {"Comment": "two", "Changes": [{"Action": "CREATE", "ResourceRecordSet": record} for record in records]}
        changed = self.ok("route53", "change-resource-record-sets", "--hosted-zone-id", zone, "--change-batch", json.dumps(batch)).json
        self.assertRegex(changed["ChangeInfo"]["SubmittedAt"], r"^\d{4}-\d\d-\d\dT")
        found = self.ok("route53", "list-resource-record-sets", "--hosted-zone-id", zone, "--page-size", "1").json["ResourceRecordSets"]
        by_name = {(row["Name"], row["Type"]): [r["Value"] for r in row["ResourceRecords"]] for row in found}
        self.assertEqual(by_name[("www.records.org.", "A")], ["192.0.2.1", "192.0.2.2"])
        self.assertEqual(by_name[("note.records.org.", "TXT")], ['"a <b> & \\"c\\""'])
        self.refused("InvalidChangeBatch", "route53", "change-resource-record-sets", "--hosted-zone-id", zone, "--change-batch", json.dumps(batch))

    def test_zones_over_pages(self):
        for number in range(3):
            self.zone(f"page-{number}.net")
        whole = self.ok("route53", "list-hosted-zones", "--page-size", "2", "--query", "HostedZones[?contains(Name,'page-')].Name").json
        self.assertEqual(sorted(whole), [f"page-{number}.net." for number in range(3)])

    def test_through_the_library(self):
        self.through_library("route53")
