"""botocore and aloft in one process, against the same embedded AWS: every value, type, key order and exception's text.

    differential.py [--all] [--progress] [SERVICE…]     without names: some services of each protocol; --all: every operation there is

Answers are made up from the models by the embedded AWS; what both libraries make of them must be the same."""

import asyncio
import datetime
import os
import sys
import warnings

os.environ.update(AWS_ACCESS_KEY_ID="AKIDLOCALEXAMPLE", AWS_SECRET_ACCESS_KEY="local-secret-for-tests-only", AWS_REGION="us-east-1",
                  AWS_DEFAULT_REGION="us-east-1", AWS_CONFIG_FILE="/dev/null", AWS_SHARED_CREDENTIALS_FILE="/dev/null", AWS_EC2_METADATA_DISABLED="true")

import aloft  # noqa: E402
import aloft.sync  # noqa: E402
import botocore.config  # noqa: E402
import botocore.exceptions  # noqa: E402
import botocore.session  # noqa: E402

USUAL = ["sqs", "dynamodb", "sns", "iam", "sts", "s3", "route53", "lambda", "kms", "cloudformation", "cloudwatch", "logs", "efs", "lex-runtime", "apigateway"]
VARYING = {"date", "x-amzn-requestid", "x-amz-request-id", "x-amz-id-2", "content-length", "connection", "content-type"}
# What differs for a reason that docs/python.md gives.
EXPLAINED = {("s3", "GetBucketLocation"),  # made up as a structure, which S3 does not send
             ("s3", "GetBucketNotification"),  # two members of one name: botocore keeps elements of the tree
             ("s3", "GetObject"), ("s3", "HeadObject"), ("s3", "GetObjectAnnotation"),  # Content-Length is made up, too
             ("mediastore-data", "GetObject"), ("mediastore-data", "DescribeObject"),
             ("cloudsearchdomain", "Search"), ("dataexchange", "SendApiAsset")}  # request ids in texts and headers
REAL = {"sts"}  # its keys are random


def sample(shape, depth=0, name=""):
    """The least that botocore takes as a value of the shape."""
    kind = shape.type_name
    if kind == "structure":
        if getattr(shape, "is_document_type", False):
            return {"a": 1}
        members = {one: sample(shape.members[one], depth + 1, one) for one in shape.required_members if depth < 6}
        if getattr(shape, "is_tagged_union", False) and len(members) != 1 and shape.members:
            one = next((m for m in shape.members if shape.members[m].type_name != "structure"), next(iter(shape.members)))
            members = {one: sample(shape.members[one], depth + 1, one)}
        return members
    if kind == "list":
        least = shape.metadata.get("min", 1 if depth < 2 else 0)
        return [sample(shape.member, depth + 1) for _ in range(least)] if depth < 8 else []
    if kind == "map":
        return {"key": sample(shape.value, depth + 1)} if shape.metadata.get("min") else {}
    if kind in ("string", "character"):
        if shape.enum:
            return shape.enum[0]
        least = int(shape.metadata.get("min", 1) or 1)
        if name == "Bucket":
            return "a-bucket"
        if "AccountId" in (name or ""):
            return "123456789012".ljust(least, "0")
        return "x" * max(least, 3)
    if kind in ("integer", "long"):
        return int(shape.metadata.get("min", 1) or 1)
    if kind in ("float", "double"):
        return float(shape.metadata.get("min", 1) or 1)
    if kind == "boolean":
        return True
    if kind == "timestamp":
        return datetime.datetime(2020, 2, 3, 4, 5, 6, tzinfo=datetime.timezone.utc)
    return b"bytes" * 4


def differences(theirs, ours, path=""):
    if hasattr(theirs, "read") and hasattr(ours, "read"):
        theirs, ours = theirs.read(), ours.read()
    if type(theirs) is not type(ours):
        yield f"{path}: {type(theirs).__name__} {theirs!r:.80} / {type(ours).__name__} {ours!r:.80}"
        return
    if isinstance(theirs, dict):
        if path.endswith("HTTPHeaders"):
            if set(theirs) != set(ours):
                yield f"{path}: {sorted(set(theirs) ^ set(ours))}"
            return
        if list(theirs) != list(ours):
            yield f"{path}: keys {list(theirs)} / {list(ours)}"
        for name in theirs:
            if name in ours and name not in ("RequestId", "HostId"):
                yield from differences(theirs[name], ours[name], f"{path}.{name}")
    elif isinstance(theirs, list):
        if len(theirs) != len(ours):
            yield f"{path}: {len(theirs)} / {len(ours)} elements"
        for index, (a, b) in enumerate(zip(theirs, ours)):
            yield from differences(a, b, f"{path}[{index}]")
    elif isinstance(theirs, datetime.datetime):
        if theirs != ours or repr(theirs.tzinfo) != repr(ours.tzinfo) or theirs.fold != ours.fold:
            yield f"{path}: {theirs!r} / {ours!r}"
    elif theirs != ours and not (theirs != theirs and ours != ours):
        yield f"{path}: {theirs!r:.80} / {ours!r:.80}"


