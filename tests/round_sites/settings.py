"""The test settings with one site of these: for commands that nothing can be given to, as cron's."""

from settings.test import *  # noqa: F403

SPIDER_MODULES = ["tests.round_sites.well"]
