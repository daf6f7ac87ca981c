"""`python -m sample_paper serve | crawl`: the sample paper in the foreground, or crawled."""

import argparse
import contextlib
import sys
import threading

from scrapy.utils.project import get_project_settings

from pipelines.errors import SteppewireError
from sample_paper.crawl import crawl_sample
from sample_paper.server import SamplePaper, default_port


def main(arguments: list[str] | None = None) -> int:
    """Run a subcommand and give its exit code."""
    parser = argparse.ArgumentParser(prog="python -m sample_paper", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve the three editions until interrupted")
    serve.add_argument(
        "--port", type=int, help="port of the first edition (default: SAMPLE_PAPER_PORT, else 8750)"
    )
    serve.add_argument(
        "--run", type=int, default=1, help="number of the visit: from 2 on, articles are edited"
    )
    serve.set_defaults(function=_serve)
    crawl = commands.add_parser("crawl", help="serve the three editions and crawl them into the dataset")
    crawl.set_defaults(function=_crawl)
    options = parser.parse_args(arguments)
    try:
        code: int = options.function(options)
    except SteppewireError as error:
        print(f"sample_paper: {error}", file=sys.stderr)
        return error.exit_code
    return code


def _serve(options: argparse.Namespace) -> int:
    port = default_port() if options.port is None else options.port
    with SamplePaper(port=port, run=options.run) as paper:
        for code, url in paper.urls.items():
            print(f"{code}  {url}", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()
    return 0


def _crawl(_: argparse.Namespace) -> int:
    return crawl_sample(get_project_settings()["NEWS_STORE_URL"])


if __name__ == "__main__":
    sys.exit(main())
