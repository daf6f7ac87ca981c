"""The layer of a server: nobody crawls from there without saying who asks."""

from settings import environment
from settings.base import *  # noqa: F403

NEWS_CONTACT = environment.required("NEWS_CONTACT", "the e-mail address or page that site owners write to")