def outcome(call, params):
    try:
        return call(**params)
    except (botocore.exceptions.ClientError, botocore.exceptions.BotoCoreError) as failure:
        return failure


def compare(theirs, ours):
    if isinstance(theirs, Exception) or isinstance(ours, Exception):
        if not (isinstance(theirs, Exception) and isinstance(ours, Exception)):
            yield f"{theirs!r:.200} / {ours!r:.200}"
            return
        if type(theirs).__name__ != type(ours).__name__:
            yield f"{type(theirs).__mro__[:2]} / {type(ours).__mro__[:2]} {ours}"
        elif str(theirs) != str(ours) and "127.0.0.1" not in str(theirs):
            yield f"{theirs} / {ours}"
        if isinstance(theirs, botocore.exceptions.ClientError) and isinstance(ours, botocore.exceptions.ClientError):
            yield from differences(theirs.response, ours.response, "response")
        return
    yield from differences(theirs, ours)


def run(services):
    server = aloft._core.local_server({"synthesize": 3, "verify_signatures": False})
    url = server.endpoint_url()
    session = botocore.session.get_session()
    count, failed, same_errors, skipped = 0, [], 0, 0
    config = dict(retries={"mode": "standard"})
    for service in services:
        reference = session.create_client(service, region_name="us-east-1", endpoint_url=url,
                                          config=botocore.config.Config(**config, inject_host_prefix=False, s3={"addressing_style": "path"}))
        client = aloft.sync.client(service, region_name="us-east-1", endpoint_url=url,
                                   config=aloft.Config(**config, s3={"addressing_style": "path"}))
        for method, operation in sorted(reference.meta.method_to_api_mapping.items()):
            model = reference.meta.service_model.operation_model(operation)
            if model.has_event_stream_output or model.has_event_stream_input:
                skipped += 1
                continue
            params = sample(model.input_shape) if model.input_shape else {}
            try:
                theirs = outcome(getattr(reference, method), params)
            except Exception as failure:  # botocore itself cannot: nothing to compare with
                skipped += 1
                if "--verbose" in sys.argv:
                    print(f"skipped {service} {method}: {failure!r:.150}", file=sys.stderr)
                continue
            try:
                ours = outcome(getattr(client, method), params)
            except Exception as failure:
                ours = failure
            count += 1
            same_errors += isinstance(theirs, Exception)
            found = list(compare(theirs, ours))
            if found and "--progress" in sys.argv:
                print(service, operation, found[:2], file=sys.stderr, flush=True)
            if found and (service, operation) not in EXPLAINED and not (service in REAL and not isinstance(ours, Exception)):
                failed.append((service, operation, found))
        if "--progress" in sys.argv:
            print(f"{service}: {count} so far, {len(failed)} differ, {skipped} not compared", file=sys.stderr, flush=True)
    server.stop()
    return count, failed, same_errors, skipped


def names(services):
    """Methods that botocore and aloft call differently."""
    session = botocore.session.get_session()
    from botocore import xform_name

    wrong, count = [], 0
    for service in services:
        theirs = {xform_name(name): name for name in session.get_service_model(service).operation_names}
        ours = aloft._core.service(service)["methods"]
        count += len(theirs)
        wrong += [(service, name) for name in set(theirs.items()) ^ set(ours.items())]
    return count, wrong


def main():
    warnings.simplefilter("ignore")
    chosen = [one for one in sys.argv[1:] if not one.startswith("--")]
    everything = botocore.session.get_session().get_available_services()
    count, wrong = names(everything)
    print(f"names of methods: {count} compared in {len(everything)} services, {len(wrong)} differ", *wrong[:10])
    count, failed, errors, skipped = run(chosen or (everything if "--all" in sys.argv else USUAL))
    for service, operation, found in failed:
        print(f"{service} {operation}:", *found[:4], sep="\n    ")
    print(f"answers: {count} operations compared ({errors} refusals among them), {len(failed)} differ; {skipped} not compared")
    print(f"{count - len(failed)} cases passed")
    return 1 if failed or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
