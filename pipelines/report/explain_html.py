"""An explanation as one page of HTML: the page's blocks on the left, the article on the right.

Everything that comes from a page is escaped; there is no script, no link and nothing to be fetched, and the
page's own policy forbids it.
"""

from collections.abc import Iterable, Sequence
from html import escape

from .explanation import Candidate, Explanation, Fact, Fate, Pruned, RemovedLine, ShownBlock

_STYLE = """
:root { color-scheme: light }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1rem 1.5rem; max-width: 96rem; font: 15px/1.5 system-ui, sans-serif;
  color: #1d2329; background: #fff; overflow-wrap: anywhere }
h1 { font-size: 1.25rem; margin: 0 0 .25rem } h2 { font-size: 1rem; margin: 1.5rem 0 .5rem }
p { margin: 0 } small, .why { color: #59636e; font-size: .85em } .url { color: #59636e }
.outcome { font-weight: 600; color: #a40e26 } .outcome.article { color: #116329 }
table { border-collapse: collapse; width: 100% } td { padding: .15rem .75rem .15rem 0; vertical-align: top }
td:first-child { white-space: nowrap; color: #59636e; width: 8rem } tr.taken td { font-weight: 600 }
.sides { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 2rem }
.block { border-left: 4px solid #d0d7de; padding: .1rem 0 .1rem .6rem; margin: .35rem 0 }
.block.text { border-color: #2da44e } .block.rule, .block.template { border-color: #cf222e;
  background: #fff5f5 }
.block.left_out { border-color: #cf222e; color: #59636e } .block.pruned { border-color: #cf222e;
  border-left-style: dashed; color: #59636e }
.why { display: block } .rule .why, .template .why { color: #a40e26 }
.final { font-family: Georgia, serif; font-size: 1.05rem } .final p { margin: 0 0 .75rem }
.final .title { font-size: 1.4rem; line-height: 1.25; font-weight: 700 } .final .lead { font-style: italic }
@media print { body { padding: 0; font-size: 10px } .sides { gap: 0 1rem } .block { break-inside: avoid }
  .block, .block.rule, .block.template { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
@media (max-width: 50rem) { .sides { grid-template-columns: minmax(0, 1fr) } }
"""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_NAMES: dict[Fate, str] = {
    "text": "",
    "left_out": "left out",
    "rule": "taken out by",
    "template": "taken out by",
    "unjudged": "not judged",
}


def page(explanation: Explanation) -> str:
    """The explanation as one whole document."""
    found = explanation
    name = "outcome article" if found.article is not None else "outcome"
    parts = [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{_text(found.url)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{_text((found.article and found.article.title) or found.url)}</h1>",
        f'<p class="url">{_text(found.url)} · {_text(found.site)}</p>',
        f'<p class="{name}">{_text(found.outcome)}</p>',
        _table("The page", found.facts),
        _table("In the store", found.record),
        _candidates(found.candidates),
        '<div class="sides"><section><h2>The page, block by block</h2>',
        *_left(found.blocks, found.pruned),
        *_unplaced(found),
        "</section><section><h2>The article</h2>",
        *_right(found),
        "</section></div></body></html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _table(title: str, facts: Sequence[Fact]) -> str:
    rows = "\n".join(
        f"<tr><td>{_text(fact.name)}</td><td>{_text(fact.value)}{_small(fact.evidence)}</td></tr>"
        for fact in facts
    )
    return f"<h2>{title}</h2><table>{rows}</table>" if facts else ""


def _candidates(candidates: Sequence[Candidate]) -> str:
    rows = "\n".join(
        f"<tr{' class=taken' if one.taken else ''}><td>{_text(one.name)}{', taken' if one.taken else ''}</td>"
        f"<td>{_text(one.evidence)}</td></tr>"
        for one in candidates
    )
    return f"<h2>Candidates</h2><table>{rows}</table>" if candidates else ""


def _left(blocks: Sequence[ShownBlock], pruned: Sequence[Pruned]) -> Iterable[str]:
    """Blocks and pruned elements in the order of the page."""
    waiting = sorted(pruned, key=lambda element: element.before)
    at = 0
    for number, block in enumerate(blocks):
        while at < len(waiting) and waiting[at].before <= number:
            yield _pruned(waiting[at])
            at += 1
        yield _block(block)
    yield from map(_pruned, waiting[at:])


def _pruned(element: Pruned) -> str:
    why = f"pruned, {element.reason}: {element.label}"
    return _framed("pruned", element.text or "(no text)", why)


def _block(block: ShownBlock) -> str:
    odds = "" if block.log_odds is None or block.reason else f"log-odds {block.log_odds:+.1f}"
    between = ": " if block.fate == "left_out" else " "
    said = between.join(filter(None, (_NAMES[block.fate], block.reason)))
    why = "; ".join(filter(None, (said, odds if block.fate != "text" else "")))
    return _framed(block.fate, block.text, f"{why} · {block.label}" if why else "")


def _unplaced(found: Explanation) -> Iterable[str]:
    """Lines that were taken out and are no block of the page: the text of a JSON-LD, say."""
    placed = {block.text for block in found.blocks if block.fate in ("rule", "template")}
    lines: list[RemovedLine] = [
        line
        for line in found.removed
        if line.text.removeprefix("- ") not in placed and line.text not in placed
    ]
    if lines:
        yield "<h2>Lines of no block that were taken out</h2>"
    for line in lines:
        yield _framed(line.by, line.text, f"{_NAMES[line.by]} {line.reason}")


def _framed(name: str, text: str, why: str) -> str:
    told = f'<span class="why">{_text(why)}</span>' if why else ""
    return f'<div class="block {name}">{_text(text)}{told}</div>'


def _right(found: Explanation) -> Iterable[str]:
    article = found.article
    if article is None:
        yield f'<p class="outcome">{_text(found.outcome)}</p>'
        return
    told = [article.published_local, ", ".join(article.authors or ()), article.section, article.language]
    yield '<div class="final">'
    yield f'<p class="title">{_text(article.title or "(no title)")}</p>'
    yield f"<p><small>{_text(' · '.join(filter(None, told)))}</small></p>"
    if article.lead:
        yield f'<p class="lead">{_text(article.lead)}</p>'
    yield from (f"<p>{_text(line)}</p>" for line in article.text.split("\n"))
    yield "</div>"


def _small(text: str) -> str:
    return f" <small>{_text(text)}</small>" if text else ""


def _text(text: str) -> str:
    """Escaped; what is no character to be seen, such as a mark that turns the direction, is a space."""
    return escape("".join(character if character.isprintable() else " " for character in text))
