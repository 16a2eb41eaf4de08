"""What a process of the house does: one may do all of it, or leave the heavy parts to others."""

from enum import StrEnum


class Role(StrEnum):
    """A kind of work."""

    FRONT = "front"
    """Chat, HTTP, the database, the token."""
    CPU = "cpu"
    """Fetch, convert, hide words."""
    GPU = "gpu"
    """Listen to speech."""


def roles_of(text: str) -> frozenset[Role]:
    """Return the roles in a list such as `cpu,gpu`.

    Raises:
        ValueError: one of them is not known, or there is none.
    """
    roles = frozenset(Role(name.strip()) for name in text.split(",") if name.strip())
    if not roles:
        raise ValueError(text)
    return roles
