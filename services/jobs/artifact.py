"""A finished file: what it was made of, what it is, and where its bytes are."""

from dataclasses import dataclass

from services.media.formats import Kind


@dataclass(frozen=True, slots=True)
class Artifact:
    """One result, found again by everybody who asks for the same."""

    key: str
    """`<medium key>|<choice>|<recipe version>`; one of several files has its `#number` after that."""
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
    starts: float = 0.0
    """Of an original that is only a piece of its medium: the second at which it begins."""
    left_out: int = 0
    """How many pictures of a post did not come, or were none."""
    beginning: str = ""
    """How the words in it begin."""
    hidden_words: int = 0
    """Of a clean copy: how many words are hidden in it."""
    places: int = 0
    """Of a clean copy: in how many places."""
    encoded_whole: bool = False
    """Of a clean copy: it could not be made without encoding all of its sound anew."""
    pieces: tuple[str, ...] = ()
    """The keys of the files that this is handed over as, in their order; it has no bytes itself."""
    note: str = ""
    """What the person should know about this delivery; it is not kept. `sponsors-unknown`: nobody
    could say what is sponsored, so nothing was cut out."""
