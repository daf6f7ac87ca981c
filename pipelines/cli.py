"""`steppewire`: what a reader of a dataset can ask for on the command line. See docs/reading.md."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from .commands import export, overview, page, report, sql, texts, verify
from .commands.terminal import printable
from .errors import SteppewireError, UsageError

_MODULES = (overview, texts, export, page, verify, sql, report)

INTERRUPTED = 5


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """See argparse."""
        self.exit(UsageError.exit_code, f"{self.prog}: {printable(message)}; see {self.prog} --help\n")


def make_parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    parser = _Parser(
        prog="steppewire",
        description="Look at a dataset of regional news, and take out of it what you need.",
        epilog="`steppewire COMMAND --help` tells more of each.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in _MODULES:
        module.add(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; its exit code: 0 done, 1 damage was found, 2 wrong use, 3 the store cannot be read."""
    options = make_parser().parse_args(arguments)
    # A character that the terminal does not know is no reason to stop.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code: int = options.run(options) or 0
        sys.stdout.flush()
    except SteppewireError as error:
        # The reader gave an argument, not the crawler's setting.
        said = " ".join(printable(str(error).removeprefix("NEWS_STORE_URL: ")).split())
        print(f"steppewire {options.command}: {said}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # Whoever reads has seen enough.
        _drop_output()
        return 0
    except KeyboardInterrupt:
        _drop_output()
        return INTERRUPTED
    return code


def _drop_output() -> None:
    """What is not written yet goes nowhere: at its end Python would complain, or wait for who reads."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
