"""What it means that a site answers with another status than a good one."""

from collections.abc import Mapping
from typing import Final

from services.errors import (
    HearsayError,
    LinkGeoBlocked,
    LinkGone,
    LinkLogin,
    LinkPaid,
    LinkPrivate,
    LinkUnsupported,
    SiteDown,
    SiteLimited,
)

_SERVER_ERROR: Final = 500
_CLIENT_ERROR: Final = 400
_STATUSES: Final[Mapping[int, type[HearsayError]]] = {
    401: LinkLogin,
    402: LinkPaid,
    403: LinkPrivate,
    404: LinkGone,
    410: LinkGone,
    429: SiteLimited,
    451: LinkGeoBlocked,
}


def refuse_status(status: int, host: str, *, retry_after: str = "") -> None:
    """Let a good answer pass.

    Args:
        status: Of the answer.
        host: Who gave it.
        retry_after: The header of that name.

    Raises:
        HearsayError: what a bad status means.
    """
    if status < _CLIENT_ERROR:
        return
    usual = SiteDown if status >= _SERVER_ERROR else LinkUnsupported
    kind = _STATUSES.get(status, usual)
    if kind is SiteLimited and retry_after.isdigit():
        raise SiteLimited(host=host, seconds=int(retry_after))
    raise kind(host=host)
