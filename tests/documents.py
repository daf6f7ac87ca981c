"""The project's documents, taken apart, and the small dataset that their snippets are run on."""

import datetime as dt
import re
from pathlib import Path

from pipelines.ledger.ledger import Ledger
from pipelines.recorder import Recorder
from pipelines.store.store import open_store
from tests.factories import NOW, make_article, make_page, make_visit

ROOT = Path(__file__).resolve().parent.parent
PATHS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

_FENCE = re.compile(r"^```([a-z]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def name_of(path: Path) -> str:
    """A document's path within the project: the id of a test."""
    return path.relative_to(ROOT).as_posix()


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a document in a language; "" is for those that name none."""
    return [text for found, text in _FENCE.findall(read(name)) if found == language]


def section(name: str, heading: str) -> str:
    """What stands under a heading of a document, up to the next heading of its level or a higher one."""
    (level,) = re.findall(rf"^(#+) {re.escape(heading)}$", read(name), re.MULTILINE)
    _, _, rest = read(name).partition(f"\n{level} {heading}\n")
    return re.split(rf"^#{{1,{len(level)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def first_cells(text: str) -> list[str]:
    """The first cell of each row of the tables in `text`, heads left out."""
    lines = text.splitlines()
    heads = {at - 1 for at, line in enumerate(lines) if re.match(r"\| ?-{3}", line)}
    rows = [line for at, line in enumerate(lines) if line.startswith("| ") and at not in heads]
    return [row.split("|")[1].strip() for row in rows if not row.startswith("| ---")]


def words(text: str) -> list[str]:
    """What stands in code marks in the first cells of the tables in `text`."""
    return [word for cell in first_cells(text) for word in re.findall(r"`([^`]+)`", cell)]


def write_dataset(folder: Path, store: str | None = None) -> None:
    """A store with three articles of two sites, one of them in its second revision.

    It is in `folder/data`, or where `store` says.
    """
    recorder = Recorder(
        open_store(store or f"file:{folder / 'data'}"),
        Ledger(folder / "ledger.sqlite3"),
        run_id="r",
        user_agent="S",
        batch_pages=9,
        batch_seconds=60,
    )
    day = dt.date(2026, 11, 20)
    for batch in (
        [
            make_article("https://a.kz/1", "One.", title="Мост", language="ru", published_date=day),
            make_article("https://a.kz/2", "Two.", title="Көпір", language="kk", published_date=day),
            make_article("https://b.kz/3", "Three.", title="Жол", language="kk", site="b_kz"),
        ],
        [make_article("https://a.kz/1", "One, changed.", title="Мост открыт", language="ru")],
    ):
        for article in batch:
            visit = make_visit(article.url)
            seq = recorder.fetched(visit, make_page(article.url, site=article.site))
            recorder.judged(seq, article.site, visit, article, NOW)
        recorder.commit(NOW)
