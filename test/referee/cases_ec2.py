"""EC2 over the ec2Query protocol."""

from case import Case


class Ec2(Case):
    def test_describe_regions(self):
        regions = {row["RegionName"]: row for row in self.ok("ec2", "describe-regions").json["Regions"]}
        self.assertIn("eu-west-1", regions)
        self.assertEqual(regions["eu-west-1"]["Endpoint"], "ec2.eu-west-1.amazonaws.com")

    def test_security_group_lifecycle(self):
        made = self.ok("ec2", "create-security-group", "--group-name", "web", "--description", "front-ends").json
        group = made["GroupId"]
        self.ok("ec2", "authorize-security-group-ingress", "--group-id", group, "--ip-permissions",
                "IpProtocol=tcp,FromPort=443,ToPort=443,IpRanges=[{CidrIp=10.1.0.0/16,Description=office},{CidrIp=10.2.0.0/16}]")
        found = self.ok("ec2", "describe-security-groups", "--group-ids", group).json["SecurityGroups"]
        self.assertEqual(len(found), 1)
        self.assertEqual(found[0]["Description"], "front-ends")
        [permission] = [p for p in found[0]["IpPermissions"]]
        self.assertEqual((permission["IpProtocol"], permission["FromPort"], permission["ToPort"]), ("tcp", 443, 443))
        self.assertEqual(sorted(r["CidrIp"] for r in permission["IpRanges"]), ["10.1.0.0/16", "10.2.0.0/16"])
        self.ok("ec2", "delete-security-group", "--group-id", group)
        gone = self.aloft("ec2", "describe-security-groups", "--group-ids", group)
        self.assertEqual(gone.code, 254)
        self.assertIn("InvalidGroup.NotFound", gone.err)
        self.assertEqual(gone.err.count("\n"), 1, gone.err)

    def test_describe_security_groups_finds_the_default_group(self):
        groups = self.ok("ec2", "describe-security-groups", "--filters", "Name=group-name,Values=default").json["SecurityGroups"]
        self.assertEqual([group["GroupName"] for group in groups], ["default"])

    def test_rules_of_a_region(self):
        made = self.ok("ec2", "create-security-group", "--group-name", "flat", "--description", "d").json["GroupId"]
        self.ok("ec2", "authorize-security-group-ingress", "--group-id", made, "--ip-permissions",
                '[{"IpProtocol":"udp","FromPort":53,"ToPort":53,"IpRanges":[{"CidrIp":"192.0.2.0/24"}]}]')
        [rows] = self.ok("ec2", "rules", "--output", "json").json.values()
        rules = [row for row in rows if row["GroupId"] == made]
        self.assertIn(("ingress", "udp", 53, 53, "192.0.2.0/24"),
                      [(r["Direction"], r["Protocol"], r["FromPort"], r["ToPort"], r["Peer"]) for r in rules])

    def test_every_region_at_once(self):
        rows = self.ok("ec2", "describe-vpcs", "--regions", "eu-*").json["Vpcs"]
        self.assertGreater(len({row["Region"] for row in rows}), 5)
