"""From a page to an article: the one way, for a crawl, an import and a new extraction of what is kept."""

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping

from .article import RULES_VERSION, Article, ExtractionHints, LanguageShare, Page, Reason, Rejected
from .clean.lines import Cleaned, clean_blocks
from .dedupe.fingerprint import plain_words, words_sha256
from .dedupe.near import signature
from .extract.block_model import BlockModel
from .extract.body import Body, extract_body
from .extract.decode import Decoded, decode
from .extract.judge import (
    asks_for_password,
    refuse_answer,
    refuse_challenge,
    refuse_cookie_wall,
    refuse_list,
    refuse_text,
    says_article,
)
from .extract.limits import source_excess, tree_excess
from .extract.markup import meta_values, parse
from .extract.metadata import Metadata, read_metadata
from .extract.people import find_agency
from .extract.prune import drop
from .language.detect import detect
from .rights.of_page import rights_of
from .urls import article_id


@dataclasses.dataclass(frozen=True, slots=True)
class Examined:
    """What became of a page, and what was seen on the way; None where it did not come to that."""

    result: Article | Rejected
    decoded: Decoded | None = None
    metadata: Metadata | None = None
    """Its `furniture` was taken out of the page before the body was looked for."""
    body: Body | None = None
    cleaned: Cleaned | None = None


def to_article(page: Page, model: BlockModel | None = None) -> Article | Rejected:
    """The article that a page holds, or why it holds none.

    Pure: the same page gives the same record, in any process, thread and order. Any bytes are taken. Raises
    UsageError where a hint of the site is wrong, which `extract.hints.check_hints` tells before a run, and
    nothing else. `model` judges blocks; the shipped one unless given.
    """
    return examine(page, model).result


def examine(page: Page, model: BlockModel | None = None) -> Examined:
    """As `to_article`, with what it rests on: for `scrapy explain`."""
    if refused := refuse_answer(page):
        return Examined(refused)
    decoded = decode(page.body, page.encoding)
    source = decoded.text
    if excess := source_excess(source):
        return Examined(Rejected(Reason.TOO_LARGE, excess), decoded)
    root = parse(source)
    if root is None:
        return Examined(Rejected(Reason.EMPTY, "no element"), decoded)
    if excess := tree_excess(root):
        return Examined(Rejected(Reason.TOO_LARGE, excess), decoded)
    # lxml makes an element's object anew whenever nobody holds it: nine times a page without this.
    held = list(root.iter())
    if refused := refuse_challenge(root, source):
        return Examined(refused, decoded)

    has_login = asks_for_password(root)
    meta = meta_values(root)
    metadata = read_metadata(page, root)
    # What the page says itself: a wall stands at the address of the article.
    said = says_article(metadata, page.url, ExtractionHints()) or metadata.published is not None
    if not said and (refused := refuse_cookie_wall(root)):
        return Examined(refused, decoded, metadata)
    drop(metadata.furniture)
    if refused := refuse_list(metadata, root, page.url, page.hints):
        return Examined(refused, decoded, metadata)
    title = metadata.title.text
    body = extract_body(
        root,
        title=title,
        url=page.url,
        text_css=page.hints.text_css,
        stated=metadata.linked.text,
        model=model,
    )
    names = (*(metadata.authors or ()), *metadata.site_names)
    cleaned = clean_blocks(body.lines, title=title, lead=_apart(metadata.lead, body.lines), names=names)
    del held
    text = "\n".join(cleaned.kept)
    refused = refuse_text(text, metadata, has_login=has_login)
    return Examined(refused or _record(page, meta, metadata, cleaned, text), decoded, metadata, body, cleaned)


def _apart(lead: str | None, blocks: list[str]) -> str | None:
    """The lead, unless the text begins with it, or it with the text: then it stands there already.

    A block that breaks off ("…") is no such beginning: it is a teaser of the lead.
    """
    words = plain_words(lead or "")
    for block in blocks[:4]:
        begun = plain_words(block)
        if begun.startswith(words) or (
            begun and words.startswith(begun) and not block.endswith(("…", "..."))
        ):
            return None
    return lead if words else None


def _lead(shown: str | None, openings: list[str], cleaned: Cleaned) -> str | None:
    """What introduces the text: the standfirst `shown`, or the lede that the page has twice.

    `openings` are blocks just after the headline, in the text or not.

    A lede that the body repeats stands in the text as the body has it, and here as it was shown. What stands
    in the text because it is shown there alone is no lead.
    """
    if apart := _apart(shown, cleaned.kept):
        return apart
    opening = [plain_words(block) for block in cleaned.kept[:2]]
    doubled = [block.text for block in cleaned.removed if block.rule == "doubled"]
    for text in (*([shown] if shown else []), *doubled, *openings):
        words = plain_words(text)
        if any(begun.startswith(f"{words} ") for begun in opening) or (text in doubled and words in opening):
            return text
    return None


def _record(
    page: Page, meta: Mapping[str, Collection[str]], metadata: Metadata, cleaned: Cleaned, text: str
) -> Article:
    language = detect(text, page.hints.languages)
    published, modified = metadata.published, metadata.modified
    words = plain_words(text)
    return Article(
        id=article_id(page.site, metadata.canonical_url),
        url=page.url,
        canonical_url=metadata.canonical_url,
        site=page.site,
        publisher=page.hints.publisher,
        country=page.hints.country,
        region=page.hints.region,
        title=metadata.title.text,
        lead=_lead(metadata.lead, metadata.openings, cleaned),
        text=text,
        authors=metadata.authors,
        source_agency=find_agency(
            metadata.linked,
            cleaned.kept,
            [block.text for block in cleaned.removed],
            metadata.site_names,
            byline=metadata.byline_agency,
        ),
        section=metadata.section,
        tags=metadata.tags,
        image_url=metadata.image_url,
        image_caption=metadata.image_caption,
        image_credit=metadata.image_credit,
        published_at=published.at if published else None,
        published_date=published.day if published else None,
        published_local=published.local if published else None,
        published_precision=published.precision if published else "none",
        published_source=published.source if published else None,
        modified_at=modified.at if modified else None,
        modified_date=modified.day if modified else None,
        modified_local=modified.local if modified else None,
        modified_precision=modified.precision if modified else "none",
        modified_source=modified.source if modified else None,
        fetched_at=page.fetched_at.astimezone(dt.UTC),
        language=language.language,
        language_score=language.score,
        script=language.script,
        language_shares=[LanguageShare(name, share) for name, share in language.shares or ()] or None,
        text_sha256=words_sha256(words),
        minhash=signature(words),
        word_count=len(words.split()),
        paywalled=None if metadata.linked.free is None else not metadata.linked.free,
        rights=rights_of(page, meta),
        rules_version=RULES_VERSION,
    )
