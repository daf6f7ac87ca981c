"""The store: can it be reached, does it what the batch protocol stands on, are its tables of this version?"""

import datetime as dt
import email.utils
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from crawlers.doctor.finding import Finding, span
from pipelines.article import SCHEMA_VERSION, Article, PageRecord
from pipelines.errors import StoreError, StoreUnsuitable
from pipelines.store.location import StoreLocation
from pipelines.store.objects import probe
from pipelines.store.opening import open_objects
from pipelines.store.s3 import CONNECT_SECONDS, S3Store
from pipelines.store.writer import TableWriter

SKEW_SECONDS = 60.0
"""Difference of clocks that is told. A clock that is set by NTP is right to well below a second; S3 refuses
every request from 900 s on (RequestTimeTooSkewed)."""

BUCKET_TODO = (
    "see NEWS_STORE_URL, AWS_ENDPOINT_URL, AWS_REGION and the credentials; the bucket must exist and be yours"
)
FOLDER_TODO = "see that the folder of NEWS_STORE_URL is mounted, may be written and has room"
NEW_TODO = "nothing, if it is new: the first run makes it; a disk that belongs there must be mounted first"
CLOCK_TODO = "set the clock, or switch time synchronisation (NTP) on: timedatectl set-ntp true"


def todo_of(location: StoreLocation) -> str:
    """What to do where a store cannot be used."""
    return BUCKET_TODO if location.root is None else FOLDER_TODO


def check_store(location: StoreLocation) -> Finding:
    """Can the store be reached, and does it all that it is probed for before the first run?"""
    root = location.root
    if root is not None and not root.exists():
        todo = (
            "nothing, if it is new: the first run makes it; a disk that belongs there must be mounted first"
        )
        return Finding("store", "warning", f"{root}: there is no such folder yet", todo)
    try:
        probe(open_objects(location))
    except StoreUnsuitable as error:
        todo = "use a service with conditional writes: If-None-Match and If-Match (docs/operations.md)"
        return Finding("store", "failed", str(error), todo if root is None else "use a local disk")
    except StoreError as error:
        return Finding("store", "failed", str(error), todo_of(location))
    return Finding("store", "ok", f"{location.url}: write, conditional write, read, list and delete work")


def check_tables(location: StoreLocation) -> Finding:
    """Are the tables of this version, so that no `scrapy migrate` is needed?"""
    try:
        options = S3Store(location).delta_options if location.root is None else None
        tables = TableWriter(location, options)
        if not tables.exist():
            return Finding("tables", "ok", "none yet; the first run makes them")
        tables.check_columns()
        versions = [tables.load(record).version() for record in (Article, PageRecord)]
    except StoreError as error:
        head, _, todo = str(error).rpartition(": ")
        if not todo.startswith(("run ", "update ")):
            head, todo = str(error), "see docs/operations.md, When something fails"
        return Finding("tables", "failed", head, todo)
    commits = f"articles at commit {versions[0]}, pages at {versions[1]}"
    return Finding("tables", "ok", f"columns of version {SCHEMA_VERSION}; {commits}")


def check_clock(location: StoreLocation, now: Callable[[], float] = time.time) -> Finding:
    """Does this machine's clock agree with the store's? Never `failed`."""
    try:
        theirs, whose = _bucket_clock(location) if location.root is None else _folder_clock(location.root)
    except (OSError, BotoCoreError) as error:
        why = " ".join(str(error).split())
        return Finding("clock", "warning", f"the store's clock could not be read: {why}", todo_of(location))
    if theirs is None:
        return Finding("clock", "warning", f"{whose} does not tell the time", CLOCK_TODO)
    ahead = now() - theirs
    if abs(ahead) < SKEW_SECONDS:
        return Finding("clock", "ok", f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC, as {whose} has it")
    way = "ahead of" if ahead > 0 else "behind"
    return Finding("clock", "warning", f"{span(abs(ahead))} {way} {whose}", CLOCK_TODO)


def _folder_clock(root: Path) -> tuple[float, str]:
    """The clock of the file system, which a network share has of its own."""
    from crawlers.doctor.machine import existing

    with tempfile.NamedTemporaryFile(prefix=".doctor-", dir=existing(root)) as file:
        file.write(b"now")
        file.flush()
        return Path(file.name).stat().st_mtime, "the disk of the store"


def _bucket_clock(location: StoreLocation) -> tuple[float | None, str]:
    """The Date of an answer. Any answer has one: a refusal too, so no key is sent."""
    client = boto3.session.Session().client(
        "s3",
        region_name=boto3.session.Session().region_name or "us-east-1",
        config=Config(
            signature_version=UNSIGNED,
            retries={"total_max_attempts": 1},
            connect_timeout=CONNECT_SECONDS,
            read_timeout=CONNECT_SECONDS,
            s3={"addressing_style": "path"},
        ),
    )
    try:
        answer = client.head_bucket(Bucket=location.bucket)
    except ClientError as error:
        answer = error.response
    date = answer["ResponseMetadata"].get("HTTPHeaders", {}).get("date", "")
    try:
        return email.utils.parsedate_to_datetime(date).timestamp(), "the store"
    except ValueError:
        return None, "the store"
