"""What a change of rules would do, or did: counts, and the pages that a person judges it by."""

import dataclasses

from ..article import RULES_VERSION
from .change import Change
from .findings import Changed, Findings
from .shown import Row, as_text, rows
from .tally import Direction, Line, SiteCount, Tally, kind_of, part_of
from .verdict import Remark, remarks
from .wording import wording

REPEATED = 3
"""Articles of a site in which a line must come or go to be told. Two can be an article and its copy, as for
templates (`clean.learn.MIN_ARTICLES`)."""
LINES = 100
"""Lines that are told, for each direction."""
LARGE_CHARS = 3_000
"""Characters of one of the largest differences that are shown: an article."""
SAMPLE_CHARS = 1_500
"""The same of a sampled one: half of one."""
SUMMARY_CHARS = 80
"""Characters of a line of the summary: a commit message is read in a terminal."""


class Report:
    """Takes in changes one after another, and is read when all of them are in.

    What it keeps does not grow with the pages: some 300 bytes a site, the lines that are counted, and the
    pages that are shown (`docs/reextract.md` has the figures). One process feeds it.
    """

    def __init__(self, store: str = "") -> None:
        """`store` is what the report is about, as it is shown: the address of the store, or nothing."""
        self.store = store
        self.tally = Tally()
        self.findings = Findings()

    def add(self, change: Change) -> None:
        """One page more, changed or not."""
        fields = change.fields()
        kind = kind_of(change, fields)
        texts = None
        if "text" in fields:
            texts = wording(getattr(change.before, "text", ""), getattr(change.after, "text", ""))
        self.tally.add(change, kind, fields, texts)
        self.findings.add(change, kind, fields, texts)

    def summary(self) -> tuple[str, str]:
        """Two lines, each within `SUMMARY_CHARS`: the beginning of a commit message."""
        all_sites = self.tally.all
        if not all_sites.pages:
            return f"{self.rules()}: no stored page was looked at", "Nothing to report."
        first = f"{self.rules()}: {all_sites.changed:,} of {all_sites.articles:,} articles change"
        if all_sites.articles:
            first += f" ({100 * all_sites.changed / all_sites.articles:.1f} %)"
        second = (
            f"{all_sites.accepted:,} newly accepted, {all_sites.refused:,} newly refused, "
            f"{all_sites.failed:,} failed"
        )
        for at, (name, count) in enumerate(self._changed_most()):
            more = f"{', ' if at else '; '}{name} {count:,}"
            if len(second) + len(more) > SUMMARY_CHARS:
                break
            second += more
        return first, second

    def _changed_most(self) -> list[tuple[str, int]]:
        """Fields by the articles in which they changed, the ten columns of dates as one."""
        fields = {name: one.changed for name, one in self.tally.fields.items() if part_of(name) != "dates"}
        if self.tally.all.dates:
            fields["dates"] = self.tally.all.dates
        return sorted(fields.items(), key=lambda pair: (-pair[1], pair[0]))

    def rules(self) -> str:
        """`Rules 6 to 7`, or `Rules 4-6 to 7` where the stored articles are of several."""
        known = sorted(self.tally.rules)
        if not known or known == [RULES_VERSION]:
            return f"Rules {RULES_VERSION}"
        before = f"{known[0]}" if len(known) == 1 else f"{known[0]}-{known[-1]}"
        return f"Rules {before} to {RULES_VERSION}"

    def lines(self, direction: Direction) -> list[Line]:
        """Lines that go, or come, in several articles of a site, the most frequent first."""
        return self.tally.lines(direction, REPEATED, LINES)

    def remarks(self) -> list[Remark]:
        """What stands out."""
        return remarks(self.tally, self.lines("new"))

    def sites(self) -> list[tuple[str, SiteCount]]:
        """All sites, those in which most changes first."""
        return sorted(
            self.tally.sites.items(),
            key=lambda item: (-(item[1].changed + item[1].refused + item[1].accepted), item[0]),
        )

    def as_json(self) -> dict[str, object]:
        """All of it, in values that JSON has; the keys are told in `docs/reextract.md`."""
        tally, findings = self.tally, self.findings
        return {
            "summary": list(self.summary()),
            "store": self.store,
            "rules": {"before": {str(v): n for v, n in sorted(tally.rules.items())}, "now": RULES_VERSION},
            "stands_out": [dataclasses.asdict(remark) for remark in self.remarks()],
            "counts": dataclasses.asdict(tally.all),
            "texts": {
                "words_removed": tally.words_removed,
                "words_added": tally.words_added,
                "lost_half": tally.shrunk,
                "half_new": tally.grown,
            },
            "fields": {
                name: {"changed": counts.changed, **dataclasses.asdict(counts)}
                for name, counts in sorted(tally.fields.items())
            },
            "sites": {site: dataclasses.asdict(counts) for site, counts in sorted(tally.sites.items())},
            "refused_by_reason": dict(sorted(tally.reasons.items())),
            "failed_by_failure": dict(sorted(tally.failures.items())),
            "lines_gone": [dataclasses.asdict(line) for line in self.lines("gone")],
            "lines_new": [dataclasses.asdict(line) for line in self.lines("new")],
            "largest": [_changed(one, LARGE_CHARS) for one in findings.largest],
            "sample": {
                site: [_changed(one, SAMPLE_CHARS) for one in some] for site, some in findings.sample.items()
            },
            "refused": [dataclasses.asdict(one) for one in findings.refused],
            "accepted": [dataclasses.asdict(one) for one in findings.accepted],
        }


def text_rows(changed: Changed, most: int) -> list[Row]:
    """The difference of an article's texts, of about `most` characters; nothing where they are the same."""
    return rows(changed.text, most) if changed.text else []


def _changed(changed: Changed, most: int) -> dict[str, object]:
    return {
        "site": changed.site,
        "url": changed.url,
        "title": changed.title,
        "words_removed": changed.words_removed,
        "words_added": changed.words_added,
        "characters": changed.characters,
        "fields": {one.name: {"before": one.before, "after": one.after} for one in changed.fields},
        "text": as_text(text_rows(changed, most)),
    }
