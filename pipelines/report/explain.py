"""What became of a page, and why: all that `scrapy explain` shows, gathered by the steps of `process`."""

import bisect
import collections
import itertools
from collections.abc import Sequence

from lxml.html import HtmlElement

from ..article import Article, Page, PageRecord, Rejected, Statement
from ..clean.template import Template, with_template
from ..dedupe.fingerprint import folded_words, plain_words
from ..extract.align import found_shares
from ..extract.block_model import shipped
from ..extract.blocks import Block, page_blocks
from ..extract.body import MIN_GAIN, MIN_STATED, Body
from ..extract.choice import Judged
from ..extract.markup import meta_values, names_of, parse, select, text_of
from ..extract.metadata import Metadata, read_metadata
from ..extract.moments import Moment
from ..extract.prune import drop, reason_of, running_text
from ..process import Examined, examine
from .explanation import SHOWN, Candidate, Explanation, Fact, Fate, Pruned, RemovedLine, ShownBlock

STRONGEST = 3
"""Parts of a verdict of the block model that are shown."""


def explain(
    page: Page,
    template: Template | None = None,
    record: PageRecord | None = None,
    robots: str | None = None,
) -> Explanation:
    """Extract a page as a crawl does, and gather what each step did with it.

    :param template: the site's template that is applied to the text
    :param record: the row of `pages` that the page was read by
    :param robots: what robots.txt says of the address, in words

    Raises UsageError where a hint of the site is wrong.
    """
    examined = examine(page)
    result = examined.result
    if template is not None and isinstance(result, Article):
        result = with_template(result, template)
    article = result if isinstance(result, Article) else None
    tree = None
    if examined.decoded is not None and examined.metadata is not None:
        tree = _Tree(page, examined.decoded.text)
    removed = _removed(examined, article, template)
    return Explanation(
        url=page.url,
        site=page.site,
        outcome=_outcome(result),
        article=article,
        facts=[
            *_facts_of_answer(page, examined, tree),
            *([Fact("robots.txt", robots)] if robots else []),
            *_facts_of_page(page, examined, article, tree),
        ],
        record=_facts_of_record(record) if record else [],
        candidates=_candidates(page, examined.body, tree) if tree else [],
        pruned=tree.pruned if tree else [],
        blocks=_shown(tree.blocks, examined.body, removed) if tree else [],
        removed=list(removed.values()),
    )


class _Tree:
    """The page parsed once more: what was pruned is still in its place here when it is looked at."""

    def __init__(self, page: Page, source: str) -> None:
        root = parse(source)
        assert root is not None  # noqa: S101 - it was read before
        order = {element: at for at, element in enumerate(root.iter())}
        hinted: dict[HtmlElement, str] = {}
        for css in page.hints.remove_css:
            for element in select(root, css):
                hinted.setdefault(element, css)
        in_headline = [
            element
            for element in hinted
            if any(around.tag == "h1" for around in element.iterancestors())
            and not any(around in hinted for around in element.iterancestors())
        ]
        self.charsets = _charsets(root)
        self.titles = _titles(root)
        self.metadata: Metadata = read_metadata(page, root)
        self.title_from = self._title_from(page, root)
        out = sorted([*in_headline, *self.metadata.furniture], key=order.__getitem__)
        reasons = [
            f"the site's remove_css: {hinted[element]}" if element in hinted else reason_of(element) or ""
            for element in out
        ]
        drop(self.metadata.furniture)
        self.blocks: list[Block] = page_blocks(root)
        self.hinted = [len(text_of(element)) for element in select(root, page.hints.text_css)]
        self.running = running_text(root)
        passed = list(itertools.accumulate((order[block.element] for block in self.blocks), max))
        self.pruned = [
            Pruned(
                _label(element),
                _beginning(text_of(element, 2 * SHOWN)),
                reason,
                bisect.bisect_right(passed, order[element]),
            )
            for element, reason in zip(out, reasons, strict=True)
        ]

    def _title_from(self, page: Page, root: HtmlElement) -> str:
        title = self.metadata.title
        words = plain_words(title.text or "")
        if not words:
            return "neither headline nor meta"
        same = [name for name, text in self.titles if words in plain_words(text)]
        element = title.element
        if element is not None and words in plain_words(text_of(element)):
            hinted = element in select(root, page.hints.title_css)
            here = f"the site's title_css: {page.hints.title_css}" if hinted else f"<{element.tag!s}>"
            return "; ".join([here, *([f"also {', '.join(same)}"] if same else [])])
        return ", ".join(same) or "meta"


def _charsets(root: HtmlElement) -> list[str]:
    """What the markup says of its charset, as it stands there."""
    said = []
    for meta in root.iter("meta"):
        if charset := meta.get("charset"):
            said.append(charset)
        elif (meta.get("http-equiv") or "").lower() == "content-type":
            said.append(meta.get("content") or "")
    return said[:2]


