"""Everything that a call or a person's tap needs, put together once."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from bot.playground.drafts import Drafts
from bot.playground.faults import Faults
from bot.playground.files import Files
from bot.playground.flood import Flood
from bot.playground.ledger import Ledger
from bot.playground.spec import Spec
from bot.playground.updates import Updates
from bot.playground.world import World

KEPT_CALLBACKS = 10_000


@dataclass(slots=True)
class Callback:
    """A pressed button that waits for its answer."""

    id: str
    chat_id: int
    message_id: int
    user_id: int
    pressed_at: float
    is_answered: bool = False


@dataclass(slots=True)
class Callbacks:
    """The pressed buttons of late."""

    _all: OrderedDict[str, Callback] = field(default_factory=OrderedDict)

    def open(self, *, chat_id: int, message_id: int, user_id: int, at: float) -> Callback:
        """Remember a pressed button."""
        number = str(secrets.randbelow(10**18) + 10**18)
        callback = self._all[number] = Callback(number, chat_id, message_id, user_id, at)
        while len(self._all) > KEPT_CALLBACKS:
            self._all.popitem(last=False)
        return callback

    def find(self, callback_id: str) -> Callback | None:
        """Return it, if it is known."""
        return self._all.get(callback_id)


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts of the server."""

    spec: Spec
    world: World
    files: Files
    updates: Updates
    ledger: Ledger
    faults: Faults
    flood: Flood
    drafts: Drafts
    callbacks: Callbacks = field(default_factory=Callbacks)

    def reset(self) -> None:
        """Forget what was said, sent and ordered; the bot, the people and the chats stay."""
        self.world.forget_messages()
        self.files.forget()
        self.updates.clear()
        self.drafts.clear()
        self.faults.clear()
        self.flood.clear()
        self.ledger.clear()

    def close(self) -> None:
        """Let everybody go who waits for something."""
        self.drafts.clear()
        self.world.feed.close()
        self.updates.close()
