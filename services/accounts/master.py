"""The one secret of this installation, a file beside the database: what keys sign with is made of it."""

import contextlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final

KEY_FILE: Final = "signing.key"
"""Its name in the data folder."""

_BYTES: Final = 32


def master_of(folder: Path) -> bytes:
    """Return the secret of the service that works in a folder; the first time makes it.

    The file appears whole or not at all, and whoever comes second, even at the same moment, reads
    what the first one made.

    Raises:
        OSError: the file can neither be read nor be made.
    """
    path = folder / KEY_FILE
    with contextlib.suppress(FileNotFoundError):
        return _read(path)
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{KEY_FILE}.{secrets.token_hex(8)}"
    try:
        _write(draft, secrets.token_bytes(_BYTES))
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return _read(path)


def secret_of(master: bytes, name: str) -> bytes:
    """Return a secret for one purpose, the same for the same name; it tells nothing of the master."""
    return hmac.digest(master, name.encode(), "sha256")


def _read(path: Path) -> bytes:
    try:
        secret = bytes.fromhex(path.read_text("ascii"))
    except ValueError:
        secret = b""
    if len(secret) != _BYTES:
        raise OSError(f"{path} is damaged: restore it, or remove it and hand out new secrets")
    return secret


def _write(path: Path, secret: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret.hex())
        file.flush()
        os.fsync(handle)
