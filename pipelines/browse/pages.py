"""The pages: what Datasette is told of the table, and how it is kept to it."""

from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from ..release.published import Published
from . import plugin
from .database import COLUMNS, DATABASE
from .guard import App, Guard

TABLE = "articles"
SETTINGS = {
    "default_page_size": 20,
    "max_returned_rows": 200,
    # A common word with its counts takes 0.3 s of 100,000 articles.
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 2000,
    "default_facet_size": 10,
    # What is shown is chosen here. Who wants to ask in SQL has `steppewire sql`, which needs no server.
    "default_allow_sql": False,
    "allow_facet": False,
    "suggest_facets": False,
    "allow_download": False,
    "allow_csv_stream": False,
    # Another release may be at the same address in a minute.
    "default_cache_ttl": 0,
}


def pages_of(release: Published, path: Path, hosts: frozenset[str]) -> App:
    """The application that shows the file `path` of `release` to who calls it by one of `hosts`."""
    here = Path(__file__).parent
    datasette = Datasette(
        [],
        metadata=_metadata(release),
        settings=SETTINGS,
        template_dir=str(here / "templates"),
        static_mounts=[("browse", str(here / "static"))],
        # Else it reads the whole file to make a hash of it, and counts.
        inspect_data={
            DATABASE: {
                "hash": release.build,
                "size": path.stat().st_size,
                "file": str(path),
                "tables": {TABLE: {"count": release.articles}},
            }
        },
    )
    datasette.add_database(Database(datasette, str(path), is_mutable=False), name=DATABASE)
    if not pm.is_registered(plugin):
        pm.unregister(name="datasette.handle_exception")
        pm.register(plugin)
    return Guard(datasette.app(), hosts)


def _metadata(release: Published) -> dict[str, Any]:
    told = f"Release {release.version}: {release.articles:,} articles, {release.clusters:,} without copies."
    if gone := sum(one.articles for one in release.taken_down):
        told += f" {gone:,} were taken down since it was published."
    return {
        "title": f"Release {release.version}",
        "description": told,
        "license": "The texts belong to their publishers, who may have reserved uses: see its card.",
        "databases": {
            DATABASE: {
                "tables": {
                    TABLE: {
                        "columns": COLUMNS,
                        "facets": ["site", "language", "day"],
                        "fts_table": f"{TABLE}_fts",
                        "sortable_columns": [],
                    }
                }
            }
        },
    }
