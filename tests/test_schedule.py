"""Schedules: what is written, held against the tools that read it, and one run by a real cron."""

import dataclasses
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crawlers.round.child import STOP_SECONDS
from crawlers.schedule import cron, kubernetes, systemd
from crawlers.schedule.environment_file import environment_file
from crawlers.schedule.plan import Plan
from pipelines.errors import UsageError
from tests.loopback import Answer, Server, serve
from tests.running import ROOT, Place
from tests.test_crawl import HTML, article, feed


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """A plan for folders whose names are hard to write down."""
    folder = tmp_path / "news desk %d"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").symlink_to(sys.executable)
    return Plan(
        checkout=folder,
        python=folder / "bin" / "python",
        environment_file=folder / "steppewire.env",
        store_url=f"file:{folder / 'store'}",
        store=folder / "store",
        ledgers=folder / "ledger",
        logs=folder / "logs",
        user="root",
        jobs=4,
        image="registry.example/steppewire:1",
        shards=3,
    )


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"checkout": Path("/srv/a'b")}, "such a path cannot stand"),
        ({"checkout": Path('/srv/a"b')}, "such a path cannot stand"),
        ({"ledgers": Path("/srv/a\nb")}, "such a path cannot stand"),
        ({"logs": Path("/srv/$HOME")}, "such a path cannot stand"),
        ({"store": Path("/srv/a\\b")}, "such a path cannot stand"),
        ({"environment_file": Path("/etc/*.env")}, "such a path cannot stand"),
        ({"python": Path("bin/python")}, "it must be absolute"),
        ({"user": "a b"}, "--user 'a b'"),
        ({"user": "root\n* * * * * root reboot"}, "--user"),
        ({"image": "a b"}, "--image 'a b'"),
        ({"shards": 0}, "--shards 0"),
    ],
)
def test_what_cannot_stand_in_a_schedule_is_refused(plan: Plan, values: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        dataclasses.replace(plan, **values)


def cron_line(text: str) -> tuple[str, str]:
    """The time and user of the fragment's line, and its command as cron hands it to the shell."""
    (line,) = [line for line in text.splitlines() if "* * * *" in line]
    *when, command = line.split(" ", 6)
    before, escaped, _ = command.partition("\\%")
    assert "%" not in before, "cron ends a command at a %"
    assert escaped
    return " ".join(when), command.replace("\\%", "%")


def test_cron_hands_its_shell_a_command_that_finds_everything(plan: Plan) -> None:
    when, command = cron_line(cron.fragment(plan))
    assert when == "*/10 * * * * root"
    # An interpreter that says what it was given: what the shell makes of the line is what counts.
    plan.python.unlink()
    plan.python.write_text('#!/bin/sh\npwd; echo "$NEWS_STORE_URL"; printf "%s\\n" "$@"; echo wrong >&2\n')
    plan.python.chmod(0o755)
    plan.logs.mkdir()
    plan.environment_file.write_text(environment_file(plan, "a@example.org"))
    done = subprocess.run(
        ["/bin/sh", "-c", command], env={}, cwd="/", capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "wrong\n")
    said = (plan.logs / "rounds.log").read_text().splitlines()
    assert said[:2] == [str(plan.checkout), f"file:{plan.store}"]
    assert said[2:] == ["-m", "scrapy", "crawlall", "--due", "-j", "4", "--logs", str(plan.logs)]


def test_the_environment_file_names_no_secret(plan: Plan) -> None:
    text = environment_file(plan, "a@example.org")
    assert "\n#AWS_SECRET_ACCESS_KEY=\n" in text
    assert f"\nNEWS_LEDGER_DIR='{plan.ledgers}'\n" in text
    assert "\nNEWS_CONTACT=a@example.org\n" in text
    bucket = dataclasses.replace(plan, store=None, store_url="s3://news/kz")
    assert "\nNEWS_STORE_URL=s3://news/kz\n" in environment_file(bucket, "")


class TestSystemd:
    @pytest.fixture
    def folder(self, plan: Plan, tmp_path: Path) -> Path:
        if shutil.which("systemd-analyze") is None:
            pytest.skip("systemd-analyze is not installed")
        (tmp_path / "steppewire.service").write_text(systemd.service(plan))
        (tmp_path / "steppewire.timer").write_text(systemd.timer())
        return tmp_path

    def test_verify_finds_nothing(self, folder: Path) -> None:
        done = subprocess.run(
            ["systemd-analyze", "verify", "./steppewire.service", "./steppewire.timer"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

    def test_its_exposure_is_low(self, folder: Path) -> None:
        """3 of 10 is well below what systemd calls medium (5)."""
        done = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", "--threshold=30", "./steppewire.service"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def test_it_has_time_to_stop_and_memory_for_its_sites(self, plan: Plan) -> None:
        lines = systemd.service(plan).splitlines()
        (stop,) = [int(line.partition("=")[2]) for line in lines if line.startswith("TimeoutStopSec=")]
        assert stop > STOP_SECONDS
        assert f"MemoryMax={plan.memory_mib}M" in lines
        folder = str(plan.checkout).replace("%", "%%")
        assert f"WorkingDirectory={folder}" in lines
        assert f'ReadWritePaths="{folder}/store"' in lines


def documents(text: str, *arguments: str) -> list[dict[str, Any]]:
    """The manifest's documents as kubectl reads them; it asks no server."""
    done = subprocess.run(
        ["kubectl", *arguments, "--local", "-f", "-", "-o", "json"],
        input=text,
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found, decoder, position = [], json.JSONDecoder(), 0
    while position < len(done.stdout.rstrip()):
        document, position = decoder.raw_decode(done.stdout, position)
        found += document.get("items", [document])
        position += len(done.stdout[position:]) - len(done.stdout[position:].lstrip())
    return found


def missing(written: Any, known: Any, path: str = "") -> list[str]:
    """Where `known` lacks what was written."""
    if isinstance(written, dict):
        return [
            fault
            for name, value in written.items()
            for fault in missing(value, (known or {}).get(name), f"{path}.{name}")
        ]
    if isinstance(written, list):
        pairs = zip(written, [*(known or []), *[None] * len(written)], strict=False)
        return [fault for number, pair in enumerate(pairs) for fault in missing(*pair, f"{path}[{number}]")]
    return [] if written == known else [f"{path}: {written!r} became {known!r}"]


class TestKubernetes:
    @pytest.fixture
    def jobs(self, plan: Plan) -> list[dict[str, Any]]:
        if shutil.which("kubectl") is None:
            pytest.skip("kubectl is not installed")
        text = kubernetes.manifest(plan)
        written = documents(text, "label", "a=b")
        assert [one["kind"] for one in written] == ["PersistentVolumeClaim", "CronJob"] * 3
        # `set env` knows the types of what it reads and drops what it does not know; `label` keeps all.
        jobs = [one for one in written if one["kind"] == "CronJob"]
        for job in jobs:
            del job["metadata"]["labels"]["a"]
        typed = [documents(json.dumps(job), "set", "env", "A=B")[0] for job in jobs]
        assert [missing(job, known) for job, known in zip(jobs, typed, strict=True)] == [[]] * 3
        return jobs

    def test_every_shard_is_there_once(self, jobs: list[dict[str, Any]]) -> None:
        containers = [self.pod(job)["containers"][0] for job in jobs]
        assert [one["args"][-1] for one in containers] == ["1/3", "2/3", "3/3"]
        assert {job["metadata"]["name"] for job in jobs} == {"steppewire-1", "steppewire-2", "steppewire-3"}
        assert len({job["spec"]["schedule"] for job in jobs}) == 3

    def test_it_has_no_more_rights_than_it_needs(self, jobs: list[dict[str, Any]]) -> None:
        pod = self.pod(jobs[0])
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert f"--uid {pod['securityContext']['runAsUser']} " in (ROOT / "Dockerfile").read_text()
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["envFrom"] == [{"secretRef": {"name": "steppewire"}}]
        assert {mount["mountPath"] for mount in container["volumeMounts"]} == {"/ledger", "/tmp"}  # noqa: S108

    def test_rounds_do_not_meet_and_end(self, jobs: list[dict[str, Any]]) -> None:
        spec = jobs[0]["spec"]
        assert spec["concurrencyPolicy"] == "Forbid"
        assert spec["jobTemplate"]["spec"]["activeDeadlineSeconds"] > 0
        assert self.pod(jobs[0])["terminationGracePeriodSeconds"] > STOP_SECONDS

    @staticmethod
    def pod(job: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
        return found


CRON = """\
mount --make-rprivate / && mount --bind "$1/cron.d" /etc/cron.d && mount --bind "$1/spool" /var/spool/cron &&
mount --bind "$1/run" /run && mount --bind "$1/crontab" /etc/crontab && exec cron -f
"""
"""A cron with folders of its own: it sees no crontab of this machine, and this machine none of its."""


@pytest.fixture
def server() -> Iterator[Server]:
    answers = {"/feed": Answer(body=feed(1, 2)), "/news/1": Answer(body=article(1), headers=HTML)}
    with serve(answers | {"/news/2": Answer(body=article(2), headers=HTML)}) as server:
        yield server


def test_a_real_cron_crawls_with_what_was_written(tmp_path: Path, server: Server) -> None:
    """In cron's bare environment, and with less: neither PATH nor HOME. Takes up to a minute and a half."""
    if shutil.which("cron") is None:
        pytest.skip("no cron daemon is installed")
    if os.geteuid() or subprocess.run(["unshare", "--mount", "true"], check=False).returncode:
        pytest.skip("a cron daemon of one's own needs root and mount namespaces")
    place = Place(tmp_path, {})
    out, logs = tmp_path / "out", tmp_path / "the logs"
    for folder in ("cron.d", "spool/crontabs", "run", "the logs"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "crontab").touch()
    environment = out / "steppewire.env"
    done = place.scrapy(
        "schedule", "--out", str(out), "--env-file", str(environment), "--log-dir", str(logs), "-j", "1"
    )
    assert (done.code, done.out) == (0, ""), done.err
    more = (
        "SCRAPY_SETTINGS_MODULE=tests.round_sites.settings",
        f"ROUND_HOSTS={server.url.removeprefix('http://')},127.0.0.1:2,127.0.0.1:3",
        "NEWS_ALLOW_ADDRESSES=127.0.0.0/8",
        "unset PATH HOME",
    )
    environment.write_text(environment.read_text() + "\n".join(more) + "\n")
    line = (out / "steppewire.cron").read_text().replace("*/10 *", "* *")
    fragment = tmp_path / "cron.d" / "steppewire"
    fragment.write_text(line)
    fragment.chmod(0o644)
    log = logs / "rounds.log"
    with subprocess.Popen(
        ["unshare", "--mount", "/bin/sh", "-c", CRON, "cron", str(tmp_path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as daemon:
        try:
            end = time.monotonic() + 150
            while not (log.exists() and "compact done" in log.read_text()) and time.monotonic() < end:
                assert daemon.poll() is None, "cron did not start"
                time.sleep(0.2)
        finally:
            os.killpg(daemon.pid, signal.SIGTERM)
    first = log.read_text().splitlines()[0] if log.exists() else "cron ran nothing"
    assert re.fullmatch(r"[0-9TZ:-]+ well_kz done: stored 2; \d+ s", first), first
    assert (logs / "well_kz.log").exists()
    assert len(place.rows("articles")) == 2
