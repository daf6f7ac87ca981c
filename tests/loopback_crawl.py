"""The crawl of `tests.loopback.crawl`: a plan on stdin, what became of each address on stdout."""

import json
import socket
import sys
from collections.abc import AsyncIterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.utils.project import get_project_settings
from twisted.python.failure import Failure

PLAN = json.load(sys.stdin)
RESULTS: dict[str, dict[str, Any]] = {}


class ProbeSpider(Spider):
    name = "probe"
    allowed_domains = ["127.0.0.1"]  # noqa: RUF012 (Scrapy's way)

    async def start(self) -> AsyncIterator[Request]:
        for url in PLAN["urls"]:
            yield Request(
                url,
                callback=self.answered,
                errback=self.failed,
                meta=dict(PLAN["meta"]),
                cb_kwargs={"asked": url},
                dont_filter=True,
            )

    def answered(self, response: Response, asked: str) -> None:
        RESULTS[asked] = {
            "status": response.status,
            "url": response.url,
            "body": response.body.decode("latin-1"),
        }

    def failed(self, failure: Failure) -> None:
        asked = failure.request.cb_kwargs["asked"]  # type: ignore[attr-defined]
        RESULTS[asked] = {"error": type(failure.value).__name__, "message": str(failure.value)}


def look_up(name: str) -> str:
    if name not in PLAN["names"]:
        return REAL(name)
    answers = PLAN["names"][name]
    answer: str = answers.pop(0) if len(answers) > 1 else answers[0]
    if not answer:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return answer


REAL = socket.gethostbyname
socket.gethostbyname = look_up
settings = get_project_settings()
settings.setdict({"ITEM_PIPELINES": {}, "EXTENSIONS": {}, **PLAN["settings"]}, priority="cmdline")
process = AsyncCrawlerProcess(settings)
process.crawl(ProbeSpider)
process.start()
json.dump(RESULTS, sys.stdout)
