"""What the addresses of a site's articles have in common: links -> a regular expression.

An address is read as a row of segments, each of a kind: a year, a month or day, a date, a number, words with
a number before or behind, words. Addresses of one shape differ in words and numbers only. What makes a shape
an article's: a date in the path, a number of three digits or more, a number in the query, or many words in
the last segment. Lists of articles have none of these, but for their page numbers.

Tried on public test sets of text extraction: of 554 addresses of articles and blog posts on 444 hosts, 484
tell on their own. From the links of a single page each, of 466 pages with 15 links or more, and nothing else,
the rule learned fits the page's own address on 349.
"""

import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

MIN_STATED = 5
"""Addresses from feeds and news sitemaps that are evidence alone; fewer may be all of one odd kind."""
MIN_FOUND = 3
"""Links of one shape that are evidence when nothing says that they are articles."""
MIN_SHARE = 0.1
"""Part of all evidence that a shape must have: one video among twenty articles makes no rule."""
MIN_DIGITS = 3
"""Digits of a number that tells an article; page numbers and days are shorter."""
MIN_WORDS = 4
"""Words of a last segment that is taken for a headline where nothing else says that it is an article's."""
MIN_LITERAL = 5
"""Links that share their first segment, and none of the same shape without it, before the rule names it."""
MAX_LINKS = 5_000
"""Links looked at, evenly spread; a sitemap has up to 50,000 of a few shapes."""

LISTS = ("author", "category", "page", "print", "search", "tag", "user")
"""First or second segments of lists and copies, in singular, refused where no article was seen under them."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"20\d\d-?[01]\d-?[0-3]\d")
_SUFFIX = re.compile(r"\.(?:html?|shtml|php|aspx?|jsp)$", re.IGNORECASE)
_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|docx?|xlsx?|zip|mp[34]|js|css|xml|rss)$", re.IGNORECASE)
_WORDS = re.compile(r"[-_+]|%20")
_ID = re.compile(r"([A-Za-z_]{1,20})=(\d+)")
_NOT_IDS = frozenset({"page", "paged", "limit", "offset", "start", "year", "month", "day", "lang", "cat"})

_REGEX = {
    "year": r"(?:19|20)\d\d",
    "month": r"\d{1,2}",
    "date": r"20\d\d-?\d\d-?\d\d",
    "number": r"\d+",
    "number-": r"\d{3,}[-_][^/?]+",
    "-number": r"[^/?]*\d{3}",
    "words": r"[^/?]+",
}
"""Kind of a segment -> what it looks like. `-number` ends in three digits, whatever is before them: written
so, it is linear."""


@dataclasses.dataclass(frozen=True, slots=True)
class Pattern:
    """A rule for articles' addresses, and what it rests on."""

    regex: str
    """Regular expression for `re.search` on a normal address."""
    fits: int
    """Addresses of the evidence that it fits."""
    of: int
    """Addresses of the evidence."""
    stated: bool
    """The evidence is what feeds and news sitemaps name; otherwise links that only look like articles."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Shape:
    """An address without what differs between articles, and without the words that it begins with."""

    kinds: tuple[str, ...]
    """Kinds of its segments, from the first that is no mere words, at least the last one."""
    suffix: str
    """`.html` and the like."""
    identifier: str = ""
    """Last segment and parameter, where a number in the query tells the article: `story.php?id`."""

    @property
    def is_words(self) -> bool:
        """Has it nothing but words?"""
        return self.kinds == ("words",)


@dataclasses.dataclass(frozen=True, slots=True)
class _Address:
    """An address as it is judged."""

    url: str
    shape: _Shape
    leading: tuple[str, ...]
    """The segments before the shape."""
    segments: tuple[str, ...]
    """All segments, the last one without its suffix."""
    query: str
    """What stands after the question mark."""

    @property
    def words(self) -> int:
        """Words of the last segment."""
        return len(_WORDS.findall(self.segments[-1])) + 1


def learn_pattern(
    stated: Iterable[str], found: Iterable[str] = (), lists: Iterable[str] = ()
) -> Pattern | None:
    """The rule that the addresses of articles follow, or None where none is to be seen.

    `stated` are addresses that a feed or a news sitemap names; from `MIN_STATED` on they alone are evidence.
    `found` are other links, of a sitemap or a page: only what looks like an article counts, in shapes of at
    least `MIN_FOUND` links. `lists` are addresses that are no articles: those of menus. All are normal
    addresses of the site, in any order, repeats among them.

    A shape becomes part of the rule with `MIN_SHARE` of the evidence. Where only words tell an article, the
    last segment must have as many as keep `lists` out, as long as four fifths of the evidence stay.
    """
    is_list = {address.url for address in _read(lists)}
    articles = [address for address in _read(stated) if address.url not in is_list]
    others = [address for address in _read(found) if address.url not in is_list]
    menus = _read(is_list)
    if len(articles) >= MIN_STATED:
        return _stated_pattern(articles, others, menus)
    pattern = _found_pattern([*articles, *others])
    return pattern or (_stated_pattern(articles, others, menus) if articles else None)


def _read(urls: Iterable[str]) -> list[_Address]:
    unique = list(dict.fromkeys(urls))
    step = -(-len(unique) // MAX_LINKS) or 1
    addresses = (_address(url) for url in unique[::step])
    return [address for address in addresses if address and not _FILE.search(urlsplit(address.url).path)]


def _address(url: str) -> _Address | None:
    """An address in parts; None for the home page."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    file = segments[-1] if segments else ""
    suffix = _SUFFIX.search(file)
    if suffix:
        segments[-1] = file[: -len(suffix[0])] or file
    kinds = list(_kinds(segments))
    start = next((at for at, kind in enumerate(kinds) if kind != "words"), len(kinds) - 1)
    if kinds:
        shape = _Shape(tuple(kinds[start:]), suffix[0] if suffix else "")
        address = _Address(url, shape, tuple(segments[:start]), tuple(segments), parts.query)
        if not parts.query or _tells(address):
            return address
    for name, digits in _ID.findall(parts.query):
        if name.lower() not in _NOT_IDS and (len(digits) >= MIN_DIGITS or name.lower().endswith("id")):
            shape = _Shape(("id",), "", f"{file}?{name}")
            return _Address(url, shape, tuple(segments[:-1]), tuple(segments), parts.query)
    return None if not kinds else address


