"""What was found out about a new site, for a person to judge."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.text import Text

from crawlers.newsite.files import Files
from crawlers.newsite.look import ARTICLES, Looked
from crawlers.newsite.proposal import Proposal
from pipelines.article import Article, Rejected
from pipelines.report.summary import printable, show_articles


def show_reasons(looked: Looked) -> RenderableType:
    """Why nothing was found: what was read, and what could not be."""
    found = looked.found
    if found is None:
        return Text("Interrupted before the site was read.")
    lines = [
        f"{kept.kind} {kept.response.url}: no address in it looks like an article's" for kept in found.kept
    ]
    lines += [f"{one.kind} {one.url}: {one.error}" for one in (*found.failed, *found.missed)]
    return _lines(lines)


def show_proposal(proposal: Proposal, looked: Looked) -> RenderableType:
    """What would be declared, what it rests on, and the articles."""
    found = looked.found
    pattern = found.pattern if found else None
    unknown, is_host = "not found; say it with ", proposal.publisher == proposal.host
    lines = [
        f"name        {proposal.name}",
        f"publisher   {proposal.publisher}{' (not stated; say it with --publisher)' * is_host}",
        f"country     {proposal.country or f'{unknown}--country'}",
        f"time zone   {proposal.timezone or f'{unknown}--timezone'}",
        f"languages   {', '.join(proposal.languages) or f'{unknown}--language'}",
        f"feeds       {_list(proposal.feeds)}",
        f"sitemaps    {_list(proposal.sitemaps)}",
        f"sections    {_list(proposal.sections)}",
        f"articles    {proposal.article_url}",
    ]
    if pattern is not None:
        rests_on = "feeds and news sitemaps name" if pattern.stated else "look like articles"
        lines.append(f"            fits {pattern.fits} of {pattern.of} addresses that {rests_on}")
    if proposal.other_editions:
        lines.append(f"editions    {_list(proposal.other_editions)}: a site of its own each (--edition)")
    failed = found.failed if found else ()
    lines += [f"not read    {reading.kind} {reading.url}: {reading.error}" for reading in failed]
    articles = looked.articles
    for sample in looked.samples:
        if not isinstance(sample.result, Article):
            why = sample.result
            said = why.reason if isinstance(why, Rejected) else getattr(why, "failure", "")
            lines.append(f"no article  {sample.page.url}: {said} {getattr(why, 'detail', '')}".rstrip())
    lines += [f"not read    {url}: {why}" for url, why in looked.missed]
    if len(articles) < ARTICLES:
        lines.append(f"only {len(articles)} of {ARTICLES} articles could be read")
    return Group(_lines(lines), Text(), *([show_articles(articles, ARTICLES)] if articles else []))


def show_files(files: Files) -> RenderableType:
    """What would be written, with the text of the spider's file."""
    names = ["links.json", *(f"{source.kind}: {source.url}" for source, _ in files.sources)]
    if files.page is not None:
        names.append(f"page: {files.page.saved.url}")
    lines = [f"{files.spider}", *(f"    {line}" for line in files.text.splitlines())]
    lines += [f"{files.folder}", *(f"    {name}" for name in names)]
    if files.page is None:
        lines.append("    no page: no article that was read has a title, a moment and a text")
    return _lines(lines)


def _list(urls: Iterable[str]) -> str:
    return ", ".join(urls) or "none"


def _lines(lines: Iterable[str]) -> Text:
    return Text("\n".join(printable(line) for line in lines))
