"""Case 27, in short: mutated saved pages give a valid record or a reason. `make fuzz` is the long run."""

import json
import random
import subprocess
import sys

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import Inputs, fault_of, mutate, saved_pages
from pipelines.article import Failed, Failure
from pipelines.process import to_article
from tests.factories import make_article, make_page
from tests.running import ROOT

# Small ones, for the time that a suite has.
PAGES = saved_pages(gold=False)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    page=st.sampled_from(PAGES),
    other=st.sampled_from(PAGES),
    dice=st.randoms(use_true_random=False),
    encoding=st.sampled_from([None, "utf-8", "windows-1251", "utf-16"]),
)
def test_a_mutated_page_gives_a_valid_record_or_a_reason(
    page: bytes, other: bytes, dice: random.Random, encoding: str | None
) -> None:
    body = mutate(page, other, dice)
    assert fault_of(to_article(make_page(body=body, encoding=encoding))) is None


def test_an_input_is_made_of_its_number_alone() -> None:
    one, other = Inputs(PAGES, 1), Inputs(PAGES, 1)
    later = [one.page(number) for number in range(20)][-1]
    assert other.page(19) == later
    assert Inputs(PAGES, 2).page(19) != later


def test_what_may_not_be_is_a_fault() -> None:
    assert fault_of(make_article(text="")) == "['text']: '' should be non-empty"
    assert fault_of(Failed(Failure.TIMEOUT, "no result in 30 s")) == "timeout: no result in 30 s"
    assert fault_of(make_article()) is None


def test_the_long_run_counts_each_input() -> None:
    command = [sys.executable, "-m", "benchmarks.fuzz", "--count", "20", "--workers", "1", "--without-gold"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    assert sum(json.loads(done.stdout[done.stdout.index("{") :]).values()) == 20
