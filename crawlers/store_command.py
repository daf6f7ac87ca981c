"""The frame of the commands but for `crawl`, which is Scrapy's own, and `doctor`, which examines settings."""

import abc
import argparse

from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings
from scrapy.utils.log import configure_logging

from crawlers.log_lines import tell_error
from crawlers.quiet import quieten
from pipelines.errors import SteppewireError
from settings.environment import validate


class StoreCommand(ScrapyCommand):
    """Quiet logging, settings that were looked at, one line and an exit code where it fails."""

    requires_project = True
    requires_crawler_process = False
    log_level: str | None = None
    """The least level of the log, for a command that tells by itself what went wrong; a person may name
    another. None for that of the settings."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """See Scrapy. A crawler process is made, and logs its first lines, before `run` is called."""
        super().process_options(args, opts)
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before it calls
        if self.log_level and not opts.loglevel:
            self.settings.set("LOG_LEVEL", self.log_level, priority="cmdline")
        quieten(self.settings, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """See Scrapy."""
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before it calls
        if self.crawler_process is None:
            configure_logging(self.settings)
        try:
            validate(self.settings)
            self.exitcode = self.work(args, opts, self.settings)
        except SteppewireError as error:
            tell_error(type(self).__module__.rpartition(".")[2], error)
            self.exitcode = error.exit_code

    @abc.abstractmethod
    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """Do the command's work; its exit code. Raises SteppewireError."""
