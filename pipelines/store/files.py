"""The files of a table as Arrow opens them.

delta-rs would lend Arrow its own access to the store, through Python. Arrow's threads then still hold Python
objects when a program ends, and Python before 3.14 ends a thread that wants them back in the middle of C++:
the program has done all its work and dies of SIGABRT. In 180 readings on two cores that came twice, and with
Arrow's own access never.
"""

from collections.abc import Mapping

import pyarrow.fs as pafs

from .location import StoreLocation

CONNECT_SECONDS = 5
READ_SECONDS = 60
"""As for boto3, see `s3`."""


def table_files(location: StoreLocation, name: str, options: Mapping[str, str]) -> pafs.FileSystem:
    """Where the data files of the table `name` are, with `options` as Delta is given them.

    Without credentials in `options` Arrow looks for them as every AWS program does.
    """
    if location.root is not None:
        return pafs.SubTreeFileSystem(str(location.root / name), pafs.LocalFileSystem())
    scheme, _, host = options.get("AWS_ENDPOINT_URL", "").rpartition("://")
    bucket = pafs.S3FileSystem(
        access_key=options.get("AWS_ACCESS_KEY_ID"),
        secret_key=options.get("AWS_SECRET_ACCESS_KEY"),
        session_token=options.get("AWS_SESSION_TOKEN"),
        region=options["AWS_REGION"],
        scheme=scheme or "https",
        endpoint_override=host or None,
        connect_timeout=CONNECT_SECONDS,
        request_timeout=READ_SECONDS,
    )
    return pafs.SubTreeFileSystem(location.table(name).removeprefix("s3://"), bucket)
