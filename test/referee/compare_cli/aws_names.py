"""All commands of an installed AWS CLI 1 and their parameters, out of the tables that its parser is built from: a line of JSON
{"service", "command", "parameters"} each. Commands of its own (no operations) are marked "own"."""

import json
import sys

from awscli.clidriver import ServiceCommand, ServiceOperation, create_clidriver


def commands_of(command):
    if isinstance(command, ServiceCommand):
        return command._get_command_table()
    return command._build_subcommand_table()


def main():
    for service, command in create_clidriver()._get_command_table().items():
        if service in ("help", "history"):
            continue
        for name, one in commands_of(command).items():
            if name == "wait":
                for waiter in one._build_subcommand_table():
                    print(json.dumps({"service": service, "command": f"wait {waiter}", "parameters": [], "own": True}))
                continue
            row = {"service": service, "command": name, "own": not isinstance(one, ServiceOperation)}
            row["parameters"] = [] if row["own"] else [
                argument.cli_name for argument in one.arg_table.values() if not argument.positional_arg]
            print(json.dumps(row))


if __name__ == "__main__":
    sys.exit(main())
