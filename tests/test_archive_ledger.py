"""What the ledger lets into the archive: what repeats what, what is left out, what a kill does."""

import dataclasses
import datetime as dt
import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipelines.archive import ArchivedRevisit, read_kept, read_member, request_record, response_record
from pipelines.article import Article, ExtractionHints, NotModified, PageRecord, SentRequest
from pipelines.commit import FrozenBatch, content_of
from pipelines.dataset.archived import archived_body
from pipelines.dataset.kept import kept_page
from pipelines.dataset.verify import VerifyOptions, verify
from pipelines.dataset.verify.faults import Fault
from pipelines.errors import UsageError
from pipelines.ledger.ledger import Ledger
from pipelines.ledger.revisits import REVISIT, Revisits
from pipelines.recorder import Recorder
from pipelines.store.schema import from_row
from pipelines.store.store import Store, ledger_path, open_store
from pipelines.urls import article_id, url_key
from tests.factories import NOW, SITE, make_article, make_page, make_visit

HOUR = dt.timedelta(hours=1)
URL = "https://a.kz/1"
SENT = SentRequest("GET", (("User-Agent", "Steppewire/0"), ("Accept", "text/html")))


class Host:
    """A machine with a ledger of its own that visits one page again and again."""

    def __init__(self, store: Store, folder: Path, *, archive: bool = True) -> None:
        self.store = store
        self.ledger = Ledger(ledger_path(folder, store, SITE))
        self.recorder = Recorder(
            store,
            self.ledger,
            run_id="run1",
            user_agent="S",
            batch_pages=100,
            batch_seconds=60,
            archive=archive,
        )
        self.leftovers = self.recorder.open([SITE])

    def visit(self, hours: int, body: bytes = b"<p>one</p>", text: str = "One text.", **fields: Any) -> str:
        at = NOW + hours * HOUR
        page = make_page(URL, body=body, fetched_at=at, request=SENT, **fields)
        visit = make_visit(URL, fetched_at=at, etag='"1"', source="feed" if hours == 0 else REVISIT)
        seq = self.recorder.fetched(visit, page)
        made = make_article(URL, text, fetched_at=at)
        return self.recorder.judged(seq, SITE, visit, made, at).outcome

    def not_modified(self, hours: int) -> str:
        at = NOW + hours * HOUR
        answer = make_page(URL, body=b"", status=304, fetched_at=at, request=SENT, content_type=None)
        visit = make_visit(URL, fetched_at=at, status=304, source=REVISIT)
        result = NotModified(SITE, article_id(SITE, URL))
        return self.recorder.unfetched(SITE, visit, result, at, answer).outcome

    def commit(self) -> None:
        self.recorder.commit(NOW)

    def records(self) -> list[PageRecord]:
        rows = self.store.tables.scan(PageRecord).to_table().to_pylist()
        found: list[PageRecord] = [from_row(PageRecord, row) for row in rows]
        return sorted(found, key=lambda row: row.fetched_at)

    def kinds(self) -> list[str]:
        """Of each row of `pages`, in the order of visits: what its pointer leads to."""
        return [self.kind(row) for row in self.records()]

    def kind(self, row: PageRecord) -> str:
        if row.warc_key is None or row.warc_offset is None or row.warc_length is None:
            return "nothing"
        found = read_kept(self.store.objects.get_range(row.warc_key, row.warc_offset, row.warc_length))
        return found.profile.rpartition("/")[2] if isinstance(found, ArchivedRevisit) else "whole"

    def segments(self) -> bytes:
        keys = list(self.store.objects.list("warc/"))
        return b"".join(gzip.decompress(self.store.objects.get(key) or b"") for key in keys)


def faults(url: str) -> list[Fault]:
    return verify(VerifyOptions(store_url=url, hints={}, fast=True), lambda _: None).faults


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"file:{tmp_path / 'store'}")


@pytest.fixture
def host(store: Store, tmp_path: Path) -> Callable[..., Host]:
    def make(name: str = "one", **options: bool) -> Host:
        return Host(store, tmp_path / name, **options)

    return make


def test_all_later_answers_refer_to_the_last_whole_page(host: Callable[..., Host]) -> None:
    one = host()
    outcomes = [one.visit(0)]
    for hours in (1, 2):
        one.commit()
        outcomes.append(one.visit(hours))
    one.commit()
    outcomes.append(one.not_modified(3))
    one.commit()
    # Other bytes with the same text: a whole page, to which the next ones refer.
    outcomes.append(one.visit(4, b"<p>two</p>"))
    one.commit()
    outcomes.append(one.visit(5, b"<p>one</p>"))
    one.commit()
    outcomes.append(one.visit(6, b"<p>one</p>"))
    one.commit()
    outcomes.append(one.not_modified(7))
    one.commit()
    assert outcomes == ["stored", *["unchanged"] * 7]
    same, said = "identical-payload-digest", "server-not-modified"
    assert one.kinds() == ["whole", same, same, said, "whole", "whole", same, said]
    bodies = [kept_page(one.store.objects, row, ExtractionHints()).body for row in one.records()]
    assert bodies == [b"<p>one</p>"] * 4 + [b"<p>two</p>"] + [b"<p>one</p>"] * 3


