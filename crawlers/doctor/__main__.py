"""`python -m crawlers.doctor`: Python and the packages alone, where `scrapy` itself does not start.

Needs nothing but Python's standard library. Exit code 1 when something failed.
"""

import sys
from pathlib import Path

from crawlers.doctor.program import check_dependencies, check_python


def main() -> int:
    """Tell what is found, a line each."""
    findings = [check_python(), check_dependencies(Path(__file__).resolve().parents[2])]
    for one in findings:
        print(f"{one.name}: {one.verdict}: {one.seen}" + (f"\n  → {one.todo}" if one.todo else ""))
    return int(any(one.verdict == "failed" for one in findings))


if __name__ == "__main__":
    sys.exit(main())
