"""The nouns: what a page is, what an article is, and why a page is not one.

Everything here is frozen, picklable (it crosses to worker processes) and free of any library, so that a
reader of the dataset can import it with pyarrow and deltalake alone.
"""

import dataclasses
import datetime as dt
import enum
from typing import Literal

SCHEMA_VERSION = 2
"""Version of the table columns; raised by an explicit migration only."""

RULES_VERSION = 6
"""Version of what `to_article` does; raised whenever the same bytes would give another record."""

PublishedPrecision = Literal["minute", "day", "none"]
DateSource = Literal["jsonld", "meta", "time", "hint", "text", "feed", "url"]
RightsSource = Literal["robots.txt", "tdmrep.json", "ai.txt", "header", "meta"]


class Reason(enum.StrEnum):
    """Why a page became no article. The value stands in `pages.reason` and in the counts."""

    GONE = "gone"
    """The server said 404 or 410."""
    REFUSED = "refused"
    """The server said another 4xx: a login, a paywall or a block. It is not worked around."""
    ROBOTS = "robots"
    """robots.txt forbids the address; it was not requested."""
    NOT_HTML = "not_html"
    """The body is no HTML: a picture, a PDF, an archive, compressed bytes."""
    TOO_LARGE = "too_large"
    """The body is larger, deeper or wider than `extract.limits` allows."""
    EMPTY = "empty"
    """No body, or no text in it."""
    CHALLENGE = "challenge"
    """A page that asks the visitor to prove to be human."""
    NOT_ARTICLE = "not_article"
    """A section, tag or front page: a list of teasers instead of one text."""
    TOO_SHORT = "too_short"
    """Less text than an article has, after cleaning."""
    PAYWALL = "paywall"
    """Less text than an article has, and the page says that the rest has to be paid for."""
    VIDEO = "video"
    """Less text than an article has, and the page says that it is a video or a recording."""
    LOGIN = "login"
    """A page that asks for a password instead of showing an article."""
    COOKIE_WALL = "cookie_wall"
    """A page that asks for consent to cookies instead of showing an article."""
    OFFSITE = "offsite"
    """The address led to another site."""
    FORGOTTEN = "forgotten"
    """The article was taken down (`scrapy forget`); its page is not kept."""
    RESERVED = "reserved"
    """The page is kept from training or mining, and `NEWS_RIGHTS` is `respect`; it is not stored."""


class Failure(enum.StrEnum):
    """Why a page could not be judged. It is kept and tried again in later runs, within a bound."""

    NETWORK = "network"
    """No answer: DNS, connection, TLS or time-out."""
    SERVER = "server"
    """The server said 5xx or 429."""
    REFUSED = "refused"
    """The server said 401, 403 or the like. It is not worked around, and asked again in a later run."""
    CRASHED = "crashed"
    """The worker that extracted it died, twice."""
    TIMEOUT = "timeout"
    """The worker that extracted it ran out of time, twice."""
    ADDRESS = "address"
    """The name led to an address that must not be reached."""
    ROBOTS_UNREACHABLE = "robots_unreachable"
    """robots.txt could not be read, so nothing of the host was requested."""


class Statement(enum.StrEnum):
    """What can be stated about the uses of a page. The value stands in `rights`."""

    TRAINING_RESERVED = "training_reserved"
    """Not for training AI models: an agent that gathers for it is kept out of the page, or `ai-train=no`."""
    TRAINING_ALLOWED = "training_allowed"
    """For training AI models too: `ai-train=yes`, or a rule of `ai.txt` that allows it."""
    AI_INPUT_RESERVED = "ai_input_reserved"
    """Not to be read by a model for its answers: an agent that does is kept out, or `ai-input=no`."""
    AI_INPUT_ALLOWED = "ai_input_allowed"
    """To be read by a model for its answers: `ai-input=yes`."""
    SEARCH_RESERVED = "search_reserved"
    """Not for a search index: `search=no`."""
    SEARCH_ALLOWED = "search_allowed"
    """For a search index: `search=yes`."""
    TDM_RESERVED = "tdm_reserved"
    """Text and data mining is reserved: `tdm-reservation` is 1."""
    TDM_ALLOWED = "tdm_allowed"
    """Text and data mining is not reserved: `tdm-reservation` is 0."""
    TDM_POLICY = "tdm_policy"
    """Where the conditions for text and data mining stand: the address is in the evidence."""
    NOAI = "noai"
    """The directive `noai`: not for AI."""
    NOIMAGEAI = "noimageai"
    """The directive `noimageai`: its images are not for AI."""
    NOINDEX = "noindex"
    """The directive `noindex` or `none`: not for a search index; the evidence says whose."""
    NOARCHIVE = "noarchive"
    """The directive `noarchive`: no copy is to be shown; the evidence says by whom."""
    NONE = "none"
    """It was looked at, and states none of these."""


