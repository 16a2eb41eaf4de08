"""One-time codes that let somebody in. Only their SHA-256 is kept, so the database gives none away."""

import hashlib
import secrets
from dataclasses import dataclass

from services.accounts.account import Role
from services.store.database import Transaction

VALID_SECONDS = 7 * 86_400

_MAKE = """
    INSERT INTO invites (digest, role, made_by, made_at, expires_at)
    VALUES (:digest, :role, :made_by, :now, :expires_at)
"""
_FIND = "SELECT role, made_by, used_by, expires_at FROM invites WHERE digest = :digest"
_USE = "UPDATE invites SET used_by = :account, used_at = :now WHERE digest = :digest"
_TIDY = """
    DELETE FROM invites WHERE (expires_at < :now AND used_by IS NULL)
        OR (made_by IS NULL AND used_by IS NULL AND :made_by IS NULL)
"""


@dataclass(frozen=True, slots=True)
class Invite:
    """What a code is good for."""

    digest: str
    role: Role
    used_by: int | None
    by_start: bool
    """Made by the program's first start for whoever owns the machine, not by a person."""


async def make(transaction: Transaction, *, role: Role, made_by: int | None, now: float) -> str:
    """Write an invitation down and return its code, which fits a `/start` link.

    Expired ones are removed, and earlier claims of a first start: only the newest printed one works.
    """
    code = secrets.token_urlsafe(24)
    await transaction.run(_TIDY, now=now, made_by=made_by)
    await transaction.run(
        _MAKE,
        digest=_digest(code),
        role=role,
        made_by=made_by,
        now=now,
        expires_at=now + VALID_SECONDS,
    )
    return code


async def find(transaction: Transaction, code: str, *, now: float) -> Invite | None:
    """Return what the code is or was good for; None when it never was, or has expired."""
    rows = await transaction.run(_FIND, digest=_digest(code))
    if not rows:
        return None
    row = rows[0]
    if row["used_by"] is None and row["expires_at"] < now:
        return None
    return Invite(_digest(code), Role(row["role"]), row["used_by"], row["made_by"] is None)


async def use(transaction: Transaction, invite: Invite, *, account: int, now: float) -> None:
    """Note who came in by it; it is spent."""
    await transaction.run(_USE, digest=invite.digest, account=account, now=now)


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()
