"""Reads the link that a program sends: exactly one, to a site that may be asked."""

from typing import Final

from services.core import Core
from services.errors import FieldInvalid
from services.platforms.link import Link

LONGEST: Final = 8192


def link_told(told: str, core: Core, *, field: str = "url") -> Link:
    """Return the link in a field.

    Raises:
        AddressForbidden: it is none that may be asked.
        FieldInvalid: it is no link, or there are several.
        LinkUnsupported: it is no address.
    """
    found = core.links_in(told.strip())
    if len(found) != 1:
        raise FieldInvalid(field=field, allowed="http://…, https://…")
    return found[0]