def test_what_is_not_known_to_be_there_is_kept_whole(host: Callable[..., Host], store: Store) -> None:
    one = host()
    one.visit(0)
    # In the same batch: where the first one will be is not known yet.
    one.visit(1)
    one.commit()
    # Another machine does not know it either; and what it says of 304 would lead to no page.
    two = host("two")
    two.visit(2)
    two.not_modified(3)
    two.commit()
    assert one.kinds() == ["whole", "whole", "whole", "nothing"]
    assert Revisits(two.ledger).kept(SITE, url_key(URL)) is not None
    assert store.tables.numbers(PageRecord, [SITE]) == {SITE: 2}


def test_a_revision_is_always_kept_whole(host: Callable[..., Host]) -> None:
    one = host()
    one.visit(0)
    one.commit()
    # The same bytes, read by other rules.
    assert one.visit(1, text="Another text altogether.") == "revised"
    one.commit()
    assert one.kinds() == ["whole", "whole"]
    (article,) = (
        from_row(Article, row)
        for row in one.store.tables.scan(Article).to_table().to_pylist()
        if row["revision"] == 2
    )
    assert archived_body(one.store.objects, article) == b"<p>one</p>"


def test_the_page_of_an_article_may_repeat_another(host: Callable[..., Host]) -> None:
    """As that of a revision by new rules, which is made of the last answer."""
    one = host()
    one.visit(0)
    one.commit()
    one.visit(1)
    one.commit()
    _, again = one.records()
    pointer = {name: getattr(again, name) for name in ("warc_key", "warc_offset", "warc_length")}
    assert one.kind(again) == "identical-payload-digest"
    article = dataclasses.replace(make_article(URL, "One text."), **pointer)
    assert archived_body(one.store.objects, article) == b"<p>one</p>"


def test_a_batch_that_another_writer_overtook_has_whole_pages_again(host: Callable[..., Host]) -> None:
    one = host()
    one.visit(0)
    one.commit()
    one.visit(1)
    batch = one.recorder._freeze(NOW)
    (row,) = one.ledger.batch_rows(batch.batch_id)
    assert isinstance(read_kept(row.revisit or b""), ArchivedRevisit)
    one.ledger.thaw(batch.batch_id)
    (row,) = one.ledger.spooled(judged=True)
    assert row.revisit is None
    assert read_member(row.record or b"").body == b"<p>one</p>"


def test_after_a_kill_the_archive_has_the_same_bytes(host: Callable[..., Host], store: Store) -> None:
    one = host()
    one.visit(0)
    one.commit()
    one.visit(1)
    one.not_modified(2)
    batch = one.recorder._freeze(NOW)
    rows = one.ledger.batch_rows(batch.batch_id)
    expected = content_of(batch, rows, "S")
    one.ledger.close()
    # Whatever the setting is now: a batch that is closed never changes.
    later = host(archive=False)
    assert store.objects.get(expected.segment_key) == expected.segment
    assert later.kinds() == ["whole", "identical-payload-digest", "server-not-modified"]
    later.visit(3)
    later.commit()
    assert later.kinds()[-1] == "nothing"


def test_a_page_that_waits_is_extracted_by_the_next_run(host: Callable[..., Host]) -> None:
    for archive in (True, False):
        one = host(f"kill {archive}", archive=archive)
        page = make_page("https://a.kz/waits", body=b"<p>waits</p>", request=SENT)
        one.recorder.fetched(make_visit(page.url), page)
        one.ledger.close()
        (leftover,) = host(f"kill {archive}", archive=archive).leftovers
        assert leftover.response.body == b"<p>waits</p>"


def test_without_an_archive_nothing_is_kept(host: Callable[..., Host], store: Store) -> None:
    one = host(archive=False)
    one.visit(0)
    assert [row.record for row in one.ledger.spooled(judged=True)] == [None]
    one.not_modified(1)
    one.commit()
    assert one.visit(2) == "unchanged"
    one.commit()
    assert one.kinds() == ["nothing"] * 3
    assert list(store.objects.list("warc/")) == []
    (row,) = store.tables.scan(Article).to_table().to_pylist()
    assert (row["warc_key"], row["warc_offset"], row["warc_length"]) == (None, None, None)
    with pytest.raises(UsageError, match="is not kept"):
        archived_body(store.objects, from_row(Article, row))
    # Switched on again, the first answer is a whole one.
    one.ledger.close()
    two = host()
    two.visit(3)
    two.commit()
    two.visit(4)
    two.commit()
    assert two.kinds()[3:] == ["whole", "identical-payload-digest"]


def test_what_an_earlier_run_judged_is_not_kept_either(host: Callable[..., Host], store: Store) -> None:
    one = host()
    one.visit(0)
    one.ledger.close()
    two = host(archive=False)
    two.commit()
    assert two.kinds() == ["nothing"]
    assert list(store.objects.list("warc/")) == []


