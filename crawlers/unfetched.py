"""Why an address gave no page: from a status or Scrapy's exceptions to the project's own words."""

from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError, IgnoreRequest

from crawlers.download_guard import cause_of
from crawlers.middlewares.address_guard import AddressRefused
from crawlers.middlewares.retry_after import HostResting
from crawlers.middlewares.robots import RobotsForbidden, RobotsUnreachable
from crawlers.middlewares.site_guard import OffsiteRefused
from pipelines.article import Failed, Failure, Reason, Rejected
from pipelines.report.run_record import SourceResult

_DETAIL = 200


def of_status(status: int) -> Failed | None:
    """Why an answer with this status is no page to judge; None when it is one.

    404 and 410 are pages: that they are gone is what `to_article` says of them.
    """
    if 200 <= status < 300 or status in (404, 410):
        return None
    if status >= 500 or status in (408, 429):
        return Failed(Failure.SERVER, f"HTTP {status}")
    return Failed(Failure.REFUSED, f"HTTP {status}")


def of_error(error: BaseException) -> Rejected | Failed:
    """Why a request ended in `error`.

    What Scrapy does not name (a broken gzip stream, a redirect to a broken address) is `network`, with its
    own words in the detail.
    """
    error = cause_of(error)
    detail = _one_line(error)
    if isinstance(error, RobotsForbidden):
        return Rejected(Reason.ROBOTS)
    if isinstance(error, RobotsUnreachable):
        return Failed(Failure.ROBOTS_UNREACHABLE, detail)
    if isinstance(error, HostResting):
        return Failed(Failure.SERVER, detail)
    if isinstance(error, AddressRefused):
        return Failed(Failure.ADDRESS, detail)
    if isinstance(error, OffsiteRefused):
        return Rejected(Reason.OFFSITE, detail)
    if isinstance(error, DownloadCancelledError):
        return Rejected(Reason.TOO_LARGE, detail)
    if isinstance(error, DownloadTimeoutError):
        return Failed(Failure.NETWORK, f"time-out: {detail}"[:_DETAIL])
    if isinstance(error, IgnoreRequest):
        # Scrapy raises its plain class for bodies that decompress to too much and for too many redirects.
        too_large = "decompress" in detail.lower() or "size" in detail.lower()
        return Rejected(Reason.TOO_LARGE, detail) if too_large else Failed(Failure.NETWORK, detail)
    return Failed(Failure.NETWORK, detail)


def source_result(why: Rejected | Failed) -> SourceResult:
    """The same of a source, in the words of the run's record."""
    if isinstance(why, Rejected):
        results: dict[Reason, SourceResult] = {Reason.ROBOTS: "robots", Reason.TOO_LARGE: "too_large"}
        return results.get(why.reason, "refused")
    failures: dict[Failure, SourceResult] = {
        Failure.SERVER: "server",
        Failure.REFUSED: "refused",
        Failure.ADDRESS: "refused",
    }
    return failures.get(why.failure, "network")


def source_result_of_status(status: int) -> SourceResult:
    """What an answer with this status, other than 2xx, says of a source."""
    failed = of_status(status)
    return "not_found" if failed is None else source_result(failed)


def _one_line(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}"[:_DETAIL] if text else type(error).__name__
