"""What each command pays before it begins its work, and after it."""

import subprocess
import sys

from tests.running import ROOT


def _said(program: str) -> str:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def test_the_end_of_a_command_is_no_search_for_cycles() -> None:
    """What is registered first is called last."""
    frozen = "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 1000)); "
    assert _said(frozen + "import crawlers.commands; print(gc.get_threshold()[0])") == "10000\nTrue"


def test_no_command_loads_what_only_workers_need() -> None:
    """Scrapy imports the files of all commands, whichever is called."""
    heavy = ["htmldate", "langdetect", "matplotlib", "py3langid", "ray", "trafilatura"]
    program = (
        "import sys; from scrapy.cmdline import _get_commands_dict as commands; "
        "from scrapy.utils.project import get_project_settings as settings; "
        "assert 'reextract' in commands(settings(), inproject=True); "
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    assert _said(program) == "[]"


def test_no_run_loads_what_it_has_switched_off() -> None:
    """Scrapy imports all components that a setting names, those that are off as well."""
    heavy = ["aiohttp", "tldextract", "twisted.conch"]
    program = (
        "import sys; from scrapy.utils.misc import load_object; "
        "from scrapy.utils.project import get_project_settings as settings; "
        "names = ['DOWNLOADER_MIDDLEWARES', 'EXTENSIONS', 'SPIDER_MIDDLEWARES']; "
        "found = [settings().get_component_priority_dict_with_base(name) for name in names]; "
        "loaded = [load_object(name) for part in found for name in part]; "
        f"print(len(loaded) > 20, [name for name in {heavy!r} if name in sys.modules])"
    )
    assert _said(program) == "True []"


def test_scrapy_looks_through_few_modules_for_the_names_of_its_deprecated_ones() -> None:
    """It does so when it is imported: before ours, of which there are some hundred."""
    program = (
        "import inspect, sys; stack, seen = inspect.stack, []; "
        "inspect.stack = lambda *a: (seen.append('pipelines.recorder' in sys.modules), stack(*a))[1]; "
        "from scrapy.cmdline import _get_commands_dict as commands; "
        "from scrapy.utils.project import get_project_settings as settings; "
        "commands(settings(), inproject=True); print(len(seen), any(seen))"
    )
    count, late = _said(program).split()
    assert int(count) > 0
    assert late == "False"