RESERVES_TRAINING = frozenset((Statement.TRAINING_RESERVED, Statement.TDM_RESERVED, Statement.NOAI))
"""Statements that keep a page from training AI models."""


@dataclasses.dataclass(frozen=True, slots=True)
class RightsStatement:
    """What a site states about the uses of a page, with its evidence."""

    statement: str
    """What is stated: one of the words below."""
    source: RightsSource
    """Where: `robots.txt`, `tdmrep.json`, `ai.txt`, `header`, `meta`."""
    evidence: str
    """The text itself, after the address where it stands in a file, cut to 500 characters."""
    seen_at: dt.datetime
    """When it was seen; UTC."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionHints:
    """What is known of a site before its page is read. Every field may be left out.

    Selectors are CSS (`docs/decisions/0003-css-hints.md`). A hint is tried first and is never trusted alone:
    where it finds nothing, the general rules go on.
    """

    timezone: str | None = None
    """IANA name of the zone of the newsroom's city, for dates without an offset: `Asia/Almaty`."""
    languages: tuple[str, ...] = ()
    """ISO 639-1 codes that the site is written in: a weak prior for the language tag."""
    publisher: str | None = None
    """Name of the publication."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code."""
    region: str | None = None
    """City or region that the site writes for."""
    article_url: str | None = None
    """Regular expression that the addresses of articles match (`re.search`)."""
    title_css: str | None = None
    """The headline."""
    date_css: str | None = None
    """The element whose text is the date of publication."""
    text_css: str | None = None
    """The element that holds the text."""
    author_css: str | None = None
    """The elements whose texts are author names."""
    tags_css: str | None = None
    """The elements whose texts are tags."""
    remove_css: tuple[str, ...] = ()
    """Elements that are never text."""


@dataclasses.dataclass(frozen=True, slots=True)
class SentRequest:
    """What a site was asked for a page."""

    method: str
    """`GET`."""
    headers: tuple[tuple[str, str], ...]
    """The headers as they were sent, but for Host; what belongs to a visitor is left out of the archive."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer of a server: everything that extraction may look at. The same page gives the same record."""

    url: str
    """The address that answered, after redirects."""
    site: str
    """The site's own name: `[a-z0-9_]+`."""
    body: bytes
    """The body as it was decoded from transfer and content encoding."""
    encoding: str | None = None
    """The charset of the Content-Type header, as it stood there."""
    content_type: str | None = None
    """The media type of the Content-Type header, lower case, without parameters."""
    headers: tuple[tuple[str, str], ...] = ()
    """The response headers, names in lower case, in the order of arrival."""
    status: int = 200
    """The HTTP status."""
    fetched_at: dt.datetime
    """When the answer arrived; UTC."""
    feed_published: dt.datetime | None = None
    """The moment that the feed or sitemap gave for this address; UTC."""
    hints: ExtractionHints = ExtractionHints()
    """What is known of the site."""
    site_rights: tuple[RightsStatement, ...] = ()
    """What the files of its host state about this page; empty where they were not looked at."""
    request: SentRequest | None = None
    """What it was the answer to; None where we did not ask for it, or do not know any more."""


@dataclasses.dataclass(frozen=True, slots=True)
class Rejected:
    """A page that is no article, and why."""

    reason: Reason
    detail: str = ""
    """What was seen, in a few words, for a person: never the page's text."""
    canonical_url: str | None = None
    """The page's own canonical address, where it was read."""


@dataclasses.dataclass(frozen=True, slots=True)
class Failed:
    """A page that could not be judged. It is kept and tried again in later runs, within a bound."""

    failure: Failure
    detail: str = ""
    """What was seen, in a few words, for a person."""


@dataclasses.dataclass(frozen=True, slots=True)
class NotModified:
    """A page of a known article that the site did not send again: it says that it is as it was (304)."""

    site: str
    article_id: str


@dataclasses.dataclass(frozen=True, slots=True)
class RemovedBlock:
    """A block that the site template took out of the text."""

    position: int
    """Index of the block among the blocks of the text before the template."""
    text: str
    """The block."""


