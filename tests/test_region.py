"""The region set: that its pages hold what its rows say, and that the check sees what is lost and leaked."""

import collections
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.region.__main__ import main
from benchmarks.region.alphabets import to_kazakh_latin, to_uzbek_cyrillic
from benchmarks.region.build import build
from benchmarks.region.check import compare, sentences
from benchmarks.region.sites import sites
from benchmarks.region.visible import fold, visible_lines

Row = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("region")
    build(path)
    return path


@pytest.fixture(scope="module")
def rows(folder: Path) -> list[Row]:
    return [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").split("\n") if line]


def digest(folder: Path) -> str:
    names = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in names)).hexdigest()


def page_of(folder: Path, row: Row) -> str:
    encodings = {site.host: site.encoding for site in sites()}
    return gzip.decompress((folder / row["page"]).read_bytes()).decode(encodings[row["site"]])


def test_the_same_bytes_each_time(folder: Path, tmp_path: Path) -> None:
    build(tmp_path)

    assert digest(tmp_path) == digest(folder)


def test_many_sites_and_languages(rows: list[Row]) -> None:
    pages = collections.Counter(row["site"] for row in rows)

    assert len(pages) >= 12
    assert set(pages.values()) == {20}
    assert {"kk", "ky", "uz", "tg", "tk", "az", "mn", "ru"} <= {row["lang"] for row in rows}
    assert all(site.endswith(".example") for site in pages)
    assert len({row["id"] for row in rows}) == len({row["url"] for row in rows}) == len(rows)


def test_pages_hold_what_rows_say(folder: Path, rows: list[Row]) -> None:
    for row in rows:
        seen = f" {fold(' '.join(visible_lines(page_of(folder, row))))} "
        stated = [*row["text"].splitlines(), *row["furniture"], *row["furniture_learned"], *row["traps"]]
        missing = [line for line in stated if f" {fold(line)} " not in f" {seen} "]

        assert not missing, row["id"]


def test_every_visible_line_is_the_article_or_furniture(folder: Path, rows: list[Row]) -> None:
    for row in rows:
        verdict = compare(row, "\n".join(visible_lines(page_of(folder, row))))
        named = {fold(line) for line in row["furniture"]}
        gold = fold(row["text"])

        assert not verdict.lost, row["id"]
        # A lead block repeats the first paragraph; a section and the author stand in longer lines as well.
        assert not [line for line in verdict.leaked if fold(line) not in named and fold(line) not in gold]


def test_furniture_and_article_are_told_apart(rows: list[Row]) -> None:
    for row in rows:
        text, furniture = f" {fold(row['text'])} ", [*row["furniture"], *row["furniture_learned"]]
        gold = {fold(line) for line in row["text"].splitlines()}

        assert all(fold(trap) in text for trap in row["traps"]), row["id"]
        assert gold.isdisjoint(map(fold, furniture)), row["id"]
        # A trap may name the site, or quote the very call that stands below the text.
        for trap in row["traps"]:
            text = text.replace(f" {fold(trap)} ", " | ")
        long = [fold(line) for line in furniture if len(fold(line).split()) > 3]
        assert not [line for line in long if f" {line} " in text], row["id"]
        counts = collections.Counter(map(fold, sentences(row["text"])))
        assert max(counts.values()) == 1, row["id"]


def test_learned_furniture_repeats_and_so_does_a_quote(rows: list[Row]) -> None:
    for site in {row["site"] for row in rows}:
        own = [row for row in rows if row["site"] == site]
        learned = collections.Counter(
            # A line that ends in another headline begins alike.
            " ".join(fold(line).split()[:4])
            for row in own
            for line in row["furniture_learned"]
        )
        quotes = collections.Counter(line for row in own for line in row["text"].splitlines())

        assert learned, site
        assert min(learned.values()) >= 4, site
        (quote, times) = next((line, times) for line, times in quotes.most_common() if len(line) > 60)
        assert times == 3
        assert quote.startswith(("«", "“"))


def test_articles_have_two_to_twenty_blocks(rows: list[Row]) -> None:
    sizes = [len(row["text"].split("\n\n")) for row in rows]

    assert sizes.count(2) == 2 * len(sites())
    assert max(sizes) <= 20


@pytest.mark.parametrize(
    ("site", "encoding"), [("boztobe.example", "windows-1251"), ("blueditch.example", "iso-8859-1")]
)
def test_old_pages_have_old_encodings(folder: Path, rows: list[Row], site: str, encoding: str) -> None:
    body = gzip.decompress((folder / next(row["page"] for row in rows if row["site"] == site)).read_bytes())

    assert f"charset={encoding}" in body.decode(encoding)
    if encoding == "windows-1251":
        with pytest.raises(UnicodeDecodeError):
            body.decode("utf-8")
    else:
        assert b"&#8220;" in gzip.decompress((folder / "pages/blueditch-07.html.gz").read_bytes())


