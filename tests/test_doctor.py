"""The checks of `scrapy doctor`, each on what it is given."""

import os
import shutil
import socket
import subprocess
import sys
import threading
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from packaging.specifiers import SpecifierSet

from crawlers.doctor import machine, program
from crawlers.doctor.bounded import Check, look
from crawlers.doctor.configuration import check_settings, check_sites, check_zones
from crawlers.doctor.finding import MIB, Finding, size, span
from crawlers.doctor.secrets import Redactor
from pipelines.errors import UsageError
from pipelines.extract.zones import zone
from tests.running import ROOT
from tests.test_settings import GOOD

CONTACT = {**GOOD, "NEWS_CONTACT": "desk@example.org"}

# Bounds


def check(name: str, act: Callable[[], Finding], seconds: float = 5.0) -> Check:
    return Check(name=name, look=act, seconds=seconds, todo="look there")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_check_that_hangs_or_breaks_stops_no_other() -> None:
    forever = threading.Event()

    def hang() -> Finding:
        forever.wait(60)
        return Finding("hangs", "ok", "too late")

    def broken() -> Finding:
        raise ZeroDivisionError

    well = Finding("well", "ok", "fine")
    found = look([check("hangs", hang, 0.3), check("breaks", broken), check("well", lambda: well)])
    forever.set()
    assert found[0] == Finding("hangs", "failed", "no answer within 0.3 s", "look there")
    assert (found[1].verdict, "broke" in found[1].seen) == ("failed", True)
    assert found[2] == well


def test_for_people() -> None:
    assert [size(count) for count in (512, 3 * MIB, 5 * 2**30)] == ["0 KiB", "3.0 MiB", "5.0 GiB"]
    assert [span(seconds) for seconds in (5, 119, 120, 7200, 200_000)] == [
        "5 s", "119 s", "2 minutes", "2 hours", "2 days",
    ]  # fmt: skip


# Program


def test_python_is_that_of_pyproject() -> None:
    requires = SpecifierSet(
        tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    )
    for minor in range(9, 16):
        verdict = "ok" if requires.contains(f"3.{minor}.0") else "failed"
        assert program.check_python((3, minor, 0)).verdict == verdict
    assert program.check_python().verdict == "ok"


def test_packages_of_this_environment_are_as_locked() -> None:
    found = program.check_dependencies(ROOT)
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    assert (found.verdict, found.seen) == (
        "ok",
        f"{len(program._locked(ROOT))} packages as locked; extras {', '.join(extras)}",
    )


@pytest.mark.parametrize(
    ("name", "installed", "verdict", "says"),
    [
        ("boto3", None, "failed", "missing: boto3"),
        ("botocore", None, "failed", "missing: botocore"),
        ("scrapy", "2.18.0", "failed", "too old or too new: scrapy 2.18.0 (wanted: ==2.19.0)"),
        ("attrs", "1.0", "warning", "not as locked: attrs 1.0 (locked: "),
        ("packaging", None, "failed", "missing: packaging"),
    ],
)
def test_a_package_that_is_missing_or_another_is_named(
    name: str, installed: str | None, verdict: str, says: str
) -> None:
    def found(package: str) -> str | None:
        return installed if package == name else program.installed_version(package)

    told = program.check_dependencies(ROOT, found)
    assert (told.verdict, told.todo[:12]) == (verdict, "make install")
    assert told.seen.startswith(says)
    assert ("reader: lacks boto3" in told.details) == (name == "boto3")


def test_an_extra_that_make_install_leaves_out_may_be_missing() -> None:
    def found(package: str) -> str | None:
        return None if package == "ray" else program.installed_version(package)

    assert "ray" not in program._locked(ROOT)
    told = program.check_dependencies(ROOT, found)
    assert told.verdict == "ok"
    assert told.seen.endswith("crawl")


def test_an_image_has_the_lock_alone(tmp_path: Path) -> None:
    assert program.check_dependencies(tmp_path).verdict == "warning"
    lines = (
        f"attrs=={version('attrs')} \\",
        "    --hash=sha256:00",
        "# via x",
        "none==1 ; python_version < '3' \\",
    )
    (tmp_path / "requirements.lock").write_text("\n".join(lines))
    assert program.check_dependencies(tmp_path) == Finding("dependencies", "ok", "1 packages as locked")


