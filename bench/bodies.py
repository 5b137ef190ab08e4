#!/usr/bin/env python3
"""Writes the fixed answers that all clients are measured with: bodies.py FOLDER. Deterministic: the same bytes each time.

The answers have the shape and the size of AWS's own: 34 regions; 1,000 instances in 1,000 reservations, indented as EC2
sends them and without white space; 1,000 keys of a bucket; one DynamoDB item; ten SQS messages; 20 security groups.
"""

import hashlib
import json
import pathlib
import random
import sys

dice = random.Random(20261121)
REGIONS = """us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-east-2 ap-south-1 ap-south-2 ap-southeast-1
ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ap-northeast-1 ap-northeast-2
ap-northeast-3 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-west-1 eu-west-2 eu-west-3 eu-north-1 eu-south-1
eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1""".split()


def digits(count):
    return "".join(dice.choice("0123456789abcdef") for _ in range(count))


def identifier(prefix):
    return f"{prefix}-0{digits(16)}"


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def write(node, indent, depth=0):
    """An element is (name, text) or (name, [elements]); a list of elements under one name repeats as <item>."""
    name, content = node
    lead, end = (" " * (4 * depth), "\n") if indent else ("", "")
    if content is None or content == []:
        return f"{lead}<{name}/>{end}"
    if isinstance(content, list):
        inner = "".join(write(child, indent, depth + 1) for child in content)
        return f"{lead}<{name}>{end}{inner}{lead}</{name.split(' ')[0]}>{end}"
    return f"{lead}<{name}>{escape(str(content))}</{name}>{end}"


def items(name, rows):
    return (name, [("item", row) for row in rows])


def ec2(operation, content, indent=True):
    root = f'{operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"'
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + write((root, [("requestId", "8f7724cf-496f-496e-8fe3-example0001"), content]), indent)


def regions():
    return items("regionInfo", [[("regionName", name), ("regionEndpoint", f"ec2.{name}.amazonaws.com"),
                                 ("optInStatus", "opt-in-not-required" if n % 3 else "opted-in")] for n, name in enumerate(REGIONS)])


def instance(n):
    address = f"10.{n // 200}.{n % 200}.{dice.randrange(4, 250)}"
    public = ".".join(["52"] + [str(dice.randrange(1, 250)) for _ in range(3)])
    private_name = f"ip-{address.replace('.', '-')}.ec2.internal"
    public_name = f"ec2-{public.replace('.', '-')}.compute-1.amazonaws.com"
    launched = f"2025-{1 + n % 12:02d}-{1 + n % 28:02d}T{n % 24:02d}:{n % 60:02d}:{7 * n % 60:02d}.000Z"
    subnet, vpc = identifier("subnet"), identifier("vpc")
    groups = [[("groupId", identifier("sg")), ("groupName", name)] for name in (f"app-{n % 17}-sg", "default")]
    association = ("association", [("publicIp", public), ("publicDnsName", public_name), ("ipOwnerId", "amazon")])
    volume = [("volumeId", identifier("vol")), ("status", "attached"), ("attachTime", launched), ("deleteOnTermination", "true")]
    interface = [
        ("networkInterfaceId", identifier("eni")), ("subnetId", subnet), ("vpcId", vpc), ("description", None),
        ("ownerId", "123456789012"), ("status", "in-use"), ("macAddress", ":".join(digits(2) for _ in range(6))),
        ("privateIpAddress", address), ("privateDnsName", private_name), ("sourceDestCheck", "true"), items("groupSet", groups),
        ("attachment", [("attachmentId", identifier("eni-attach")), ("deviceIndex", 0), ("status", "attached"),
                        ("attachTime", launched), ("deleteOnTermination", "true"), ("networkCardIndex", 0)]),
        association,
        items("privateIpAddressesSet", [[("privateIpAddress", address), ("privateDnsName", private_name), ("primary", "true"), association]]),
        ("ipv6AddressesSet", None), ("interfaceType", "interface")]
    tags = {"Name": f"web-{n:04d}", "Environment": ("prod", "staging", "dev")[n % 3], "Team": f"team-{n % 23}",
            "CostCenter": 1000 + n % 40, "aws:autoscaling:groupName": f"asg-web-{n % 50}"}
    return [
        ("instanceId", identifier("i")), ("imageId", identifier("ami")), ("instanceState", [("code", 16), ("name", "running")]),
        ("privateDnsName", private_name), ("dnsName", public_name), ("reason", None), ("keyName", "ops-key"), ("amiLaunchIndex", 0),
        ("productCodes", None), ("instanceType", ("m5.large", "c6i.xlarge", "t3.micro", "r6g.2xlarge")[n % 4]), ("launchTime", launched),
        ("placement", [("availabilityZone", "us-east-1" + "abcdf"[n % 5]), ("groupName", None), ("tenancy", "default")]),
        ("monitoring", [("state", "disabled")]), ("subnetId", subnet), ("vpcId", vpc), ("privateIpAddress", address), ("ipAddress", public),
        ("sourceDestCheck", "true"), items("groupSet", groups), ("architecture", "x86_64"), ("rootDeviceType", "ebs"),
        ("rootDeviceName", "/dev/xvda"), items("blockDeviceMapping", [[("deviceName", "/dev/xvda"), ("ebs", volume)]]),
        ("virtualizationType", "hvm"), ("clientToken", "-".join(digits(size) for size in (8, 4, 4, 4, 12))),
        items("tagSet", [[("key", key), ("value", value)] for key, value in tags.items()]), ("hypervisor", "xen"),
        items("networkInterfaceSet", [interface]),
        ("iamInstanceProfile", [("arn", "arn:aws:iam::123456789012:instance-profile/web-role"), ("id", "AIPA" + digits(17).upper())]),
        ("ebsOptimized", "false"), ("enaSupport", "true"), ("cpuOptions", [("coreCount", 1), ("threadsPerCore", 2)]),
        ("metadataOptions", [("state", "applied"), ("httpTokens", "required"), ("httpPutResponseHopLimit", 2), ("httpEndpoint", "enabled"),
                             ("httpProtocolIpv6", "disabled"), ("instanceMetadataTags", "disabled")]),
        ("platformDetails", "Linux/UNIX"), ("usageOperation", "RunInstances"), ("usageOperationUpdateTime", launched)]


