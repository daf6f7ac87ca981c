"""Findings as a person reads them, and as a program does."""

import json
from collections.abc import Callable, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from crawlers.doctor.finding import VERDICTS, Finding, worst

_STYLES = {"ok": "green", "warning": "yellow", "failed": "bold red"}

_DETAILS = 12
"""Lines of details that a person is shown of one check; `--json` has all."""


def as_table(findings: Sequence[Finding]) -> RenderableType:
    """A row a check: what was seen, what is to be done below it, and a line in sum."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("check", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("what was seen, and what to do", overflow="fold")
    for finding in findings:
        table.add_row(finding.name, Text(finding.verdict, style=_STYLES[finding.verdict]), _told(finding))
    counts = {verdict: sum(one.verdict == verdict for one in findings) for verdict in VERDICTS}
    total = ", ".join(f"{count} {verdict}" for verdict, count in counts.items() if count)
    return Group(table, Text(total, style=_STYLES[worst(one.verdict for one in findings)]))


def _told(finding: Finding) -> Text:
    # Plain Text: nothing that a store, a host or a file says is read as mark-up or as a control code.
    text = Text(_printable(finding.seen), overflow="fold")
    for line in finding.details[:_DETAILS]:
        text.append(f"\n{_printable(line)}", style="dim")
    if len(finding.details) > _DETAILS:
        text.append(f"\nand {len(finding.details) - _DETAILS} more: --json has all", style="dim")
    if finding.todo:
        text.append(f"\n→ {_printable(finding.todo)}", style="bold")
    return text


def _printable(line: str) -> str:
    return "".join(character if character.isprintable() else " " for character in line)


def as_json(findings: Sequence[Finding]) -> str:
    """All of it: the worst verdict, and `checks`, each with `name`, `verdict`, `seen`, `todo`, `details`."""
    checks = [
        {
            "name": one.name,
            "verdict": one.verdict,
            "seen": one.seen,
            "todo": one.todo or None,
            "details": list(one.details),
        }
        for one in findings
    ]
    values = {"verdict": worst(one.verdict for one in findings), "checks": checks}
    return json.dumps(values, ensure_ascii=False, indent=1)


def without_secrets(findings: Sequence[Finding], redact: Callable[[str], str]) -> list[Finding]:
    """The findings, each text of them as `redact` gives it."""
    return [
        Finding(one.name, one.verdict, redact(one.seen), redact(one.todo), tuple(map(redact, one.details)))
        for one in findings
    ]
