"""The layers differ in single values only, and a wrong value is told in one line before anything else."""

import configparser
import importlib
import os
import platform
import re
import subprocess
import sys
import tomllib
from typing import Any

import pytest
from scrapy.settings import Settings, default_settings

from pipelines.alarms import destinations
from pipelines.errors import UsageError
from settings import environment
from tests.loopback import ROOT

LAYERS = ("local", "production", "test")
CONTACT = "desk@example.org"


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(("NEWS_", "SCRAPY_"))]:
        monkeypatch.delenv(name)


def load(layer: str, monkeypatch: pytest.MonkeyPatch, **variables: str) -> dict[str, Any]:
    """The settings of a layer, read anew under the given environment."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    for name in ("base", *LAYERS):
        monkeypatch.delitem(sys.modules, f"settings.{name}", raising=False)
    module = importlib.import_module(f"settings.{layer}")
    return {name: getattr(module, name) for name in dir(module) if name.isupper()}


@pytest.mark.parametrize("layer", LAYERS)
def test_layer_differs_from_the_base_in_single_values_only(
    layer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = load("base", monkeypatch, NEWS_CONTACT=CONTACT)
    overlay = load(layer, monkeypatch)
    assert overlay.keys() == base.keys()
    for name in ("ITEM_PIPELINES", "DOWNLOADER_MIDDLEWARES", "EXTENSIONS", "ADDONS", "DOWNLOAD_HANDLERS"):
        assert overlay[name] == base[name]
    changed = [value for name, value in overlay.items() if value != base[name]]
    assert all(isinstance(value, str | int | float | bool) for value in changed)


def test_of_scrapys_components_these_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs code for strangers, keeps cookies, or has another in its place: no setting brings it back."""
    settings = load("base", monkeypatch)
    left_out = {
        name.rpartition(".")[2]
        for base in ("DOWNLOADER_MIDDLEWARES_BASE", "EXTENSIONS_BASE")
        for name in getattr(default_settings, base).keys() - settings[base].keys()
    }
    assert left_out == {
        *("OffsiteMiddleware", "RobotsTxtMiddleware", "CookiesMiddleware"),
        *("TelnetConsole", "RemoteControl", "AutoThrottle", "LogStats"),
    }


def test_scrapy_cfg_names_the_layers() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "scrapy.cfg")
    assert dict(config["settings"]) == {
        "default": "settings.local",
        "production": "settings.production",
        "test": "settings.test",
    }


def test_version_is_that_of_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == environment.VERSION


def test_user_agent_begins_with_the_name_that_robots_txt_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load("base", monkeypatch)["ROBOTSTXT_USER_AGENT"] == "Steppewire"
    assert environment.user_agent("") == f"Steppewire/{environment.VERSION} (news dataset crawler)"


def test_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load("local", monkeypatch)
    assert settings["NEWS_STORE_URL"] == f"file:{ROOT}/data"
    assert settings["NEWS_LEDGER_DIR"] == f"{ROOT}/ledger"
    assert settings["NEWS_ALLOW_ADDRESSES"] == ""
    assert settings["NEWS_CONTACT"] == ""
    assert 1 <= settings["NEWS_WORKERS"] <= 4
    assert (settings["NEWS_BATCH_PAGES"], settings["NEWS_BATCH_SECONDS"]) == (500, 300)
    environment.validate(settings)


def test_environment_is_read_and_empty_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load("local", monkeypatch, NEWS_BATCH_PAGES="7", NEWS_WORKERS="", NEWS_BATCH_SECONDS=" 60 ")
    assert (settings["NEWS_BATCH_PAGES"], settings["NEWS_BATCH_SECONDS"]) == (7, 60)
    assert settings["NEWS_WORKERS"] >= 1


def test_test_layer_names_no_store_and_allows_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load("test", monkeypatch)
    assert (settings["NEWS_STORE_URL"], settings["NEWS_LEDGER_DIR"]) == ("", "")
    assert settings["NEWS_ALLOW_ADDRESSES"] == "127.0.0.0/8"
    with pytest.raises(UsageError, match="NEWS_STORE_URL: not set"):
        environment.validate(settings)
    settings = load("test", monkeypatch, NEWS_STORE_URL="file:there", NEWS_ALLOW_ADDRESSES="10.0.0.0/8")
    assert (settings["NEWS_STORE_URL"], settings["NEWS_ALLOW_ADDRESSES"]) == ("file:there", "10.0.0.0/8")


WRONG = [
    ("NEWS_BATCH_PAGES", "abc", "NEWS_BATCH_PAGES: 'abc' is not a whole number"),
    ("NEWS_BATCH_PAGES", "0", "NEWS_BATCH_PAGES: 0 is less than 1"),
    ("NEWS_BATCH_PAGES", "-5", "NEWS_BATCH_PAGES: '-5' is not a whole number"),
    ("NEWS_BATCH_PAGES", "1.5", "NEWS_BATCH_PAGES: '1.5' is not a whole number"),
    ("NEWS_HOST_PAGES", "0", "NEWS_HOST_PAGES: 0 is less than 1"),
    ("NEWS_BATCH_SECONDS", "59", "NEWS_BATCH_SECONDS: 59 is less than 60"),
    ("NEWS_WORKERS", "many\nlines", "NEWS_WORKERS: 'many\\nlines' is not a whole number"),
    ("NEWS_ALLOW_ADDRESSES", "localhost", "'localhost' is not a network such as 10.1.0.0/16"),
    ("NEWS_ALLOW_ADDRESSES", "10.0.0.0/8,127.0.0.1/8", "'127.0.0.1/8' is not a network"),
    ("NEWS_CONTACT", "me", "NEWS_CONTACT: 'me' is neither an e-mail address nor an http(s) page"),
    ("NEWS_CONTACT", "a@b) evil (", "NEWS_CONTACT: 'a@b) evil (' is neither"),
    ("NEWS_CONTACT", "https://a/\r\nX: y", "NEWS_CONTACT: 'https://a/\\r\\nX: y' is neither"),
    ("NEWS_STORE_URL", "somewhere", "NEWS_STORE_URL: 'somewhere' is not"),
    ("NEWS_METRICS_FILE", "/var/x.txt", "NEWS_METRICS_FILE: '/var/x.txt' does not end in .prom"),
    ("NEWS_METRICS_FILE", "x.prom", "NEWS_METRICS_FILE: 'x.prom' is no absolute path"),
    ("NEWS_LOG_FORMAT", "xml", "NEWS_LOG_FORMAT: 'xml' is neither text nor json"),
    ("NEWS_RIGHTS", "ignore", "NEWS_RIGHTS: 'ignore' is neither record nor respect"),
    ("NEWS_ARCHIVE", "no", "NEWS_ARCHIVE: 'no' is neither on nor off"),
]