@dataclasses.dataclass(frozen=True, slots=True)
class LanguageShare:
    """A language that paragraphs of a text are in."""

    language: str
    """ISO 639-1 code, or `und`."""
    share: float
    """Share of the text's characters, 0 to 1."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One revision of one article: a row of the table `articles`.

    Unknown is null; unknown language is `und`. `docs/data-format.md` is tested against this class.
    """

    id: str
    """Stable identifier, 32 hexadecimal digits, from the site and the canonical address."""
    revision: int = 1
    """1 for the first text seen, then one more for each later text, or better reading, of the same `id`."""
    url: str
    """The address that this revision was fetched from, after redirects."""
    canonical_url: str
    """The address that the page names as its own, within the site; else `url` without tracking."""
    site: str
    """The site's name here: `[a-z0-9_]+`. Partition column."""
    publisher: str | None = None
    """Name of the publication; null for a site that nobody declared."""
    country: str | None = None
    """Country of the publication, ISO 3166-1 alpha-2; null for a site that nobody declared."""
    region: str | None = None
    """City or region that the publication writes for; null where none is declared."""
    title: str | None = None
    """The headline, without the site's name and without a date; null where the page has none."""
    lead: str | None = None
    """The standfirst, which introduces the text, also where the text repeats it; null where there is none."""
    text: str
    """The article and nothing else: paragraphs separated by one line feed."""
    authors: list[str] | None = None
    """Names of people, or of a body that is not the site, in the page's order; null where it names nobody."""
    source_agency: str | None = None
    """The news agency that the page names as its source; null where it names none."""
    section: str | None = None
    """The section or category of the site that the page names; null where it names none."""
    tags: list[str] | None = None
    """The page's tags, in its order; null where it has none."""
    image_url: str | None = None
    """Address of the leading image; null where the page has none of its own."""
    image_caption: str | None = None
    """What stands below that image, without the credit; null where nothing does."""
    image_credit: str | None = None
    """Who made that image, as the page says; null where it does not."""
    published_at: dt.datetime | None = None
    """Moment of publication, UTC; null when only the day is known."""
    published_date: dt.date | None = None
    """Day of publication in the site's own zone, or in the page's own offset; null where none was found."""
    published_local: str | None = None
    """The same in local time, ISO 8601, as far as known: `2013-02-07T12:03+06:00`, `2013-02-07` or null."""
    published_precision: PublishedPrecision = "none"
    """How much of it is known: `minute`, `day` or `none`."""
    published_source: DateSource | None = None
    """Where it was found: `jsonld`, `meta`, `time`, `hint`, `text`, `feed`, `url`; null for `none`."""
    modified_at: dt.datetime | None = None
    """Moment of the last change that the page states, UTC; null when it states none, or the day only."""
    modified_date: dt.date | None = None
    """Day of that change in the site's own zone, never before `published_date`; null when none is stated."""
    modified_local: str | None = None
    """That change in local time, as `published_local`."""
    modified_precision: PublishedPrecision = "none"
    """As `published_precision`."""
    modified_source: DateSource | None = None
    """As `published_source`."""
    fetched_at: dt.datetime
    """When this revision was fetched, UTC."""
    batched_at: dt.datetime | None = None
    """When the batch that holds this row was closed, UTC. Set in every row of a table."""
    month: str | None = None
    """Month of the article's first fetch, `YYYY-MM`, the same for all revisions. Partition column."""
    batch: int | None = None
    """Number of the batch within the site: 1, 2, 3 … A reader's cursor."""
    batch_id: str | None = None
    """Random name of the batch, 32 hexadecimal digits, the same in `articles` and `pages`."""
    language: str = "und"
    """ISO 639-1 code of the language that most of the text is in, or `und` where it cannot be told."""
    language_score: float | None = None
    """Confidence of that, 0 to 1, also of what `und` was not sure enough of."""
    script: str | None = None
    """ISO 15924 code of the script that most letters belong to: `Cyrl`, `Latn`, `Arab`; null without any."""
    language_shares: list[LanguageShare] | None = None
    """Languages of a text that is in several, the largest first; null where it is in one."""
    text_sha256: str
    """SHA-256 of the normalised text before the site template, hexadecimal."""
    minhash: bytes | None = None
    """MinHash signature of the words of the text before the site template; null where it has too few."""
    word_count: int
    """Number of words of `text`."""
    paywalled: bool | None = None
    """What the page itself states (`isAccessibleForFree`); null where it states nothing."""
    rights: list[RightsStatement] | None = None
    """What the site states about training, mining and indexing; null where it was not looked for."""
    warc_key: str | None = None
    """Key of the WARC segment that keeps the page, relative to the store; null where pages are not kept."""
    warc_offset: int | None = None
    """Offset of the record of the answer in that segment, bytes; null with `warc_key`."""
    warc_length: int | None = None
    """Length of that record, compressed, bytes; null with `warc_key`."""
    rules_version: int = RULES_VERSION
    """Version of the extraction rules that made this record."""
    template_version: int = 0
    """Number of the site template that was applied; 0 is none."""
    removed: list[RemovedBlock] | None = None
    """Blocks that the site template took out, and where; null when no template was applied."""
    schema_version: int = SCHEMA_VERSION
    """Version of these columns."""
    checksum: str | None = None
    """First 16 hexadecimal digits of SHA-256 over the other columns, set when the row is written."""


