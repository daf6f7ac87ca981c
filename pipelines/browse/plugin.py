"""What Datasette asks while it makes a page. It takes the module itself as a plugin."""

import sqlite3
import sys
from typing import Any

from datasette import Response, hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Base400
from datasette.views.base import DatasetteError

from .database import DATABASE, fts_query

COPIES_SHOWN = 50
"""Copies that an article's page names; the others are a list of their own."""


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """What was searched for: in place of Datasette's own function of this name, which knows no endings."""
    conn.create_function("escape_fts", 1, fts_query, deterministic=True)


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(datasette: Datasette, view_name: str, request: Any) -> Any:
    """What the templates get beside the rows: what the release is, and the copies of an article."""

    async def found() -> dict[str, Any]:
        key = request.url_vars.get("pks") if view_name == "row" and request else None
        return {"release": datasette.metadata(), "copies": await _copies(datasette, key) if key else []}

    return found


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(datasette: Datasette, request: Any, exception: Exception) -> Any:
    """The answer to a request that failed: in place of Datasette's own, which prints all that it held."""
    status = exception.status if isinstance(exception, Base400 | DatasetteError) else 500
    if isinstance(exception, DatasetteError) and not exception.message_is_html:
        said = str(exception.message)
    elif status == 404:
        said = "There is no such article in this release."
    elif isinstance(exception, DatasetteError):
        said = "This took too long. Ask for less: more words, a site, a few days."
    else:
        said = "This cannot be shown."
    if status >= 500:
        # Its name only: what it says may be a page's words, and a terminal obeys some.
        print(f"browse: {type(exception).__name__} at {request.path!a}", file=sys.stderr)

    async def answered() -> Response:
        if request.path.endswith(".json"):
            return Response.json({"ok": False, "error": said, "status": status}, status=status)
        page = await datasette.render_template(
            "error.html", {"status": status, "error": said}, request=request
        )
        return Response.html(page, status=status)

    return answered


async def _copies(datasette: Datasette, key: str) -> list[dict[str, Any]]:
    """The other articles of an article's cluster, the first seen first."""
    sql = (
        "SELECT id, title, site, language, day, is_canonical FROM articles WHERE id != :id AND "
        "cluster = (SELECT cluster FROM articles WHERE id = :id) "
        "ORDER BY is_canonical DESC, day, id LIMIT :most"
    )
    found = await datasette.get_database(DATABASE).execute(sql, {"id": key, "most": COPIES_SHOWN})
    return [dict(row) for row in found.rows]
