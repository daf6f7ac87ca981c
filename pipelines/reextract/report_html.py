"""The report as one page of HTML: it loads nothing, runs nothing, and its own policy forbids both.

Whatever comes from a page, a site or a reason is escaped wherever it stands. Links lead within the page.
"""

import contextlib
import os
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..errors import UsageError
from ..report.overview.style import STYLE
from ..report.overview.table import more_of, table_of
from ..report.overview.words import number, share, text
from .findings import Changed, FieldChange, JudgedAnew
from .report import LARGE_CHARS, LINES, REPEATED, SAMPLE_CHARS, Report, text_rows
from .shown import Piece, Row, words_of
from .tally import Line

OPEN = 3
"""Differences, and sites, that are unfolded when the page is opened: what fits a screen or two."""

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_PROSE = ("title", "lead", "image_caption")
"""Fields whose words are compared; of the others both values are shown whole."""
_TAGS = {"kept": "span", "removed": "del", "added": "ins", "left_out": "i"}
_SIGNS = {"removed": "−", "added": "+", "changed": "~", "kept": " ", "left_out": " "}

_SITE_HEADS = (
    "articles", "changed", "share", "text", "title", "lead", "dates", "other",
    "accepted", "refused", "failed",
)  # fmt: skip

_STYLE = """
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; padding: 0; margin: .75rem 0 }
a { color: var(--s0) } h3 { font-size: 1rem; margin: 1rem 0 0; overflow-wrap: anywhere }
.summary { font-weight: 600; overflow-wrap: anywhere; margin: 0 }
details.page { border: 1px solid var(--faint); border-radius: .4rem; padding: .35rem .7rem; margin: .5rem 0;
  overflow-wrap: anywhere }
details.page > summary { color: var(--ink) } details.page > summary b { margin-right: .5rem }
summary .n { white-space: nowrap; font-variant-numeric: tabular-nums; color: var(--soft) }
dl.fields { margin: .5rem 0; display: grid; grid-template-columns: minmax(5rem, auto) minmax(0, 1fr);
  gap: .25rem .75rem; font-size: .9rem } dl.fields dt { color: var(--soft) }
dl.fields dd { margin: 0 } dl.fields p, .diff p { margin: 0 }
.diff { font-family: Georgia, serif; margin: .5rem 0 }
.diff p, dl.fields p { display: grid; grid-template-columns: 1.1rem minmax(0, 1fr); padding: .1rem .3rem }
.diff p > b, dl.fields p > b { font: 600 .9em/1.7 ui-monospace, monospace }
p.removed, del { background: var(--bad-wash) } p.added, ins { background: var(--well-wash) }
del { text-decoration: line-through; text-decoration-color: var(--bad) }
ins { text-decoration: underline; text-decoration-color: var(--well); text-underline-offset: .2em }
.diff p.kept { color: var(--soft) } .diff i, .diff p.left_out { color: var(--soft); font: italic .85rem
  system-ui, sans-serif }
.pages { list-style: none; padding: 0; margin: .5rem 0 } .pages li { border-top: 1px solid var(--faint);
  padding: .4rem 0; overflow-wrap: anywhere } .pages p { margin: 0 }
.reason { color: var(--bad); font-weight: 600 }
.lines { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr));
  gap: 0 1.5rem }
.by-field .name { min-width: 0; overflow-wrap: normal }
@media (max-width: 45rem) { .by-field th, .by-field td { padding-right: .35rem }
  .by-field :is(th, td):last-child { padding-right: 0 } }
@media print { details.page { break-inside: avoid } p.removed, del, p.added, ins {
  print-color-adjust: exact; -webkit-print-color-adjust: exact } }
"""


