"""Settings of the show: those of production, the made sites, and no second between requests to them."""

from settings.production import *  # noqa: F403

SPIDER_MODULES = ["benchmarks.show.spiders"]
# The sites are this machine, and a minute is to hold twelve of them.
DOWNLOAD_DELAY = 0.2
AUTOTHROTTLE_START_DELAY = 0.2