def test_a_batch_of_an_earlier_version_is_committed_as_it_is(host: Callable[..., Host]) -> None:
    one = host()
    one.visit(0)
    one.commit()
    one.visit(1)
    # It kept no request, and no digest beside the record.
    with one.ledger.transaction() as db:
        db.execute("UPDATE spool SET request=NULL, visit=json_remove(visit, '$.payload')")
    batch = one.recorder._freeze(NOW)
    content = content_of(
        FrozenBatch(batch.batch_id, batch.numbers, NOW), one.ledger.batch_rows(batch.batch_id), "S"
    )
    types = [record.rec_type for record in ArchiveIterator(io.BytesIO(content.segment or b""))]
    assert types == ["warcinfo", "response"]
    one.recorder.open([SITE])
    assert one.kinds() == ["whole", "whole"]
    assert Revisits(one.ledger).kept(SITE, url_key(URL)) is None


def test_verify_tells_a_damaged_page_by_all_that_repeat_it(host: Callable[..., Host]) -> None:
    one = host()
    one.visit(0)
    one.commit()
    one.visit(1)
    one.not_modified(2)
    one.commit()
    url = one.store.location.url
    assert faults(url) == []
    row = one.records()[0]
    path = (one.store.location.root or Path()) / (row.warc_key or "")
    content = bytearray(path.read_bytes())
    content[(row.warc_offset or 0) + 40] ^= 0xFF
    path.write_bytes(content)
    assert [str(fault.kind.value) for fault in faults(url)] == ["record broken"] * 3
    assert sum("it repeats warc/site=a_kz/" in fault.detail for fault in faults(url)) == 2
    path.unlink()
    assert [str(fault.kind.value) for fault in faults(url)] == ["segment missing"]


# What is never kept

HOSTILE = (
    "Set-Cookie", "set-cookie", "SET-COOKIE", "Set-Cookie ", "Set_Cookie", "set-cookie2", "\tSet-Cookie",
    "Set-Cookie\r", "Cookie", "cookie2", "Authorization", "AUTHORIZATION", "Proxy-Authorization",
    "proxy_authorization", "X-Archive-Orig-Set-Cookie", "X-Api-Key", "x-apikey", "X-Auth-Token",
    "X-CSRF-Token", "Authentication-Info", "Set-\0Cookie",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_no_cookie_or_credential_however_it_is_spelt(name: str) -> None:
    headers = (("Accept", "text/html"), (name, "s3cret"), ("Vary", "Cookie"))
    page = make_page(headers=headers, request=SentRequest("GET", headers))
    for record in (response_record(page), request_record(page)):
        plain = gzip.decompress(record or b"")
        assert b"s3cret" not in plain
        assert b"Accept: text/html\r\n" in plain
        assert b"Vary: Cookie\r\n" in plain


@pytest.mark.parametrize(
    "address",
    [
        "https://user:s3cret@a.kz/1", "HTTPS://s3cret@a.kz/1", "//user:s3cret@a.kz/1",
        "https://user:s3@cret@a.kz/1", "https:\\\\user:s3cret@a.kz/1", "https://:s3cret@a.kz:8443/1",
    ],
)  # fmt: skip
def test_no_userinfo_of_an_address(address: str) -> None:
    headers = (("location", address), ("link", f"<{address}>; rel=canonical"), ("x", "https://t.me/@news"))
    page = make_page(address, headers=headers, request=SentRequest("GET", headers))
    for record in (response_record(page), request_record(page)):
        plain = gzip.decompress(record or b"")
        assert b"cret" not in plain
        assert b"user" not in plain
        assert b"a.kz" in plain
        assert b"x: https://t.me/@news\r\n" in plain


@pytest.mark.parametrize(
    "url", ["https://a.kz/go//mail@x", "https://a.kz/https://b@c/", "https://a.kz/?x=//y@z"]
)
def test_an_address_without_userinfo_is_kept_as_it_is(url: str) -> None:
    assert read_member(response_record(make_page(url))).url == url
    assert f"WARC-Target-URI: {url}\r\n".encode() in gzip.decompress(
        request_record(make_page(url, request=SENT)) or b""
    )


def test_a_request_names_no_other_page_and_no_header_breaks_out() -> None:
    headers = (("Referer", "https://a.kz/taken-down"), ("X-Odd", "a\r\nCookie: b"), ("Host", "other"))
    page = make_page("https://a.kz/1?q=2", request=SentRequest("GET", headers))
    (record,) = ArchiveIterator(io.BytesIO(request_record(page) or b""), check_digests="raise")
    assert record.http_headers.headers == [("Host", "a.kz"), ("X-Odd", "a  Cookie: b")]
    assert (record.http_headers.protocol, record.http_headers.statusline) == ("GET", "/1?q=2 HTTP/1.1")


def test_a_page_that_nobody_asked_for_has_no_request(host: Callable[..., Host]) -> None:
    one = host()
    assert request_record(make_page()) is None
    seq = one.recorder.fetched(make_visit(URL, source="warc"), make_page(URL))
    one.recorder.judged(seq, SITE, make_visit(URL, source="warc"), make_article(URL), NOW)
    one.commit()
    assert b"WARC-Type: request" not in one.segments()
    assert b"WARC-Type: response" in one.segments()
