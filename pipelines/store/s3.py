"""An `ObjectStore` in an S3 bucket, and the same bucket for Delta tables.

boto3 finds credentials, region and endpoint in its own ways (`AWS_ACCESS_KEY_ID`, `AWS_REGION`,
`AWS_ENDPOINT_URL`, profiles, roles of a machine); Delta is given the same. botocore makes one attempt a call:
what is tried again, and how often, is the policy in `retry`.
"""

import email.utils
import os
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ..errors import StoreError, StoreUnsuitable
from .location import StoreLocation
from .objects import check_key
from .retry import OPEN_ATTEMPTS, error_code, is_transient, retrying

T = TypeVar("T")

CONNECT_SECONDS = 5
READ_SECONDS = 60
"""A segment is 30 MB at most in the usual settings: half a megabyte a second is enough."""


class S3Store:
    """Objects below the prefix of a location in its bucket."""

    def __init__(self, location: StoreLocation) -> None:
        self._location = location
        self._session = boto3.session.Session()
        self._region = region_of(self._session)
        try:
            self._client = self._session.client(
                "s3",
                region_name=self._region,
                config=Config(
                    retries={"total_max_attempts": 1},
                    connect_timeout=CONNECT_SECONDS,
                    read_timeout=READ_SECONDS,
                    s3={"addressing_style": "path" if endpoint() else "auto"},
                ),
            )
        except (BotoCoreError, ValueError) as error:
            raise StoreError(f"{location.url}: {error}") from error

    def check(self) -> None:
        """See that the bucket is there and may be used. Raises StoreError with the reason, in seconds."""
        self._call(lambda: self._client.head_bucket(Bucket=self._location.bucket), attempts=OPEN_ATTEMPTS)

    def delta_options(self) -> dict[str, str]:
        """What Delta needs to use the same bucket in the same way, with credentials as they are now."""
        options = {
            "AWS_REGION": self._region,
            "aws_conditional_put": "etag",
            # Our own policy tries again; delta-rs would insist for minutes.
            "max_retries": "2",
        }
        if address := endpoint():
            options["AWS_ENDPOINT_URL"] = address
            options["AWS_ALLOW_HTTP"] = str(address.startswith("http://")).lower()
        credentials = self._session.get_credentials()
        if credentials is not None:
            frozen = credentials.get_frozen_credentials()
            options["AWS_ACCESS_KEY_ID"] = frozen.access_key or ""
            options["AWS_SECRET_ACCESS_KEY"] = frozen.secret_key or ""
            if frozen.token:
                options["AWS_SESSION_TOKEN"] = frozen.token
        return options

    def _address(self, key: str) -> dict[str, str]:
        path = "/".join(filter(None, (self._location.prefix, check_key(key))))
        return {"Bucket": self._location.bucket or "", "Key": path}

    def _call(self, call: Callable[[], T], *, attempts: int | None = None) -> T:
        """Make a call by the policy. Its failure is a StoreError that says what to do."""
        try:
            for attempt in retrying(attempts):
                with attempt:
                    result = call()
        except (ClientError, BotoCoreError) as error:
            raise self._failure(error) from error
        return result

    def _failure(self, error: Exception) -> StoreError:
        url, code = self._location.url, error_code(error)
        if code in ("NoSuchBucket", "404") or (code == "NoSuchKey" and "Key" not in str(error)):
            return StoreError(f"{url}: there is no bucket {self._location.bucket}")
        if code in ("NotImplemented", "501"):
            return StoreUnsuitable(f"{url}: the service has no conditional write (501 Not Implemented)")
        if code == "RequestTimeTooSkewed":
            return StoreError(f"{url}: refused, because this machine's clock is wrong ({code}); set it")
        if code in ("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"):
            return StoreError(f"{url}: the credentials have expired ({code}); get new ones")
        if code in ("403", "AccessDenied", "SignatureDoesNotMatch", "InvalidAccessKeyId"):
            return StoreError(
                f"{url}: access refused ({code}); check AWS_ACCESS_KEY_ID and the bucket's policy"
            )
        if code is not None:
            return StoreError(f"{url}: the service answered {code}: {_one_line(error)}")
        return StoreError(f"{url}: {_one_line(error)}")

    def put_if_absent(self, key: str, data: bytes) -> bool:
        """See `ObjectStore`."""
        return self._put(key, data, {"IfNoneMatch": "*"}) is not None

    def put_if_match(self, key: str, data: bytes, tag: str) -> str | None:
        """See `ObjectStore`."""
        return self._put(key, data, {"IfMatch": tag})

    def _put(self, key: str, data: bytes, condition: dict[str, str]) -> str | None:
        """Write under a condition; the object's tag, or None when the condition did not hold.

        A write may succeed and its answer be lost. The next try is then refused by its own success: the
        bytes that are found say so.
        """
        lost = False

        def put() -> str | None:
            nonlocal lost
            try:
                return str(self._client.put_object(**self._address(key), Body=data, **condition)["ETag"])
            except (ClientError, BotoCoreError) as error:
                code = error_code(error)
                if code in ("PreconditionFailed", "412", "NoSuchKey"):
                    return None
                lost = lost or is_transient(error)
                raise

        tag = self._call(put)
        if tag is None and lost:
            found = self.get_tagged(key)
            if found is not None and found[0] == data:
                return found[1]
        return tag

    def replace(self, key: str, data: bytes) -> None:
        """See `ObjectStore`."""
        self._call(lambda: self._client.put_object(**self._address(key), Body=data))

    def get(self, key: str) -> bytes | None:
        """See `ObjectStore`."""
        found = self.get_tagged(key)
        return None if found is None else found[0]

    def get_tagged(self, key: str) -> tuple[bytes, str] | None:
        """See `ObjectStore`."""

        def get() -> tuple[bytes, str] | None:
            try:
                answer = self._client.get_object(**self._address(key))
            except ClientError as error:
                if error_code(error) == "NoSuchKey":
                    return None
                raise
            # Reading is part of the call: a connection may break in the middle of the body.
            return answer["Body"].read(), str(answer["ETag"])

        return self._call(get)

    def get_range(self, key: str, offset: int, length: int) -> bytes:
        """See `ObjectStore`."""

        def get() -> bytes:
            span = f"bytes={offset}-{offset + length - 1}"
            try:
                data: bytes = self._client.get_object(**self._address(key), Range=span)["Body"].read()
            except ClientError as error:
                if error_code(error) in ("InvalidRange", "416", "NoSuchKey"):
                    return b""
                raise
            return data

        data = self._call(get) if length else b""
        if len(data) != length:
            raise StoreError(f"{self._location.url}: {key} is missing or ends before byte {offset + length}")
        return data

    def age(self, key: str) -> float | None:
        """See `ObjectStore`."""

        def head() -> dict[str, Any] | None:
            try:
                answer: dict[str, Any] = self._client.head_object(**self._address(key))
            except ClientError as error:
                if error_code(error) in ("404", "NoSuchKey", "NotFound"):
                    return None
                raise
            return answer

        answer = self._call(head)
        if answer is None:
            return None
        now = email.utils.parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"])
        return float((now - answer["LastModified"]).total_seconds())

    def list(self, prefix: str) -> Iterator[str]:
        """See `ObjectStore`."""
        base = f"{self._location.prefix}/" if self._location.prefix else ""
        token: dict[str, str] = {}
        while True:
            start = {"Bucket": self._location.bucket or "", "Prefix": base + prefix, **token}
            answer = self._call(lambda: self._client.list_objects_v2(**start))  # noqa: B023 - called at once
            for entry in answer.get("Contents", ()):
                yield entry["Key"][len(base) :]
            if not answer.get("IsTruncated"):
                return
            token = {"ContinuationToken": answer["NextContinuationToken"]}

    def delete(self, key: str) -> None:
        """See `ObjectStore`."""
        self._call(lambda: self._client.delete_object(**self._address(key)))


def region_of(session: boto3.session.Session) -> str:
    """The region that a session asks, where nothing names one that of S3's beginning."""
    return session.region_name or os.environ.get("AWS_REGION") or "us-east-1"


def endpoint() -> str | None:
    """The address of the service, where the environment names another than Amazon's."""
    return os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or None


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
