"""A takedown: out of both tables, the archive and the queue, and it does not come back."""

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipelines.archive import read_member, read_warc, wiped_record
from pipelines.article import PageRecord
from pipelines.dedupe.decide import Decision
from pipelines.errors import SiteHeld
from pipelines.forget import Target, forget, sites_of_article
from pipelines.lock import SiteLock
from pipelines.store import writer as writer_module
from pipelines.store.store import Store, open_store
from pipelines.urls import article_id
from tests.factories import NOW, SITE, make_article, make_page, make_visit
from tests.loopback import Answer, Server, serve
from tests.running import Place
from tests.test_crawl import HTML, LOOP, article, feed
from tests.test_recorder import LATER, Host, rows


@pytest.fixture
def store(store_url: str) -> Store:
    return open_store(store_url)


def take_down(store: Store, folder: Path, target: Target):  # type: ignore[no-untyped-def]
    return forget(store, folder / "forget", target, run_id="r", user_agent="S")


def everything(store: Store) -> bytes:
    """All bytes of a store on a folder, unpacked where they are packed."""
    found = []
    for path in sorted(store.location.root.rglob("*")):  # type: ignore[union-attr]
        if path.is_file():
            data = path.read_bytes()
            found.append(gzip.decompress(data) if path.suffix == ".gz" else data)
    return b"\n".join(found)


def seen(host: Host, path: str, text: str, **fields: object) -> Decision:
    """A page of `a.kz` that goes the whole way to the spool, with its text in its body."""
    url = f"https://a.kz/{path}"
    visit = make_visit(url)
    body = f"<p>{text}</p>".encode()
    seq = host.recorder.fetched(visit, make_page(url, body=body))
    return host.recorder.judged(seq, SITE, visit, make_article(url, text, **fields), NOW)


@pytest.fixture
def host(store: Store, tmp_path: Path) -> Host:
    """Three articles, one of them seen under two addresses and in two revisions."""
    host = Host(store, tmp_path)
    seen(host, "kept", "A text that stays.")
    seen(host, "gone", "The secret words.")
    seen(host, "print/gone", "The secret words.", canonical_url="https://a.kz/gone")
    host.recorder.commit(LATER)
    seen(host, "gone", "The secret words, edited.")
    seen(host, "later", "Words of a later article.")
    host.recorder.commit(LATER)
    host.ledger.close()
    return host


@pytest.mark.usefixtures("host")
def test_an_address_takes_its_article_with_all_revisions_and_addresses(store: Store, tmp_path: Path) -> None:
    done = take_down(store, tmp_path, Target(SITE, url="https://www.a.kz/gone?utm_source=x"))
    assert (done.ids, done.addresses, done.articles, done.pages, done.records) == (1, 2, 2, 3, 3)
    assert [row["url"] for row in rows(store)] == ["https://a.kz/kept", "https://a.kz/later"]
    assert [row["url"] for row in rows(store, PageRecord)] == ["https://a.kz/kept", "https://a.kz/later"]


@pytest.mark.parametrize("target", ["url", "id", "site"])
def test_no_byte_of_it_stays_and_the_rest_reads_as_before(target: str, tmp_path: Path) -> None:
    store = open_store(f"file:{tmp_path / 'store'}")
    host = Host(store, tmp_path)
    seen(host, "kept", "A text that stays.")
    seen(host, "gone", "The secret words.")
    seen(host, "after", "Also stays.")
    host.recorder.commit(LATER)
    host.ledger.close()
    assert b"secret words" in everything(store)
    targets = {
        "url": Target(SITE, url="https://a.kz/gone"),
        "id": Target(SITE, article_id=article_id(SITE, "https://a.kz/gone")),
        "site": Target(SITE),
    }
    take_down(store, tmp_path, targets[target])
    left = everything(store)
    assert b"secret words" not in left
    assert b"a.kz/gone" not in left
    expected = [] if target == "site" else ["https://a.kz/after", "https://a.kz/kept"]
    assert [row["url"] for row in rows(store)] == expected
    for row in rows(store):
        member = store.objects.get_range(row["warc_key"], row["warc_offset"], row["warc_length"])
        assert read_member(member).url == row["url"]
    assert (not list(store.objects.list("warc/"))) == (target == "site")


