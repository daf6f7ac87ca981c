"""From what a look saw to a verdict, in words. Pure."""

from collections.abc import Iterator

from crawlers.catalogue.checked import CheckedSource, Robots, Verdict, Word
from crawlers.site_check.look import ARTICLES, Seen, SeenPage, SeenSource, words
from pipelines.article import Article, Failed, Failure, Reason, Rejected

_SHOWN = 5
"""Reasons that are told."""


def judge(seen: Seen) -> Verdict:
    """The verdict on a site."""
    problems = list(_problems(seen))
    complete = sum(not missing(page.result, seen.site.languages) for page in seen.pages)
    came = any(isinstance(page.result, Article) for page in seen.pages)
    word: Word = "fails" if not came else "partly" if problems else "works"
    more = f"; and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
    return Verdict(
        site=seen.site.name,
        checked_at=seen.at,
        verdict=word,
        reason="; ".join(problems[:_SHOWN]) + more,
        robots=_robots(seen),
        sources=tuple(
            CheckedSource(kind=source.kind, url=source.url, result=source.result, articles=len(source.links))
            for source in seen.sources
        ),
        pages=len(seen.pages),
        complete=complete,
    )


def missing(result: Article | Rejected | Failed, languages: tuple[str, ...]) -> list[str]:
    """What a page lacks of a complete article, in words; none where it lacks nothing."""
    if not isinstance(result, Article):
        return [_refusal(result) or words(result)]
    found = []
    if not result.title:
        found.append("no title")
    if result.published_date is None:
        found.append("no date")
    if not result.text:
        found.append("no text")
    if result.language not in languages:
        found.append(f"language {result.language} instead of {' or '.join(languages)}")
    return found


def _problems(seen: Seen) -> Iterator[str]:
    by_error: dict[str, list[SeenSource]] = {}
    for source in seen.sources:
        if source.error:
            error = (source.why and _refusal(source.why)) or source.error
            by_error.setdefault(error, []).append(source)
    for error, sources in by_error.items():
        more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
        yield f"{error}: {sources[0].kind} {sources[0].url}{more}"
    by_what: dict[str, list[SeenPage]] = {}
    for page in seen.pages:
        for what in missing(page.result, seen.site.languages):
            by_what.setdefault(what, []).append(page)
    for what, pages in by_what.items():
        yield f"{what}: {len(pages)} of {len(seen.pages)} articles, as {pages[0].url}"
    if seen.ended:
        yield seen.ended
    elif 0 < seen.found < ARTICLES:
        yield f"only {seen.found} of {ARTICLES} articles to look at"


def _refusal(why: Rejected | Failed) -> str | None:
    """The words for a site that does not want to be asked; None for anything else."""
    refused = isinstance(why, Failed) and why.failure == Failure.REFUSED
    challenge = isinstance(why, Rejected) and why.reason in (Reason.CHALLENGE, Reason.ROBOTS, Reason.REFUSED)
    return f"refused: {words(why)}" if refused or challenge else None


def _robots(seen: Seen) -> Robots:
    refusals = [*(source.why for source in seen.sources), *(page.result for page in seen.pages)]
    if any(isinstance(why, Rejected) and why.reason == Reason.ROBOTS for why in refusals):
        return "forbids"
    unreadable = any(
        isinstance(why, Failed) and why.failure == Failure.ROBOTS_UNREACHABLE for why in refusals
    )
    return "unreadable" if unreadable or not seen.sources else "allows"
