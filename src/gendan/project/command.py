"""The `gendan` command. Each of its commands is a module of `gendan.project.commands`, found by its name.

A command module has a docstring, whose first line is its help; `add_arguments(parser)`; and `run(arguments) -> int`,
which returns the exit code: 0, or 1 where what was asked did not hold. Importing it is cheap and imports no Django: a
command that needs the database works inside `gendan.project.environment.ready()`. A dash in a command's name is an
underscore in its module's.
"""

from __future__ import annotations

import argparse
import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType
from typing import Protocol, cast

from gendan import __version__
from gendan.project import commands
from gendan.project.errors import ProjectError
from gendan.project.words import say


class Command(Protocol):
    """What a module in `gendan.project.commands` offers."""

    __doc__: str | None

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do it; 0 is well, 1 is not."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run `gendan` with these arguments (the process's own by default) and return its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    names = command_names()
    named = next((word for word in arguments if not word.startswith("-")), None)
    if named is not None and named not in names:
        say("command.unknown", name=named)
        named = None
        code = 2
    else:
        code = 0 if {"-h", "--help"} & set(arguments) else 2
    if named is None:
        if arguments == ["--version"]:
            named, arguments = "version", ["version"]
        else:
            _overview(names).print_help(sys.stdout if code == 0 else sys.stderr)
            return code
    command = load(named)
    parser = argparse.ArgumentParser(
        prog=f"gendan {named}", description=command.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    command.add_arguments(parser)
    arguments.remove(named)
    return _run(command, parser.parse_args(arguments))


def command_names() -> list[str]:
    """The names of all commands, in order."""
    return sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(commands.__path__))


def load(name: str) -> Command:
    """The command of this name."""
    module: ModuleType = import_module(f"{commands.__name__}.{name.replace('-', '_')}")
    return cast(Command, module)


def _run(command: Command, arguments: argparse.Namespace) -> int:
    try:
        return command.run(arguments)
    except ProjectError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("command.interrupted")
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        if error.filename is None:
            raise
        # A file that was named and can't be read or written is the operator's to mend, not a fault of ours to trace.
        say("command.file", path=error.filename, reason=error.strerror)
        return 1


def _overview(names: Sequence[str]) -> argparse.ArgumentParser:
    lines = [f"  {name:<12} {_first_line(load(name))}" for name in names]
    return argparse.ArgumentParser(
        prog="gendan",
        usage="gendan COMMAND …",
        description=f"Gendan 跟单 {__version__}",
        epilog="\n".join(["commands:", *lines, "", "gendan COMMAND --help"]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _first_line(command: Command) -> str:
    return (command.__doc__ or "").strip().split("\n", 1)[0]


if __name__ == "__main__":
    sys.exit(main())