def test_python_and_packages_are_told_where_nothing_is_installed(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    command = [str(tmp_path / "venv/bin/python"), "-m", "crawlers.doctor"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stderr) == (1, "")
    assert "Python: ok: 3." in done.stdout
    assert "dependencies: failed: missing: packaging" in done.stdout
    assert "→ make install" in done.stdout


# Settings, sites, zones


def test_all_that_is_wrong_with_the_settings_is_told_at_once() -> None:
    wrong = {**GOOD, "NEWS_WORKERS": "none", "NEWS_STORE_URL": "x", "NEWS_BATCHPAGES": "7"}
    found = check_settings(wrong, {}, [UsageError("NEWS_HOST_PAGES: 0 is less than 1")])
    told = " | ".join((found.seen, *found.details))
    assert found.verdict == "failed"
    for name in (
        "NEWS_HOST_PAGES",
        "NEWS_WORKERS",
        "NEWS_STORE_URL",
        "NEWS_BATCHPAGES: no such setting; did",
    ):
        assert told.count(name + ("" if ":" in name else ":")) == 1, told


@pytest.mark.parametrize(
    ("settings", "variables", "verdict", "says"),
    [
        (CONTACT, {"NEWS_STORE_URL": "x", "PATH": "/bin"}, "ok", "store file:data, contact desk@example.org"),
        (CONTACT, {"NEWS_ALARM_WEBHOOK": "http://a/b"}, "ok", "store file:data"),
        ({**GOOD, "NEWS_CONTACT": ""}, {}, "warning", "NEWS_CONTACT: not set, so no site owner can write"),
        (
            CONTACT,
            {"NEWS_STORE": "x"},
            "warning",
            "NEWS_STORE: no such setting; did you mean NEWS_STORE_URL?:",
        ),
    ],
)
def test_settings(settings: dict[str, object], variables: dict[str, str], verdict: str, says: str) -> None:
    found = check_settings(settings, variables)
    assert (found.verdict, found.seen[: len(says)]) == (verdict, says)


def test_secrets_are_not_shown() -> None:
    redact = Redactor(
        {"AWS_SECRET_ACCESS_KEY": "abcdefgh", "HOME": "/root"}, {"NEWS_ALARM_WEBHOOK": "http://a/b"}
    )
    told = redact("key abcdefgh in /root: http://a/b, http://me:pass@host/x and a@b.example")
    assert told == "key *** in /root: ***, http://***@host/x and a@b.example"


def test_zones_are_there_and_of_today() -> None:
    assert check_sites([]).verdict == "warning"
    assert check_zones(["Asia/Almaty", "Asia/Tashkent"]).verdict == "ok"
    assert check_zones(["Asia/Nowhere"]).seen == "no data for Asia/Nowhere"

    def old(name: str) -> ZoneInfo:
        return zone("Etc/GMT-6" if name == "Asia/Almaty" else name)

    assert (
        check_zones([], old).seen == "the data do not know that Asia/Almaty went from UTC+6 to UTC+5 in 2024"
    )


# Folders


ALL = (machine.links, machine.locks, machine.sqlite)


def test_a_folder_that_is_well_is_left_as_it_was(tmp_path: Path) -> None:
    found = machine.check_folder("disk", tmp_path, ALL, full=1, tight=1)
    assert (found.verdict, list(tmp_path.iterdir())) == ("ok", [])
    found = machine.check_folder("disk", tmp_path / "a" / "b", ALL, full=1, tight=1)
    assert (found.verdict, list(tmp_path.iterdir())) == ("ok", [])
    assert "not there yet, and the first run makes it" in found.seen
    free = shutil.disk_usage(tmp_path).free
    assert machine.check_folder("disk", tmp_path, full=1, tight=2 * free).verdict == "warning"
    assert machine.check_folder("disk", tmp_path, full=2 * free).verdict == "failed"
    (tmp_path / "file").write_bytes(b"")
    assert "Not a directory" in machine.check_folder("disk", tmp_path / "file").seen


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 1 MiB and 100 files; nobody but root can mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m,nr_inodes=100", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_small_full_or_read_only(small_disk: Path) -> None:
    found = machine.check_folder("disk", small_disk, ALL)
    assert (found.verdict, found.todo) == ("failed", "make room: a run needs 200.0 MiB and 200 files")
    assert machine.check_folder("disk", small_disk, full=1, tight=1).verdict == "failed", "too few files"
    with (small_disk / "rest").open("wb", buffering=0) as file:
        # What fits in is written; the rest of it finds no room.
        assert file.write(bytes(2 * MIB)) < 2 * MIB
    found = machine.check_folder("disk", small_disk, ALL, full=0, tight=0)
    assert (found.verdict, found.seen) == ("failed", f"{small_disk}: No space left on device")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    found = machine.check_folder("disk", small_disk, ALL)
    assert (found.verdict, found.seen) == ("failed", f"{small_disk}: Read-only file system")
    assert f"user {os.geteuid()} may write there" in found.todo


def test_the_kind_of_a_file_system_is_that_of_the_nearest_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\nserver:/x {tmp_path} nfs4 rw 0 0\n")
    assert machine.file_system(tmp_path, mounts) == "nfs4"
    assert machine.file_system(tmp_path.parent, mounts) == "ext4"
    assert machine.file_system(tmp_path, tmp_path / "none") == ""


# Memory, names, worker


@pytest.mark.parametrize(
    ("available", "verdict"), [(None, "ok"), (862, "ok"), (861, "warning"), (606, "warning"), (605, "failed")]
)
def test_memory(available: int | None, verdict: str) -> None:
    assert machine.check_memory(available and available * MIB, 2).verdict == verdict


def test_a_container_has_less_than_its_machine(tmp_path: Path) -> None:
    assert machine.available_memory(tmp_path) is None
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/meminfo").write_text("MemTotal: 9000 kB\nMemAvailable:    8000 kB\n")
    assert machine.available_memory(tmp_path) == 8000 * 1024
    group = tmp_path / "sys/fs/cgroup"
    group.mkdir(parents=True)
    (group / "memory.current").write_text("1000000\n")
    (group / "memory.max").write_text("max\n")
    assert machine.available_memory(tmp_path) == 8000 * 1024
    (group / "memory.max").write_text("3000000\n")
    assert machine.available_memory(tmp_path) == 2_000_000


def test_names() -> None:
    assert machine.names_of(["127.0.0.1", "127.0.0.1:80", "a.kz", "b.kz", "c.kz", "d.kz"]) == [
        "a.kz", "b.kz", "c.kz",
    ]  # fmt: skip
    found = machine.check_names(["no-such-name.invalid"])
    assert (found.verdict, found.todo) == ("warning", machine.DNS_TODO)
    found = machine.check_names(["localhost"])
    assert (found.verdict, found.seen) == ("warning", "localhost is 127.0.0.1, which is not public")
    assert machine.check_names([]).verdict == "ok"


@pytest.mark.skipif(sys.platform != "linux", reason="needs namespaces")
def test_a_name_server_that_never_answers(tmp_path: Path) -> None:
    """A real one, in the resolv.conf of a process that sees another file there."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        try:
            server.bind(("127.53.53.53", 53))
        except PermissionError:
            pytest.skip("port 53 is root's")
        (tmp_path / "resolv.conf").write_text("nameserver 127.53.53.53\n")
        program = (
            "from crawlers.doctor.bounded import Check, look\n"
            "from crawlers.doctor import machine\n"
            "check = Check(name='DNS', look=lambda: machine.check_names(['a.kz']), seconds=1.0,"
            " late='warning', todo=machine.DNS_TODO)\n"
            "print(look([check])[0])"
        )
        script = 'mount --bind "$1" /etc/resolv.conf && exec "$2" -c "$3"'
        command = [
            "unshare",
            "-m",
            "sh",
            "-c",
            script,
            "sh",
            str(tmp_path / "resolv.conf"),
            sys.executable,
            program,
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
        if "unshare" in done.stderr or "mount" in done.stderr:
            pytest.skip(f"no namespace of its own: {done.stderr.strip()}")
        server.settimeout(1)
        asked, _ = server.recvfrom(512)
    assert b"\x01a\x02kz" in asked
    assert "'warning', seen='no answer within 1 s'" in done.stdout.replace("verdict=", ""), done


def test_a_worker_comes_up() -> None:
    found = machine.check_worker()
    assert found.verdict == "ok"
