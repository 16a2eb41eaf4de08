"""Reads the links that programs send: one to be worked on, and one where they want to be told."""

from typing import Final

from services.core import Core
from services.errors import AddressForbidden, FieldInvalid, LinkGone, LinkUnsupported
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


async def check_webhook(told: str, core: Core, *, field: str = "webhook_url") -> None:
    """See to it that something can be sent to the address in a field; an empty one is none.

    Raises:
        AddressForbidden: it leads into a private network or out of the web.
        FieldInvalid: it is no address, or leads nowhere.
    """
    if not told:
        return
    try:
        await core.webhooks.check(told)
    except AddressForbidden as error:
        raise AddressForbidden(**error.details, field=field) from error
    except (LinkGone, LinkUnsupported) as error:
        raise FieldInvalid(
            field=field, allowed="http://…, https://…, to a host that exists"
        ) from error