ROW: Row = {
    "id": "a",
    "site": "a.example",
    "lang": "en",
    "text": "The bridge was opened. Smith said: “It holds.”\n\n"
    "Telegram is widely read.\n\nEagles – Riders – 2:1",
    "furniture": ["Telegram", "Read also: The market has moved", "Photo: Smith"],
    "furniture_learned": ["Every morning at your door"],
    "traps": [],
}
CLEAN = ROW["text"]


@pytest.mark.parametrize(
    ("text", "lost", "leaked", "learned"),
    [
        (CLEAN, [], [], []),
        (CLEAN.replace("\n\n", "\n").replace("Eagles – Riders", "| eagles | riders |"), [], [], []),
        (CLEAN.replace("\n\n", " "), [], [], []),
        (CLEAN.replace("was opened", "was\nopened"), [], [], []),
        (CLEAN.replace("The bridge was opened. ", ""), ["The bridge was opened."], [], []),
        (CLEAN.replace("was opened", "opened"), ["The bridge was opened."], [], []),
        (CLEAN.replace("\n\nEagles – Riders – 2:1", ""), ["Eagles – Riders – 2:1"], [], []),
        (CLEAN + "\nRead also:\nThe market has moved", [], ["Read also: The market has moved"], []),
        (CLEAN + "\nTelegram", [], ["Telegram"], []),
        ("Photo: Smith " + CLEAN, [], ["Photo: Smith"], []),
        (CLEAN + " Every morning at your door!", [], [], ["Every morning at your door"]),
        ("The bridge was opened.\n" + CLEAN, [], ["the bridge was opened"], []),
        (CLEAN + "\nWords of nobody", [], ["words of nobody"], []),
        (None, sentences(CLEAN), [], []),
    ],
)
def test_what_is_lost_and_leaked(
    text: str | None, lost: list[str], leaked: list[str], learned: list[str]
) -> None:
    verdict = compare(ROW, text)

    assert sorted(verdict.lost) == sorted(lost)
    assert verdict.leaked == leaked
    assert verdict.leaked_learned == learned
    assert verdict.is_clean(learned=False) == (not lost and not leaked)
    assert verdict.is_clean(learned=True) == (not lost and not leaked and not learned)


def test_the_command_fails_for_what_leaked(
    folder: Path, rows: list[Row], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    predictions = tmp_path / "predictions.jsonl"

    def run(texts: dict[str, str | None], *options: str) -> int:
        lines = (json.dumps({"id": name, "text": text}) for name, text in texts.items())
        predictions.write_text("\n".join(lines), "utf-8")
        return main(["check", str(folder), str(predictions), *options])

    gold = {row["id"]: row["text"] for row in rows}
    first = rows[0]
    with_learned = gold | {first["id"]: first["text"] + "\n" + first["furniture_learned"][0]}
    with_furniture = gold | {first["id"]: first["text"] + "\n" + first["furniture"][0]}
    left_out = {name: text for name, text in gold.items() if name != first["id"]}

    assert run(gold, "--learned") == 0
    assert run(with_learned) == 0
    assert run(with_learned, "--learned") == 1
    assert run(with_furniture) == 1
    assert run(left_out) == 1
    assert run(with_furniture, "--lines", "3") == 1
    shown = capsys.readouterr().out
    assert f"{first['id']} leaked: {first['furniture'][0]}" in shown
    assert first["site"].removesuffix(".example") in shown


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Қазақ тілі", "Qazaq tili"),
        ("Сұрақ, Щетка, Інжу", "Sūraq, Şşetka, İnju"),
        ("Telegram {name}", "Telegram {name}"),
    ],
)
def test_kazakh_in_latin_letters(cyrillic: str, latin: str) -> None:
    assert to_kazakh_latin(cyrillic) == latin


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("O‘zbek tili, yo‘l, choy, Shahar", "Ўзбек тили, йўл, чой, Шаҳар"),
        ("eski e’lon, ma’lum, jamiyat", "эски эълон, маълум, жамият"),
        ("Telegram kanali {name}, sentabr, Ctrl+Enter", "Telegram канали {name}, сентябрь, Ctrl+Enter"),
    ],
)
def test_uzbek_in_cyrillic_letters(latin: str, cyrillic: str) -> None:
    assert to_uzbek_cyrillic(latin) == cyrillic


def test_lines_as_a_reader_sees_them() -> None:
    page = "<body><script>x</script><p>A <b>bold</b> word<br>next</p><td>cell</td><p>…</p>tail</body>"

    assert visible_lines(page) == ["A bold word", "next", "cell", "tail"]
