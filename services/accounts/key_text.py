"""How a key is written, `hs-<id>-<secret>`, and what may stand as its name."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Final

from services.errors import KeyMisnamed

LONGEST_NAME: Final = 64
NO_ID: Final = "-" * 12
"""Stands for the id of a key where there is none; no key has it."""

_WHOLE: Final = re.compile(r"hs-([0-9a-f]{12})-([A-Za-z0-9_-]{43})")
_PUBLIC: Final = re.compile(r"hs-([0-9a-f]{12})")


@dataclass(frozen=True, slots=True)
class Parts:
    """A key, taken apart. What is no key has an id that nobody has."""

    id: str
    secret: str

    @property
    def text(self) -> str:
        """Return the key."""
        return f"hs-{self.id}-{self.secret}"

    @property
    def digest(self) -> str:
        """Return what is kept of its secret."""
        return hashlib.sha256(self.secret.encode()).hexdigest()


def new_parts(key_id: str = "") -> Parts:
    """Return a key that nobody has, or a new secret for one."""
    return Parts(key_id or secrets.token_hex(6), secrets.token_urlsafe(32))


def parts_of(text: str) -> Parts:
    """Return what a program came with, taken apart."""
    found = _WHOLE.fullmatch(text)
    key_id, secret = found.groups() if found else (NO_ID, "")
    return Parts(key_id, secret)


def public_id_in(text: str) -> str:
    """Return the id where somebody names a key by its part before the secret; else nothing."""
    found = _PUBLIC.fullmatch(text)
    return found[1] if found else ""


def fit_name(text: str) -> str:
    """Return what somebody wrote as the name of a key.

    Raises:
        KeyMisnamed: no key can be called so.
    """
    name = text.strip()
    if not name.isprintable() or not 0 < len(name) <= LONGEST_NAME:
        raise KeyMisnamed(limit=LONGEST_NAME)
    return name
