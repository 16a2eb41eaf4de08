"""Messages that are still being written: shown for half a minute, and a person can stop them."""

import asyncio
from dataclasses import dataclass

from bot.playground.shapes import Json
from bot.playground.world import World

LIFE_SECONDS = 30.0


@dataclass(slots=True)
class Draft:
    """What the bot shows while it writes."""

    chat_id: int
    draft_id: int
    text: str
    entities: list[Json]
    can_stop: bool
    keep_on_stop: bool
    thread_id: int | None
    end: asyncio.TimerHandle | None = None

    def to_json(self) -> Json:
        """Return it for the page."""
        return {
            "chat_id": self.chat_id,
            "draft_id": self.draft_id,
            "text": self.text,
            "entities": self.entities,
            "can_stop": self.can_stop,
        }


class Drafts:
    """The drafts on show."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._drafts: dict[tuple[int, int], Draft] = {}

    def show(self, draft: Draft) -> None:
        """Show a draft, or show it changed."""
        self._forget(draft.chat_id, draft.draft_id)
        loop = asyncio.get_running_loop()
        draft.end = loop.call_later(LIFE_SECONDS, self.take_away, draft.chat_id, draft.draft_id)
        self._drafts[draft.chat_id, draft.draft_id] = draft
        self._world.feed.tell("draft", **draft.to_json())

    def find(self, chat_id: int, draft_id: int) -> Draft | None:
        """Return a draft that is on show."""
        return self._drafts.get((chat_id, draft_id))

    def of(self, chat_id: int | None) -> list[Draft]:
        """Return a chat's drafts, or all."""
        return [draft for (chat, _), draft in self._drafts.items() if chat_id in {None, chat}]

    def take_away(self, chat_id: int, draft_id: int) -> None:
        """End a draft."""
        if self._forget(chat_id, draft_id):
            self._world.feed.tell("draft_gone", chat_id=chat_id, draft_id=draft_id)

    def clear(self, chat_id: int | None = None) -> None:
        """End the drafts of a chat, as the finished message does, or all."""
        for chat, draft_id in list(self._drafts):
            if chat_id in {None, chat}:
                self.take_away(chat, draft_id)

    def _forget(self, chat_id: int, draft_id: int) -> bool:
        draft = self._drafts.pop((chat_id, draft_id), None)
        if draft is not None and draft.end is not None:
            draft.end.cancel()
        return draft is not None
