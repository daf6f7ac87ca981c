"""No field holds what a terminal, a log or a JSON line cannot."""

import json
import time

import pytest

from pipelines.clean.characters import MAX_MARKS, fold, one_line, visible


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("a\x85b", "a\x85b"),
        ("a\x9db", "ab"),
        ("a\ud800b", "ab"),
        ("\ufeffa\u200bb\u00adc\u2060", "abc"),
        ("evil\u202etxt\u2066x", "eviltxtx"),
        ("a\uffffb\ufdd0\ufffe", "ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("e\u0301", "é"),
        ("и\u0306", "й"),
        ("a\nb\tc", "a\nb\tc"),
    ],
)
def test_visible(text: str, clean: str) -> None:
    assert visible(text) == clean
    visible(text).encode()


def test_a_tower_of_marks_is_cut_and_takes_no_time() -> None:
    start = time.process_time()
    tower = visible("a" + "\u0301\u0323" * 200_000)
    assert time.process_time() - start < 1
    assert len(tower) <= MAX_MARKS + 1


@pytest.mark.parametrize(
    ("text", "line"), [("  a \u00a0 b\r\n\u2028c ", "a b c"), ("", ""), ("\u2003", ""), ("a\x85b", "a b")]
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line
    assert "\n" not in json.dumps(line)


@pytest.mark.parametrize("text", ["KASIM", "kasım", "Kasım", "KASİM"])
def test_turkish_and_azerbaijani_i_fold_to_one_letter(text: str) -> None:
    assert fold(text) == "kasim"


def test_folding_keeps_the_length() -> None:
    text = "İstanbul'da ПОГОДА ẞ ǅ"
    assert len(fold(text)) == len(text)
