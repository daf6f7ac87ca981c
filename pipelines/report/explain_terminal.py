"""An explanation for a terminal, or as plain text where there is none."""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from .explanation import Candidate, Explanation, Fact, Fate, Pruned, RemovedLine, ShownBlock

NEAR = 2
"""Blocks on either side of the text that are shown each by itself, with all that stands within it."""
PER_REASON = 2
"""Pruned elements that are shown of one reason."""
_CUT = 160
"""Characters of a block that are shown; the text itself is shown whole."""

_STYLES: dict[Fate, str] = {
    "text": "green",
    "left_out": "dim",
    "rule": "red",
    "template": "magenta",
    "unjudged": "dim",
}
_MARKS: dict[Fate, str] = {"text": "+", "left_out": "-", "rule": "x", "template": "t", "unjudged": "?"}


def render(explanation: Explanation, *, everything: bool = False) -> RenderableType:
    """The explanation in sections; with `everything` nothing is summed up.

    What comes from the page is `Text` of printable characters: neither mark-up nor control codes get through.
    """
    found = explanation
    lines: list[Text] = [
        _line(found.url, "bold"),
        _line(f"{found.site}: {found.outcome}", "green" if found.article else "red"),
    ]
    lines += _section("The page", map(_fact, found.facts))
    lines += _section("In the store", map(_fact, found.record))
    lines += _section("Pruned before the choice", _pruned(found.pruned, everything))
    lines += _section("Candidates", map(_candidate, found.candidates))
    lines += _section(
        "Blocks of the page (+ text, - left out, x taken by a rule, t by the template, ? not judged)",
        _blocks(found.blocks, everything),
    )
    lines += _section("Removed from the chosen lines", map(_removed, found.removed))
    if found.article is not None:
        lines += _section("Text", (_line(f"  {line}") for line in found.article.text.split("\n")))
    return Group(*lines)


def _section(title: str, lines: Iterable[Text]) -> list[Text]:
    found = list(lines)
    return [Text(), Text(title, style="bold cyan"), *found] if found else []


def _line(text: str, style: str = "") -> Text:
    return Text(_printable(text), style=style)


def _fact(fact: Fact) -> Text:
    line = Text.assemble((f"  {fact.name:<13}", "bold"), _printable(fact.value))
    if fact.evidence:
        line.append(f"  ({_printable(fact.evidence)})", style="dim")
    return line


def _candidate(candidate: Candidate) -> Text:
    mark, style = ("*", "green") if candidate.taken else (" ", "")
    return _line(f"{mark} {candidate.name:<13}{candidate.evidence}", style)


def _removed(line: RemovedLine) -> Text:
    return Text.assemble((f"  {_printable(line.reason)}: ", _STYLES[line.by]), _printable(_cut(line.text)))


def _pruned(elements: Sequence[Pruned], everything: bool) -> Iterable[Text]:
    """By reason, in the order in which the page shows the first of each."""
    by_reason: dict[str, list[Pruned]] = {}
    for element in elements:
        by_reason.setdefault(element.reason, []).append(element)
    for reason, found in by_reason.items():
        shown = found if everything else found[:PER_REASON]
        for element in shown:
            line = Text.assemble((f"  {_printable(reason)}: ", "yellow"), _printable(element.label))
            yield line.append(f"  {_printable(element.text)}", style="dim")
        if len(found) > len(shown):
            yield _line(f"  … {len(found) - len(shown)} more: {reason}", "dim")


def _blocks(blocks: Sequence[ShownBlock], everything: bool) -> Iterable[Text]:
    shown = _near_text(blocks)
    skipped = 0
    for at, block in enumerate(blocks):
        if everything or at in shown:
            if skipped:
                yield _line(f"  … {skipped} blocks that are no text", "dim")
            skipped = 0
            yield _block(block)
        else:
            skipped += 1
    if skipped:
        yield _line(f"  … {skipped} blocks that are no text", "dim")


def _near_text(blocks: Sequence[ShownBlock]) -> set[int]:
    """Blocks that are shown each: what was chosen, what is disputed, and a few around these."""
    marks = [
        at for at, block in enumerate(blocks) if block.fate not in ("left_out", "unjudged") or block.disputed
    ]
    return {near for at in marks for near in range(at - NEAR, at + NEAR + 1)}


def _block(block: ShownBlock) -> Text:
    odds = "      " if block.log_odds is None else f"{block.log_odds:+6.1f}"
    line = Text.assemble(
        (f"{_MARKS[block.fate]} {odds} ", _STYLES[block.fate]),
        (_printable(_cut(block.text)), _STYLES[block.fate]),
        (f"  {_printable(block.label)}", "dim"),
    )
    if block.reason:
        line.append(f"\n         {_printable(block.reason)}", style="yellow")
    return line


def _cut(text: str) -> str:
    return text if len(text) <= _CUT else f"{text[: _CUT - 1]}…"


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
