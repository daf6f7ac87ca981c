"""The image that leads an article, its caption and whom it is credited to."""

import dataclasses
import itertools
import posixpath
import re
import urllib.parse
from collections.abc import Iterator

from lxml.html import HtmlElement

from ..clean.characters import one_line
from ..dedupe.fingerprint import plain_words
from ..urls import normal_url
from .jsonld import LinkedData
from .markup import names_of, text_of

MAX_CAPTION = 500
"""Characters of a caption; more is a text beside the image."""
MAX_CREDIT = 120
MAX_IMAGES = 200
"""Images of a page that are looked at."""
MIN_PARAGRAPH = 80
"""Characters of a paragraph that begins the text: an image above it leads the article."""

_PLACEHOLDER = re.compile(
    r"(?<![a-z])(?:placeholder|no[-_]?(?:image|img|photo|picture|pic|foto)|default|dummy|blank|spacer|pixel|favicon|"
    r"apple-touch-icon|stub|zaglushka|fallback|not[-_]?found|1x1|og[-_](?:image|img|default)|share[-_]?(?:image|img|logo)|"
    r"social[-_]?share)(?![a-z])"
)
_BESIDE = (
    "og fb vk tg social share site main new big small large header footer white black dark light square amp "
    "rss seo news jpg png x ru en kz kk uz web app icon min"
)
_LOGO_BESIDE = frozenset(_BESIDE.split())
"""Words beside "logo" in the name of a logo's file; others make it an image about some company."""
_SIZE = re.compile(
    r"[-_@](?:\d{2,4}x\d{2,4}|\d{2,4}w?|scaled|x\d|[a-z]|thumb|large|medium|small|big|preview)$"
)
_LAZY = ("src", "data-src", "data-original", "data-lazy-src", "data-lazy")
_CAPTION = re.compile(
    r"(?<![^\s_-])(?:caption|captions|img-desc|photo-desc|image-desc|photo-title|image-title|podpis)(?![^\s_-])"
)
_CREDIT_NAME = re.compile(
    r"(?<![^\s_-])(?:credits?|copyright|photographer|photo-author|image-author|photo-source)(?![^\s_-])"
)
_CREDIT_WORD = (
    "фотография|фотосурет|фото|суреттер|сурет|сүрөт|сурат|гэрэл зураг|зураг|иллюстрация|ілюстрація|источник|"
    "дереккөз|photograph|photo|picture|image|credit|source|fotoğraf|fotosurat|foto|görsel|kaynak|şəkil|mənbə|"
    "surat|rasm|manba"
)
_CREDIT = re.compile(
    rf"(?:^|[\s(\[|/.—–-])(?:(?:{_CREDIT_WORD})(?: (?:credit|by|автора|courtesy of|courtesy))?\s?[:©/]\s?|"
    rf"(?:{_CREDIT_WORD}) by |©\s?)(?P<credit>[^\s©:].{{0,200}})$",
    re.IGNORECASE,
)
_EDGES = " |/.,;:—–-()[]©"


@dataclasses.dataclass(frozen=True, slots=True)
class Image:
    """The image that leads an article; each field is None where the page does not say."""

    url: str | None = None
    caption: str | None = None
    credit: str | None = None


def find_image(
    root: HtmlElement,
    linked: LinkedData,
    meta: dict[str, list[str]],
    site_names: list[str],
    headline: HtmlElement | None,
    url: str,
) -> Image:
    """The leading image of the page at `url`: an absolute http or https address, on any host.

    og:image, JSON-LD, twitter:image, else what is shown between the headline and the text. Never the
    publisher's logo or a placeholder, told by JSON-LD's logo and the file's name. Caption and credit are
    those that stand with this image on the page, or that JSON-LD gives for it.
    """
    own = {word for name in site_names for word in plain_words(name).split()}
    own |= {"".join(plain_words(name).split()) for name in site_names}
    logo = normal_url(linked.logo, url) if linked.logo else None
    keys = ("og:image", "og:image:secure_url", "og:image:url")
    said = (
        *(value for key in keys for value in meta.get(key, ())),
        linked.image,
        *meta.get("twitter:image", ()),
        *meta.get("twitter:image:src", ()),
    )
    above = next(_above_text(root, headline), None)
    shown = [] if above is None else _addresses(above)
    addresses = (normal_url(text, url) for text in (*said, *shown) if text)
    lead = next(
        (found for found in addresses if found and found != logo and not _is_no_image(found, own)), None
    )
    if lead is None:
        return Image()
    element = _same_image(root, lead, url)
    caption, credit = _beside(above if element is None else element)
    if linked.image and normal_url(linked.image, url) == lead:
        parted = part_credit(linked.image_caption or "")
        caption, credit = caption or parted[0], credit or linked.image_credit or parted[1]
    return Image(lead, caption, credit)


