"""A fragment for /etc/cron.d."""

import shlex

from crawlers.schedule.plan import EVERY_MINUTES, Plan

MINUTES = f"*/{EVERY_MINUTES}"


def command(plan: Plan) -> str:
    """The shell command of a round. Settings come from the environment file.

    Lines of sites go to a log, what is wrong to standard error: that is what cron sends by mail.
    """
    file, folder, python, logs = (
        shlex.quote(str(place)) for place in (plan.environment_file, plan.checkout, plan.python, plan.logs)
    )
    rounds = shlex.quote(f"{plan.logs}/rounds.log")
    return (
        f"cd {folder} && set -a && . {file} && set +a && "
        f"exec {python} -m scrapy crawlall --due -j {plan.jobs} --logs {logs} >>{rounds}"
    )


def fragment(plan: Plan) -> str:
    """The crontab fragment."""
    # Cron ends a command at a % that has no backslash, quoted or not.
    escaped = command(plan).replace("%", "\\%")
    return f"""\
# Steppewire: crawl the sites that are due. Install as root:
#
#   {plan.folders}
#   install -m 644 steppewire.cron /etc/cron.d/steppewire
#
# In a crontab of one's own (crontab -e) the line stands without the user, {plan.user}.
# A healthy round says nothing on standard error, so cron sends mail only when something is wrong.
SHELL=/bin/sh

{MINUTES} * * * * {plan.user} {escaped}
"""
