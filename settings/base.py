"""What every layer shares: all settings stand here, the layers only change single values.

`docs/settings.md` gives the reason of each value that differs from Scrapy's own.
"""

import os

from scrapy.settings import default_settings

from settings import environment

BOT_NAME = "steppewire"
SPIDER_MODULES = ["crawlers.spiders"]
COMMANDS_MODULE = "crawlers.commands"
ADDONS = {"settings.environment.Identity": 0}

# Where things are kept, and how much goes into a batch.
NEWS_STORE_URL = environment.text("NEWS_STORE_URL", f"file:{environment.ROOT / 'data'}")
NEWS_LEDGER_DIR = environment.text("NEWS_LEDGER_DIR", str(environment.ROOT / "ledger"))
NEWS_ARCHIVE = environment.text("NEWS_ARCHIVE", "on")
NEWS_BATCH_PAGES = environment.number("NEWS_BATCH_PAGES", 500)
NEWS_BATCH_SECONDS = environment.number("NEWS_BATCH_SECONDS", 300)
NEWS_WORKERS = environment.number("NEWS_WORKERS", min(4, os.cpu_count() or 1))

# What is told to machines.
NEWS_LOG_FORMAT = environment.text("NEWS_LOG_FORMAT", "text")
NEWS_METRICS_FILE = environment.text("NEWS_METRICS_FILE")

# Whom alarms go to is read where it is needed; a wrong value is told at once all the same.
environment.check_alarms()

# Who asks, and what may be asked.
NEWS_CONTACT = environment.text("NEWS_CONTACT")
NEWS_ALLOW_ADDRESSES = environment.text("NEWS_ALLOW_ADDRESSES")
NEWS_HOST_PAGES = environment.number("NEWS_HOST_PAGES", 20_000)
NEWS_RIGHTS = environment.text("NEWS_RIGHTS", "record")
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = environment.AGENT
TWISTED_DNS_RESOLVER = "crawlers.middlewares.address_guard.GuardedResolver"
DNS_TIMEOUT = 10
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {
    "http": "crawlers.download_guard.GuardedDownloadHandler",
    "https": "crawlers.download_guard.GuardedDownloadHandler",
    **dict.fromkeys(("data", "file", "ftp", "s3")),
}
HTTPPROXY_ENABLED = False
REFERRER_POLICY = "same-origin"
DEFAULT_REQUEST_HEADERS = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

# How politely.
CONCURRENT_REQUESTS = 8
CONCURRENT_ITEMS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
STATS_DUMP = False

# How much, how long.
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 5 * 1024 * 1024
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
HTTPERROR_ALLOW_ALL = True
MEMUSAGE_WARNING_MB = 1536
MEMUSAGE_LIMIT_MB = 2048

# Scrapy's components, but for those that are never on or have another in their place. Those that are named
# with None, or switched off by a setting, are imported all the same: with aiohttp and a list of all public
# suffixes that is a quarter of the time in which a command begins.
DOWNLOADER_MIDDLEWARES_BASE = {
    name: place
    for name, place in default_settings.DOWNLOADER_MIDDLEWARES_BASE.items()
    if not name.endswith((".OffsiteMiddleware", ".RobotsTxtMiddleware", ".CookiesMiddleware"))
}
DOWNLOADER_MIDDLEWARES = {
    "crawlers.middlewares.site_guard.SiteGuard": 50,
    "crawlers.middlewares.address_guard.AddressGuard": 60,
    "crawlers.middlewares.robots.RobotsGuard": 100,
    # Next to the downloader: behind the guards on the way out, before retries on the way back.
    "crawlers.middlewares.retry_after.HostRest": 860,
}
ITEM_PIPELINES = {"pipelines.item_pipelines.RecordPipeline": 300}
EXTENSIONS_BASE = {
    name: place
    for name, place in default_settings.EXTENSIONS_BASE.items()
    if not name.endswith((".TelnetConsole", ".RemoteControl", ".AutoThrottle", ".LogStats"))
}
EXTENSIONS = {
    "crawlers.extensions.run.RunExtension": 100,
    "crawlers.extensions.progress.Progress": 200,
    "crawlers.extensions.throttle.Throttle": 300,
}

LOG_LEVEL = "INFO"
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = {"csv": "crawlers.csv_export.TextCsvItemExporter"}