@pytest.mark.parametrize("target", ["url", "site"])
def test_a_template_holds_no_line_that_an_article_alone_had(target: str, tmp_path: Path) -> None:
    store = open_store(f"file:{tmp_path / 'store'}")
    host = Host(store, tmp_path)
    for number in range(4):
        body = " ".join(f"word{number}x{at}" for at in range(20))
        seen(host, str(number), f"The secret of {number}.\n{body}\nRead by all of the steppe.")
    host.recorder.commit(LATER)
    host.ledger.close()
    assert len(list(store.objects.list("templates/"))) == 1
    take_down(store, tmp_path, Target(SITE, url="https://a.kz/1") if target == "url" else Target(SITE))
    left = everything(store)
    assert b"secret of 1" not in left
    # What the other articles have as well stays with them.
    assert (b"all of the steppe" in left) == (target == "url")


@pytest.mark.usefixtures("host")
def test_it_does_not_come_back(store: Store, tmp_path: Path) -> None:
    take_down(store, tmp_path, Target(SITE, url="https://a.kz/gone"))
    again = Host(store, tmp_path / "other")
    again.recorder.open([SITE])
    # Neither by its address, nor by its identity under another one; and its page is not kept.
    decision = seen(again, "gone", "The secret words.")
    assert (decision.outcome, decision.reason) == ("rejected", "forgotten")
    decision = seen(again, "amp/gone", "The secret words.", canonical_url="https://a.kz/gone")
    assert (decision.outcome, decision.reason) == ("rejected", "forgotten")
    again.recorder.commit(LATER)
    assert [row["url"] for row in rows(store)] == ["https://a.kz/kept", "https://a.kz/later"]
    assert [row["warc_key"] for row in rows(store, PageRecord)][2:] == [None, None]


@pytest.mark.parametrize("stage", ["fetched", "judged", "frozen"])
def test_what_waits_in_a_ledger_elsewhere_does_not_bring_it_back(
    stage: str, store: Store, tmp_path: Path
) -> None:
    host = Host(store, tmp_path)
    url = "https://a.kz/gone"
    visit = make_visit(url)
    seq = host.recorder.fetched(visit, make_page(url))
    if stage != "fetched":
        host.recorder.judged(seq, SITE, visit, make_article(url, "The secret words."), NOW)
    if stage == "frozen":
        host.recorder._freeze(NOW)
    host.ledger.close()
    take_down(store, tmp_path, Target(SITE, url=url))
    again = Host(store, tmp_path)
    assert again.recorder.open([SITE]) == []
    again.recorder.commit(LATER)
    assert rows(store) == []
    assert [(row["outcome"], row["reason"], row["warc_key"]) for row in rows(store, PageRecord)] == [
        ("rejected", "forgotten", None)
    ]


