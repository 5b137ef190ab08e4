"""Runs commands of an installed AWS CLI (1 or 2) in one process: `python aws_worker.py` with that CLI's Python. Reads a line
of JSON, a list of arguments (or {"yaml": document}, to be printed), and answers with one: [exit code, output, errors], both in base64. Each command runs in a child
of its own, so that nothing is left of it; imports and models, which cost most, are shared."""

import base64
import contextlib
import json
import os
import sys
import tempfile

from awscli.clidriver import ServiceCommand, create_clidriver

driver = create_clidriver()


def warm(arguments):
    """The service's models are read here, once, and not in every child."""
    with contextlib.suppress(Exception):
        command = driver._get_command_table().get(arguments[0])
        if isinstance(command, ServiceCommand):
            command._get_command_table()
            loader = driver.session.get_component("data_loader")
            name = command.service_model.service_name
            for kind in ("service-2", "paginators-1", "endpoint-rule-set-1"):
                with contextlib.suppress(Exception):
                    loader.load_service_model(name, kind)


def dump_yaml(document):
    """Prints a document as version 2 prints answers."""
    from awscli.formatter import YAMLDumper
    if document:
        YAMLDumper().dump(document, sys.stdout)
    return 0


def run(arguments):
    warm(arguments)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        child = os.fork()
        if child == 0:
            code = 255
            try:
                os.dup2(out.fileno(), 1)
                os.dup2(errors.fileno(), 2)
                os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
                code = dump_yaml(arguments["yaml"]) if isinstance(arguments, dict) else driver.main(arguments)
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 255
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code or 0)
        _, status = os.waitpid(child, 0)
        text = []
        for file in (out, errors):
            file.seek(0)
            text.append(base64.b64encode(file.read()).decode())
        return [os.waitstatus_to_exitcode(status), *text]


def main():
    with os.fdopen(os.dup(1), "w") as answers:
        for line in sys.stdin:
            answers.write(json.dumps(run(json.loads(line))) + "\n")
            answers.flush()


main()
