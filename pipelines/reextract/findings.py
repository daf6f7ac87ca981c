"""The pages that a person looks at: the largest differences of texts, and a sample by site. Pure.

However many pages there are, so many are kept, cut to what can be shown of them.
"""

import bisect
import dataclasses

from ..article import Article, Rejected
from .change import Change
from .fold import Folded, folded
from .sampled import Sampled
from .shown import cut
from .tally import Kind
from .wording import Wording

LARGEST = 10
"""Largest differences of texts that are kept."""
A_SITE = 3
"""Changed pages of a site: enough to tell a rule's work from an accident, few enough to be read."""
SITES = 300
"""Sites that have a sample: the whole catalogue, and a bound on a store that has more."""
JUDGED_ANEW = 100
"""Pages that are kept of those newly refused, and of those newly accepted."""
LARGEST_CHARS = 100_000
"""Characters of a text, without what does not change around, that are kept of a large difference."""
SAMPLE_CHARS = 20_000
"""The same of a sampled one. 300 sites with 3 such pages each would be 36 million characters; but a usual
text has 3,000, and most of it does not change."""
VALUE_CHARS = 500
"""Characters of another field: what it is can be seen from them."""
BEGINNING_CHARS = 300
"""Characters of a text that are shown to tell what it is."""

_DATES = ("published", "modified")


@dataclasses.dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after, as it is shown."""

    name: str
    """The column; `published` and `modified` stand for the five columns that say them."""
    before: str
    """Empty for none."""
    after: str


@dataclasses.dataclass(frozen=True, slots=True)
class Changed:
    """An article that changed."""

    site: str
    url: str
    title: str
    """As it is now; else as it was."""
    fields: tuple[FieldChange, ...]
    """But for `text`."""
    text: Folded | None
    """None where the text is as it was."""
    words_removed: int = 0
    words_added: int = 0
    characters: int = 0
    """The size of the difference: `Wording.characters`."""


@dataclasses.dataclass(frozen=True, slots=True)
class JudgedAnew:
    """A page that was an article and is none, or the reverse."""

    site: str
    url: str
    title: str
    published: str
    language: str
    words: int
    beginning: str
    """The first characters of the text."""
    reason: str = ""
    """Why it is none; empty where it is one."""


class Findings:
    """Keeps what is to be looked at, the same pages in whatever order they come."""

    def __init__(self) -> None:
        self.largest: list[Changed] = []
        """The largest differences of texts, the largest first; of equals by site and address."""
        self._sample: Sampled[Sampled[Changed]] = Sampled(SITES)
        self._refused: Sampled[JudgedAnew] = Sampled(JUDGED_ANEW)
        self._accepted: Sampled[JudgedAnew] = Sampled(JUDGED_ANEW)

    def add(self, change: Change, kind: Kind, fields: tuple[str, ...], wording: Wording | None) -> None:
        """One page more; the parameters are those of `Tally.add`."""
        name = f"{change.site} {change.url}"
        before, after = change.before, change.after
        if kind == Kind.REFUSED and before is not None and isinstance(after, Rejected):
            reason = " ".join(filter(None, (after.reason, after.detail and f"({after.detail})")))
            self._refused.offer(name, lambda: _judged(change, before, reason))
        elif kind == Kind.ACCEPTED and isinstance(after, Article):
            self._accepted.offer(name, lambda: _judged(change, after, ""))
        elif kind == Kind.CHANGED and before is not None and isinstance(after, Article):
            seen = _Seen(change, before, after, fields, wording)
            if wording is not None:
                self._offer_largest(seen, wording)
            # A site whose name hashes too high has no sample; one that has is sampled from its first change.
            of_site = self._sample.offer(change.site, lambda: Sampled(A_SITE))
            if of_site is not None:
                of_site.offer(name, lambda: seen.kept(SAMPLE_CHARS))

    def _offer_largest(self, seen: "_Seen", wording: Wording) -> None:
        rank = (-wording.characters, seen.change.site, cut(seen.change.url, VALUE_CHARS))
        if len(self.largest) == LARGEST and rank >= _rank(self.largest[-1]):
            return
        bisect.insort(self.largest, seen.kept(LARGEST_CHARS), key=_rank)
        del self.largest[LARGEST:]

    @property
    def sample(self) -> dict[str, list[Changed]]:
        """Some changed articles of each site, of `SITES` sites at most; by site and address."""
        return {site: [changed for _, changed in of_site] for site, of_site in self._sample}

    @property
    def refused(self) -> list[JudgedAnew]:
        """Articles whose pages are refused now, or some of them; by site and address."""
        return [judged for _, judged in self._refused]

    @property
    def accepted(self) -> list[JudgedAnew]:
        """Pages that are articles now, or some of them; by site and address."""
        return [judged for _, judged in self._accepted]


def _rank(changed: Changed) -> tuple[int, str, str]:
    return (-changed.characters, changed.site, changed.url)


@dataclasses.dataclass(frozen=True, slots=True)
class _Seen:
    """A changed article as it came."""

    change: Change
    before: Article
    after: Article
    fields: tuple[str, ...]
    wording: Wording | None

    def kept(self, chars: int) -> Changed:
        """What is kept of it, with so many characters of each text."""
        wording = self.wording
        return Changed(
            site=self.change.site,
            url=cut(self.change.url, VALUE_CHARS),
            title=cut(self.after.title or self.before.title or "", VALUE_CHARS),
            fields=field_changes(self.before, self.after, self.fields),
            text=folded(self.before.text, self.after.text, chars) if wording else None,
            words_removed=wording.words_removed if wording else 0,
            words_added=wording.words_added if wording else 0,
            characters=wording.characters if wording else 0,
        )


def field_changes(before: Article, after: Article, fields: tuple[str, ...]) -> tuple[FieldChange, ...]:
    """The columns that changed, but for `text`, each as a person reads it; those of one date are one."""
    found: dict[str, FieldChange] = {}
    for column in fields:
        subject = column.partition("_")[0]
        if subject in _DATES:
            found.setdefault(subject, _date_change(subject, before, after, fields))
        elif column != "text":
            sides = (_value(getattr(side, column)) for side in (before, after))
            found[column] = FieldChange(column, *sides)
    return tuple(found.values())


def _date_change(subject: str, before: Article, after: Article, fields: tuple[str, ...]) -> FieldChange:
    was, is_now = (dated(side, subject) for side in (before, after))
    if was == is_now:
        # They differ in what a person is not shown.
        columns = [column for column in fields if column.startswith(f"{subject}_")]
        was, is_now = (
            ", ".join(f"{column} {_value(getattr(side, column))}" for column in columns)
            for side in (before, after)
        )
    return FieldChange(subject, was, is_now)


def dated(article: Article, subject: str) -> str:
    """The date of an article, `published` or `modified`, with where it was found; empty for none."""
    local, precision, source = (
        getattr(article, f"{subject}_{what}") for what in ("local", "precision", "source")
    )
    return f"{local} (to the {precision}, from {source})" if local else ""


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return cut("; ".join(map(str, value)) if isinstance(value, list) else str(value), VALUE_CHARS)


def _judged(change: Change, article: Article, reason: str) -> JudgedAnew:
    return JudgedAnew(
        site=change.site,
        url=cut(change.url, VALUE_CHARS),
        title=cut(article.title or "", VALUE_CHARS),
        published=dated(article, "published"),
        language=article.language,
        words=article.word_count,
        beginning=cut(" ".join(article.text[: 2 * BEGINNING_CHARS].split()), BEGINNING_CHARS),
        reason=cut(reason, VALUE_CHARS),
    )
