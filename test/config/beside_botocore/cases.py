"""The cases: what a machine has, in environment and files. {home} and {url} are put in.

A case is a dict: name; env, variables; config and credentials, the shared files' text; files, others below the home
folder; profile, named on the command line (and in botocore's session), not in the environment."""
import hashlib
import json

STATIC = "aws_access_key_id = AKIDFILE\naws_secret_access_key = file-secret\n"
ENV = {"AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "env-secret"}
IMDS = {"AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": "{url}/imds"}
CONTAINER = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/container/a?b=c"}
WEB = {"AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/web"}
ROLE = "role_arn = arn:aws:iam::1:role/"
SSO = "sso_account_id = 123456789012\nsso_role_name = reader\n"
SSO_OLD = SSO + "sso_start_url = https://start\nsso_region = us-east-1\n"
SSO_SESSION = "[sso-session work]\nsso_start_url = https://start\nsso_region = us-east-1\n"
cases = []


def case(name, env=(), config=None, credentials=None, profile=None, **files):
    cases.append({"name": name, "env": dict(env), "config": config, "credentials": credentials, "profile": profile,
                  "files": {"token": "a-web-token", **files.get("files", {})}})


def section(*parts):
    """section("dev", "text", "ops", "text"): the config file with these profiles."""
    return "".join(f"[{name if name == 'default' else 'profile ' + name}]\n{text}\n"
                   for name, text in zip(parts[::2], parts[1::2]))


def sso_cache(name, expires, token="cached", **more):
    content = {"startUrl": "https://start", "region": "us-east-1", "accessToken": token, "expiresAt": expires, **more}
    return {f".aws/sso/cache/{hashlib.sha1(name.encode()).hexdigest()}.json": json.dumps(content)}


def process(content, name="process"):
    return {name: content if isinstance(content, str) else json.dumps(content)}


# Environment variables.
case("env: keys", ENV)
case("env: session token", {**ENV, "AWS_SESSION_TOKEN": "t"})
case("env: the older token's name", {**ENV, "AWS_SECURITY_TOKEN": "t"})
case("env: both tokens", {**ENV, "AWS_SECURITY_TOKEN": "old", "AWS_SESSION_TOKEN": "new"})
case("env: one token empty", {**ENV, "AWS_SECURITY_TOKEN": "", "AWS_SESSION_TOKEN": "new"})
case("env: key id alone", {"AWS_ACCESS_KEY_ID": "AKIDENV"}, section("default", STATIC))
case("env: secret alone", {"AWS_SECRET_ACCESS_KEY": "s"}, section("default", STATIC))
case("env: empty key id", {**ENV, "AWS_ACCESS_KEY_ID": ""}, section("default", STATIC))
case("env: empty secret", {**ENV, "AWS_SECRET_ACCESS_KEY": ""}, section("default", STATIC))
case("env: with AWS_PROFILE", {**ENV, "AWS_PROFILE": "dev"}, section("dev", STATIC))
case("env: with a profile named explicitly", ENV, section("dev", STATIC), profile="dev")
case("env: with default named explicitly", ENV, section("default", STATIC), profile="default")
case("env: with AWS_PROFILE that is not there", {**ENV, "AWS_PROFILE": "nobody"})
case("env: explicit profile that is not there", ENV, profile="nobody")
case("env: expires later", {**ENV, "AWS_CREDENTIAL_EXPIRATION": "2099-01-01T00:00:00Z"})
case("env: expiration that is no time", {**ENV, "AWS_CREDENTIAL_EXPIRATION": "tomorrow, maybe"})
case("env: account", {**ENV, "AWS_ACCOUNT_ID": "123456789012"})
case("env: before role, container and instance", {**ENV, **IMDS, **CONTAINER, **WEB})
case("env: before a role of the default profile", ENV, section("default", ROLE + "a\nsource_profile = b\n", "b", STATIC))

# Which profile.
case("profile: AWS_PROFILE", {"AWS_PROFILE": "dev"}, section("dev", STATIC, "default", STATIC.replace("FILE", "DEF")))
case("profile: AWS_DEFAULT_PROFILE", {"AWS_DEFAULT_PROFILE": "dev"}, section("dev", STATIC))
case("profile: both variables", {"AWS_DEFAULT_PROFILE": "a", "AWS_PROFILE": "b"},
     section("a", STATIC.replace("FILE", "A"), "b", STATIC.replace("FILE", "B")))
case("profile: explicit over variables", {"AWS_PROFILE": "a"}, section("a", STATIC, "b", STATIC.replace("FILE", "B")),
     profile="b")
case("profile: AWS_PROFILE empty", {"AWS_PROFILE": ""}, section("default", STATIC))
case("profile: AWS_PROFILE blank", {"AWS_PROFILE": " "}, section("default", STATIC))
case("profile: AWS_PROFILE empty, keys beside it", {**ENV, "AWS_PROFILE": ""}, section("default", STATIC))
case("profile: AWS_DEFAULT_PROFILE empty", {"AWS_DEFAULT_PROFILE": "", "AWS_PROFILE": "dev"}, section("dev", STATIC))
case("profile: AWS_PROFILE empty, one named explicitly", {"AWS_PROFILE": ""}, section("dev", STATIC), profile="dev")
case("profile: not there", {"AWS_PROFILE": "nobody"}, section("dev", STATIC))

# Shared files.
case("file: credentials", (), None, "[default]\n" + STATIC)
case("file: config", (), section("default", STATIC))
case("file: credentials before config", (), section("default", STATIC), "[default]\n" + STATIC.replace("FILE", "CRED"))
case("file: key id in one, secret in the other", (), section("default", "aws_secret_access_key = s\n"),
     "[default]\naws_access_key_id = AKIDCRED\n")
case("file: half in credentials, whole in config", (), section("default", STATIC),
     "[default]\naws_access_key_id = AKIDCRED\n")
case("file: secret alone in credentials, whole in config", (), section("default", STATIC),
     "[default]\naws_secret_access_key = s\n")
case("file: half in config", (), section("default", "aws_access_key_id = AKIDHALF\n"))
case("file: secret alone", (), section("default", "aws_secret_access_key = s\n"))
case("file: nothing but a region", (), section("default", "region = eu-west-1\n"))
case("file: session token", (), None, "[default]\n" + STATIC + "aws_session_token = t\n")
case("file: both tokens", (), None, "[default]\n" + STATIC + "aws_session_token = new\naws_security_token = old\n")
case("file: account", (), section("default", STATIC + "aws_account_id = 123456789012\n"))
case("file: [default] and [profile default]", (),
     "[default]\n" + STATIC.replace("FILE", "PLAIN") + "[profile default]\n" + STATIC.replace("FILE", "PREFIXED"))
case("file: config section without prefix", {"AWS_PROFILE": "dev"}, "[dev]\n" + STATIC)
case("file: quoted name", {"AWS_PROFILE": "my team"}, '[profile "my team"]\n' + STATIC)
case("file: spaces, comments and blank lines", (),
     "# a comment\n\n[default]\n; another\naws_access_key_id=AKIDFILE\n\n  \naws_secret_access_key   =   file-secret  \n")
case("file: a secret with = and /", (), section("default", "aws_access_key_id = A\naws_secret_access_key = a=b/c+d==\n"))
case("file: a secret with # inside", (), section("default", "aws_access_key_id = A\naws_secret_access_key = a#b;c\n"))
case("file: names in upper case", (), section("default", STATIC.replace("aws_", "AWS_")))
case("file: other places", {"AWS_CONFIG_FILE": "{home}/elsewhere", "AWS_SHARED_CREDENTIALS_FILE": "{home}/nowhere"},
     section("default", STATIC), files={"elsewhere": section("default", STATIC.replace("FILE", "ELSEWHERE"))})
case("file: a path with ~", {"AWS_SHARED_CREDENTIALS_FILE": "~/mine"}, files={"mine": "[default]\n" + STATIC})
case("file: no files at all")
case("file: garbage as config", (), "\x00\x01 no section here\n", "[default]\n" + STATIC)
case("file: a line without =", (), "[default]\n" + STATIC + "this is nothing\n")
case("file: windows line ends", (), section("default", STATIC).replace("\n", "\r\n"))
case("file: the other file's profile", {"AWS_PROFILE": "dev"}, section("dev", "region = eu-west-1\n"),
     "[dev]\n" + STATIC)
case("file: unknown settings beside", (), section("default", STATIC + "s3 =\n  addressing_style = path\nfuture = 1\n"))

# Processes.
GIVEN = {"Version": 1, "AccessKeyId": "AKIDPROCESS", "SecretAccessKey": "s"}
RUN = "credential_process = /bin/cat {home}/process\n"
case("process: keys", (), section("default", RUN), files=process(GIVEN))
case("process: temporary keys", (), section("default", RUN),
     files=process({**GIVEN, "SessionToken": "t", "Expiration": "2099-01-01T00:00:00Z", "AccountId": "12"}))
case("process: account of the profile", (), section("default", RUN + "aws_account_id = 123456789012\n"),
     files=process(GIVEN))
case("process: keys of credentials file first", (), section("default", RUN), "[default]\n" + STATIC,
     files=process(GIVEN))
case("process: before keys in config", (), section("default", RUN + STATIC), files=process(GIVEN))
case("process: in the credentials file", (), None, "[default]\n" + RUN, files=process(GIVEN))
case("process: version 2", (), section("default", RUN), files=process({**GIVEN, "Version": 2}))
case("process: no version", (), section("default", RUN), files=process({"AccessKeyId": "A", "SecretAccessKey": "s"}))
case("process: no secret", (), section("default", RUN), files=process({"Version": 1, "AccessKeyId": "A"}))
case("process: garbage", (), section("default", RUN), files=process("no JSON"))
case("process: fails", (), section("default", "credential_process = /bin/false\n"))
case("process: is not there", (), section("default", "credential_process = /nowhere/program\n"))
case("process: quoted arguments", (), section("default", 'credential_process = /bin/cat "{home}/a name"\n'),
     files=process(GIVEN, "a name"))
case("process: no shell", (), section("default", "credential_process = echo $HOME; true\n"))

# Roles.
BASE = ("base", STATIC)
case("role: of a profile", {"AWS_PROFILE": "dev"}, section("dev", ROLE + "a\nsource_profile = base\n", *BASE))
case("role: with all its settings", {"AWS_PROFILE": "dev"},
     section("dev", ROLE + "a\nsource_profile = base\nexternal_id = x\nduration_seconds = 1800\n"
             "role_session_name = me\n", *BASE))
case("role: duration that is no number", {"AWS_PROFILE": "dev"},
     section("dev", ROLE + "a\nsource_profile = base\nduration_seconds = long\n", *BASE))
case("role: source in the credentials file", {"AWS_PROFILE": "dev"},
     section("dev", ROLE + "a\nsource_profile = base\n"), "[base]\n" + STATIC)
case("role: in the credentials file", {"AWS_PROFILE": "dev"}, None,
     "[dev]\n" + ROLE + "a\nsource_profile = base\n[base]\n" + STATIC)
case("role: chained", {"AWS_PROFILE": "c"},
     section("c", ROLE + "c\nsource_profile = b\n", "b", ROLE + "b\nsource_profile = base\n", *BASE))
case("role: its own source", {"AWS_PROFILE": "dev"}, section("dev", ROLE + "a\nsource_profile = dev\n" + STATIC))
case("role: source with keys and a role uses its keys", {"AWS_PROFILE": "dev"},
     section("dev", ROLE + "a\nsource_profile = b\n", "b", ROLE + "b\nsource_profile = base\n"
             + STATIC.replace("FILE", "B"), *BASE))
case("role: a circle", {"AWS_PROFILE": "a"},
     section("a", ROLE + "a\nsource_profile = b\n", "b", ROLE + "b\nsource_profile = a\n"))
case("role: source that is not there", {"AWS_PROFILE": "dev"}, section("dev", ROLE + "a\nsource_profile = nobody\n"))
case("role: source without keys", {"AWS_PROFILE": "dev"},
     section("dev", ROLE + "a\nsource_profile = b\n", "b", "region = eu-west-1\n"))
case("role: no source", {"AWS_PROFILE": "dev"}, section("dev", ROLE + "a\n"))
case("role: two sources", {"AWS_PROFILE": "dev"},
     section("dev", ROLE + "a\nsource_profile = base\ncredential_source = Environment\n", *BASE))
case("role: from environment", {**ENV, "AWS_PROFILE": "dev"}, section("dev", ROLE + "a\ncredential_source = Environment\n"),
     profile="dev")
case("role: from an empty environment", {"AWS_PROFILE": "dev"},
     section("dev", ROLE + "a\ncredential_source = Environment\n"))
case("role: from a container", {**CONTAINER, "AWS_PROFILE": "dev"},
     section("dev", ROLE + "a\ncredential_source = EcsContainer\n"))
case("role: from an instance", {**IMDS, "AWS_PROFILE": "dev"},
     section("dev", ROLE + "a\ncredential_source = Ec2InstanceMetadata\n"))
case("role: from an unknown source", {"AWS_PROFILE": "dev"}, section("dev", ROLE + "a\ncredential_source = Moon\n"))
case("role: refused by STS", {"AWS_PROFILE": "dev"}, section("dev", ROLE + "refused\nsource_profile = base\n", *BASE))
case("role: by a process", {"AWS_PROFILE": "dev"}, section("dev", ROLE + "a\nsource_profile = b\n", "b", RUN),
     files=process(GIVEN))
case("role: by web identity", {"AWS_PROFILE": "dev"},
     section("dev", ROLE + "a\nsource_profile = b\n", "b", ROLE + "w\nweb_identity_token_file = {home}/token\n"))
case("role: by SSO", {"AWS_PROFILE": "dev"},
     section("dev", ROLE + "a\nsource_profile = b\n", "b", SSO_OLD), files=sso_cache("https://start", "2099-01-01T00:00:00Z"))
case("role: source whose keys are temporary", {"AWS_PROFILE": "dev"},
     section("dev", ROLE + "a\nsource_profile = base\n", "base", STATIC + "aws_session_token = t\n"))
case("role: source of half a pair", {"AWS_PROFILE": "dev"},
     section("dev", ROLE + "a\nsource_profile = b\n", "b", "aws_access_key_id = AKIDHALF\n"))
case("role: before keys beside it", {"AWS_PROFILE": "dev"},
     section("dev", ROLE + "a\nsource_profile = base\n" + STATIC.replace("FILE", "DEV"), *BASE))

# Web identity.
case("web: environment", WEB)
case("web: session name", {**WEB, "AWS_ROLE_SESSION_NAME": "me"})
case("web: profile", (), section("default", ROLE + "w\nweb_identity_token_file = {home}/token\n"))
case("web: environment over profile", WEB,
     section("default", ROLE + "w\nweb_identity_token_file = {home}/missing\n"))
case("web: environment with an explicit profile", WEB, section("dev", STATIC), profile="dev")
case("web: before keys in files", WEB, section("default", STATIC))
case("web: no role", {"AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/token"})
case("web: a role without a token file", {"AWS_ROLE_ARN": "arn:aws:iam::1:role/web"}, section("default", STATIC))
case("web: the file is not there", {**WEB, "AWS_WEB_IDENTITY_TOKEN_FILE": "{home}/missing"}, section("default", STATIC))
case("web: refused by STS", {**WEB, "AWS_ROLE_ARN": "arn:aws:iam::1:role/refused"})

# SSO.
LATER, EARLIER = "2099-01-01T00:00:00Z", "2001-01-01T00:00:00Z"
RENEWABLE = {"refreshToken": "refresh", "clientId": "c", "clientSecret": "s", "registrationExpiresAt": LATER}
case("sso: older form", (), section("default", SSO_OLD), files=sso_cache("https://start", LATER))
case("sso: older form, expired", (), section("default", SSO_OLD), files=sso_cache("https://start", EARLIER))
case("sso: older form, not signed in", (), section("default", SSO_OLD))
case("sso: older form without region", (), section("default", SSO_OLD.replace("sso_region = us-east-1\n", "")),
     files=sso_cache("https://start", LATER))
case("sso: session", (), section("default", SSO + "sso_session = work\n") + SSO_SESSION, files=sso_cache("work", LATER))
case("sso: session, expired, renewed", (), section("default", SSO + "sso_session = work\n") + SSO_SESSION,
     files=sso_cache("work", EARLIER, **RENEWABLE))
case("sso: session, expired, not renewed", (), section("default", SSO + "sso_session = work\n") + SSO_SESSION,
     files=sso_cache("work", EARLIER, **{**RENEWABLE, "refreshToken": "used"}))
case("sso: session, expired, cannot be renewed", (), section("default", SSO + "sso_session = work\n") + SSO_SESSION,
     files=sso_cache("work", EARLIER))
case("sso: session that is not there", (), section("default", SSO + "sso_session = play\n") + SSO_SESSION)
case("sso: session and profile disagree", (),
     section("default", SSO + "sso_session = work\nsso_region = eu-west-1\n") + SSO_SESSION,
     files=sso_cache("work", LATER))
case("sso: session and profile agree", (),
     section("default", SSO + "sso_session = work\nsso_region = us-east-1\n") + SSO_SESSION,
     files=sso_cache("work", LATER))
case("sso: before keys in files", (), section("default", SSO_OLD + STATIC), files=sso_cache("https://start", LATER))
case("sso: a token alone", (), section("default", "sso_session = work\n") + SSO_SESSION, files=sso_cache("work", LATER))
case("sso: a token alone, and an instance", IMDS, section("default", "sso_session = work\n") + SSO_SESSION,
     files=sso_cache("work", LATER))
case("sso: refused", (), section("default", SSO_OLD), files=sso_cache("https://start", LATER, "revoked"))
case("sso: role name missing", (), section("default", SSO_OLD.replace("sso_role_name = reader\n", "")),
     files=sso_cache("https://start", LATER))

# Containers and instances.
case("container: full URI", CONTAINER)
case("container: token", {**CONTAINER, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "secret-token"})
case("container: token file", {**CONTAINER, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/token"})
case("container: token file before token", {**CONTAINER, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/token",
                                            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "other"})
case("container: token file that is not there",
     {**CONTAINER, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "{home}/missing"})
case("container: a host that is not allowed", {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/a"})
case("container: garbage", {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/container/garbage"})
case("container: refused", {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/container/refused"})
case("container: half an answer", {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "{url}/container/partial"})
case("container: files first", CONTAINER, section("default", STATIC))
case("container: before the instance", {**CONTAINER, **IMDS})
case("container: a profile without credentials", {**CONTAINER, "AWS_PROFILE": "dev"}, section("dev", "region = x\n"))
case("instance: version 2", IMDS)
for mode in ("imds1", "imdsnorole", "imdsold", "imdsbad", "imdsgarbage", "imds400"):
    case("instance: " + mode, {**IMDS, "AWS_EC2_METADATA_SERVICE_ENDPOINT": "{url}/" + mode})
case("instance: version 1 switched off",
     {**IMDS, "AWS_EC2_METADATA_SERVICE_ENDPOINT": "{url}/imds1", "AWS_EC2_METADATA_V1_DISABLED": "true"})
case("instance: switched off", {**IMDS, "AWS_EC2_METADATA_DISABLED": "true"})
case("instance: endpoint of the profile", {"AWS_EC2_METADATA_DISABLED": "false"},
     section("default", "ec2_metadata_service_endpoint = {url}/imds\n"))
case("instance: nobody there", {**IMDS, "AWS_EC2_METADATA_SERVICE_ENDPOINT": "http://127.0.0.1:9"})
case("instance: attempts that are no number", {**IMDS, "AWS_METADATA_SERVICE_NUM_ATTEMPTS": "many"})

# Login sessions.
LOGIN = "login_session = arn:aws:iam::123456789012:user/me\n"
case("login: not signed in", (), section("default", LOGIN))
case("login: keys of the credentials file first", (), section("default", LOGIN), "[default]\n" + STATIC)
