"""The channels that the environment names."""

from collections.abc import Mapping

from .delivery import Channel
from .destinations import Destination, Telegram, Webhook, destinations
from .mail import MailChannel
from .web import TelegramChannel, WebhookChannel


def channels_of(environment: Mapping[str, str]) -> list[Channel]:
    """A channel for each destination of the `NEWS_ALARM_*` variables; none when none is set.

    Raises UsageError for a wrong value.
    """
    return [_channel(to) for to in destinations(environment)]


def _channel(to: Destination) -> Channel:
    if isinstance(to, Webhook):
        return WebhookChannel(to)
    return TelegramChannel(to) if isinstance(to, Telegram) else MailChannel(to)
