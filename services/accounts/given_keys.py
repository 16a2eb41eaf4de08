"""Keys that the operator wrote into the settings, each with the name of the program that holds it."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_ID_LETTERS: Final = 12


@dataclass(frozen=True, slots=True)
class Given:
    """One of them, without what opens."""

    id: str
    """The same after every start, and of no use to who knows it."""
    program: str


class GivenKeys:
    """All of them. They are looked up by digests under a secret, so how long it takes tells nothing."""

    def __init__(self, programs: Mapping[str, str] | None = None, *, master: bytes = b"") -> None:
        self._secret = master or secrets.token_bytes(32)
        self._by_digest = {
            self._digest(key): Given(f"set-{self._digest(key)[:_ID_LETTERS]}", program)
            for key, program in (programs or {}).items()
        }
        self._decoy = next(iter(self._by_digest.values()), Given("", ""))

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self._by_digest)

    def all(self) -> list[Given]:
        """Return which there are, in the order in which they were written."""
        return list(self._by_digest.values())

    def find(self, text: str) -> tuple[Given, bool]:
        """Return which key this is, and true; or any, and false: what is done with it takes as long."""
        digest = self._digest(text)
        return self._by_digest.get(digest, self._decoy), digest in self._by_digest

    def _digest(self, text: str) -> str:
        told = b"given key\n" + text.encode("utf-8", "surrogatepass")
        return hmac.digest(self._secret, told, hashlib.sha256).hex()
