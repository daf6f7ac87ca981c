"""The layer of a laptop, and the default: the base as it is."""

from settings.base import *  # noqa: F403
