"""The frame of the commands that work on a store and crawl nothing."""

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

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """See Scrapy."""
        quieten(self.settings, opts)
        configure_logging(self.settings)
        assert self.settings is not None  # noqa: S101 - Scrapy sets it before it calls
        try:
            validate(self.settings)
            self.exitcode = self.work(args, opts, self.settings)
        except SteppewireError as error:
            name = type(self).__module__.rpartition(".")[2]
            tell_error(name, error)
            self.exitcode = error.exit_code

    @abc.abstractmethod
    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """Do the command's work; its exit code. Raises SteppewireError."""