Result = Article | Rejected | Failed | NotModified
"""What is known of a page before it is held against what its site has."""


Outcome = Literal["stored", "revised", "unchanged", "duplicate", "rejected", "failed"]
"""What a page ended as. Exactly one for each fetched page; they add up to the number of rows in `pages`."""

OUTCOMES: tuple[Outcome, ...] = ("stored", "revised", "unchanged", "duplicate", "rejected", "failed")


DUPLICATE_REASONS = ("url", "text", "near")
"""How a duplicate is told. `docs/data-format.md` says what each means."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """One fetched page, or one WARC record: a row of the table `pages`. Repeats have rows of their own."""

    site: str
    """The site's name. Partition column."""
    month: str
    """Month of the fetch, `YYYY-MM`. Partition column."""
    url: str
    """The address that was asked for."""
    final_url: str | None = None
    """The address that answered, where redirects led elsewhere."""
    canonical_url: str | None = None
    """The address that the page names as its own, within the site."""
    outcome: Outcome
    """`stored`, `revised`, `unchanged`, `duplicate`, `rejected` or `failed`."""
    reason: str | None = None
    """Why it was rejected or failed, or how a duplicate was told: `url`, `text` or `near`."""
    detail: str | None = None
    """What was seen, in a few words."""
    article_id: str | None = None
    """The article that this page is, or is a duplicate of."""
    revision: int | None = None
    """The revision that this page is, or equals."""
    similarity: float | None = None
    """For a duplicate: how alike the texts are, 0 to 1; 1.0 when they have the same words."""
    source: str | None = None
    """What led to the address: `feed`, `sitemap`, `section`, `url`, `warc` or `revisit`; `reextract` for
    a page of the archive that was extracted again, which nobody asked for anew."""
    feed_published: dt.datetime | None = None
    """The moment that the feed or sitemap gave, UTC."""
    status: int | None = None
    """HTTP status; null when no answer came."""
    content_type: str | None = None
    """Media type of the answer."""
    body_bytes: int | None = None
    """Size of the decoded body."""
    attempts: int = 1
    """How often the address was asked for since it last succeeded."""
    fetched_at: dt.datetime
    """When the answer, or the failure, came, UTC."""
    warc_key: str | None = None
    """Key of the WARC segment that keeps the answer; null where no page came, or it is not kept."""
    warc_offset: int | None = None
    """Offset of the record of the answer, or of what says which one it repeats; null with `warc_key`."""
    warc_length: int | None = None
    """Length of that record, compressed, bytes; null with `warc_key`."""
    origin: str | None = None
    """For an ingested page: SHA-256 of the WARC file that it came from; name of one of Common Crawl's."""
    origin_record: int | None = None
    """For an ingested page: number of its record among all records of that file, from 0; of one of Common
    Crawl's that is broken before it, among those that could be read."""
    origin_offset: int | None = None
    """For an ingested page: offset there of its record, or of the gzip member that holds it, bytes."""
    run_id: str
    """The run that fetched it."""
    batched_at: dt.datetime | None = None
    """When the batch was closed, UTC."""
    batch: int | None = None
    """Number of the batch within the site."""
    batch_id: str | None = None
    """Random name of the batch."""
    rules_version: int = RULES_VERSION
    """Version of the extraction rules."""
    schema_version: int = SCHEMA_VERSION
    """Version of these columns."""
    checksum: str | None = None
    """First 16 hexadecimal digits of SHA-256 over the other columns, set when the row is written."""
