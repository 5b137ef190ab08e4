"""AWS-compatible servers by other people, as judges of what aloft sends and reads.

Each server is installed once into a folder (locked versions, hashes checked, ordinary package clients), started on a
free loopback port with empty state, and stopped with its data wiped. A machine that lacks a program a server needs
raises Unavailable, and the tests of that server are reported as skipped with that reason.
"""

import contextlib
import fcntl
import hashlib
import http.client
import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent


class Unavailable(Exception):
    """This machine lacks what the server needs."""


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            raise Unavailable(f"needs '{program}', which this machine lacks")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed with {done.returncode}:\n{done.stdout[-4000:]}")
    return done.stdout


class Server:
    """One kind of server. Subclasses say how it is installed, started and known to be ready."""

    name = ""
    version = ""
    health = None  # path that answers 200 once the server is ready; None: the port takes a connection
    credentials = ("test", "test")

    def __init__(self, folder, **settings):
        self.home = pathlib.Path(folder) / self.name
        self.settings = settings
        self.process = None

    # -- for subclasses
    def install_into(self, home):
        raise NotImplementedError

    def command(self):
        raise NotImplementedError

    def environment(self):
        return {}

    def after_start(self):
        pass

    def recipe(self):
        """What an installation depends on besides the version."""
        return b""

    # -- for tests
    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def install(self):
        self.home.parent.mkdir(parents=True, exist_ok=True)
        mark = self.home / "installed"
        wanted = f"{self.version} {hashlib.sha256(self.recipe()).hexdigest()}"
        with open(f"{self.home}.lock", "w") as lock:  # builds with several presets may install at once
            fcntl.flock(lock, fcntl.LOCK_EX)
            if mark.exists() and mark.read_text() == wanted:
                return
            shutil.rmtree(self.home, ignore_errors=True)
            self.home.mkdir(parents=True)
            print(f"installing {self.name} {self.version}", file=sys.stderr, flush=True)
            self.install_into(self.home)
            mark.write_text(wanted)

    def start(self, seconds=90):
        self.port = free_port()
        self.data = pathlib.Path(tempfile.mkdtemp(prefix=f"aloft-{self.name}-"))
        self.log = open(self.data / "server.log", "wb")
        plain = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        self.process = subprocess.Popen(self.command(), cwd=self.data, env={**plain, **self.environment()}, stdout=self.log,
                                        stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True)
        end = time.monotonic() + seconds
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > end:
                text = (self.data / "server.log").read_text(errors="replace")[-3000:]
                self.stop()
                raise RuntimeError(f"{self.name} did not become ready:\n{text}")
            time.sleep(0.1)
        self.after_start()

    def ready(self):
        try:
            if self.health is None:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return True
            return self.request("GET", self.health)[0] == 200
        except OSError:
            return False

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()

    def stop(self):
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
            self.log.close()
            shutil.rmtree(self.data, ignore_errors=True)

    def __enter__(self):
        try:
            self.install()
        except (RuntimeError, OSError) as failure:  # a registry that cannot be reached says nothing about aloft
            raise Unavailable(f"could not be installed: {failure}") from failure
        for left in (2, 1, 0):  # somebody else may take the port before the server does
            try:
                self.start()
                return self
            except RuntimeError:
                if left == 0:
                    raise

    def __exit__(self, *_):
        self.stop()


class PythonServer(Server):
    """Installed from the Python package registry into a virtual environment, exactly as locked."""

    def recipe(self):
        return self.locked.read_bytes()

    @property
    def locked(self):
        return HERE / "locked" / f"{self.name}.txt"

    @property
    def python(self):
        return str(self.home / "venv" / "bin" / "python")

    def install_into(self, home):
        need("python3")
        run([shutil.which("python3"), "-m", "venv", str(home / "venv")])
        run([self.python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "--no-deps",
             "-r", str(self.locked)])

    def new_administrator(self):
        """An IAM user who may do everything; its fresh keys are the only ones that count from then on."""
        script = """
import json, sys
from botocore.session import get_session
iam = get_session().create_client("iam", endpoint_url=sys.argv[1], region_name="us-east-1",
                                  aws_access_key_id="test", aws_secret_access_key="test")
iam.create_user(UserName="judge")
allow = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
iam.put_user_policy(UserName="judge", PolicyName="all", PolicyDocument=json.dumps(allow))
key = iam.create_access_key(UserName="judge")["AccessKey"]
print(key["AccessKeyId"], key["SecretAccessKey"])
"""
        self.credentials = tuple(run([self.python, "-c", script, self.url]).split())


