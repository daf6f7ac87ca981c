"""The lexicon: each phrase takes its block by its own entry, and the sentence beside it stays."""

import re
from collections import Counter

import pytest

from pipelines.clean.lines import MAX_WORDS, Removed, clean_blocks
from pipelines.clean.phrases import POSITIONS, WORD_KINDS, Entry, block_words, lexicon, numberless

LANGUAGES = [
    *("ru", "kk-Cyrl", "kk-Latn", "kk-Arab", "ky", "uz-Cyrl", "uz-Latn"),
    *("tg", "tk", "az", "mn", "tr", "uk", "en"),
]
LONG = (
    "Residents of the villages on the far shore had been driving two hundred kilometres around the lake "
    "since November, and the bus that the region paid for stopped in heavy snow."
)
ENTRIES = lexicon().entries


def name(entry: Entry) -> str:
    return f"{entry.language}-{entry.family}-{entry.position}"


def removed(block: str, entry: Entry) -> list[Removed]:
    """What is taken where the block stands: a trail before the text, all else after it."""
    blocks = [block, LONG] if entry.position == "trail" else [LONG, block]
    return clean_blocks(blocks, title=None, lead=None).removed


def example(entry: Entry, phrase: str) -> str:
    """A block that this phrase alone takes: what its position asks for, and as little else as that."""
    beside = f" {entry.beside[0]}" if entry.beside else ""
    return {
        "whole": phrase,
        "opening": f"{phrase} Qqq{beside} 24",
        "label": f"{phrase}: Qqq{beside}",
        "credit": f"{phrase}: Qqq",
        "anywhere": f"Qqq {phrase} qqq",
        "counter": f"{phrase}: 9",
        "trail": f"{phrase} / Qqq",
    }[entry.position]


@pytest.mark.parametrize("entry", ENTRIES, ids=name)
def test_the_examples_of_an_entry(entry: Entry) -> None:
    (taken,) = removed(entry.drop, entry)
    assert taken.rule == entry.family
    assert taken.entry is not None
    assert key(entry, taken.entry) in {key(entry, phrase) for phrase in entry.phrases}, taken.entry
    assert removed(entry.keep, entry) == []


@pytest.mark.parametrize("entry", ENTRIES, ids=name)
def test_each_phrase_takes_its_own_block_and_no_shorter_one_takes_it_first(entry: Entry) -> None:
    for phrase in entry.phrases:
        block = example(entry, phrase)
        assert [(taken.rule, key(entry, taken.entry or "")) for taken in removed(block, entry)] == [
            (entry.family, key(entry, phrase))
        ], block


def key(entry: Entry, phrase: str) -> str:
    words = block_words(phrase)
    return numberless(words) if entry.position == "whole" else words


def test_entries_are_well_formed() -> None:
    for entry in ENTRIES:
        assert entry.position in POSITIONS, entry
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", entry.family), entry
        assert len(block_words(entry.keep).split()) >= 3, f"{entry}: `keep` is a sentence"
        assert entry.position in {"opening", "label"} or not entry.beside, entry
        for phrase in entry.phrases:
            words = block_words(phrase).split()
            assert not all(word.isdigit() for word in words), phrase
            assert len(words) <= MAX_WORDS, phrase
            assert entry.position not in {"anywhere", "opening"} or len(words) >= 2 or entry.beside, phrase
            assert entry.position != "counter" or len(words) == 1, phrase


def test_a_phrase_stands_once_in_a_language_and_means_the_same_in_all() -> None:
    of_language = Counter((e.language, e.position, key(e, text)) for e in ENTRIES for text in e.phrases)
    assert [found for found, times in of_language.items() if times > 1] == []
    families: dict[tuple[str, str], set[str]] = {}
    for entry in ENTRIES:
        for phrase in entry.phrases:
            families.setdefault((entry.position, key(entry, phrase)), set()).add(entry.family)
    assert {found: names for found, names in families.items() if len(names) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_of_the_region_has_the_common_families(language: str) -> None:
    families = {entry.family for entry in ENTRIES if entry.language in {language, "mul"}}
    assert families >= {"ad", "bug", "messenger", "read_also", "share", "comments", "photo", "source"}
    assert "breadcrumbs" in families


def test_kinds_of_words_are_not_empty() -> None:
    assert set(lexicon().words) == set(WORD_KINDS)
    assert all(lexicon().words.values())


@pytest.mark.parametrize("apostrophe", ["'", "’", "‘", "ʻ", "ʼ", "`", ""])
def test_an_apostrophe_may_be_any_or_left_out(apostrophe: str) -> None:
    (taken,) = clean_blocks([LONG, f"Obuna bo{apostrophe}ling"], title=None, lead=None).removed
    assert (taken.rule, taken.entry) == ("messenger", "Obuna bo‘ling")


def test_a_number_in_a_whole_phrase_stands_for_any() -> None:
    (taken,) = clean_blocks([LONG, "Время чтения: 3 мин."], title=None, lead=None).removed
    assert (taken.rule, taken.entry) == ("counter", "Время чтения: 0 мин")


def test_words_beside_an_opening_are_asked_for() -> None:
    notice, news = (
        "При использовании материалов ссылка обязательна",
        "При использовании материалов упали цены",
    )
    cleaned = clean_blocks([LONG, notice, news], title=None, lead=None)
    assert cleaned.kept == [LONG, news]


def test_a_rule_of_shape_names_no_entry() -> None:
    (taken,) = clean_blocks([LONG, "Telegram Facebook VKontakte"], title=None, lead=None).removed
    assert taken == Removed(1, "share", "Telegram Facebook VKontakte", entry=None)


def test_an_article_about_a_network_stays_whole() -> None:
    blocks = [
        "Telegram запретил каналы, которые продают данные",
        "Подписчики каналов в Telegram жалуются на рекламу, говорится в отчёте.",
        "В Telegram и WhatsApp сообщили, что о требовании не знали.",
        "Читать каналы без подписки станет нельзя, пояснил основатель Telegram.",
        "Telegram арналарын бұғаттау туралы шешім шықты, деді министр.",
        "Telegram kanallari uchun yangi talablar kuchga kirdi.",
        LONG,
    ]
    assert clean_blocks(blocks, title=None, lead=None).removed == []