def write(report: Report, path: Path) -> None:
    """Write the page; who reads an old one never sees half of it. Raises UsageError where it cannot be."""
    unfinished = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        unfinished.write_text(page(report), encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise UsageError(f"--report {path}: {error.strerror or error}") from error


def check(path: Path) -> None:
    """Raises UsageError where `write` could not: asked before hours of work, not after."""
    if path.is_dir():
        raise UsageError(f"--report {path}: it is a folder; name a file in it")
    if not path.parent.is_dir():
        raise UsageError(f"--report {path}: there is no folder {path.parent}")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise UsageError(f"--report {path}: no file can be written there")


def page(report: Report) -> str:
    """The whole document."""
    (first, second), counts = report.summary(), report.tally.all
    sections = [
        ("Stands out", "stands-out", _stands_out(report)),
        ("Counts", "counts", _counts(report)),
        ("Lines that come and go", "lines", _lines(report)),
        ("Largest differences of texts", "largest", _largest(report)),
        (
            f"Newly refused: {number(counts.refused)}",
            "refused",
            _judged(report.findings.refused, counts.refused),
        ),
        (
            f"Newly accepted: {number(counts.accepted)}",
            "accepted",
            _judged(report.findings.accepted, counts.accepted),
        ),
        ("Sample by site", "sample", _sample(report)),
    ]
    links = "".join(f'<li><a href="#{anchor}">{name}</a></li>' for name, anchor, _ in sections)
    parts = [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{text(first)}</title><style>{STYLE}{_STYLE}</style></head><body>",
        f"<h1>{text(report.rules())}: what changes</h1>",
        f'<p class="key">{text(report.store)}</p>' if report.store else "",
        f'<p class="summary">{text(first)}</p><p class="summary">{text(second)}</p>',
        f'<nav aria-label="Sections"><ul>{links}</ul></nav>',
    ]
    for name, anchor, inner in sections:
        parts += [f'<section><h2 id="{anchor}">{name}</h2>', *inner, "</section>"]
    return "\n".join(part for part in [*parts, "</body></html>\n"] if part)


# Sections


def _stands_out(report: Report) -> Iterable[str]:
    found = report.remarks()
    if not found:
        yield '<p class="note">Nothing. The sample tells whether what changes becomes better.</p>'
        return
    yield '<ul class="needs">'
    for remark in found:
        said = "".join(f"<p>{text(line)}</p>" for line in remark.evidence)
        yield f"<li><p><b>{text(remark.what)}</b></p>{said}</li>"
    yield "</ul>"


def _counts(report: Report) -> Iterable[str]:
    tally, everything = report.tally, report.tally.all
    told = {
        "Pages looked at": everything.pages,
        "Articles among them": everything.articles,
        "Changed": everything.changed,
        "Unchanged": everything.unchanged,
        "Newly accepted": everything.accepted,
        "Newly refused": everything.refused,
        "Failed": everything.failed,
        "Words removed": tally.words_removed,
        "Words added": tally.words_added,
        "Lost half or more": tally.shrunk,
        "Half new or more": tally.grown,
    }
    cells = "".join(f"<div><dt>{name}</dt><dd>{number(value)}</dd></div>" for name, value in told.items())
    yield f'<dl class="totals">{cells}</dl>'
    fields = sorted(tally.fields.items(), key=lambda item: (-item[1].changed, item[0]))
    table = table_of(
        "By field: articles in which it changed. Gained: it was empty; lost: it is empty now.",
        ["field", "changed", "gained", "lost", "replaced"],
        [
            [
                text(name).replace("_", "_<wbr>"),
                *map(number, (one.changed, one.gained, one.lost, one.replaced)),
            ]
            for name, one in fields
        ],
        {0},
    )
    yield f'<div class="by-field">{table}</div>' if table else ""
    counted = [
        *tally.reasons.items(),
        *((f"failed: {name}", count) for name, count in tally.failures.items()),
    ]
    rows = [
        [text(name), number(count)] for name, count in sorted(counted, key=lambda pair: (-pair[1], pair[0]))
    ]
    yield table_of("Newly refused by reason; what failed says so.", ["reason", "pages"], rows, {0})
    caption = "By site: articles, and in how many which part changed."
    yield table_of(caption, ["site", *_SITE_HEADS], _site_rows(report), {0})


def _site_rows(report: Report) -> list[list[str]]:
    rows = []
    for site, one in report.sites():
        parts = (one.text, one.title, one.lead, one.dates, one.other, one.accepted, one.refused, one.failed)
        counted = [number(one.articles), number(one.changed), share(one.changed, one.articles)]
        rows.append([text(site), *counted, *map(number, parts)])
    return rows


def _lines(report: Report) -> Iterable[str]:
    yield (
        f'<p class="note">In {REPEATED} articles of a site or more; at most {LINES} lines each. A number '
        "within a line is shown as #. “+” is said of a count that may be higher.</p>"
    )
    for caption, lines in (("Lines that go", report.lines("gone")), ("Lines that come", report.lines("new"))):
        if lines:
            inner = "".join(
                f"<li><p>{_prose(line.text)}</p>"
                f'<p class="note">{_at_least(line)} · {text(line.site)}</p></li>'
                for line in lines
            )
            yield f'<h3>{caption}</h3><ul class="pages lines">{inner}</ul>'
        else:
            yield f'<p class="note">{caption}: none.</p>'


def _at_least(line: Line) -> str:
    return f"{number(line.articles)}{'+' if line.most > line.articles else ''} articles"


def _largest(report: Report) -> Iterable[str]:
    found = report.findings.largest
    if not found:
        yield '<p class="note">No text changed.</p>'
    for at, changed in enumerate(found):
        yield _page(changed, LARGE_CHARS, unfolded=at < OPEN, named=True)


def _judged(pages: Sequence[JudgedAnew], count: int) -> Iterable[str]:
    if not pages:
        yield '<p class="note">None.</p>'
        return
    yield '<ul class="pages">'
    for one in pages:
        reason = f'<p class="reason">{text(one.reason)}</p>' if one.reason else ""
        facts = (one.site, one.published or "no date", one.language, f"{number(one.words)} words")
        yield (
            f"<li>{reason}<p><b>{_prose(one.title or '(no title)')}</b></p>"
            f'<p class="note">{text(" · ".join(facts))}</p>'
            f'<p class="key">{text(one.url)}</p><p>{_prose(one.beginning)}</p></li>'
        )
    yield "</ul>"
    yield more_of(count, len(pages), "pages")


def _sample(report: Report) -> Iterable[str]:
    sample = report.findings.sample
    counts = report.tally.sites
    if not sample:
        yield '<p class="note">No article changed.</p>'
        return
    yield '<p class="note">Chosen by a hash of their addresses: the same ones each time.</p>'
    ranked = sorted(sample.items(), key=lambda item: (-counts[item[0]].changed, item[0]))
    for at, (site, some) in enumerate(ranked):
        one = counts[site]
        told = f"{number(one.changed)} of {number(one.articles)} changed"
        yield (
            f'<details class="page"{" open" if at < OPEN else ""}><summary><b>{text(site)}</b>'
            f'<span class="n">{told}</span></summary>'
        )
        yield from (_page(changed, SAMPLE_CHARS, unfolded=True, named=False) for changed in some)
        yield "</details>"
    yield more_of(sum(one.changed > 0 for one in counts.values()), len(sample), "sites")


# Parts


def _page(changed: Changed, most: int, *, unfolded: bool, named: bool) -> str:
    title = _prose(changed.title or "(no title)")
    words = f"−{number(changed.words_removed)} +{number(changed.words_added)} words" if changed.text else ""
    inner = (
        f'<p class="key">{text(changed.url)}</p>{_fields(changed.fields)}{_diff(text_rows(changed, most))}'
    )
    if not named:
        return f'<h3>{title}</h3><p class="note">{words}</p>{inner}'
    return (
        f'<details class="page"{" open" if unfolded else ""}><summary><b>{title}</b>'
        f'<span class="n">{text(changed.site)} · {words}</span></summary>{inner}</details>'
    )


def _fields(fields: Sequence[FieldChange]) -> str:
    if not fields:
        return ""
    return f'<dl class="fields">{"".join(map(_field, fields))}</dl>'


def _field(field: FieldChange) -> str:
    if field.name in _PROSE and field.before and field.after:
        inner = _row("changed", words_of(field.before, field.after))
    else:
        sides = (("removed", field.before), ("added", field.after))
        inner = "".join(_side(sign, value) for sign, value in sides)
    return f"<dt>{text(field.name)}</dt><dd>{inner}</dd>"


def _side(kind: str, value: str) -> str:
    shown = _prose(value) if value else "<i>nothing</i>"
    return f'<p class="{kind}"><b>{_SIGNS[kind]}</b><span>{shown}</span></p>'


def _diff(rows: Sequence[Row]) -> str:
    inner = "\n".join(_row(row.kind, row.pieces) for row in rows)
    return f'<div class="diff">{inner}</div>' if rows else ""


def _row(kind: str, pieces: Iterable[Piece]) -> str:
    """A paragraph; one that was removed or added whole needs no marks on its words."""
    words = " ".join(
        f"<{tag}>{text(piece.text)}</{tag}>" if (tag := _tag(kind, piece)) else text(piece.text)
        for piece in pieces
    )
    return f'<p class="{kind}"><b>{_SIGNS[kind]}</b><span dir="auto">{words}</span></p>'


def _tag(kind: str, piece: Piece) -> str:
    if piece.change == "left_out":
        return "" if kind == "left_out" else "i"
    return _TAGS[piece.change] if kind == "changed" and piece.change != "kept" else ""


def _prose(value: str) -> str:
    """Words of a page, in the direction of their own script."""
    return f'<span dir="auto">{text(value)}</span>'
