"""Spider arguments: read, or refused in one line that names them."""

import datetime as dt

import pytest

from crawlers.arguments import Arguments, parse_arguments
from pipelines.errors import UsageError

HOSTS = ("a.kz", "127.0.0.1:8750")


def test_arguments_are_read() -> None:
    given = {"since": "2026-11-01", "until": "2026-11-30", "limit": "20", "url": "https://WWW.a.kz/x#y"}
    assert parse_arguments({**given, "backfill": "1"}, HOSTS) == Arguments(
        since=dt.date(2026, 11, 1),
        until=dt.date(2026, 11, 30),
        limit=20,
        url="https://www.a.kz/x",
        backfill=True,
    )
    assert parse_arguments({}, HOSTS) == Arguments()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"since": "yesterday"}, "-a since=yesterday: not a day; write it as 2026-11-20"),
        ({"since": "2026-02-30"}, "-a since=2026-02-30: not a day"),
        ({"since": "2026-12-01", "until": "2026-11-01"}, "-a since=2026-12-01: is after until=2026-11-01"),
        ({"limit": "0"}, "-a limit=0: not a whole number above 0"),
        ({"limit": "-1"}, "-a limit=-1: not"),
        ({"limit": "٣"}, "-a limit=٣: not"),
        ({"backfill": "yes"}, "-a backfill=yes: write 1 or 0"),
        ({"url": "a.kz/x"}, "-a url=a.kz/x: not an http or https address"),
        ({"url": "https://b.kz/x"}, "b.kz is not this site's; its hosts are: a.kz, 127.0.0.1:8750"),
        ({"url": "http://127.0.0.1/x"}, "127.0.0.1 is not this site's"),
        ({"limits": "3"}, "-a limits: no such argument; did you mean limit?"),
        ({"zzz": "3"}, "-a zzz: no such argument; there are: since, until, limit, url, backfill"),
    ],
)
def test_what_is_wrong_is_named(given: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_arguments(given, HOSTS)
    assert says in str(error.value)
    assert "\n" not in str(error.value)
