"""Where the next page of something begins, as a word that programs hand back without reading it."""

import base64
import binascii

from services.errors import FieldInvalid


def cursor_of(*parts: str) -> str:
    """Return the word for a place."""
    return base64.urlsafe_b64encode(":".join(parts).encode()).decode().rstrip("=")


def parts_of(cursor: str, *, count: int) -> list[str]:
    """Return the place that a word is for.

    Raises:
        FieldInvalid: it is no word of ours.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        parts = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii").split(":")
    except (binascii.Error, ValueError) as error:
        raise invalid() from error
    if len(parts) != count:
        raise invalid()
    return parts


def invalid() -> FieldInvalid:
    """Return the error for a cursor that came from elsewhere."""
    return FieldInvalid(field="cursor", allowed="what the page before said")
