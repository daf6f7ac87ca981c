"""`scrapy schedule --out DIR`: write what makes rounds happen by themselves."""

import argparse
import getpass
import sys
from pathlib import Path

from scrapy.settings import Settings

from crawlers.commands.crawlall import default_jobs, jobs_of
from crawlers.schedule import cron, kubernetes, systemd
from crawlers.schedule.environment_file import environment_file
from crawlers.schedule.plan import Plan
from crawlers.store_command import StoreCommand
from pipelines.errors import UsageError
from pipelines.report.run_record import EXIT_DONE
from pipelines.store.location import parse_store_url
from settings.environment import ROOT


class Command(StoreCommand):
    """See `docs/operations.md`."""

    def syntax(self) -> str:
        """See Scrapy."""
        return "--out DIR [options]"

    def short_desc(self) -> str:
        """See Scrapy."""
        return "Write fragments for cron, systemd and Kubernetes"

    def long_desc(self) -> str:
        """See Scrapy."""
        return (
            "Write a crontab fragment, a systemd service with its timer, a Kubernetes manifest, and the file "
            "of settings that they read, with the paths of this checkout and the settings that hold now. "
            "Nothing is installed: each file says how."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """See Scrapy."""
        super().add_options(parser)
        parser.add_argument("--out", metavar="DIR", help="where the files are written")
        parser.add_argument(
            "--env-file", default="/etc/steppewire.env", metavar="FILE", help="file of settings (%(default)s)"
        )
        parser.add_argument(
            "--log-dir", default="/var/log/steppewire", metavar="DIR", help="folder of logs (%(default)s)"
        )
        parser.add_argument("--user", default=None, metavar="NAME", help="who crawls (default: you)")
        parser.add_argument("-j", "--jobs", default=str(default_jobs()), metavar="N", help="sites at a time")
        parser.add_argument(
            "--image",
            default="steppewire:latest",
            metavar="NAME",
            help="the image for Kubernetes (%(default)s)",
        )
        parser.add_argument(
            "--shards", type=int, default=1, metavar="N", help="CronJobs for Kubernetes (%(default)s)"
        )

    def work(self, args: list[str], opts: argparse.Namespace, settings: Settings, /) -> int:
        """See `StoreCommand`."""
        if args or not opts.out:
            raise UsageError("write --out DIR: where the files are to be written")
        location = parse_store_url(settings["NEWS_STORE_URL"])
        plan = Plan(
            checkout=ROOT,
            # Not resolved: a link in .venv/bin is what makes it the interpreter of .venv.
            python=Path(sys.executable).absolute(),
            environment_file=Path(opts.env_file).absolute(),
            store_url=location.url,
            store=location.root,
            ledgers=Path(settings["NEWS_LEDGER_DIR"]).absolute(),
            logs=Path(opts.log_dir).absolute(),
            user=opts.user or getpass.getuser(),
            jobs=jobs_of(opts.jobs),
            image=opts.image,
            shards=opts.shards,
        )
        files = {
            "steppewire.env": environment_file(plan, settings["NEWS_CONTACT"]),
            "steppewire.cron": cron.fragment(plan),
            "steppewire.service": systemd.service(plan),
            "steppewire.timer": systemd.timer(),
            "steppewire.yaml": kubernetes.manifest(plan),
        }
        out = Path(opts.out)
        try:
            out.mkdir(parents=True, exist_ok=True)
            for name, text in files.items():
                (out / name).write_text(text, encoding="utf-8")
        except OSError as error:
            raise UsageError(f"--out {out}: {error.strerror or error}") from error
        print(f"Written to {out}: {', '.join(files)}. Each says how it is installed.", file=sys.stderr)
        return EXIT_DONE
