"""The fingerprint sees words, and nothing of how they are set."""

import hashlib

import pytest

from pipelines.dedupe.fingerprint import plain_words, text_sha256

TEXT = "Ferry No. 5 — «Kaspiy» resumes.\nAll is well!"


@pytest.mark.parametrize(
    "other",
    [
        TEXT.upper(),
        TEXT.replace("\n", "  \r\n\t"),
        "ferry no 5 kaspiy resumes all is well",
        TEXT.replace("Ferry", "Ｆｅｒｒｙ"),
        "_Ferry_ No. 5 - Kaspiy resumes; all, is: well",
    ],
)
def test_case_spacing_and_punctuation_do_not_matter(other: str) -> None:
    assert text_sha256(other) == text_sha256(TEXT)


@pytest.mark.parametrize(
    "other", [TEXT.replace("5", "6"), TEXT + " Yes.", "Ferry No 5 Kaspiy resumesAll is well", ""]
)
def test_words_do(other: str) -> None:
    assert text_sha256(other) != text_sha256(TEXT)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("  — !", ""),
        ("Қазақстан: ёлка, ЁЛКА", "қазақстан ёлка ёлка"),
        ("e\u0301te\u0301", "été"),
        ("STRASSE straße", "strasse strasse"),
        ("٣ 3", "٣ 3"),
    ],
)
def test_plain_words(text: str, words: str) -> None:
    assert plain_words(text) == words


def test_the_fingerprint_is_sha256_of_the_words() -> None:
    assert text_sha256("A, b!") == hashlib.sha256(b"a b").hexdigest()
