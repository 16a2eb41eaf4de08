"""A finished file: what it was made of, what it is, and where its bytes are."""

from dataclasses import dataclass

from services.media.formats import Kind


@dataclass(frozen=True, slots=True)
class Artifact:
    """One result, found again by everybody who asks for the same."""

    key: str
    """`<medium key>|<choice>|<recipe version>`."""
    medium: str
    choice: str
    blob: str
    """SHA-256 of the bytes; they may be gone while the facts and Telegram's copy remain."""
    size_bytes: int
    file_name: str
    mime: str
    kind: Kind
    title: str = ""
    performer: str = ""
    seconds: float | None = None
    width: int = 0
    height: int = 0
    cover: str = ""
    """A blob: JPEG, at most 320 px a side and 200 kB; empty when there is none."""