def part_credit(text: str) -> tuple[str | None, str | None]:
    """A caption and its credit: "The ferry. Фото: A. Serik" gives "The ferry" and "A. Serik"."""
    line = one_line(text)
    match = _CREDIT.search(line)
    caption = line[: match.start()] if match else line
    credit = match["credit"].strip(_EDGES) if match else ""
    caption = caption.strip(" |/(—–-[").rstrip(",;:")
    return caption if 0 < len(caption) <= MAX_CAPTION else None, credit if 0 < len(
        credit
    ) <= MAX_CREDIT else None


def _is_no_image(address: str, own: set[str]) -> bool:
    """Is this a logo or a placeholder, by the name of its file?"""
    path = urllib.parse.unquote(urllib.parse.urlsplit(address).path).lower()
    name, ending = posixpath.splitext(posixpath.basename(path))
    if not name or ending in (".svg", ".ico", ".gif") or _PLACEHOLDER.search(name):
        return True
    words = plain_words(name).replace("_", " ").split()
    return any("logo" in word for word in words) and all(
        word.strip("0123456789") in ("", "x", "logo", "logotype", "logotip")
        or word in own
        or word in _LOGO_BESIDE
        or word.replace("logo", "") in own
        for word in words
    )


def _images(root: HtmlElement) -> Iterator[HtmlElement]:
    return itertools.islice(root.iter("img", "amp-img"), MAX_IMAGES)


def _addresses(image: HtmlElement) -> list[str]:
    said = [value for name in _LAZY if (value := image.get(name))]
    sets = (image.get("srcset") or image.get("data-srcset") or "").strip().split(",")
    return [
        text for text in (*said, sets[-1].strip().partition(" ")[0]) if text and not text.startswith("data:")
    ]


def _stem(address: str) -> str:
    """A file's name without ending and size: the same image is shown in several."""
    path = urllib.parse.unquote(urllib.parse.urlsplit(address).path).lower()
    stem = posixpath.splitext(posixpath.basename(path))[0].partition(":")[0]
    for _ in range(2):
        stem = _SIZE.sub("", stem)
    return stem


def _same_image(root: HtmlElement, lead: str, url: str) -> HtmlElement | None:
    stem = _stem(lead)
    if len(stem) < 4:
        return None
    for image in _images(root):
        if any(_stem(normal_url(text, url) or "") == stem for text in _addresses(image)):
            return image
    return None


def _above_text(root: HtmlElement, headline: HtmlElement | None) -> Iterator[HtmlElement]:
    """Images of figures between the headline and the first paragraph of the text."""
    after = headline is None
    for element in root.iter():
        after = after or element is headline
        if not after:
            continue
        if element.tag == "p" and len(text_of(element, MIN_PARAGRAPH)) >= MIN_PARAGRAPH:
            return
        if element.tag in ("img", "amp-img") and any(
            a.tag == "figure" for a in itertools.islice(element.iterancestors(), 6)
        ):
            yield element


def _beside(image: HtmlElement | None) -> tuple[str | None, str | None]:
    """Caption and credit of an image: of its `<figure>`, or of what is named so around it."""
    if image is None:
        return None, None
    for around in itertools.islice(image.iterancestors(), 5):
        if around.tag in ("body", "article", "main"):
            break
        named = [(element, names_of(element)) for element in itertools.islice(around.iterdescendants(), 40)]
        captions = [
            element for element, names in named if element.tag == "figcaption" or _CAPTION.search(names)
        ]
        credited = [text_of(element, MAX_CREDIT) for element, names in named if _CREDIT_NAME.search(names)]
        if not captions and not credited:
            continue
        text = text_of(captions[0], MAX_CAPTION) if captions else ""
        credit = next(filter(None, credited), None)
        if credit and text.endswith(credit):
            text = text.removesuffix(credit)
        caption, parted = part_credit(text)
        bare = part_credit(credit or "")
        return caption, bare[1] or (bare[0] or "").strip(_EDGES) or parted
    return None, None
