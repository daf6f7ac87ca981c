"""One edition at one visit: its addresses, and what its feed, sitemap and section pages link to."""

import dataclasses
import datetime as dt
from collections.abc import Mapping

from sample_paper import truth
from sample_paper.editions import Edition, edition
from sample_paper.truth import Source, Special


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link to an article, or to what looks like one."""

    url: str
    """The whole address."""
    title: str
    """The headline."""
    summary: str
    """The text of the teaser."""
    published: dt.datetime
    """The moment of publication."""
    dated: str
    """`minute` or `day`: how exactly the link gives that moment."""
    changed: dt.datetime
    """The moment of the last change."""
    section_slug: str
    """Path segment of the section."""
    tags: tuple[str, ...]
    """The tags."""
    print_url: str | None
    """Address of the print version, where one is linked to."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What stays the same while one edition answers the requests of one visit."""

    code: str
    """Code of the edition."""
    urls: Mapping[str, str]
    """Address of each edition's front page, by code."""
    run: int
    """Number of the visit: 1 is the first."""
    started: dt.datetime
    """When the server was started."""

    @property
    def edition(self) -> Edition:
        """The edition."""
        return edition(self.code)

    def url(self, path: str) -> str:
        """Make a path of this edition a whole address."""
        return self.urls[self.code].rstrip("/") + path

    def changed(self, path: str, published: dt.datetime) -> dt.datetime:
        """Give the moment of an article's last change: of the edited one, this visit, if not the first."""
        return self.started if self.run >= 2 and path == truth.edited_path(self.code) else published

    def links(self, source: Source) -> list[Link]:
        """Give all that the feed, the sitemaps or the section pages link to, newest first."""
        specials = [special for special in truth.specials(self.code) if source in special.found_in]
        print_paths = {special.target: special.path for special in specials if special.kind == "print"}
        found = [
            Link(
                url=self.url(article.path),
                title=article.title,
                summary=article.summary,
                published=article.published,
                dated=article.precision,
                changed=self.changed(article.path, article.published),
                section_slug=article.section_slug,
                tags=article.tags,
                print_url=self.url(print_paths[article.path]) if article.path in print_paths else None,
            )
            for article in truth.articles(self.code, self.run)
            if source in article.discoverable
        ]
        found += [self._special_link(special) for special in specials if special.kind != "print"]
        return sorted(found, key=lambda link: link.published, reverse=True)

    def _special_link(self, special: Special) -> Link:
        return Link(
            url=special.path if special.kind == "offsite" else self.url(special.path),
            title=special.title,
            summary="",
            published=special.published,
            dated="minute",
            changed=special.published,
            section_slug=special.path.split("/")[1],
            tags=(),
            print_url=None,
        )
