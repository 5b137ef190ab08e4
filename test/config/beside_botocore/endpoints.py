"""One server that stands for all endpoints that hand out credentials. What it gives says how it was asked: the key id
names the source and who signed, the session token the parameters. So equal keys mean an equal way to them."""
import http.server
import json
import re
import threading
import urllib.parse

FUTURE = "2099-01-01T00:00:00Z"
MADE_UP_NAMES = re.compile(r"^(botocore|aloft)-session-")


def keys(name, token="token"):
    return {"AccessKeyId": name, "SecretAccessKey": "secret-of-" + name, "Token": token, "Expiration": FUTURE}


class Endpoints(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    calls = 0  # of services, since the start

    def answer(self, status, body, kind="application/json"):
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_PUT(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        mode, path = self.mode()
        if path != "/latest/api/token":
            return self.answer(404, "")
        self.answer(403 if mode == "imds1" else 400 if mode == "imds400" else 200, "metadata-token", "text/plain")

    def mode(self):
        """/imds/latest/… is the mode "imds" and the path /latest/…"""
        _, mode, path = self.path.split("/", 2)
        return mode, "/" + path

    def do_GET(self):
        mode, path = self.mode()
        if mode == "federation":
            return self.sso(path)
        if mode.startswith("imds"):
            return self.metadata(mode, path)
        if mode == "container":
            return self.container(path)
        self.answer(404, {})

    def container(self, path):
        if path.startswith("/garbage"):
            return self.answer(200, "this is no JSON")
        if path.startswith("/refused"):
            return self.answer(403, {"Code": "AccessDenied", "Message": "no"})
        if path.startswith("/partial"):
            return self.answer(200, {"AccessKeyId": "AKIDPARTIAL"})
        self.answer(200, keys("AKIDCONTAINER", self.headers.get("Authorization", "none") + path))

    def metadata(self, mode, path):
        if mode != "imds1" and self.headers.get("x-aws-ec2-metadata-token") != "metadata-token":
            return self.answer(401, "")
        roles = "/latest/meta-data/iam/security-credentials/"
        if path == roles:
            return self.answer(404 if mode == "imdsnorole" else 200, "the-role", "text/plain")
        if path != roles + "the-role":
            return self.answer(404, "")
        found = {"Code": "Success", **keys("AKIDINSTANCE", mode)}
        if mode == "imdsold":
            found["Expiration"] = "2001-01-01T00:00:00Z"
        if mode == "imdsbad":
            found = {"Code": "AssumeRoleUnauthorizedAccess", "Message": "no"}
        self.answer(200, "garbage" if mode == "imdsgarbage" else found)

    def sso(self, path):
        Endpoints.calls += 1
        asked = urllib.parse.parse_qs(urllib.parse.urlsplit(path).query)
        token = self.headers.get("x-amz-sso_bearer_token")
        if token == "revoked":
            return self.answer(401, {"__type": "UnauthorizedException", "message": "Session token not found"})
        given = keys("AKIDSSO", f"{token}-{asked['role_name'][0]}-{asked['account_id'][0]}")
        self.answer(200, {"roleCredentials": {"accessKeyId": given["AccessKeyId"], "sessionToken": given["Token"],
                                              "secretAccessKey": given["SecretAccessKey"],
                                              "expiration": 4070908800000}})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        Endpoints.calls += 1
        if self.path == "/token":
            asked = json.loads(body)
            if asked["refreshToken"] != "refresh":
                return self.answer(400, {"error": "invalid_grant"})
            return self.answer(200, {"accessToken": "renewed", "expiresIn": 3600, "refreshToken": "next"})
        asked = dict(urllib.parse.parse_qsl(body))
        action = asked.pop("Action", "")
        asked.pop("Version", None)
        if MADE_UP_NAMES.match(asked.get("RoleSessionName", "")):
            asked["RoleSessionName"] = "made-up"
        signer = re.search(r"Credential=([^/]+)/", self.headers.get("Authorization", ""))
        role = asked.get("RoleArn", "").rsplit("/", 1)[-1]
        if role == "refused":
            return self.answer(403, "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"
                               "<Message>no</Message></Error></ErrorResponse>", "text/xml")
        given = keys(f"{role}-by-{signer[1] if signer else 'nobody'}", json.dumps(asked, sort_keys=True).replace(" ", ""))
        xml = "".join(f"<{name}>{value.replace('&', '&amp;')}</{name}>" for name, value in
                      {"AccessKeyId": given["AccessKeyId"], "SecretAccessKey": given["SecretAccessKey"],
                       "SessionToken": given["Token"], "Expiration": FUTURE}.items())
        self.answer(200, f"<{action}Response><{action}Result><Credentials>{xml}</Credentials><AssumedRoleUser>"
                    f"<Arn>arn:aws:sts::123456789012:assumed-role/{role}/s</Arn><AssumedRoleId>A:s</AssumedRoleId>"
                    f"</AssumedRoleUser></{action}Result></{action}Response>", "text/xml")

    def log_message(self, *_):
        pass


def start():
    """The server's URL; it serves in a thread until the program ends."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoints)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"
