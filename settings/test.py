"""The layer of the tests: loopback only in addition, no waiting, and no store that was not named."""

from settings import environment
from settings.base import *  # noqa: F403

NEWS_STORE_URL = environment.text("NEWS_STORE_URL")
NEWS_LEDGER_DIR = environment.text("NEWS_LEDGER_DIR")
NEWS_ALLOW_ADDRESSES = environment.text("NEWS_ALLOW_ADDRESSES", "127.0.0.0/8")
DOWNLOAD_DELAY = 0.0
AUTOTHROTTLE_ENABLED = False
RETRY_TIMES = 0
LOG_LEVEL = "WARNING"
