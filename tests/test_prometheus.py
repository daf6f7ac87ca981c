"""The file for node exporter: what Prometheus reads in it, and that it is whole at all times."""

import datetime as dt
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pipelines.article import OUTCOMES, Failure, Reason
from pipelines.errors import SteppewireError
from pipelines.health.states import STATES, SiteHealth
from pipelines.report.last_runs import last_runs
from pipelines.report.prometheus import write_metrics
from pipelines.report.run_record import RunRecord, save
from pipelines.store.folder import FolderStore
from tests.loopback import ROOT

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


def record(site: str = "a_kz", at: dt.datetime = NOW, **fields: object) -> RunRecord:
    values: dict[str, object] = {
        "run_id": f"{at:%Y%m%dT%H%M%SZ}-abcdef",
        "kind": "crawl",
        "started_at": at,
        "finished_at": at + dt.timedelta(seconds=90.5),
        "finish_reason": "finished",
        "outcomes": {"stored": 7, "rejected": 3, "failed": 3},
        "reasons": {"rejected/gone": 2, "rejected/new_word": 1, "failed/gone": 1, "failed/network": 2},
        "pending": 12,
        **fields,
    }
    return RunRecord(site=site, **values)  # type: ignore[arg-type]


def samples(path: Path) -> dict[tuple[str, ...], float]:
    """Value by name and labels, as Prometheus' own parser reads the file."""
    return {
        (sample.name, sample.labels.pop("site"), *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(path.read_text())
        for sample in family.samples
    }


def test_what_prometheus_reads(tmp_path: Path) -> None:
    path = tmp_path / "steppewire.prom"
    health = SiteHealth(site="a_kz", state="blocked", judged_at=NOW)
    write_metrics(
        path, [record(), record("b_kz", finish_reason="shutdown", outcomes={}, reasons={})], [health]
    )
    found = samples(path)
    assert found["steppewire_run_timestamp_seconds", "a_kz"] == NOW.timestamp() + 90.5
    assert found["steppewire_run_duration_seconds", "a_kz"] == 90.5
    assert (found["steppewire_run_exit_code", "a_kz"], found["steppewire_run_exit_code", "b_kz"]) == (1, 5)
    assert found["steppewire_run_pending", "a_kz"] == 12
    assert {outcome: found["steppewire_run_pages", "a_kz", outcome] for outcome in OUTCOMES} == {
        "stored": 7,
        "revised": 0,
        "unchanged": 0,
        "duplicate": 0,
        "rejected": 3,
        "failed": 3,
    }
    assert found["steppewire_run_rejected", "a_kz", "gone"] == 2
    # Words that this version does not know make no label of their own.
    assert found["steppewire_run_rejected", "a_kz", "other"] == 1
    assert found["steppewire_run_failed", "a_kz", "other"] == 1
    assert found["steppewire_run_failed", "a_kz", "network"] == 2
    assert {state: found["steppewire_site_state", "a_kz", state] for state in STATES} == {
        state: float(state == "blocked") for state in STATES
    }
    # Nothing beside: all labels are of closed lists.
    a_site = 4 + len(OUTCOMES) + len(Reason) + len(Failure) + 2
    assert len(found) == 2 * a_site + len(STATES)


def test_the_file_keeps_the_rules(tmp_path: Path) -> None:
    """Those of promtool's linter that a text shows: each name has one HELP and TYPE, before its samples."""
    path = tmp_path / "steppewire.prom"
    hostile = SiteHealth(site='a"\\\n_kz', state="slow", judged_at=NOW)
    write_metrics(path, [record(), record("b_kz")], [hostile])
    text = path.read_text()
    assert text.endswith("\n")
    helps = re.findall(r"^# HELP (\S+) (.+)$", text, re.MULTILINE)
    types = re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE)
    names = [name for name, _ in helps]
    assert len(set(names)) == len(names) == 8
    assert types == [(name, "gauge") for name in names]
    assert all(re.fullmatch(r"steppewire_[a-z]+(?:_[a-z]+)*", name) for name in names)
    # A gauge has not the ending of a counter or of a histogram; times are in seconds.
    assert not [name for name in names if name.endswith(("_total", "_count", "_sum", "_bucket", "_created"))]
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(set(lines)) == len(lines)
    assert ("steppewire_site_state", 'a"\\\n_kz', "slow") in samples(path)


def test_the_file_is_for_all_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "steppewire.prom"
    before = os.umask(0o077)
    try:
        write_metrics(path, [record()], [])
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    whole = path.read_bytes()
    # A disk that is full: the process may write 100 bytes and no more.
    code = (
        "import resource, signal; from pathlib import Path; from tests.test_prometheus import *\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        f"write_metrics(Path({str(path)!r}), [record('b_kz')], [])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert f"SteppewireError: NEWS_METRICS_FILE: {path}: File too large" in run.stderr
    assert path.read_bytes() == whole
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "none" / "steppewire.prom"
    with pytest.raises(SteppewireError, match=r"NEWS_METRICS_FILE: .*: No such file or directory"):
        write_metrics(path, [], [])


def test_the_last_run_of_each_site_is_found(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    objects = FolderStore(tmp_path)
    hour, day = dt.timedelta(hours=1), dt.timedelta(days=1)
    for one in [
        record("a_kz", NOW - 2 * day),
        record("a_kz", NOW - 2 * hour),
        record("a_kz", NOW - hour),
        record("a_kk_kz", NOW - 7 * day),
        record("gone_kz", NOW - 9 * day),
        record("_ingest", NOW, kind="ingest"),
    ]:
        save(objects, one)
    objects.replace(f"runs/{NOW:%Y-%m-%d}/b_kz-20261122T120000Z-abcdef.json", b"{")
    found = last_runs(objects, NOW)
    assert [(one.site, one.started_at) for one in found] == [
        ("a_kk_kz", NOW - 7 * day),
        ("a_kz", NOW - hour),
    ]
    assert "b_kz-20261122T120000Z-abcdef.json cannot be read" in caplog.text
