"""Modelled pages of the region: build them, and check what an extractor makes of them.

python -m benchmarks.region build DIR
python -m benchmarks.region check DIR PREDICTIONS.jsonl [--learned] [--lines N]

`check` exits 1 if a sentence is lost or a line of furniture leaked. A prediction is a line {"id", "text"}.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from benchmarks.region.build import build
from benchmarks.region.check import show, verdicts


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; gives the exit code. `argv` is that of the process if left out."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    building = commands.add_parser("build", help="write gold.jsonl and pages/")
    building.add_argument("folder", type=Path)
    checking = commands.add_parser("check", help="compare predictions with the gold text")
    checking.add_argument("folder", type=Path)
    checking.add_argument("predictions", type=Path)
    checking.add_argument("--learned", action="store_true", help="furniture that is learned must be gone too")
    checking.add_argument("--lines", type=int, default=0, help="lines of each kind to show for each site")
    arguments = parser.parse_args(argv)

    console = Console()
    if arguments.command == "build":
        rows = build(arguments.folder)
        console.print(f"{len(rows)} pages of {len({row['site'] for row in rows})} sites")
        return 0
    rows = [json.loads(line) for line in _lines(arguments.folder / "gold.jsonl")]
    texts = {found["id"]: found["text"] for found in map(json.loads, _lines(arguments.predictions))}
    found = verdicts(rows, texts)
    return 0 if show(found, console, learned=arguments.learned, lines=arguments.lines) else 1


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


if __name__ == "__main__":
    sys.exit(main())