class Moto(PythonServer):
    """About 200 services. With auth=True it recomputes every signature with botocore's signer."""

    name, version, health = "moto", "5.2.5", "/moto-api/"

    def environment(self):
        return {"AWS_EC2_METADATA_DISABLED": "true", "AWS_DEFAULT_REGION": "us-east-1"}

    def command(self):
        return [self.python, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]

    def after_start(self):
        no_docker = json.dumps({"lambda": {"use_docker": False}, "batch": {"use_docker": False}})
        self.request("POST", "/moto-api/config", no_docker, {"Content-Type": "application/json"})
        if self.settings.get("auth"):
            self.new_administrator()
            self.request("POST", "/moto-api/reset-auth", "0")  # signatures count from here on


class MiniStack(PythonServer):
    """About 100 services, RPC v2 CBOR among their protocols. With auth=True it checks SigV4 with code of its own."""

    name, version, health = "ministack", "1.5.33", "/_ministack/health"

    def environment(self):
        path = f"{self.home}/venv/bin:{os.environ['PATH']}"
        return {"HOME": str(self.data), "PATH": path, "BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(self.port),
                "MINISTACK_HOST": "localhost", "LOG_LEVEL": "WARNING", "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0", "MINISTACK_IMDS_V2_REQUIRED": "1",
                "S3_DATA_DIR": str(self.data / "s3"), "AUTH": "true" if self.settings.get("auth") else "false"}

    def command(self):
        return [str(self.home / "venv" / "bin" / "ministack")]

    def after_start(self):
        if self.settings.get("auth"):
            self.new_administrator()


class MavenServer(Server):
    """Jars from the Maven registry, with their closure."""

    def pom(self):
        raise NotImplementedError

    def recipe(self):
        return self.pom().encode()

    def install_into(self, home):
        need("mvn", "java")
        (home / "pom.xml").write_text(self.pom())
        run(["mvn", "-B", "-q", "-C", "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies",
             "-DincludeScope=runtime", "-DoutputDirectory=lib"], cwd=home)


class ElasticMq(MavenServer):
    """SQS over its JSON and its query protocol, with SQS's limits. Checks no signature."""

    name, version = "elasticmq", "1.7.1"

    def pom(self):
        return f"""<project>
  <modelVersion>4.0.0</modelVersion><groupId>referee</groupId><artifactId>elasticmq</artifactId><version>1</version>
  <dependencies><dependency>
    <groupId>org.elasticmq</groupId><artifactId>elasticmq-server_3</artifactId><version>{self.version}</version>
  </dependency></dependencies>
</project>
"""

    def command(self):
        settings = self.data / "elasticmq.conf"
        settings.write_text(f"""include classpath("application.conf")
node-address {{ protocol = http, host = "127.0.0.1", port = {self.port}, context-path = "" }}
rest-sqs {{ enabled = true, bind-hostname = "127.0.0.1", bind-port = {self.port}, sqs-limits = strict }}
rest-stats {{ enabled = false }}
aws {{ region = us-east-1, accountId = 000000000000 }}
""")
        return ["java", "-Xmx256m", f"-Dconfig.file={settings}", "-cp", f"{self.home}/lib/*", "org.elasticmq.server.Main"]


class DynamoDbLocal(MavenServer):
    """DynamoDB by AWS itself, in memory. Wants a credential to be named and checks no signature."""

    name, version = "dynamodb-local", "3.3.1"

    def pom(self):
        return f"""<project>
  <modelVersion>4.0.0</modelVersion><groupId>referee</groupId><artifactId>dynamodb-local</artifactId><version>1</version>
  <dependencyManagement><dependencies><dependency>
    <groupId>software.amazon.awssdk</groupId><artifactId>bom</artifactId><version>2.54.15</version><type>pom</type><scope>import</scope>
  </dependency></dependencies></dependencyManagement>
  <dependencies><dependency>
    <groupId>software.amazon.dynamodb</groupId><artifactId>DynamoDBLocal</artifactId><version>{self.version}</version>
  </dependency></dependencies>
</project>
"""

    def recipe(self):
        return self.pom().encode() + (HERE / "Loopback.java").read_bytes()

    def install_into(self, home):
        need("javac")
        super().install_into(home)
        run(["javac", "-cp", f"{home}/lib/*", "-d", str(home / "classes"), str(HERE / "Loopback.java")])

    def command(self):
        return ["java", "-Xmx256m", f"-Dsqlite4java.library.path={self.home}/lib", "-cp", f"{self.home}/classes:{self.home}/lib/*",
                "Loopback", str(self.port)]


