"""`crawlers/catalogue/checked.json`: what `scrapy check-sites` keeps."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest

from crawlers.catalogue.checked import CHECKED, CheckedSource, Verdict, read_checked, write_checked
from pipelines.errors import UsageError

ONE = Verdict(
    site="one_kz",
    checked_at=dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC),
    verdict="partly",
    reason="no date: 1 of 3 articles, as https://one.kz/жаңалық",
    robots="allows",
    sources=(CheckedSource(kind="feed", url="https://one.kz/feed", result="read", articles=20),),
    pages=3,
    complete=2,
)
TWO = dataclasses.replace(ONE, site="two_kz", verdict="works", reason="", sources=())


def test_what_is_committed_can_be_read() -> None:
    assert all(name == verdict.site for name, verdict in read_checked(CHECKED).items())


def test_it_comes_back_as_it_was_and_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "catalogue" / "checked.json"
    assert read_checked(path) == {}
    write_checked([TWO], path)
    write_checked([ONE], path)
    assert read_checked(path) == {"one_kz": ONE, "two_kz": TWO}
    newer = dataclasses.replace(ONE, verdict="works", reason="")
    write_checked([newer], path)
    assert read_checked(path) == {"one_kz": newer, "two_kz": TWO}
    assert [file.name for file in path.parent.iterdir()] == ["checked.json"]


def test_the_same_verdicts_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    write_checked([ONE, TWO], one)
    write_checked([TWO], other)
    write_checked([ONE], other)
    assert one.read_bytes() == other.read_bytes()
    text = one.read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert "жаңалық" in text
    assert '"checked_at": "2026-11-23T10:00:00Z"' in text


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "perhaps"},
        {"robots": "unknown"},
        {"checked_at": "yesterday"},
        {"checked_at": "2026-11-23T10:00:00"},
        {"sources": [{"kind": "feed"}]},
        {"surprise": 1},
    ],
    ids=str,
)
def test_a_file_that_is_wrong_is_told_in_a_line(change: dict[str, object], tmp_path: Path) -> None:
    path = tmp_path / "checked.json"
    write_checked([ONE], path)
    known = json.loads(path.read_text())
    path.write_text(json.dumps({"one_kz": known["one_kz"] | change}))
    with pytest.raises(UsageError, match=r"checked\.json cannot be read \(.*\): restore it") as raised:
        read_checked(path)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("text", ["", "[]", "{", "[1]", '{"one_kz": 1}'])
def test_what_is_no_such_file_is_told_and_not_replaced(text: str, tmp_path: Path) -> None:
    path = tmp_path / "checked.json"
    path.write_text(text)
    with pytest.raises(UsageError, match="cannot be read"):
        write_checked([ONE], path)
    assert path.read_text() == text


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"checked\.json cannot be (read|written)"):
        write_checked([ONE], tmp_path / "file" / "checked.json")
