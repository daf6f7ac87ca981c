"""The leading image, its caption and its credit."""

import json

import pytest

from pipelines.extract.image import Image, find_image, part_credit
from pipelines.extract.jsonld import linked_data
from pipelines.extract.markup import meta_values, parse

URL = "https://www.herald.example/news/1/"
A = "https://www.herald.example/img/ferry.jpg"
TEXT = "<p>" + "The ferry between the two shores of the lake is running again. " * 3 + "</p>"


def image(body: str = "", head: str = "") -> Image:
    root = parse(f"<html><head>{head}</head><body><article><h1>Ferry</h1>{body}</article></body></html>")
    assert root is not None
    headline, linked = root.find(".//h1"), linked_data(root, URL)
    return find_image(root, linked, meta_values(root), ["Steppe Herald", "herald.example"], headline, URL)


def og(address: str) -> str:
    return f'<meta property="og:image" content="{address}">'


def script(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


FIGURE = '<figure><img src="/img/ferry.jpg"></figure>'


@pytest.mark.parametrize(
    ("body", "head", "address"),
    [
        ("", og("/img/ferry.jpg?utm_medium=x"), A),
        ("", og("https://cdn.other.example/a.jpg"), "https://cdn.other.example/a.jpg"),
        ("", og("") + script(image=[{"url": A}]), A),
        ("", f'<meta name="twitter:image" content="{A}">', A),
        (FIGURE + TEXT, "", A),
        (TEXT + FIGURE, "", None),
        ('<figure><img src="data:image/gif;base64,R0" data-src="/img/ferry.jpg"></figure>', "", A),
        ('<figure><img srcset="/img/s.jpg 300w, /img/ferry.jpg 900w"></figure>', "", A),
        ('<img src="/img/ferry.jpg">' + TEXT, "", None),
        # neither logo nor placeholder
        ("", og("/img/logo.png") + script(image=A), A),
        ("", og("/img/steppe-herald-logo-600x315.png"), None),
        ("", og("/img/acme-logo-on-ferry.jpg"), "https://www.herald.example/img/acme-logo-on-ferry.jpg"),
        ("", og("/img/default.jpg"), None),
        ("", og("/img/no-image.png"), None),
        ("", og("/img/placeholder_big.png"), None),
        ("", og("/img/defaulting-borrower.jpg"), "https://www.herald.example/img/defaulting-borrower.jpg"),
        ("", og("/img/a.svg"), None),
        ("", og("https://cdn.other.example/"), None),
        ("", og(A) + script(publisher={"name": "X", "logo": {"url": A}}), None),
        ("", og("javascript:x"), None),
        ("", "", None),
    ],
)
def test_the_address(body: str, head: str, address: str | None) -> None:
    assert image(body, head).url == address


def figure(name: str, caption: str) -> str:
    return f'<figure><img src="{name}"><figcaption>{caption}</figcaption></figure>'


@pytest.mark.parametrize(
    ("body", "caption", "credit"),
    [
        (figure("/img/ferry.jpg", "The quay. Photo: A. Serik"), "The quay.", "A. Serik"),
        (figure("/x/ferry-1024x683.jpg", "The quay"), "The quay", None),
        (figure("/img/ferry.jpg", "The quay <i class=credit>A. Serik</i>"), "The quay", "A. Serik"),
        ("<div><img src=/img/ferry.jpg><p class=photo-desc>Фото: А. Серік</p></div>", None, "А. Серік"),
        # another image's caption, unless it stands above the text
        (TEXT + figure("/img/other.jpg", "The port"), None, None),
        (figure("/img/other.jpg", "The port") + TEXT, "The port", None),
        (FIGURE + figure("/b.jpg", "The port"), None, None),
    ],
)
def test_caption_and_credit(body: str, caption: str | None, credit: str | None) -> None:
    assert image(body, og("/img/ferry.jpg")) == Image(A, caption, credit)


def test_what_json_ld_says_of_the_image() -> None:
    described = {"url": A, "caption": "The quay", "creditText": "A. Serik"}
    assert image(head=script(image=described)) == Image(A, "The quay", "A. Serik")
    assert image(head=og("/b.jpg") + script(image=described)).caption is None


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("The quay", "The quay", None),
        ("The quay. Фото: А. Серік", "The quay.", "А. Серік"),
        ("Фото: А. Серік / Tengri", None, "А. Серік / Tengri"),
        ("Кеме. Сурет: А. Серік", "Кеме.", "А. Серік"),
        ("Liman (Foto: AA)", "Liman", "AA"),
        ("The quay © A. Serik", "The quay", "A. Serik"),
        ("The quay. Photo by A. Serik", "The quay.", "A. Serik"),
        ("Иллюстрация: Unsplash", None, "Unsplash"),
        ("A photo of the quay", "A photo of the quay", None),
        ("The photographer: a life", "The photographer: a life", None),
        ("word " * 200, None, None),
        ("", None, None),
    ],
)
def test_a_credit_is_parted_from_the_caption(text: str, caption: str | None, credit: str | None) -> None:
    assert part_credit(text) == (caption, credit)
