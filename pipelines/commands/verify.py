"""`steppewire verify`: is a store, or a release, whole?"""

import argparse
import sys

from ..errors import UsageError
from .options import Commands, add_command
from .terminal import printable

DAMAGED = 1


def add(commands: Commands) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "verify",
        "Read a store or a release back and name what is wrong with it",
        "A line for each fault. Exit code 1 when there is one, 0 when there is none.\n"
        "To mend a store: scrapy verify --repair, in the crawler's checkout.",
    )
    parser.add_argument("--release", metavar="VERSION", help="the sums of this release, not the tables")
    parser.add_argument("--site", metavar="SITE", help="of the tables only this site")
    parser.set_defaults(run=_verify)


def _verify(options: argparse.Namespace) -> int:
    if options.release is None:
        return _tables(options.store, options.site)
    if options.site is not None:
        raise UsageError("--site is of the tables: a release is verified as a whole")
    return _release(options.store, options.release)


def _release(store: str, version: str) -> int:
    from ..release.published import published
    from ..release.sums import damages
    from ..store.opening import open_for_reading

    objects = open_for_reading(store).objects
    release = published(objects, version)
    faults = 0
    for damage in damages(objects, release):
        faults += 1
        print(printable(str(damage)), flush=True)
    told = f"{faults} faults" if faults else "no fault"
    print(f"release {version}: {len(release.files)} files; {told}", file=sys.stderr)
    return DAMAGED if faults else 0


def _tables(store: str, site: str | None) -> int:
    try:
        from ..dataset.verify import VerifyOptions, verify
    except ModuleNotFoundError as error:
        raise UsageError(
            f"verifying the tables needs {error.name}: pip install 'steppewire[verify]'"
        ) from error
    # Which hints a site is extracted with is known to its crawler alone.
    options = VerifyOptions(store_url=store, hints={}, site=site, fast=True)
    looked = verify(options, lambda fault: print(printable(str(fault)), flush=True))
    print(looked, file=sys.stderr)
    return DAMAGED if looked.faults else 0
