"""The playground as tests hold it: people act, and one looks at what the bot did."""

import asyncio
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.playground.desk import Desk
from bot.playground.faults import Fault
from bot.playground.files import Upload
from bot.playground.forms import mime_of
from bot.playground.ledger import Recorded, Violation
from bot.playground.people import People
from bot.playground.shapes import Json, Value

LOOKS_EVERY_SECONDS = 0.02
Found = TypeVar("Found")


class Playground:
    """A running playground. `user` and `chat` are ids; left out they are me, in my chat with the bot."""

    def __init__(self, url: str, desk: Desk, people: People) -> None:
        self.url = url
        self.desk = desk
        self.people = people

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.desk.world.token

    @property
    def sim_token(self) -> str:
        """What opens /sim/."""
        return str(self.desk.world.profile["sim_token"])

    @property
    def bot_id(self) -> int:
        """The bot's number."""
        return int(self.desk.world.bot["id"])

    @property
    def me(self) -> int:
        """The id of the person in front of the page, and of the chat with the bot."""
        return int(self.desk.world.me["id"])

    @property
    def violations(self) -> list[Violation]:
        """Everything that went against the Bot API's rules so far."""
        return self.desk.ledger.violations

    @property
    def flood_counts(self) -> tuple[int, int]:
        """How many calls flood control counted, and how many of them it refused."""
        return self.desk.flood.calls, self.desk.flood.refused

    async def say(
        self,
        text: str,
        *,
        user: int | None = None,
        chat: int | None = None,
        reply_to: int | None = None,
        topic: int | None = None,
    ) -> Json:
        """Write something. Return the Message."""
        seat = self.people.seat(chat, user)
        return self.people.say(seat, text, reply_to=reply_to, topic=topic)

    async def send_file(
        self,
        source: Path | bytes,
        kind: str = "document",
        *,
        user: int | None = None,
        chat: int | None = None,
        **about: Value,
    ) -> Json:
        """Send a file.

        Args:
            source: A file, which is copied, or bytes.
            kind: photo, audio, video, document, animation, voice or video_note.
            user: Who.
            chat: Where.
            **about: name, mime, duration, width, height, title, performer, caption, reply_to,
                media_group_id.
        """
        given = source.name if isinstance(source, Path) else ""
        name = str(about.pop("name", given))
        mime = str(about.pop("mime", "")) or mime_of("", name)
        path = self.desk.files.incoming / secrets.token_hex(12)
        if isinstance(source, Path):
            await asyncio.to_thread(shutil.copyfile, source, path)
        else:
            path.write_bytes(source)
        upload = Upload(path, name, mime, path.stat().st_size)
        return self.people.send(self.people.seat(chat, user), upload, kind, about)

    async def press(
        self,
        message_id: int,
        button: str,
        *,
        user: int | None = None,
        chat: int | None = None,
    ) -> str:
        """Press a button, named by its words or its data. Return the callback's id."""
        return self.people.press(self.people.seat(chat, user), message_id, button)

    async def type_inline(self, query: str, *, user: int | None = None) -> str:
        """Type a query for the bot into a text field. Return its id; calls() has the answer."""
        return self.people.type_inline(self.people.seat(user, user), query)

    async def stop_draft(
        self, draft_id: int, *, user: int | None = None, chat: int | None = None
    ) -> None:
        """Press Stop on a draft."""
        self.people.stop(self.people.seat(chat, user), draft_id)

    async def edit(
        self,
        message_id: int,
        text: str,
        *,
        user: int | None = None,
        chat: int | None = None,
    ) -> Json:
        """Change one's own message."""
        return self.people.edit(self.people.seat(chat, user), message_id, text)

    def block(self, user: int | None = None, *, blocked: bool = True) -> None:
        """Block the bot, or take it back."""
        self.people.block(user or self.me, blocked=blocked)

    def add_user(self, first_name: str, *, language_code: str = "en", username: str = "") -> Json:
        """Let another person in."""
        return self.desk.world.add_user(first_name, language_code=language_code, username=username)

    def add_group(
        self, title: str, *, members: list[int] | None = None, admin: bool = False
    ) -> Json:
        """Make a group; its first member owns it. Unless `admin`, the bot hears only what is meant for it."""
        return self.people.add_group(title, members or [self.me], admin=admin)

    def add_topic(self, chat: int, name: str) -> int:
        """Open a topic in a group. Return its number."""
        return self.desk.world.add_topic(self.desk.world.chats[chat], name)

    def make_admin(self, chat: int, user: int | None = None) -> None:
        """Let somebody run a group; the bot, when nobody is named."""
        self.people.make_admin(chat, user or self.bot_id)

    def messages(self, chat: int | None = None) -> list[Json]:
        """Return a chat's messages as they are now, the oldest first, as /sim/ tells them."""
        posts = self.desk.world.posts[chat or self.me]
        return [post.for_page() for post in posts.values()]

    def drafts(self, chat: int | None = None) -> list[Json]:
        """Return the drafts on show."""
        return [each.to_json() for each in self.desk.drafts.of(chat or self.me)]

    def calls(self, method: str | None = None, *, since: int = 0) -> list[Recorded]:
        """Return what the bot called; empty polls are left out."""
        return self.desk.ledger.calls(method, since=since)

    async def until(self, holds: Callable[[], Found], *, seconds: float = 10) -> Found:
        """Wait until something is so, looking again whenever anything happens. Return what it is.

        Raises:
            TimeoutError: It did not become so.
        """
        async with asyncio.timeout(seconds):
            if found := holds():
                return found
            async for _ in self.desk.world.feed.listen(patience=LOOKS_EVERY_SECONDS):
                if found := holds():
                    return found
        raise TimeoutError("the playground was closed")

    def add_fault(self, method: str, kind: str, **details: Value) -> Fault:
        """Order trouble; faults.py has the list."""
        return self.desk.faults.add(method, kind, **details)

    def clear_faults(self) -> None:
        """Peace."""
        self.desk.faults.clear()

    def set_flood(self, on: bool) -> None:  # noqa: FBT001 - a switch
        """Turn flood control on or off."""
        self.desk.flood.is_on = on

    def clear(self) -> None:
        """Forget messages, files, updates, faults, calls and violations."""
        self.desk.reset()

    def media_bytes(self, file_id: str) -> bytes:
        """Return what lies behind a file id."""
        stored = self.desk.files.find(file_id)
        if stored is None:
            raise KeyError(file_id)
        return self.desk.files.path_of(stored).read_bytes()
