"""A command of Scrapy's, with a look every few milliseconds at what its own process spends CPU time on.

    python -m benchmarks.scale.sampled OUT.json reextract ...

At each look the CPU time that a thread has used since the last one is put down to the innermost of our
functions in its stack that has a name here, and its caller. So names of functions need not be known when
they are moved, only modules. A thread without a Python frame is a library's own: delta-rs and Arrow.
"""

import collections
import contextlib
import json
import os
import resource
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

EVERY_SECONDS = 0.005
SWITCH_SECONDS = 0.0002
"""A look needs the interpreter, and a thread that works gives it away only after this time: with Python's
5 ms it would do so where it waits, and all its work would be put down to the waiting."""

ROOT = str(Path(__file__).resolve().parents[2])
OURS = tuple(f"{ROOT}/{package}/" for package in ("pipelines", "crawlers", "settings"))

KINDS = (
    (
        "reading",
        ("pipelines/archive", "pipelines/warc_member", "pipelines/ingest/", "pipelines/dataset/kept"),
    ),
    ("comparing", ("pipelines/reextract/",)),
    ("handing pages to workers", ("pipelines/workers", "pipelines/engine/")),
    ("writing", ("pipelines/recorder", "pipelines/commit", "pipelines/store/", "pipelines/ledger/")),
    ("writing", ("pipelines/templating", "pipelines/dedupe/decide", "pipelines/catch_up")),
)
"""What a process does while one of these modules is in its stack, the innermost that matches."""


class Sampler(threading.Thread):
    """Looks at all threads of this process until `end`."""

    def __init__(self) -> None:
        super().__init__(daemon=True, name="sampler")
        self.seconds: dict[str, float] = collections.defaultdict(float)
        """CPU time by kind."""
        self.places: dict[str, float] = collections.defaultdict(float)
        """CPU time by our innermost function."""
        self._ended = threading.Event()
        self._used = dict(_used())
        """Of each thread, its CPU time at the last look."""

    def run(self) -> None:
        """See threading."""
        while not self._ended.wait(EVERY_SECONDS):
            self._look()

    def end(self) -> None:
        """Look no more."""
        self._ended.set()
        self.join()
        self._look()

    def _look(self) -> None:
        stacks = sys._current_frames()
        idents = {thread.native_id: thread.ident for thread in threading.enumerate()}
        for number, used in _used():
            spent, self._used[number] = used - self._used.get(number, 0.0), used
            if number == self.native_id or spent <= 0:
                continue
            kind, place = _told(stacks.get(idents.get(number) or 0))
            self.seconds[kind] += spent
            self.places[place] += spent


def _used() -> Iterator[tuple[int, float]]:
    """Each thread of this process, and the seconds of CPU time it has used."""
    for task in Path("/proc/self/task").iterdir():
        # A thread may end between the two; nanoseconds, for the ticks of `stat` are coarser than a look.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            yield int(task.name), int((task / "schedstat").read_text(encoding="utf-8").split()[0]) / 1e9


def _told(frame: FrameType | None) -> tuple[str, str]:
    """What a thread does: one of `KINDS`, `start` (imports), `threads of libraries` or `other`; and where."""
    if frame is None:
        return "threads of libraries", "threads of libraries"
    ours: list[str] = []
    while frame is not None:
        name = frame.f_code.co_filename
        if name.startswith(OURS):
            ours.append(f"{name[len(ROOT) + 1 :]}:{frame.f_code.co_name}")
        frame = frame.f_back
    if any(place.endswith(":<module>") for place in ours):
        return "start", ours[0]
    for place in ours:
        for kind, modules in KINDS:
            if place.startswith(modules):
                return kind, ours[0]
    return "other", ours[0] if ours else "other"


def main() -> None:
    """Run the command; write what was seen."""
    out, command = Path(sys.argv[1]), sys.argv[2:]
    from scrapy.cmdline import execute

    sys.setswitchinterval(SWITCH_SECONDS)
    before = time.process_time()
    sampler = Sampler()
    sampler.start()
    code: object = 0
    try:
        execute(["scrapy", *command])
    except SystemExit as ended:
        code = ended.code
    sampler.end()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = {
        "parent": time.process_time() - before,
        "workers": children.ru_utime + children.ru_stime,
        "kinds": dict(sampler.seconds),
        "places": dict(sorted(sampler.places.items(), key=lambda item: -item[1])[:40]),
    }
    out.write_text(json.dumps(found), encoding="utf-8")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(int(code) if isinstance(code, int) else 1)


if __name__ == "__main__":
    main()
