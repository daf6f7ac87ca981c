"""Which charset a page is in, whatever it says."""

import pytest

from pipelines.extract.decode import decode

RUSSIAN = (
    "<p>Сегодня в городе прошло заседание комиссии, на котором обсудили ремонт дорог и новые маршруты.</p>"
)
KAZAKH = (
    "<p>Қазақстан Үкіметі бүгін жаңа бағдарламаны бекітті. Оңтүстік өңірде ауыл шаруашылығы әлеуеті зор.</p>"
)
UKRAINIAN = "<p>Сьогодні в Україні відбулося засідання уряду щодо розвитку громад і їхніх бюджетів.</p>"
GERMAN = "<p>Die schöne Straße in München wurde für Fußgänger geöffnet, und die Gäste kamen spät.</p>"
TURKISH = "<p>Cumhurbaşkanı bugün İstanbul'da yeni köprünün açılışını yaptı, çok sayıda kişi katıldı.</p>"
DECLARED = (None, "utf-8", "windows-1251", "koi8-r", "iso-8859-1")


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (RUSSIAN, "utf-8", "utf-8"),
        (RUSSIAN, "utf-8-sig", "utf-8"),
        (RUSSIAN, "utf-16", "utf-16-le"),
        (RUSSIAN, "utf-16-be", "utf-16-be"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "cp866", "ibm866"),
        (RUSSIAN, "iso8859_5", "iso-8859-5"),
        (KAZAKH, "utf-8", "utf-8"),
        (KAZAKH, "kz1048", "kz-1048"),
        (UKRAINIAN, "cp1251", "windows-1251"),
    ],
)
def test_cyrillic_is_told_by_its_letters_whatever_is_declared(
    text: str, codec: str, name: str, declared: str | None
) -> None:
    decoded = decode(text.encode(codec), declared)
    assert (decoded.text, decoded.encoding) == (text, name)


@pytest.mark.parametrize("declared", DECLARED)
def test_koi8(declared: str | None) -> None:
    decoded = decode(RUSSIAN.encode("koi8_r"), declared)
    assert decoded.text == RUSSIAN
    assert decoded.encoding in ("koi8-r", "koi8-u")


@pytest.mark.parametrize(
    ("text", "codec", "declared"),
    [(GERMAN, "cp1252", "iso-8859-1"), (GERMAN, "cp1252", "ISO-8859-15"), (TURKISH, "cp1254", "iso-8859-9")],
)
def test_other_charsets_are_believed_when_they_fit(text: str, codec: str, declared: str) -> None:
    assert decode(text.encode(codec), declared).text == text


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="windows-1254">',
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1254">',
        '<?xml version="1.0" encoding="windows-1254"?>',
    ],
)
def test_the_page_may_say_it_itself(head: str) -> None:
    decoded = decode((head + TURKISH).encode("cp1254"))
    assert (decoded.text, decoded.encoding) == (head + TURKISH, "windows-1254")


def test_the_header_is_asked_before_the_page() -> None:
    body = ('<meta charset="iso-8859-1">' + TURKISH).encode("cp1254")
    assert decode(body, "windows-1254").encoding == "windows-1254"


def test_a_few_broken_bytes_do_not_lose_utf8() -> None:
    body = (RUSSIAN * 20).encode()
    decoded = decode(body[:101] + body[102:], "windows-1251")
    assert decoded.encoding == "utf-8"
    assert decoded.text.count("\ufffd") in (1, 2)


@pytest.mark.parametrize(
    "declared", ["utf-7", "unicode_escape", "zlib", "rot13", "idna", "no such thing", "", "\x00"]
)
def test_codecs_that_are_no_charset_are_not_chosen(declared: str) -> None:
    assert decode(b"+ADw-p+AD4- \\u0041 plain", declared).text == "+ADw-p+AD4- \\u0041 plain"


def test_japanese_in_seven_bits() -> None:
    assert (
        decode("<p>日本語のニュース</p>".encode("iso2022_jp"), "iso-2022-jp").text
        == "<p>日本語のニュース</p>"
    )


def test_controls_are_dropped_and_text_can_be_written() -> None:
    decoded = decode(b"a\x00b\x01c\td\ne\x7f\xc2\x85\xc2\x9b\xed\xa0\x80" + RUSSIAN.encode() * 5)
    assert decoded.text.startswith("abc\td\ne\x85")
    assert "\x9b" not in decoded.text
    decoded.text.encode()


@pytest.mark.parametrize(
    "body", [b"", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\x80" * 50, b"\xd0" * 99]
)
def test_any_bytes_become_text(body: bytes) -> None:
    text = decode(body).text
    assert text.encode().decode() == text
