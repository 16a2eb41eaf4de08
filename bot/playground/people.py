"""What people do in the chats: write, send files, press buttons, stop, react, block."""

import re
from dataclasses import dataclass

from bot.playground.desk import Desk
from bot.playground.entities import read_text
from bot.playground.files import Upload, described
from bot.playground.keyboards import find_button
from bot.playground.methods_chats import as_member
from bot.playground.shapes import Json
from bot.playground.world import Chat, thread_of


@dataclass(frozen=True, slots=True)
class Seat:
    """A person in a chat."""

    chat: Chat
    user: Json


class People:
    """Everybody but the bot. What is asked in vain raises ValueError with the reason."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._world = desk.world

    def seat(self, chat_id: int | None = None, user_id: int | None = None) -> Seat:
        """Return who speaks where: me in my chat with the bot, unless told otherwise.

        Raises:
            ValueError: There is no such person or chat.
        """
        if user_id is None:
            in_private = chat_id is not None and chat_id in self._world.users
            user_id = chat_id if in_private else self._world.me["id"]
        user = self._world.users.get(user_id or 0)
        chat = self._world.chats.get(chat_id if chat_id is not None else user_id or 0)
        if user is None or chat is None:
            raise ValueError("there is no such person or chat")
        if chat.members.get(user["id"]) not in {"member", "administrator", "creator"}:
            raise ValueError(f"{user['first_name']} is not in this chat")
        return Seat(chat, user)

    def say(
        self, seat: Seat, text: str, *, reply_to: int | None = None, topic: int | None = None
    ) -> Json:
        """Write something, in a topic of a group where one is named."""
        words, entities = read_text(text)
        if not words:
            raise ValueError("nothing was written")
        content: Json = {"text": words, **({"entities": entities} if entities else {})}
        if topic is not None:
            content |= thread_of(topic)
        return self._publish(seat, content, reply_to)

    def send(
        self, seat: Seat, upload: Upload, kind: str, about: Json, thumbnail: Upload | None = None
    ) -> Json:
        """Send a file. `about` holds its attributes, and caption, reply_to, media_group_id."""
        became, media = self._desk.files.keep(upload, kind, about, thumbnail)
        content = described(became, media)
        caption, entities = read_text(str(about.get("caption") or ""))
        if caption:
            content["caption"] = caption
            content |= {"caption_entities": entities} if entities else {}
        if about.get("media_group_id"):
            content["media_group_id"] = str(about["media_group_id"])
        return self._publish(seat, content, about.get("reply_to"))

    def edit(self, seat: Seat, message_id: int, text: str) -> Json:
        """Change one's own words."""
        post = self._world.find(seat.chat.id, message_id)
        if post is None or post.message["from"]["id"] != seat.user["id"]:
            raise ValueError("there is no such message of this person")
        words, entities = read_text(text)
        name = "text" if "text" in post.message else "caption"
        lasting = {key: post.message[key] for key in post.message if key != ENTITIES[name]}
        marks = {ENTITIES[name]: entities} if entities else {}
        post.message = {**lasting, name: words, **marks, "edit_date": self._world.now()}
        self._world.changed(post)
        self._desk.updates.put("edited_message", post.message, lane=f"chat:{seat.chat.id}")
        return post.message

    def press(self, seat: Seat, message_id: int, words_or_data: str) -> str:
        """Press a button by its words or its data. Return the callback's id."""
        post = self._world.find(seat.chat.id, message_id)
        markup = post.message.get("reply_markup") if post else None
        button = find_button(markup, words_or_data=words_or_data)
        if post is None or button is None:
            raise ValueError(f"message {message_id} has no button {words_or_data!r}")
        if "callback_data" not in button or "disabled" in button:
            raise ValueError(f"the button {words_or_data!r} sends nothing to the bot")
        callback = self._desk.callbacks.open(
            chat_id=seat.chat.id,
            message_id=message_id,
            user_id=seat.user["id"],
            at=self._world.clock.now(),
        )
        query = {
            "id": callback.id,
            "from": seat.user,
            "message": post.message,
            "chat_instance": str(abs(seat.chat.id) * 7919),
            "data": button["callback_data"],
        }
        self._desk.updates.put("callback_query", query, lane=f"callback:{seat.user['id']}")
        return callback.id

    def type_inline(self, seat: Seat, query: str) -> str:
        """Type the bot's name and a query into a text field. Return the query's id."""
        asked = self._desk.callbacks.open(
            chat_id=seat.chat.id,
            message_id=0,
            user_id=seat.user["id"],
            at=self._world.clock.now(),
        )
        body = {"id": asked.id, "from": seat.user, "query": query, "offset": ""}
        self._desk.updates.put("inline_query", body, lane=f"inline:{seat.user['id']}")
        return asked.id

    def stop(self, seat: Seat, draft_id: int) -> None:
        """Press Stop on a draft."""
        draft = self._desk.drafts.find(seat.chat.id, draft_id)
        if draft is None or not draft.can_stop:
            raise ValueError("there is no draft that can be stopped")
        stopped: Json = {"chat": seat.chat.about, "draft_id": draft_id}
        if draft.thread_id is not None:
            stopped["message_thread_id"] = draft.thread_id
        if not draft.keep_on_stop:
            self._desk.drafts.take_away(seat.chat.id, draft_id)
        self._desk.updates.put("stopped_message_generation", stopped, lane=f"chat:{seat.chat.id}")

    def react(self, seat: Seat, message_id: int, emoji: str) -> None:
        """Put an emoji under a message, or take it away with an empty one."""
        post = self._world.find(seat.chat.id, message_id)
        if post is None:
            raise ValueError("there is no such message")
        own = [each for each in post.reactions if each["user_id"] == seat.user["id"]]
        post.reactions = [each for each in post.reactions if each not in own]
        if emoji:
            post.reactions.append({"user_id": seat.user["id"], "emoji": emoji})
        self._world.reacted(post)
        change = {
            "chat": seat.chat.about,
            "message_id": message_id,
            "user": seat.user,
            "date": self._world.now(),
            "old_reaction": [{"type": "emoji", "emoji": each["emoji"]} for each in own],
            "new_reaction": [{"type": "emoji", "emoji": emoji}] if emoji else [],
        }
        self._desk.updates.put("message_reaction", change, lane=f"chat:{seat.chat.id}")

    def block(self, user_id: int, *, blocked: bool) -> None:
        """Block the bot, or take it back."""
        seat = self.seat(user_id, user_id)
        if seat.chat.is_blocked == blocked:
            return
        seat.chat.is_blocked = blocked
        self._world.keep_chat(seat.chat)
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        self._tell_membership(seat, before, after)

    def add_group(self, title: str, members: list[int], *, admin: bool) -> Json:
        """Make a group with the bot in it."""
        about = self._world.add_group(title, members=members, admin=admin)
        chat = self._world.chats[about["id"]]
        seat = Seat(chat, self._world.users[members[0]])
        self._tell_membership(seat, "left", "administrator" if admin else "member")
        return about

    def make_admin(self, chat_id: int, user_id: int) -> None:
        """Let somebody, or the bot, run a group."""
        chat = self._world.chats[chat_id]
        before, chat.members[user_id] = chat.members.get(user_id, "left"), "administrator"
        self._world.keep_chat(chat)
        if user_id == self._world.bot["id"]:
            owner = self._world.users[next(iter(chat.members))]
            self._tell_membership(Seat(chat, owner), before, "administrator")

    def _publish(self, seat: Seat, content: Json, reply_to: int | None) -> Json:
        if reply_to is not None:
            answered = self._world.find(seat.chat.id, reply_to)
            if answered is None:
                raise ValueError("the message to reply to is gone")
            quoted = {k: v for k, v in answered.message.items() if k != "reply_to_message"}
            content = {"reply_to_message": quoted, **content}
        message = self._world.publish(seat.chat, seat.user, content).message
        if self._is_for_bot(seat.chat, message):
            self._desk.updates.put("message", message, lane=f"chat:{seat.chat.id}")
        return message

    def _is_for_bot(self, chat: Chat, message: Json) -> bool:
        if chat.is_private or chat.members.get(self._world.bot["id"]) == "administrator":
            return True
        if message.get("reply_to_message", {}).get("from", {}).get("id") == self._world.bot["id"]:
            return True
        text = message.get("text") or message.get("caption") or ""
        name = self._world.bot["username"]
        other = re.match(r"/\w+@(\w+)", text)
        if other is not None:
            return bool(other[1].lower() == name.lower())
        return bool(text.startswith("/") or f"@{name}".lower() in text.lower())

    def _tell_membership(self, seat: Seat, before: str, after: str) -> None:
        bot = self._world.bot
        change = {
            "chat": seat.chat.about,
            "from": seat.user,
            "date": self._world.now(),
            "old_chat_member": as_member(bot, before),
            "new_chat_member": as_member(bot, after),
        }
        self._desk.updates.put("my_chat_member", change, lane=f"chat:{seat.chat.id}")


ENTITIES = {"text": "entities", "caption": "caption_entities"}
