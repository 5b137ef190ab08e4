"""An AWS that answers a few calls with fixed bytes: fake_aws.py PORT_FILE. ListObjectsV2 has pages of 1,000 keys, as many as
the bucket's name says ("rows-1000000"); GET /pages tells how many have been asked for and begins again."""

import http.server
import pathlib
import sys
import urllib.parse

PAGE = 1000
REGIONS = ["us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "eu-north-1",
           "ap-south-1", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-southeast-1", "ap-southeast-2", "ca-central-1",
           "sa-east-1"]
KEYS = "".join(f"<Contents><Key>folder/object-{i:07}.txt</Key><LastModified>2026-11-26T16:21:39.000Z</LastModified>"
               f"<ETag>&quot;{i:032x}&quot;</ETag><Size>{i * 17}</Size><StorageClass>STANDARD</StorageClass></Contents>"
               for i in range(PAGE))
VPC = ("<item><vpcId>vpc-0123456789abcdef0</vpcId><ownerId>123456789012</ownerId><state>available</state>"
       "<cidrBlock>10.0.0.0/16</cidrBlock><isDefault>true</isDefault></item>")
FORMS = {
    "GetCallerIdentity": "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a</Arn>"
                         "<UserId>AIDA</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>",
    "DescribeRegions": "<DescribeRegionsResponse><regionInfo>" + "".join(
        f"<item><regionName>{one}</regionName><optInStatus>opt-in-not-required</optInStatus></item>" for one in REGIONS) +
        "</regionInfo></DescribeRegionsResponse>",
    "DescribeVpcs": f"<DescribeVpcsResponse><vpcSet>{VPC}</vpcSet></DescribeVpcsResponse>",
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    pages = 0

    def answer(self, body):
        body = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/pages":
            self.answer(str(Handler.pages))
            Handler.pages = 0
            return
        path, _, query = self.path.partition("?")
        rows = int(path.strip("/").rpartition("-")[2])
        token = int(urllib.parse.parse_qs(query).get("continuation-token", ["0"])[0])
        Handler.pages += 1
        more = (token + 1) * PAGE < rows
        self.answer("<ListBucketResult><Name>b</Name><Prefix></Prefix><MaxKeys>1000</MaxKeys><KeyCount>1000</KeyCount>"
                    f"<IsTruncated>{str(more).lower()}</IsTruncated>" +
                    (f"<NextContinuationToken>{token + 1}</NextContinuationToken>" if more else "") + KEYS + "</ListBucketResult>")

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.answer(FORMS[form["Action"][0]])

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
pathlib.Path(sys.argv[1]).write_text(str(server.server_port))
server.serve_forever()