def _kinds(segments: Iterable[str]) -> Iterator[str]:
    before = ""
    for segment in segments:
        before = _kind(segment, before)
        yield before


def _kind(segment: str, before: str) -> str:
    if before in ("year", "month") and segment.isdigit() and len(segment) <= 2:
        return "month"
    if _YEAR.fullmatch(segment):
        return "year"
    if _DATE.fullmatch(segment):
        return "date"
    if segment.isdigit() and segment.isascii():
        return "number"
    if re.match(r"\d{3,}[-_].", segment):
        return "number-"
    return "-number" if re.search(r"\d{3}$", segment) else "words"


def _tells(address: _Address) -> bool:
    """Does the address look like an article's, on its own?"""
    kinds = address.shape.kinds
    if any(segment.lower().removesuffix("s") in LISTS for segment in address.segments[:2]):
        return False
    if kinds == ("id",):
        name = address.shape.identifier.rpartition("?")[2]
        return any(
            found == name and len(digits) >= MIN_DIGITS for found, digits in _ID.findall(address.query)
        )
    if kinds[-1] in ("year", "month", "date"):
        return False  # the archive of a day or month
    if address.shape.is_words:
        return address.words >= MIN_WORDS
    if set(kinds) <= {"number", "words"}:
        # The number of a page is one, too, but a short one.
        return any(segment.isdigit() and len(segment) >= MIN_DIGITS for segment in address.segments)
    return True


def _groups(addresses: Iterable[_Address]) -> dict[_Shape, list[_Address]]:
    groups: dict[_Shape, list[_Address]] = defaultdict(list)
    for address in addresses:
        groups[address.shape].append(address)
    return groups


def _stated_pattern(
    articles: Sequence[_Address], others: Sequence[_Address], menus: Sequence[_Address]
) -> Pattern | None:
    known = _groups(others)
    parts = []
    for shape, members in sorted(_groups(articles).items(), key=lambda item: -len(item[1])):
        if len(members) >= MIN_SHARE * len(articles) and shape.kinds[-1] not in ("year", "month"):
            alike = known.get(shape, ())
            more = [address for address in alike if not shape.is_words or _tells(address)]
            words = _fewest_words(members, menus) if shape.is_words else 1
            parts.append(_part(members, more, words))
    return _joined(parts, articles, stated=True)


