"""Modelled articles: twenty a site, each of a kind that real sites have, with the traps in them marked."""

import dataclasses
import datetime as dt
from collections.abc import Callable

from benchmarks.region.texts import Writer

KINDS = (
    "long", "brief", "list", "interview", "results", "telegram", "table", "quoted", "single", "adlaw",
    "dated", "brief", "list", "interview", "results", "called", "hotline", "long", "quoted", "plain",
)  # fmt: skip
"""What the articles of a site are, in their order."""

_FIRST_DAY = dt.datetime(2026, 3, 2, 7, 10)  # noqa: DTZ001  the site's zone is added


@dataclasses.dataclass(frozen=True)
class Block:
    """One block of an article."""

    kind: str
    """`lede`, `paragraph`, `question`, `heading`, `quote`, `list`, `results` or `table`."""
    lines: tuple[str, ...]
    """One for most kinds; the items of a list; the rows of a table, whose cells a tab parts."""

    @property
    def gold(self) -> tuple[str, ...]:
        """The lines as they stand in gold text."""
        return tuple(line.replace("\t", " | ") for line in self.lines)


@dataclasses.dataclass(frozen=True)
class SiteArticle:
    """One article as its newsroom wrote it."""

    number: int
    """From 0 within the site."""
    title: str
    author: int
    """Index among the names of the wording."""
    published: dt.datetime
    section: int
    """Index among the sections of the wording."""
    blocks: tuple[Block, ...]
    traps: tuple[str, ...]
    """Lines and sentences that look like furniture and are not."""

    @property
    def lead(self) -> str:
        """The first paragraph: what descriptions, teasers and lead blocks repeat."""
        return self.blocks[0].lines[0]

    @property
    def text(self) -> str:
        """The gold text."""
        return "\n\n".join(line for block in self.blocks for line in block.gold)


def write_articles(writer: Writer, utc_offset: int) -> list[SiteArticle]:
    """The articles of a site, the oldest first. `utc_offset` is in hours."""
    titles = [writer.headline() for _ in KINDS]
    zone = dt.timezone(dt.timedelta(hours=utc_offset))
    articles = []
    for number, (kind, title) in enumerate(zip(KINDS, titles, strict=True)):
        draft = _Draft(writer, number)
        draft.write(kind)
        articles.append(
            SiteArticle(
                number=number,
                title=title,
                author=number % len(writer.words.names),
                published=_FIRST_DAY.replace(tzinfo=zone)
                + dt.timedelta(days=9 * number, minutes=37 * number),
                section=number % len(writer.words.sections),
                blocks=tuple(draft.blocks),
                traps=tuple(draft.traps),
            )
        )
    return articles


class _Draft:
    def __init__(self, writer: Writer, number: int) -> None:
        self.blocks: list[Block] = []
        self.traps: list[str] = []
        self._writer = writer
        self._number = number

    def write(self, kind: str) -> None:
        writers: dict[str, Callable[[], None]] = {
            "long": lambda: self._paragraphs(9),
            "plain": lambda: self._paragraphs(5),
            "brief": self._brief,
            "list": self._list,
            "interview": self._interview,
            "results": self._results,
            "telegram": lambda: self._about("telegram"),
            "adlaw": lambda: self._about("adlaw"),
            "table": self._table,
            "quoted": self._quoted,
            "single": self._single,
            "dated": lambda: self._with_trap("dated"),
            "called": self._called,
            "hotline": lambda: self._with_trap("hotline"),
        }
        if kind != "brief":
            self._lede()
        writers[kind]()
        if kind != "brief":
            self._traps_of_any()

    def _add(self, kind: str, *lines: str) -> None:
        self.blocks.append(Block(kind, lines))

    def _trap(self, text: str) -> str:
        self.traps.append(text)
        return text

    def _paragraphs(self, count: int, most: int = 4) -> None:
        for _ in range(count):
            self._add("paragraph", self._writer.paragraph(most))

    def _lede(self) -> None:
        text = self._writer.sentence()
        if self._number % 2 == 0:
            text += " " + self._trap(self._writer.trap("source"))
        self._add("lede" if self._number % 3 else "paragraph", text)

    def _traps_of_any(self) -> None:
        if self._number % 3 == 1:
            text = f"{self._trap(self._writer.trap('earlier'))} {self._writer.sentence()}"
            self._add("paragraph", text)
        if self._number % 4 == 3:
            self._add("paragraph", self._trap(self._writer.trap("photo")))
        if self._number % 5 == 2:
            self._add("paragraph", self._trap(self._writer.trap("earlier")))

    def _brief(self) -> None:
        self._add("paragraph", f"{self._writer.short()} {self._trap(self._writer.trap('source'))}")
        self._add("paragraph", self._writer.short())

    def _list(self) -> None:
        self._paragraphs(2)
        for heading in self._chosen("subheads", 2):
            self._add("heading", heading)
            self._paragraphs(1)
        self._add("paragraph", f"{self._writer.sentence()} {self._writer.one('colons')}")
        self._add("list", *self._chosen("items", 4))
        self._paragraphs(2, 2)

    def _interview(self) -> None:
        self._paragraphs(1)
        for question in self._chosen("questions", 4):
            self._add("question", self._trap(question))
            self._add("paragraph", f"– {self._writer.paragraph(3)}")

    def _results(self) -> None:
        self._paragraphs(1, 2)
        self._add("paragraph", self._writer.one("results"))
        teams = self._chosen("teams", 6)
        goals = [self._writer.chance.randint(0, 4) for _ in teams]
        lines = [f"{teams[at]} – {teams[at + 1]} – {goals[at]}:{goals[at + 1]}" for at in (0, 2, 4)]
        self._add("results", *map(self._trap, lines))
        self._paragraphs(3, 2)

    def _about(self, subject: str) -> None:
        for sentence in self._writer.words.article[subject]:
            self._add("paragraph", f"{self._trap(sentence)} {self._writer.sentence()}")
        self._paragraphs(2, 2)

    def _table(self) -> None:
        self._paragraphs(3, 3)
        head = "\t".join(self._writer.words.article["table"])
        rows = (f"{place}\t{self._writer.chance.randint(120, 980)}" for place in self._chosen("places", 4))
        self._add("table", head, *rows)
        self._paragraphs(2, 2)

    def _quoted(self) -> None:
        self._paragraphs(2)
        self._add("paragraph", self._trap(self._writer.one("repeated")))
        self._paragraphs(1)
        self._add("quote", self._writer.quote())
        self._paragraphs(2)

    def _single(self) -> None:
        for _ in range(9):
            self._add("paragraph", self._writer.short())

    def _called(self) -> None:
        self._paragraphs(2, 2)
        self._add("paragraph", self._trap(self._writer.trap("call")))
        self._add("paragraph", self._trap(self._writer.one("repeated")))
        self._paragraphs(2, 2)

    def _with_trap(self, key: str) -> None:
        self._paragraphs(2)
        self._add("paragraph", f"{self._trap(self._writer.trap(key))} {self._writer.sentence()}")
        self._paragraphs(3)

    def _chosen(self, key: str, count: int) -> list[str]:
        """Different alternatives, in an order of their own."""
        return self._writer.chance.sample(self._writer.words.article[key], count)
