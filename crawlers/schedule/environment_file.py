"""The file that settings and secrets stand in, as it begins."""

import re

from crawlers.schedule.plan import Plan

# What a shell, systemd and kubectl read alike without quotes.
_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,=-]*")


def environment_file(plan: Plan, contact: str) -> str:
    """The settings that hold now. Secrets are left to who installs it."""
    return f"""\
# Settings of Steppewire on this machine, and its secrets: readable by root and {plan.user} alone.
#
#   install -o root -g {plan.user} -m 640 steppewire.env {plan.environment_file}
#
# A value with other characters than letters, digits and _ . / : @ % + , = - stands in single quotes.
SCRAPY_PROJECT=production
NEWS_CONTACT={_quoted(contact)}
NEWS_STORE_URL={_quoted(f"file:{plan.store}" if plan.store else plan.store_url)}
NEWS_LEDGER_DIR={_quoted(str(plan.ledgers))}
#AWS_REGION=
#AWS_ACCESS_KEY_ID=
#AWS_SECRET_ACCESS_KEY=
# Who is told when the state of a site changes; try it with `scrapy alarm-test`.
#NEWS_ALARM_WEBHOOK=
#NEWS_ALARM_TELEGRAM=
#NEWS_ALARM_EMAIL=
#NEWS_ALARM_SMTP=
"""


def _quoted(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else f"'{value}'"
