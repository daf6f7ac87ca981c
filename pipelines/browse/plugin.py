"""What Datasette asks while it makes a page. It takes the module itself as a plugin."""

import sqlite3
import sys
from typing import Any

from datasette import Response, hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Base400, NotFound
from datasette.views.base import DatasetteError

from .database import DATABASE, fts_query

COPIES_SHOWN = 50
"""Copies that an article's page names; the others are a list of their own."""


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """What was searched for: in place of Datasette's own function of this name, which knows no endings."""
    conn.create_function("escape_fts", 1, fts_query, deterministic=True)


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(datasette: Datasette) -> dict[str, Any]:
    """What each template gets: what the release is."""
    return {"release": datasette.metadata()}


@hookimpl  # type: ignore[untyped-decorator]
def register_routes() -> list[tuple[str, Any]]:
    """The page of an article, by its identifier."""
    return [(r"/article/(?P<id>[0-9a-f]{32})$", _article)]


async def _article(datasette: Datasette, request: Any) -> Response:
    database = datasette.get_database(DATABASE)
    key = {"id": request.url_vars["id"]}
    article = (await database.execute("SELECT * FROM articles WHERE id = :id", key)).first()
    if article is None:
        raise NotFound("no such article")
    # The first seen of the cluster comes first.
    copies = await database.execute(
        "SELECT id, title, site, language, day, words, is_canonical FROM articles "
        "WHERE cluster = :cluster AND id != :id ORDER BY is_canonical DESC, position LIMIT :most",
        {**key, "cluster": article["cluster"], "most": COPIES_SHOWN},
    )
    values = {"article": dict(article), "copies": [dict(row) for row in copies.rows]}
    return Response.html(await datasette.render_template("article.html", values, request=request))


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
    if not isinstance(exception, Base400 | DatasetteError):
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
