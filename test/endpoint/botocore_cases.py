#!/usr/bin/env python3
"""Writes endpoint cases whose answers are botocore's own evaluator's, over the rule sets of the pinned models:
botocore_cases.py FOLDER SEED [CASES_PER_SERVICE]. The form is that of the endpoints suite, so its runner judges aloft."""

import json
import pathlib
import random
import sys

from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError
from botocore.loaders import Loader

REGIONS = ["us-east-1", "us-east-2", "us-west-2", "eu-west-1", "af-south-1", "cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1",
           "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "eusc-de-east-1", "aws-global", "aws-cn-global", "us-east-99", "mars-1", "bad region"]
TEXTS = ["bucket-name", "a.b.c", "Upper", "x", "123456789012", "arn:aws:s3:us-west-2:123456789012:accesspoint:mine",
         "arn:aws:s3-outposts:us-west-2:123456789012:outpost/op-1/accesspoint/ap", "arn:aws:s3::123456789012:accesspoint:name.mrap",
         "arn:aws:s3-object-lambda:us-east-1:123456789012:accesspoint/lambda", "arn:aws:dynamodb:us-east-1:222222222222:table/name", "arn:aws:bad",
         "express--use1-az1--x-s3", "10.0.0.1", "", "https://example.com", "arn:aws:kinesis:us-east-1:123456789012:stream/name"]
ENDPOINTS = ["https://example.com", "http://127.0.0.1:4566", "https://example.com/path/", "https://[::1]:8000", "ftp://example.com", "nonsense"]


def value_for(name, parameter, dice):
    kind = parameter["type"].lower()
    if kind == "boolean":
        return dice.random() < 0.4
    if kind == "stringarray":
        return [dice.choice(TEXTS) for _ in range(dice.randrange(3))]
    built_in = parameter.get("builtIn")
    if built_in == "AWS::Region":
        return dice.choice(REGIONS)
    if built_in == "SDK::Endpoint":
        return dice.choice(ENDPOINTS)
    if built_in == "AWS::Auth::AccountIdEndpointMode":
        return dice.choice(["preferred", "required", "disabled"])
    return dice.choice(TEXTS)


def probability(parameter):
    return {"AWS::Region": 0.95, "SDK::Endpoint": 0.15}.get(parameter.get("builtIn"), 0.5)


def answer(provider, parameters):
    try:
        found = provider.resolve_endpoint(**parameters)
    except EndpointProviderError as refusal:
        reason = str(refusal)
        # Texts of the rules are compared; botocore's own texts about missing or unmatched parameters are its own.
        return None if "required parameter" in reason or "No rules" in reason or "must be" in reason else {"error": reason}
    except Exception:
        return None  # a fault of the reference implementation itself judges nothing
    return {"endpoint": {"url": found.url, "properties": {k: v for k, v in found.properties.items() if k == "authSchemes"}, "headers": found.headers}}


def main():
    folder, dice = pathlib.Path(sys.argv[1]), random.Random(int(sys.argv[2]))
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 60
    loader = Loader()
    partitions = loader.load_data("partitions")
    written = 0
    for service in loader.list_available_services("endpoint-rule-set-1"):
        rules = loader.load_service_model(service, "endpoint-rule-set-1")
        provider = EndpointProvider(rules, partitions)
        many = count * 10 if len(rules["parameters"]) > 6 else count
        cases = []
        for _ in range(many):
            parameters = {name: value_for(name, parameter, dice) for name, parameter in rules["parameters"].items() if dice.random() < probability(parameter)}
            expected = answer(provider, parameters)
            if expected is not None:
                cases.append({"documentation": json.dumps(parameters), "params": parameters, "expect": expected})
        home = folder / "endpoints" / service
        home.mkdir(parents=True, exist_ok=True)
        (home / "endpoint-tests-1.json").write_text(json.dumps({"testCases": cases}))
        written += len(cases)
    print(f"{written} cases")


if __name__ == "__main__":
    main()
