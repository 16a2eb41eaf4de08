"""An order: what was asked, by whom, for whom. It carries everything that a worker needs, as JSON."""

import hashlib
import json
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final

from services.platforms.link import Link


class Product(StrEnum):
    """What a job makes. Each has its row in `plan.py`."""

    CARD = "card"
    """The facts about a link, shown with buttons."""
    MEDIA = "media"
    """Sound or video in the chosen format."""
    LIST = "list"
    """The entries of a list, each as a job of its own in the chosen format."""
    WORDS = "words"
    """What is said in it."""
    CLEAN = "clean"
    """The same with the explicit words hidden."""


RESULTS: Final = frozenset({Product.MEDIA, Product.WORDS, Product.CLEAN})
"""Those whose message, once delivered, is what was asked for."""

_CALLED_LETTERS: Final = 16


class Lane(StrEnum):
    """Short things do not wait behind long ones."""

    FAST = "fast"
    BULK = "bulk"


class Channel(StrEnum):
    """Where the result goes."""

    TELEGRAM = "telegram"
    SHELF = "shelf"
    """Kept as a file that the asker fetches (command line, HTTP)."""


@dataclass(frozen=True, slots=True)
class ChatFile:
    """A file that somebody sent to the bot; its bytes are still at Telegram."""

    file_id: str
    unique_id: str
    name: str
    size_bytes: int | None
    mime: str = ""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file on this machine: named on the command line, or brought by a program that waits."""

    path: str
    """Of a file that was brought: within the data folder, which may be another one the next time."""
    name: str
    digest: str = ""
    """SHA-256 of its bytes, where somebody has counted it: what was made of them once is found again."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets the result."""

    channel: Channel
    chat_id: int = 0
    private: bool = True
    """A private chat knows drafts and has no per-minute limit."""
    thread_id: int | None = None
    reply_to: int | None = None
    """The asker's message, quoted by the card."""
    removes: bool = False
    """The asker's message goes when all that it asked for has been delivered."""
    message_id: int | None = None
    """The bot's message that turns into the result; None until one is sent for the job."""

    def below(self) -> "Recipient":
        """Return the same with a message of its own, which quotes the one that shows something else."""
        return replace(self, message_id=None, reply_to=self.message_id, removes=False)


@dataclass(frozen=True, slots=True)
class Order:
    """Frozen, complete, and equal to itself after a trip through JSON."""

    product: Product
    source: Link | ChatFile | LocalFile
    recipient: Recipient
    account: int
    language: str = "en"
    choice: str = ""
    """`mp3`, `720p`, …: a word of `services.media.formats`; empty for a card."""
    lane: Lane = Lane.FAST
    words: str = ""
    """For words, as `services.transcripts.wish` writes it; `choice` is then the sound that is heard."""
    clean: str = ""
    """For a clean copy, as `services.censor.cleaning` writes it; without a `choice`, of a file as it came.
    For words: what of them is masked; empty: nothing."""
    parent: str = ""
    """The job of the list that this one belongs to: its message tells about this one too."""
    number: int = 0
    """The place in that list, from 1."""
    anew: bool = False
    """The site is asked although its last answer is remembered."""
    items: str = ""
    """Which entries of a list are wanted, such as `3-12,15`; empty for all."""

    @property
    def source_key(self) -> str:
        """Return the canonical key of what is asked about: the same for all who ask.

        A file from a chat is another under each name: what is found or made of it is called so.
        """
        match self.source:
            case Link(key=key):
                return key
            case ChatFile(unique_id=unique_id, name=name):
                called = hashlib.sha256(name.encode()).hexdigest()[:_CALLED_LETTERS]
                return f"telegram:{unique_id}:{called}"
            case LocalFile(path=path, digest=digest):
                return f"sha256:{digest}" if digest else f"path:{path}"

    @property
    def wish(self) -> tuple[str | bool, ...]:
        """Return what is wanted, for whomever and wherever it goes."""
        how = (self.choice, self.words, self.clean, self.items, self.anew)
        return (self.product, self.source_key, *how)

    def to_json(self) -> str:
        """Return the order as JSON that `from_json` reads back."""
        body = _facts(self)
        body["source"] = _facts(self.source) | {"kind": type(self.source).__name__}
        body["recipient"] = _facts(self.recipient)
        return json.dumps(body, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Order":
        """Return the order that was written by `to_json`."""
        body = json.loads(text)
        source = body.pop("source")
        kinds: dict[str, type[Link | ChatFile | LocalFile]] = {
            kind.__name__: kind for kind in (Link, ChatFile, LocalFile)
        }
        recipient = body.pop("recipient")
        recipient["channel"] = Channel(recipient["channel"])
        body["product"] = Product(body["product"])
        body["lane"] = Lane(body["lane"])
        return cls(
            source=kinds[source.pop("kind")](**source), recipient=Recipient(**recipient), **body
        )


def _facts(value: "Order | Recipient | Link | ChatFile | LocalFile") -> dict[str, Any]:
    """Return the fields of a flat value by their names; `asdict` would copy them deeply."""
    return {field.name: getattr(value, field.name) for field in fields(value)}
