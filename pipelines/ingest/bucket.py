"""An archive in an S3 bucket: any, also one that is not the store's.

boto3 finds credentials, region and endpoint as it does for the store. Where it finds none, the bucket is
asked without: Common Crawl's refuses that, many others do not.
"""

import re
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ..errors import SourceError, SourceRefused, UsageError
from ..store.retry import error_code, is_transient
from ..store.s3 import CONNECT_SECONDS, READ_SECONDS, endpoint, region_of
from .streams import Body

_ADDRESS = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(.+)", re.DOTALL)

_SAID = {
    "NoSuchKey": "there is no such object",
    "404": "there is no such object",
    "NoSuchBucket": "there is no such bucket",
    "403": "access refused; check AWS_ACCESS_KEY_ID and the bucket's policy",
    "AccessDenied": "access refused; check AWS_ACCESS_KEY_ID and the bucket's policy",
    "InvalidAccessKeyId": "access refused; check AWS_ACCESS_KEY_ID",
    "SignatureDoesNotMatch": "access refused; check AWS_SECRET_ACCESS_KEY",
    "ExpiredToken": "the credentials have expired; get new ones",
    "PreconditionFailed": "it changed while it was read",
    "412": "it changed while it was read",
    "InvalidRange": "it is shorter than it was",
    "416": "it is shorter than it was",
}


class BucketSource:
    """See `streams.Remote`."""

    def __init__(self, address: str) -> None:
        """Raises UsageError for what is no address of an object, SourceError for what boto3 refuses."""
        found = _ADDRESS.fullmatch(address)
        if found is None:
            raise UsageError(f"{address}: is no address of an object; write s3://BUCKET/KEY")
        self._address = address
        self._bucket, self._key = found.groups()
        self._size: int | None = None
        self._tag: str | None = None
        session = boto3.session.Session()
        try:
            config = Config(
                retries={"total_max_attempts": 1},
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                s3={"addressing_style": "path" if endpoint() else "auto"},
                **({} if session.get_credentials() else {"signature_version": UNSIGNED}),
            )
            self._client = session.client("s3", region_name=region_of(session), config=config)
        except (BotoCoreError, ValueError) as error:
            raise SourceError(f"{address}: {error}") from error

    @property
    def size(self) -> int | None:
        """See `streams.Remote`."""
        return self._size

    def connect(self, offset: int) -> Body:
        """See `streams.Remote`."""
        asked: dict[str, Any] = {"Bucket": self._bucket, "Key": self._key}
        if offset:
            asked["Range"] = f"bytes={offset}-"
        if self._tag is not None:
            asked["IfMatch"] = self._tag
        try:
            answer = self._client.get_object(**asked)
        except ClientError as error:
            if (said := _SAID.get(error_code(error) or "")) is not None:
                raise SourceRefused(f"{self._address}: {said}") from error
            raise
        self._tag = str(answer["ETag"])
        self._size = offset + int(answer["ContentLength"])
        body: Body = answer["Body"]
        return body

    def is_transient(self, error: BaseException) -> bool:
        """See `streams.Remote`."""
        return self.is_failure(error) and is_transient(error)

    def is_failure(self, error: BaseException) -> bool:
        """See `streams.Remote`."""
        return isinstance(error, ClientError | BotoCoreError)
