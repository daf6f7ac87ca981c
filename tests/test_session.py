"""A session: a run that finds nothing new starts no worker; a page whose worker cannot be started waits."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from pipelines.article import Article, ExtractionHints, Failed, Failure, Page
from pipelines.errors import SteppewireError
from pipelines.session import CrawlSession, SessionOptions
from pipelines.store.store import open_store
from tests.factories import SITE, make_page, make_visit
from tests.released import text
from tests.test_workers import children


def page_of(number: int) -> Page:
    body = f"<html><body><h1>Trees</h1><article><p>{text(number)}</p></article></body></html>"
    return make_page(f"https://a.kz/{number}", body=body.encode())


def session_in(folder: Path, name: str) -> CrawlSession:
    return CrawlSession(
        SessionOptions(
            site=SITE, hints=ExtractionHints(), store_url=f"file:{folder / 'store'}", ledger_dir=folder,
            run_id=name, user_agent="u", workers=2, batch_pages=100, batch_seconds=300.0,
        )
    )  # fmt: skip


def stored(folder: Path) -> list[str]:
    rows = open_store(f"file:{folder / 'store'}").tables.scan(Article).to_table(["url"]).to_pylist()
    return [row["url"] for row in rows]


def test_workers_are_started_for_the_first_page(tmp_path: Path) -> None:
    others = set(children(os.getpid()))  # of the pool that tests share

    async def run() -> list[int]:
        session, seen = session_in(tmp_path, "one"), []
        await session.open()
        try:
            await session.record_unfetched(make_visit("https://a.kz/0"), Failed(Failure.NETWORK))
            seen.append(len(set(children(os.getpid())) - others))
            pages = [page_of(number) for number in (1, 2, 3)]
            await asyncio.gather(*(session.record(one, make_visit(one.url)) for one in pages))
            seen.append(len(set(children(os.getpid())) - others))
            await session.commit()
        finally:
            await session.close()
        return [*seen, len(set(children(os.getpid())) - others)]

    assert asyncio.run(run()) == [0, 2, 0]
    assert sorted(stored(tmp_path)) == [f"https://a.kz/{number}" for number in (1, 2, 3)]


def test_a_page_whose_worker_cannot_be_started_waits_for_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run(name: str) -> tuple[SteppewireError | None, list[SteppewireError]]:
        told: list[SteppewireError] = []
        session = session_in(tmp_path, name)
        session.on_error = told.append
        await session.open()
        try:
            pages = [page_of(number) for number in (1, 2)]
            ended = await asyncio.gather(
                *(session.record(one, make_visit(one.url)) for one in pages), return_exceptions=True
            )
            assert {type(one) for one in ended} == {SteppewireError}
        finally:
            await session.close()
        return session.error, told

    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", str(tmp_path / "no-python"))
        error, told = asyncio.run(run("one"))
    assert "an extraction worker cannot be started" in str(error)
    assert told == [error]

    async def again() -> None:
        session = session_in(tmp_path, "two")
        await session.open()
        await session.commit()
        await session.close()

    # The next run meets the same, before it has fetched anything; one more finds all in order.
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", str(tmp_path / "no-python"))
        with pytest.raises(SteppewireError, match="cannot be started"):
            asyncio.run(again())
    asyncio.run(again())
    assert sorted(stored(tmp_path)) == ["https://a.kz/1", "https://a.kz/2"]
