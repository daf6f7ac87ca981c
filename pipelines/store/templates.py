"""Site templates in the store: objects `templates/site=<site>/<number>.json` that never change."""

import datetime as dt
import logging
import re
from collections.abc import Callable

from ..clean.template import Template, from_bytes, to_bytes
from ..errors import StoreError
from .objects import ObjectStore

logger = logging.getLogger(__name__)

_NAME = re.compile(r"([1-9]\d{0,8})\.json")


def key_of(site: str, number: int) -> str:
    """Where a template stands."""
    return f"templates/site={site}/{number}.json"


def numbers(objects: ObjectStore, site: str) -> list[int]:
    """The numbers that a site's templates have, ascending. Raises StoreError when the store fails."""
    prefix = f"templates/site={site}/"
    names = (_NAME.fullmatch(key.removeprefix(prefix)) for key in objects.list(prefix))
    return sorted(int(name[1]) for name in names if name)


def get(objects: ObjectStore, site: str, number: int) -> Template | None:
    """A template; None when it is not there, or damaged. Raises StoreError when the store fails."""
    key = key_of(site, number)
    data = objects.get(key)
    if data is None:
        return None
    try:
        template = from_bytes(data)
    except StoreError as error:
        logger.warning("%s: %s; it is passed over", key, error)
        return None
    if (template.site, template.number) != (site, number):
        logger.warning("%s: it is number %d of %s; it is passed over", key, template.number, template.site)
        return None
    return template


def in_force(objects: ObjectStore, site: str) -> Callable[[dt.datetime], Template | None]:
    """Which template a batch of the site had that was closed at a given time: the last one learned by then.

    Damaged ones are passed over. Raises StoreError when the store fails.
    """
    found = [get(objects, site, number) for number in reversed(numbers(objects, site))]
    known = [template for template in found if template]
    return lambda moment: next((one for one in known if one.learned_at <= moment), None)


def put(objects: ObjectStore, template: Template) -> Template:
    """Store a template under its number; the one that another host stored there before, where there is one.

    Raises StoreError when the store fails.
    """
    if objects.put_if_absent(key_of(template.site, template.number), to_bytes(template)):
        return template
    return get(objects, template.site, template.number) or template