def _fewest_words(members: Sequence[_Address], menus: Sequence[_Address]) -> int:
    """Words that the last segment must have, so that `members` stay and `menus` do not: 1 to `MIN_WORDS`."""
    counts = [address.words for address in members]
    depths = {len(address.leading) for address in members}
    lists = [
        menu.words
        for menu in menus
        if menu.shape == members[0].shape and len(menu.leading) in depths and not _share_first(menu, members)
    ]
    need = max(1, min(*counts, MIN_WORDS)) if len(counts) > 1 else 1
    while need < MIN_WORDS and any(count >= need for count in lists):
        if sum(count > need for count in counts) < 0.8 * len(counts):
            break
        need += 1
    return need


def _share_first(menu: _Address, members: Sequence[_Address]) -> bool:
    """Do all members begin with one segment that the menu's address has not?"""
    firsts = {address.leading[:1] for address in members}
    return len(firsts) == 1 and firsts != {()} and menu.leading[:1] not in firsts


def _found_pattern(links: Sequence[_Address]) -> Pattern | None:
    telling = [address for address in links if _tells(address)]
    least = max(MIN_FOUND, MIN_SHARE * len(telling))
    groups = sorted(_groups(telling).items(), key=lambda item: -len(item[1]))
    parts = [
        _part(members, (), MIN_WORDS if shape.is_words else 1)
        for shape, members in groups
        if len(members) >= least
    ]
    return _joined(parts, telling, stated=False)


def _joined(parts: Sequence[str], evidence: Sequence[_Address], *, stated: bool) -> Pattern | None:
    if not parts:
        return None
    either = parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
    regex = f"^https?://[^/]+{either}"
    fits = sum(1 for address in evidence if re.search(regex, address.url))
    return Pattern(regex, fits, len(evidence), stated)


def _part(members: Sequence[_Address], alike: Sequence[_Address], words: int) -> str:
    """The expression for one shape, from the slash after the host on."""
    shape = members[0].shape
    leading = _leading([*members, *alike], members)
    if shape.identifier:
        file, _, name = shape.identifier.rpartition("?")
        return rf"/{leading}{re.escape(file)}/?\?(?:.*&)?{name}=\d+"
    kinds = [_segment(at, kind, members) for at, kind in enumerate(shape.kinds)]
    if shape.is_words and words > 1:
        kinds = [rf"(?:[^/?_+-]+[_+-]){{{words - 1}}}[^/?]+"]
    elif shape.kinds[-1] == "words":
        kinds[-1] = r"(?!\d{1,2}/?$)[^/?]+"  # not the archive of a day
    end = re.escape(shape.suffix) if shape.suffix else "/?"
    end += r"(?:\?|$)" if any(address.query for address in members) else "$"
    return f"/{leading}{'/'.join(kinds)}{end}"


def _segment(at: int, kind: str, members: Iterable[_Address]) -> str:
    """The expression for the segment at `at` of the shape."""
    numbers = (address.segments[len(address.leading) + at] for address in members)
    if kind == "number" and all(len(number) >= MIN_DIGITS for number in numbers):
        return rf"\d{{{MIN_DIGITS},}}"
    return _REGEX[kind]


def _leading(known: Sequence[_Address], members: Sequence[_Address]) -> str:
    """The expression for the words before the shape, with what may not stand there."""
    depths = Counter(len(address.leading) for address in members)
    # One address at an odd depth widens nothing, unless there are hardly more.
    usual = [depth for depth, count in depths.items() if count > 1 or len(members) < MIN_STATED]
    fewest, most = min(usual or depths), max(usual or depths)
    firsts = {address.segments[:1] for address in known}
    if len(firsts) == 1 and fewest > 0 and len(known) >= MIN_LITERAL:
        return re.escape(members[0].segments[0]) + "/" + _any_segments(fewest - 1, most - 1)
    if most == 0 and not members[0].shape.is_words:
        return ""
    seen = {segment.lower().removesuffix("s") for address in known for segment in address.segments[:2]}
    refused = "|".join(word for word in LISTS if word not in seen)
    return f"(?!(?:[^/?]+/)?(?:{refused})s?/)" + _any_segments(fewest, most)


def _any_segments(fewest: int, most: int) -> str:
    if most == 0:
        return ""
    if fewest == most == 1:
        return "[^/?]+/"
    count = str(most) if fewest == most else f"{fewest},{most}"
    return f"(?:[^/?]+/){{{count}}}"
