"""Where a store is: what `NEWS_STORE_URL` may say."""

import dataclasses
import os
import re
from pathlib import Path

from ..errors import UsageError

# Names of buckets as S3 has them; dots are refused because they break TLS host names.
_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*")


@dataclasses.dataclass(frozen=True, slots=True)
class StoreLocation:
    """A store's address, taken apart: a folder or a bucket."""

    url: str
    """The address as it was given."""
    root: Path | None = None
    """The folder, absolute."""
    bucket: str | None = None
    """The bucket's name."""
    prefix: str = ""
    """What all keys in the bucket begin with, without slashes around it."""

    def table(self, name: str) -> str:
        """Address of the Delta table `name`."""
        if self.root is not None:
            return str(self.root / name)
        return "/".join(filter(None, (f"s3://{self.bucket}", self.prefix, name)))

    def delta_options(self) -> dict[str, str]:
        """What the environment says of the bucket, for Delta; it finds credentials there by itself."""
        options = {}
        endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
        if self.bucket is not None and endpoint:
            options["AWS_ENDPOINT_URL"] = endpoint
            options["AWS_ALLOW_HTTP"] = str(endpoint.startswith("http://")).lower()
        region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        if self.bucket is not None:
            options["AWS_REGION"] = region or "us-east-1"
        return options


def parse_store_url(url: str) -> StoreLocation:
    """Take a store's address apart: `file:PATH`, relative or absolute, or `s3://BUCKET/PREFIX`.

    Raises UsageError for anything else.
    """
    text = url.strip()
    scheme, colon, rest = text.partition(":")
    if scheme == "file" and colon:
        return _folder(text, rest)
    if scheme == "s3" and rest.startswith("//"):
        return _bucket(text, rest[2:])
    raise UsageError(
        f"NEWS_STORE_URL: {url!r} is not an address of a store; write file:PATH or s3://BUCKET/PREFIX"
    )


def _folder(url: str, rest: str) -> StoreLocation:
    path = rest.removeprefix("//") if rest.startswith("///") else rest
    if not path or path.startswith("//"):
        raise UsageError(f"NEWS_STORE_URL: {url!r} names no folder; write file:PATH or file:/absolute/path")
    return StoreLocation(url=url, root=Path(path).expanduser().absolute())


def _bucket(url: str, rest: str) -> StoreLocation:
    bucket, _, prefix = rest.partition("/")
    prefix = prefix.strip("/")
    if "@" in bucket or ":" in bucket:
        # Not repeated in the message: what stands before the @ may be a key.
        raise UsageError(
            "NEWS_STORE_URL: write s3://BUCKET/PREFIX; credentials and endpoint are AWS_* variables"
        )
    if not _BUCKET.fullmatch(bucket):
        raise UsageError(f"NEWS_STORE_URL: {bucket!r} is no name of a bucket; write s3://BUCKET/PREFIX")
    if prefix and not _PREFIX.fullmatch(prefix):
        raise UsageError(f"NEWS_STORE_URL: {prefix!r} is no prefix; use letters, digits, - _ . and /")
    return StoreLocation(url=url, bucket=bucket, prefix=prefix)