def reservations():
    return items("reservationSet", [[("reservationId", identifier("r")), ("ownerId", "123456789012"), ("groupSet", None),
                                     items("instancesSet", [instance(n)]), ("requesterId", digits(12))] for n in range(1000)])


def keys():
    rows = [("Name", "bench-bucket"), ("Prefix", "logs/"), ("MaxKeys", 1000), ("KeyCount", 1000), ("EncodingType", "url"), ("IsTruncated", "false")]
    for n in range(1000):
        rows.append(("Contents", [
            ("Key", f"logs/2025/11/{1 + n % 28:02d}/host-{n % 37:02d}/part-{n:05d}.json.gz"),
            ("LastModified", f"2025-11-{1 + n % 28:02d}T{n % 24:02d}:{n % 60:02d}:00.000Z"), ("ETag", f'"{digits(32)}"'),
            ("ChecksumAlgorithm", "CRC64NVME"), ("ChecksumType", "FULL_OBJECT"), ("Size", dice.randrange(1000, 90_000_000)),
            ("StorageClass", "STANDARD")]))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + write(('ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"', rows), False)


def messages():
    rows = []
    for n in range(10):
        body = json.dumps({"orderId": digits(12), "n": n, "note": "x" * 80}, separators=(",", ":"))
        rows.append({"MessageId": "-".join(digits(size) for size in (8, 4, 4, 4, 12)), "ReceiptHandle": f"AQEB{digits(200)}==",
                     "MD5OfBody": hashlib.md5(body.encode()).hexdigest(), "Body": body,
                     "Attributes": {"SentTimestamp": str(1763600000000 + n), "ApproximateReceiveCount": "1"}})
    return {"Messages": rows}


def security_groups():
    def permission(protocol, cidr, *more):
        return [("ipProtocol", protocol), *more, ("groups", None), items("ipRanges", [[("cidrIp", cidr)]]), ("ipv6Ranges", None), ("prefixListIds", None)]
    return items("securityGroupInfo", [[
        ("ownerId", "123456789012"), ("groupId", identifier("sg")), ("groupName", f"app-{n}"), ("groupDescription", f"application tier {n}"),
        ("vpcId", identifier("vpc")), items("ipPermissions", [permission("tcp", f"10.{n}.0.0/16", ("fromPort", 443), ("toPort", 443))]),
        items("ipPermissionsEgress", [permission("-1", "0.0.0.0/0")])] for n in range(20)])


ITEM = {"Item": {
    "pk": {"S": "user#0000012345"}, "sk": {"S": "profile#main"}, "name": {"S": "Ada Lovelace"}, "age": {"N": "36"}, "active": {"BOOL": True},
    "tags": {"SS": ["math", "poetry", "engine"]}, "address": {"M": {"city": {"S": "London"}, "zip": {"S": "W1J 7NT"}}}, "score": {"N": "98.6"}}}


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    fleet = reservations()
    bodies = {
        "getitem.json": json.dumps(ITEM, separators=(",", ":")), "regions.xml": ec2("DescribeRegions", regions()),
        "instances.xml": ec2("DescribeInstances", fleet, indent=False), "instances-pretty.xml": ec2("DescribeInstances", fleet),
        "listv2.xml": keys(), "receive.json": json.dumps(messages(), separators=(",", ":")),
        "caller.xml": write(('GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"', [
            ("GetCallerIdentityResult", [("Arn", "arn:aws:iam::123456789012:user/bench"), ("UserId", "AIDACKCEVSQ6C2EXAMPLE"), ("Account", "123456789012")]),
            ("ResponseMetadata", [("RequestId", "01234567-89ab-cdef-0123-456789abcdef")])]), False),
        "secgroups.xml": ec2("DescribeSecurityGroups", security_groups())}
    for name, text in bodies.items():
        (folder / name).write_text(text)


if __name__ == "__main__":
    main()
