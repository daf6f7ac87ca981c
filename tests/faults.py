"""What tests of faults share."""

import subprocess
import sys
from collections.abc import Iterable

from tests.loopback import Answer
from tests.running import ROOT, Done, Place
from tests.test_crawl import HTML, article, feed


def site_of(pages: Iterable[int]) -> dict[str, Answer]:
    """A site of these articles and a feed that names them."""
    numbers = list(pages)
    found = {f"/news/{number}": Answer(body=article(number), headers=HTML) for number in numbers}
    return {"/feed": Answer(body=feed(*numbers)), **found}


def start_patched(place: Place, change: str, *arguments: str, **more: str) -> subprocess.Popen[str]:
    """Begin `scrapy …` in a process in which `change`, assignments to names in `pipelines`, was made first.

    For constants that no setting changes, and for moments that only the process itself can tell.
    """
    modules = ", ".join(sorted({line.split(" = ")[0].rpartition(".")[0] for line in change.splitlines()}))
    program = f"import {modules}, os, signal\n{change}\nfrom scrapy.cmdline import execute\nexecute()"
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env=place.variables(**more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def patched(place: Place, change: str, *arguments: str, **more: str) -> Done:
    """As `start_patched`, to the end."""
    with start_patched(place, change, *arguments, **more) as process:
        out, err = process.communicate(timeout=120)
    return Done(process.returncode, out, err)
