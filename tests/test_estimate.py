"""How long a backfill will take."""

import pytest

from pipelines.report.estimate import Estimate

AT_LEAST = (
    "at least 120 pages in at least 520 requests, 10 s each or more: at least 86.7 min, "
    "in at least 1 run of 9,000 pages"
)


@pytest.mark.parametrize(
    ("pages", "sources", "at_least", "pace", "quota", "told"),
    [
        (
            300_000,
            0,
            False,
            1.0,
            20_000,
            "300,000 pages in 300,000 requests, 1 s each or more: 3.47 d, in 15 runs of 20,000 pages",
        ),
        (
            120,
            400,
            True,
            10.0,
            9_000,
            AT_LEAST,
        ),
        (0, 0, False, 0.0, 5, "0 pages in 0 requests, 0 s each or more: 0 s, in 1 run of 5 pages"),
    ],
)
def test_an_estimate_in_a_line(
    pages: int, sources: int, at_least: bool, pace: float, quota: int, told: str
) -> None:
    found = Estimate.of(pages, sources, at_least=at_least, seconds_a_request=pace, pages_a_run=quota)
    assert found.told() == told
    assert (found.requests, found.seconds) == (pages + sources, (pages + sources) * pace)
    assert (found.runs - 1) * quota <= pages <= found.runs * quota