@pytest.mark.usefixtures("host")
@pytest.mark.parametrize("step", ["rewrite", "vacuum"])
def test_a_takedown_that_was_cut_off_is_finished_by_the_next(
    step: str, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = Target(SITE, url="https://a.kz/gone")
    whole = getattr(writer_module.TableWriter, step)

    def fails_on_pages(self: object, record: type, *arguments: object, **options: object) -> object:
        if record is PageRecord:
            raise KeyboardInterrupt
        return whole(self, record, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(writer_module.TableWriter, step, fails_on_pages)
        with pytest.raises(KeyboardInterrupt):
            take_down(store, tmp_path, target)
    take_down(store, tmp_path, target)
    assert [row["url"] for row in rows(store)] == ["https://a.kz/kept", "https://a.kz/later"]
    assert len(rows(store, PageRecord)) == 2


@pytest.mark.usefixtures("host")
def test_a_site_that_is_being_crawled_is_held(store: Store, tmp_path: Path) -> None:
    with SiteLock(tmp_path / "forget", SITE), pytest.raises(SiteHeld):
        take_down(store, tmp_path, Target(SITE))
    assert len(rows(store)) == 4


@pytest.mark.usefixtures("host")
def test_the_site_of_an_article(store: Store) -> None:
    assert sites_of_article(store, article_id(SITE, "https://a.kz/gone")) == [SITE]
    assert sites_of_article(store, "0" * 32) == []


@pytest.mark.parametrize("length", [200, 201, 1_000, 70_000])
def test_a_wiped_record_is_as_long_and_reads_as_one(length: int, tmp_path: Path) -> None:
    record = wiped_record(length)
    assert len(record) == length
    (tmp_path / "w.warc.gz").write_bytes(record)
    assert list(read_warc(tmp_path / "w.warc.gz")) == []
    (found,) = ArchiveIterator(io.BytesIO(record))
    assert found.rec_type == "metadata"


def test_a_record_that_is_too_short_to_be_wiped_is_said() -> None:
    with pytest.raises(ValueError, match="too short"):
        wiped_record(100)


class TestCommand:
    @pytest.fixture
    def answers(self) -> dict[str, Answer]:
        found = {"/feed": Answer(body=feed(1, 2, 3), headers={"Content-Type": "application/rss+xml"})}
        return found | {f"/news/{number}": Answer(body=article(number), headers=HTML) for number in (1, 2, 3)}

    @pytest.fixture
    def server(self, answers: dict[str, Answer]) -> Iterator[Server]:
        with serve(answers) as server:
            yield server

    @pytest.fixture
    def place(self, tmp_path: Path, server: Server) -> Place:
        place = Place(tmp_path, {"LOOP_HOST": server.url.removeprefix("http://").rstrip("/")})
        assert place.scrapy("crawl", "loop_kz", *LOOP).code == 0
        return place

    def test_a_page_that_was_taken_down_is_not_asked_for_again(self, place: Place, server: Server) -> None:
        url = f"{server.url.rstrip('/')}/news/2"
        done = place.scrapy("forget", url, *LOOP)
        assert done.code == 0, done.err
        assert "1 articles and 1 addresses of loop_kz are marked as taken down" in done.err
        assert "removed now: 1 rows of articles, 1 of pages, 1 archived pages" in done.err
        assert sorted(place.outcomes()) == ["/news/1", "/news/3"]
        asked = len(server.seen)
        assert place.scrapy("crawl", "loop_kz", *LOOP).code == 0
        assert "/news/2" not in [path for path, _ in server.seen[asked:]]
        done = place.scrapy("crawl", "loop_kz", *LOOP, "-a", f"url={url}")
        assert done.code == 2
        assert "was taken down" in done.err
        assert sorted(place.outcomes()) == ["/news/1", "/news/3"]

    def test_a_site(self, place: Place) -> None:
        done = place.scrapy("forget", "loop_kz", *LOOP)
        assert done.code == 2
        assert "--yes" in done.err
        assert place.scrapy("forget", "--yes", "loop_kz", *LOOP).code == 0
        assert place.rows("articles") == place.rows("pages") == []
        state = json.loads((place.store / "state" / "site=loop_kz.json").read_text())
        assert state["pending"] == []
        done = place.scrapy("crawl", "loop_kz", *LOOP)
        assert done.code == 2
        assert "loop_kz was taken down" in done.err

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            ((), "name one thing"),
            (("nope_kz",), "no site 'nope_kz'"),
            (("0" * 32,), "no article 000"),
            (("ftp://a.kz/x",), "is neither an http(s) address"),
            (("--site", "A B", "https://a.kz/x"), "--site A B: not a site's name"),
        ],
    )
    def test_what_cannot_be_forgotten(self, place: Place, arguments: tuple[str, ...], says: str) -> None:
        done = place.scrapy("forget", *arguments)
        assert done.code == 2
        assert says in done.err
        assert len(done.err.strip().splitlines()) == 1
