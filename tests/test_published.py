"""release.json: what says that a release is published."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import StoreError, UsageError
from pipelines.release.published import (
    Published,
    check_version,
    from_bytes,
    published,
    to_bytes,
)
from tests.released import (
    DAY,
    release,
    small,
)

# release.json


def good() -> Published:
    made = {"README.md": b"x", "data/articles-00000-of-00001.parquet": b"y", "SHA256SUMS": b"z"}
    files = [
        {"path": path, "bytes": 1, "sha256": hashlib.sha256(data).hexdigest()}
        for path, data in sorted(made.items())
    ]
    values = {
        "format": 1, "version": "1", "build": hashlib.sha256(b"z").hexdigest()[:12], "articles": 3,
        "clusters": 2, "published_at": DAY.isoformat(), "files": files,
        "taken_down": [{"at": DAY.isoformat(), "articles": 2}],
        "filters": {
            "published_since": "2026-11-01", "published_until": None, "sites": ["a_kz"], "languages": None,
            "allowed_for": "training",
        },
    }  # fmt: skip
    return from_bytes(json.dumps(values).encode(), "1")


def test_a_release_is_read_as_it_was_written() -> None:
    release = good()
    assert from_bytes(to_bytes(release), "1") == release
    assert release.key(release.shards[0]).startswith(f"releases/1/{release.build}/data/")
    assert release.file("nope") is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": 2}, "format 2 is not known here"),
        ({"version": "2"}, "it is that of version '2'"),
        ({"build": "../x"}, "no name of a build"),
        ({"build": "0" * 12}, "not named by SHA256SUMS"),
        ({"articles": -1}, "-1 is no number"),
        ({"articles": True}, "True is no number"),
        ({"published_at": "2026-11-01T00:00:00"}, "has no zone"),
        ({"published_at": 5}, "TypeError"),
        ({"files": []}, "not named by SHA256SUMS"),
        ({"files": [{"path": "../x", "bytes": 1, "sha256": "0" * 64}]}, "'../x' is no path"),
        ({"files": [{"path": "x", "bytes": 1, "sha256": "0"}]}, "has no sum"),
        ({"files": None}, "TypeError"),
        ({"filters": {}}, "KeyError"),
        ({"taken_down": [{"at": "x", "articles": 1}]}, "ValueError"),
    ],
)
def test_a_damaged_release_is_said(change: dict[str, Any], says: str) -> None:
    data = json.dumps({**json.loads(to_bytes(good())), **change}).encode()
    with pytest.raises(StoreError, match=r"releases/1/release\.json is damaged") as raised:
        from_bytes(data, "1")
    assert says in str(raised.value)
    with pytest.raises(StoreError, match="is damaged"):
        from_bytes(data[:50], "1")


@pytest.mark.parametrize("version", ["2026.11", "v1_2-3", "x", "0" * 64])
def test_versions(version: str) -> None:
    assert check_version(version) == version


@pytest.mark.parametrize("version", ["", ".", "..", ".x", "a/b", "a b", "ä", "0" * 65, "a\n"])
def test_what_is_no_version(version: str) -> None:
    with pytest.raises(UsageError, match="is no version of a release"):
        check_version(version)


def test_a_version_that_is_not_there(tmp_path: Path) -> None:
    store = small(tmp_path)
    release(store, tmp_path)
    with pytest.raises(UsageError, match=r"no release '2027' in this store; there are: 2026\.11"):
        published(store.objects, "2027")