@pytest.mark.parametrize(("name", "value", "message"), WRONG)
def test_wrong_variable_ends_the_process_in_one_line(
    name: str,
    value: str,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as end:
        load("base", monkeypatch, **{name: value})
    assert end.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert message in line


GOOD: dict[str, Any] = {
    "NEWS_STORE_URL": "file:data",
    "NEWS_LEDGER_DIR": "ledger",
    "NEWS_ALLOW_ADDRESSES": "10.0.0.0/8, ::1/128,127.0.0.1",
    "NEWS_CONTACT": "https://example.org/bot?x=1",
    "NEWS_WORKERS": "2",
    "NEWS_RIGHTS": "respect",
    "NEWS_ARCHIVE": "off",
    "NEWS_LOG_FORMAT": "json",
    "NEWS_METRICS_FILE": "/var/lib/node_exporter/steppewire.prom",
    "NEWS_BATCH_PAGES": 500,
    "NEWS_BATCH_SECONDS": 60,
    "NEWS_HOST_PAGES": "20000",
    "NEWSPIDER_MODULE": "",
}


def test_validate_passes_good_settings_as_scrapy_keeps_them() -> None:
    for good in (Settings(GOOD), {**GOOD, "NEWS_CONTACT": None, "NEWS_ALLOW_ADDRESSES": ""}):
        assert list(environment.problems(good)) == []
        environment.validate(good)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        *WRONG,
        ("NEWS_BATCH_PAGES", True, "NEWS_BATCH_PAGES: 'True' is not a whole number"),
        ("NEWS_BATCH_PAGES", None, "NEWS_BATCH_PAGES: not set"),
        ("NEWS_LEDGER_DIR", "", "NEWS_LEDGER_DIR: not set"),
        ("NEWS_BATCHPAGES", "7", "NEWS_BATCHPAGES: no such setting; did you mean NEWS_BATCH_PAGES?"),
        ("NEWS_ZZZZ", "7", "NEWS_ZZZZ: no such setting"),
    ],
)
def test_validate_refuses(name: str, value: object, message: str) -> None:
    with pytest.raises(UsageError) as refusal:
        environment.validate(Settings({**GOOD, name: value}))
    assert message in str(refusal.value)


def scrapy(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_scrapy_ends_with_two_and_one_line() -> None:
    run = scrapy("list", NEWS_BATCH_PAGES="abc")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "NEWS_BATCH_PAGES: 'abc' is not a whole number\n"


def test_production_needs_a_contact() -> None:
    run = scrapy("list", SCRAPY_PROJECT="production", NEWS_CONTACT="")
    assert run.returncode == 2
    (line,) = run.stderr.splitlines()
    assert line.startswith("NEWS_CONTACT: not set in the environment; it is the e-mail address or page")


def test_command_line_wins_over_environment() -> None:
    run = scrapy("settings", "--get", "NEWS_BATCH_PAGES", "-s", "NEWS_BATCH_PAGES=7", NEWS_BATCH_PAGES="9")
    assert run.stdout == "7\n", run.stderr


def test_docs_tell_every_setting_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    told = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    named = {"USER_AGENT", *destinations.NAMES}
    assert sorted(told) == sorted(load("base", monkeypatch).keys() | named)


def test_arrow_gives_memory_back() -> None:
    """As `scrapy` begins: settings first, then the modules of its commands."""
    program = (
        "from scrapy.utils.project import get_project_settings; get_project_settings(); import pyarrow; "
        "print(pyarrow.default_memory_pool().backend_name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "system\n"


HEAPS = """
import ctypes, sys, tempfile, threading
if sys.argv[1:]:
    import settings
libc = ctypes.CDLL(None)
libc.fdopen.restype = libc.malloc.restype = ctypes.c_void_p
together = threading.Barrier(8)
def take():
    together.wait()
    libc.malloc(1000)
threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
with tempfile.TemporaryFile() as file:
    stream = ctypes.c_void_p(libc.fdopen(file.fileno(), b"w"))
    libc.malloc_info(0, stream)
    libc.fflush(stream)
    file.seek(0)
    print(file.read().count(b"<heap nr="))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="malloc_info is glibc's")
def test_threads_share_a_heap() -> None:
    def heaps(*arguments: str, **variables: str) -> int:
        environment = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}
        command = [sys.executable, "-c", HEAPS, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=environment | variables, capture_output=True, text=True, check=True
        )
        return int(done.stdout)

    assert heaps() > 1
    assert heaps("settings") == 1
    # Who sets the variable of glibc's means it.
    assert heaps("settings", MALLOC_ARENA_MAX="4") > 1