def _titles(root: HtmlElement) -> list[tuple[str, str]]:
    """Where a page says its title, the headline left out."""
    meta = meta_values(root)
    element = root.find(".//title")
    named = [(name, meta[name][0]) for name in ("og:title", "twitter:title") if name in meta]
    return [*named, *([] if element is None else [("<title>", text_of(element))])]


def _label(element: HtmlElement) -> str:
    names = f"#{element.get('id')}" if element.get("id") else ""
    names += "".join(f".{name}" for name in element.get("class", "").split())
    return f"{element.tag!s}{names[:SHOWN]}" if names_of(element).strip() else str(element.tag)


def _beginning(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _outcome(result: Article | Rejected) -> str:
    if isinstance(result, Rejected):
        return f"rejected as {result.reason}" + (f": {result.detail}" if result.detail else "")
    return f"an article of {result.word_count} words"


# Facts


def _facts_of_answer(page: Page, examined: Examined, tree: _Tree | None) -> list[Fact]:
    facts = [
        Fact("address", page.url),
        Fact("answer", f"{page.status}, {len(page.body)} bytes", page.content_type or "no media type"),
        Fact("fetched", f"{page.fetched_at:%Y-%m-%d %H:%M:%S} UTC"),
    ]
    if examined.decoded is not None:
        said = [f"the header says {page.encoding}"] if page.encoding else []
        said += [f"the markup says {text}" for text in (tree.charsets if tree else ())]
        facts.append(Fact("encoding", examined.decoded.encoding, "; ".join(said) or "nothing declared"))
    return facts


def _facts_of_page(page: Page, examined: Examined, article: Article | None, tree: _Tree | None) -> list[Fact]:
    found = examined.metadata
    if found is None or tree is None:
        return []
    linked = found.linked
    said = [f"JSON-LD says {linked.published}"] if linked.published else []
    said += [f"the feed says {page.feed_published:%Y-%m-%dT%H:%MZ}"] if page.feed_published else []
    facts = [
        Fact("canonical", found.canonical_url),
        Fact("title", found.title.text or "none", tree.title_from),
        _moment("published", found.published, said),
        _moment("modified", found.modified, [f"JSON-LD says {linked.modified}"] if linked.modified else []),
        Fact("authors", ", ".join(found.authors or ()) or "none"),
    ]
    if found.section:
        facts.append(Fact("section", found.section))
    if found.tags:
        facts.append(Fact("tags", ", ".join(found.tags)))
    if article is None:
        return facts
    score = "" if article.language_score is None else f", score {article.language_score:.2f}"
    expected = ", ".join(page.hints.languages)
    facts += [
        Fact(
            "language",
            f"{article.language}{score}, script {article.script or 'none'}",
            f"the site writes {expected}" if expected else "no language is declared for the site",
        ),
        Fact("lead", article.lead or "none"),
    ]
    if article.source_agency:
        facts.append(Fact("agency", article.source_agency))
    if article.paywalled is not None:
        facts.append(Fact("paywalled", "yes" if article.paywalled else "no", "isAccessibleForFree"))
    return facts + _rights(article)


def _rights(article: Article) -> list[Fact]:
    """What is stated about the uses of the page, and where nothing is."""
    rights = article.rights or []
    stated = [one for one in rights if one.statement != Statement.NONE]
    facts = [Fact("rights", f"{one.statement} by {one.source}", one.evidence) for one in stated]
    if silent := [one.source for one in rights if one.statement == Statement.NONE]:
        facts.append(Fact("rights", f"nothing in {', '.join(silent)}"))
    return facts


def _moment(name: str, moment: Moment | None, said: list[str]) -> Fact:
    if moment is None:
        return Fact(name, "none", "; ".join(said))
    return Fact(name, moment.local, "; ".join([f"from {moment.source}, to the {moment.precision}", *said]))


def _facts_of_record(record: PageRecord) -> list[Fact]:
    """The row of `pages`: how the page was judged when it was stored, and what it was a copy of."""
    why = ": ".join(filter(None, (record.reason, record.detail)))
    facts = [Fact("stored as", record.outcome, why)]
    if record.article_id:
        facts.append(Fact("article", record.article_id, f"revision {record.revision}"))
    if record.similarity is not None:
        facts.append(Fact("similarity", f"{record.similarity:.2f}", "to the text of that article"))
    facts += [
        Fact("batch", f"{record.batch} of {record.site}", f"run {record.run_id}"),
        _kept(record),
        Fact("rules", f"version {record.rules_version}"),
    ]
    return facts


def _kept(record: PageRecord) -> Fact:
    if record.warc_key is None:
        return Fact("page", "not kept", "what is shown is the page as it is now")
    return Fact("page", record.warc_key, f"{record.warc_length} bytes at {record.warc_offset}")


# The choice


def _candidates(page: Page, body: Body | None, tree: _Tree) -> list[Candidate]:
    """The ways to the text, with what speaks for each."""
    if body is None:
        return []
    found = []
    if page.hints.text_css:
        chars = f"{len(tree.hinted)} elements of {sum(tree.hinted)} characters"
        found.append(Candidate("hint", f"text_css {page.hints.text_css}: {chars}", body.origin == "hint"))
    found.append(Candidate("trafilatura", _of_trafilatura(body, tree), body.origin == "trafilatura"))
    if body.judged is not None:
        found.append(Candidate("blocks", _of_blocks(body.judged), body.origin == "blocks"))
    stated = sum(map(len, tree.metadata.linked.text))
    needs = f"taken from {MIN_STATED} characters and {MIN_GAIN:g} times what was found"
    found.append(Candidate("jsonld", f"{stated} characters; {needs}", body.origin == "jsonld"))
    return found


def _of_trafilatura(body: Body, tree: _Tree) -> str:
    if body.judged is not None:
        lines = [one.block.text for one in body.judged if one.was_found]
    elif body.origin == "trafilatura":
        lines = body.lines
    elif body.origin == "hint":
        return "asked for the element of the hint alone"
    else:
        return "found nothing that stands in the blocks of the page"
    chars = sum(map(len, lines))
    return f"{len(lines)} lines, {chars} characters; the page has {tree.running} of running text"


def _of_blocks(judged: Sequence[Judged]) -> str:
    taken = [one for one in judged if one.taken]
    more = sum(not one.was_found for one in taken)
    fewer = sum(one.was_found and not one.taken for one in judged)
    chars = sum(len(one.block.text) for one in taken)
    return (
        f"{len(taken)} of {len(judged)} blocks, {chars} characters; "
        f"with {more} that trafilatura left out, without {fewer} that it took"
    )


def _removed(
    examined: Examined, article: Article | None, template: Template | None
) -> dict[int, RemovedLine]:
    """What went out of the chosen lines, by index among them."""
    cleaned = examined.cleaned
    if cleaned is None:
        return {}
    by_line = {
        one.position: RemovedLine(
            one.text, "rule", f"rule {one.rule}" + (f", entry “{one.entry}”" if one.entry else "")
        )
        for one in cleaned.removed
    }
    kept = [at for at in range(len(cleaned.kept) + len(cleaned.removed)) if at not in by_line]
    for block in (article.removed if article else None) or ():
        known = template.find(block.text) if template else None
        reason = template.reason(known) if template and known else "template"
        by_line[kept[block.position]] = RemovedLine(block.text, "template", reason)
    return dict(sorted(by_line.items()))


def _shown(blocks: Sequence[Block], body: Body | None, removed: dict[int, RemovedLine]) -> list[ShownBlock]:
    """Each block with what became of it."""
    if body is None:
        return [
            ShownBlock(block.text, _label(block.element), "unjudged", "", None, False) for block in blocks
        ]
    line_of = _lines_by_block(blocks, body)
    shown = []
    for at, block in enumerate(blocks):
        one = body.judged[at] if body.judged is not None else None
        disputed = one is not None and body.origin == "blocks" and one.taken != one.was_found
        reason = _verdict(one) if one is not None and disputed else ""
        fate: Fate = "text" if at in line_of else "left_out"
        line = line_of.get(at)
        if line is not None and line in removed:
            gone = removed[line]
            fate, reason = gone.by, "; ".join(filter(None, (gone.reason, reason)))
        log_odds = one.log_odds if one is not None else None
        shown.append(ShownBlock(block.text, _label(block.element), fate, reason, log_odds, disputed))
    return shown


def _lines_by_block(blocks: Sequence[Block], body: Body) -> dict[int, int | None]:
    """For each block that stands in the chosen lines which of them it is; None for a part of one."""
    if body.origin == "blocks" and body.judged is not None:
        # `choice.lines_of` makes one line of each.
        taken = [at for at, one in enumerate(body.judged) if one.taken]
        return {at: line for line, at in enumerate(taken)}
    lines = [folded_words(line) for line in body.lines]
    words = [folded_words(block.text) for block in blocks]
    places: dict[str, collections.deque[int]] = {}
    for line, text in enumerate(lines):
        places.setdefault(text, collections.deque()).append(line)
    found: dict[int, int | None] = {}
    for at, share in enumerate(found_shares(words, lines)):
        if share > 0.5:
            same = places.get(words[at])
            found[at] = same.popleft() if same else None
    return found


def _verdict(one: Judged) -> str:
    """Why the block model says otherwise than trafilatura."""
    parts = shipped().parts(one.row)[:STRONGEST]
    told = ", ".join(f"{name} {value:.3g} gives {part:+.2f}" for name, value, part in parts)
    said = "trafilatura left it out" if one.taken else "trafilatura took it"
    if one.needed is None:
        return f"{said}; a signature at the right edge"
    return f"{said}; log-odds {one.log_odds:+.2f} of {one.needed:+.2f} needed: {told}"
