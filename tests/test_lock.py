"""One run a site on a host."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.errors import SiteHeld
from pipelines.lock import SiteLock

HOLD = """
import sys, time, pathlib
from pipelines.lock import SiteLock
with SiteLock(pathlib.Path(sys.argv[1]), "a_kz"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_run_is_told_who_holds_the_site(tmp_path: Path) -> None:
    with (
        SiteLock(tmp_path, "a_kz"),
        pytest.raises(SiteHeld, match=rf"a_kz is held by another run \(process {os.getpid()} on .+, since "),
        SiteLock(tmp_path, "a_kz"),
    ):
        pass
    with SiteLock(tmp_path, "a_kz"), SiteLock(tmp_path, "b_kz"):
        pass


def test_the_lock_of_a_killed_run_is_free_at_once(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(SiteHeld, match=f"process {holder.pid} "), SiteLock(tmp_path, "a_kz"):
            pass
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with SiteLock(tmp_path, "a_kz"):
            pass