class VersityGw(Server):
    """An S3 gateway over a folder: the strictest judge of S3 signatures, chunk signatures and checksums."""

    name, version, health = "versitygw", "v1.8.0", "/health"
    credentials = ("VGWTEST", "vgwsecret")

    def install_into(self, home):
        need("go")
        run(["go", "install", f"github.com/versity/versitygw/cmd/versitygw@{self.version}"],
            env={**os.environ, "GOBIN": str(home / "bin"), "GOFLAGS": ""})

    def environment(self):
        return {"ROOT_ACCESS_KEY_ID": self.credentials[0], "ROOT_SECRET_ACCESS_KEY": self.credentials[1]}

    def command(self):
        for part in ("iam", "versions", "buckets"):
            (self.data / part).mkdir()
        return [str(self.home / "bin" / "versitygw"), "--port", f"127.0.0.1:{self.port}", "--region", "us-east-1", "--keep-alive",
                "--health", "/health", "--quiet", "--virtual-domain", f"localhost:{self.port}", "--iam-dir", str(self.data / "iam"),
                "posix", "--versioning-dir", str(self.data / "versions"), str(self.data / "buckets")]


class SwiftS3(Server):
    """OpenStack Swift with its S3 middleware, from Debian's packages: a second opinion on S3's signatures. It has
    neither aws-chunked nor checksums nor forms. Five processes, which talk over five ports."""

    name, version, health = "swift-s3", "debian-12", "/healthcheck"
    credentials = ("test:tester", "testing")
    kinds = ("object", "container", "account")

    def install_into(self, home):
        need("swift-proxy-server", "swift-ring-builder", "memcached", *(f"swift-{kind}-server" for kind in self.kinds))

    @staticmethod
    def section(name, **settings):
        return f"[{name}]\n" + "".join(f"{key}={value}\n" for key, value in settings.items())

    def command(self):
        cache = free_port()
        user = pwd.getpwuid(os.getuid()).pw_name
        common = {"swift_dir": self.data, "user": user, "bind_ip": "127.0.0.1", "workers": 0, "log_level": "WARNING", "log_address": self.data / "none"}
        (self.data / "swift.conf").write_text(self.section("swift-hash", swift_hash_path_suffix="a", swift_hash_path_prefix="b"))
        (self.data / "devices" / "d1").mkdir(parents=True)
        script = [f"memcached -u {user} -l 127.0.0.1 -p {cache} -U 0 -m 64 & echo $! >>pids"]
        self.parts = [cache]
        for kind in self.kinds:
            port = free_port()
            self.parts.append(port)
            for step in (["create", "4", "1", "0"], ["add", "--region", "1", "--zone", "1", "--ip", "127.0.0.1", "--port", str(port),
                                                     "--device", "d1", "--weight", "1"], ["rebalance"]):
                run(["swift-ring-builder", f"{kind}.builder", *step], cwd=self.data)
            own = self.section("DEFAULT", **common, bind_port=port, devices=self.data / "devices", mount_check="false", disable_fallocate="true",
                               fallocate_reserve=0)
            (self.data / f"{kind}.conf").write_text(own + self.section("pipeline:main", pipeline=f"{kind}-server") +
                                                    self.section(f"app:{kind}-server", use=f"egg:swift#{kind}"))
            script.append(f"swift-{kind}-server {kind}.conf & echo $! >>pids")
        filters = {"catch_errors": {}, "healthcheck": {}, "listing_formats": {}, "copy": {}, "slo": {}, "dlo": {},
                   "cache": {"memcache_servers": f"127.0.0.1:{cache}", "use": "egg:swift#memcache"},
                   "s3api": {"location": "us-east-1", "s3_acl": "false", "dns_compliant_bucket_names": "false", "check_bucket_owner": "false"},
                   "tempauth": {"user_test_tester": "testing .admin"}}
        proxy = self.section("DEFAULT", **common, bind_port=self.port)
        proxy += self.section("pipeline:main", pipeline="catch_errors healthcheck cache listing_formats s3api tempauth copy slo dlo proxy-server")
        proxy += self.section("app:proxy-server", use="egg:swift#proxy", account_autocreate="true")
        for name, settings in filters.items():
            proxy += self.section(f"filter:{name}", **{"use": f"egg:swift#{name}", **settings})
        (self.data / "proxy.conf").write_text(proxy)
        return ["bash", "-c", "\n".join([*script, "exec swift-proxy-server proxy.conf"])]

    def ready(self):
        """The proxy is healthy before those that it asks are, and takes them for broken once they were not there."""
        try:
            for port in self.parts:
                socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            return False
        return super().ready()

    def stop(self):
        # They leave the process group that they are started in.
        helpers = self.data / "pids"
        for pid in helpers.read_text().split() if helpers.exists() else []:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        super().stop()


KINDS = {kind.name: kind for kind in (Moto, MiniStack, ElasticMq, DynamoDbLocal, VersityGw, SwiftS3)}
