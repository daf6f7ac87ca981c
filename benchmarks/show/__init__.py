"""Parts of `benchmarks.schedule_show`: sites, their history, a cron table, a receiver of alarms."""


class CannotShow(Exception):
    """The show cannot begin; the message says why."""
