"""`scrapy alarm-test`: sends a test message to each receiver of alarms."""

import argparse
import os
import secrets
import socket

from scrapy.settings import Settings

from crawlers.store_command import StoreCommand
from pipelines.alarms.changes import printable
from pipelines.alarms.channels import channels_of
from pipelines.alarms.delivery import deliver
from pipelines.alarms.destinations import NAMES
from pipelines.alarms.message import Message
from pipelines.errors import UsageError
from pipelines.report.run_record import EXIT_DONE, EXIT_UNHEALTHY


class Command(StoreCommand):
    """See `docs/settings.md`."""

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Send a test message to each receiver of alarms"

    def work(self, args: list[str], _opts: argparse.Namespace, _settings: Settings, /) -> int:
        """See `StoreCommand`."""
        if args:
            raise UsageError("takes no argument: receivers are named in NEWS_ALARM_* variables")
        channels = channels_of(os.environ)
        if not channels:
            raise UsageError(f"no receiver is named; set one of {', '.join(NAMES[:3])} in the environment")
        message = Message(
            id=secrets.token_hex(8),
            headline=f"Steppewire: a test message from {printable(socket.gethostname())}",
            note="If you read this, alarms reach you here.",
        )
        code = EXIT_DONE
        for channel in channels:
            result = deliver(channel, message)
            print(f"{channel.name}: {result.reason or 'delivered'}", flush=True)
            code = code if result.delivered else EXIT_UNHEALTHY
        return code
