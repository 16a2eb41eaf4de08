"""Who and what exists in the playground: the bot, the people, their chats and what was said there."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from bot.playground.feed import Feed
from bot.playground.journal import Journal
from bot.playground.refusals import Refusal, bad_request
from bot.playground.shapes import Json, Value
from services.clock import Clock

FIRST_USER_ID = 700_000_001
FIRST_USER_NAME = "Robin"
FIRST_GROUP_ID = -1_002_000_000_001
CHAT_FIELDS = ["id", "first_name", "username"]
USER_TEXTS = {"first_name", "last_name", "username", "language_code"}


@dataclass(slots=True)
class Chat:
    """A chat between one person and the bot, or a group. `about` is the Bot API's Chat."""

    about: Json
    members: dict[int, str] = field(default_factory=dict)
    is_blocked: bool = False
    pinned: list[int] = field(default_factory=list)
    last_message_id: int = 0
    topics: dict[int, str] = field(default_factory=dict)
    """By the number of the message that opened them."""

    @property
    def id(self) -> int:
        """The chat's number."""
        return int(self.about["id"])

    @property
    def is_private(self) -> bool:
        """Whether it is a chat with one person."""
        return bool(self.about["type"] == "private")

    def to_json(self) -> Json:
        """Return what the journal keeps."""
        return {
            "about": self.about,
            "members": {str(user): status for user, status in self.members.items()},
            "is_blocked": self.is_blocked,
            "pinned": self.pinned,
            "last_message_id": self.last_message_id,
            "topics": {str(number): name for number, name in self.topics.items()},
        }

    @staticmethod
    def from_json(kept: Json) -> "Chat":
        """Read it back."""
        members = {int(user): status for user, status in kept["members"].items()}
        topics = {int(number): name for number, name in kept.get("topics", {}).items()}
        return Chat(**{**kept, "members": members, "topics": topics})


@dataclass(slots=True)
class Post:
    """One message as the chat shows it. `message` is the Bot API's Message."""

    message: Json
    outgoing: bool
    reply_keyboard: Json | None = None
    reactions: list[Json] = field(default_factory=list)

    def for_page(self) -> Json:
        """Return the message with what the Bot API does not tell about it."""
        shown: Json = {**self.message, "outgoing": self.outgoing, "reactions": self.reactions}
        if self.reply_keyboard is not None:
            shown["reply_keyboard"] = self.reply_keyboard
        return shown

    def to_json(self) -> Json:
        """Return what the journal keeps."""
        return {
            "message": self.message,
            "outgoing": self.outgoing,
            "reply_keyboard": self.reply_keyboard,
            "reactions": self.reactions,
        }


class World:
    """All of it, in memory, and every change told to the journal and to the feed."""

    def __init__(self, *, folder: Path, clock: Clock, journal: Journal, feed: Feed) -> None:
        self.folder = folder
        self.clock = clock
        self.journal = journal
        self.feed = feed
        self.profile: Json = {}
        self.users: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.posts: dict[int, dict[int, Post]] = {}
        self._load()

    @property
    def token(self) -> str:
        """The bot's token."""
        return str(self.profile["token"])

    @property
    def bot(self) -> Json:
        """The bot as a User."""
        user: Json = self.profile["user"]
        return user

    @property
    def me(self) -> Json:
        """The person in front of the page."""
        return self.users[self.profile["me"]]

    def now(self) -> int:
        """Return the wall time as the Bot API writes it."""
        return int(self.clock.now())

    def add_user(self, first_name: str, *, language_code: str = "en", username: str = "") -> Json:
        """Let a person in, who opens a chat with the bot."""
        user_id = max(self.users, default=FIRST_USER_ID - 1) + 1
        user: Json = {"id": user_id, "is_bot": False, "first_name": first_name}
        if username:
            user["username"] = username
        user["language_code"] = language_code
        self.users[user_id] = user
        self.journal.put("user", user_id, user)
        about: Json = {key: user[key] for key in CHAT_FIELDS if key in user}
        chat = Chat({**about, "type": "private"}, {user_id: "member", self.bot["id"]: "member"})
        self.add_chat(chat)
        return user

    def change_user(self, user_id: int, changes: Json) -> Json:
        """Change a person's name or language."""
        user = self.users[user_id]
        user |= {name: str(value) for name, value in changes.items() if name in USER_TEXTS}
        chat = self.chats[user_id]
        chat.about |= {name: user[name] for name in USER_TEXTS & user.keys() - {"language_code"}}
        self.journal.put("user", user_id, user)
        self.keep_chat(chat)
        self.feed.tell("commands")
        return user

    def add_group(self, title: str, *, members: list[int], admin: bool = False) -> Json:
        """Make a group of people and the bot. `admin` makes the bot an administrator."""
        group_id = min([chat for chat in self.chats if chat < 0], default=FIRST_GROUP_ID + 1) - 1
        statuses = dict.fromkeys(members, "member")
        if members:
            statuses[members[0]] = "creator"
        statuses[self.bot["id"]] = "administrator" if admin else "member"
        chat = Chat({"id": group_id, "type": "supergroup", "title": title}, statuses)
        self.add_chat(chat)
        return chat.about

    def add_topic(self, chat: Chat, name: str) -> int:
        """Open a topic in a group, which becomes a forum. Return the topic's number."""
        chat.about["is_forum"] = True
        created = {"name": name, "icon_color": 7322096}
        opened = self.publish(chat, self.users[next(iter(chat.members))], {})
        number = int(opened.message["message_id"])
        opened.message |= {"forum_topic_created": created, **thread_of(number)}
        chat.topics[number] = name
        self.keep_chat(chat)
        return number

    def add_chat(self, chat: Chat) -> None:
        """Keep a chat."""
        self.chats[chat.id] = chat
        self.posts.setdefault(chat.id, {})
        self.keep_chat(chat)

    def keep_chat(self, chat: Chat) -> None:
        """Write a changed chat down."""
        self.journal.put("chat", chat.id, chat.to_json())

    def keep_profile(self) -> None:
        """Write the bot's changed profile down."""
        self.journal.put("profile", "", self.profile)

    def chat(self, chat_id: int | str | None) -> Chat:
        """Return a chat that the bot may write to.

        Raises:
            Refusal: There is none, or the person blocked the bot.
        """
        if chat_id is None or not chat_id:
            bad_request("chat_id is empty")
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else self._named(str(chat_id))
        if chat is None:
            bad_request("chat not found")
        if chat.is_blocked:
            raise Refusal(403, "Forbidden: bot was blocked by the user")
        if chat.members.get(self.bot["id"]) == "kicked":
            raise Refusal(403, "Forbidden: bot was kicked from the supergroup chat")
        return chat

    def find(self, chat_id: int, message_id: int | None) -> Post | None:
        """Return a message that is still there."""
        return self.posts.get(chat_id, {}).get(message_id) if message_id is not None else None

    def publish(self, chat: Chat, sender: Json, content: Json, **beside: Value) -> Post:
        """Put a new message into a chat."""
        message: Json = {
            "message_id": self._next_message_id(chat),
            "from": sender,
            "chat": chat.about,
            "date": self.now(),
            **content,
        }
        post = Post(message, outgoing=not sender["is_bot"], **beside)
        self.posts[chat.id][message["message_id"]] = post
        self._keep(post)
        self.feed.tell("message", chat_id=chat.id, message=post.for_page())
        return post

    def changed(self, post: Post) -> None:
        """Write an edited message down and show it."""
        self._keep(post)
        self.feed.tell("edited", chat_id=post.message["chat"]["id"], message=post.for_page())

    def reacted(self, post: Post) -> None:
        """Write a message's reactions down and show them."""
        self._keep(post)
        self.feed.tell(
            "reaction",
            chat_id=post.message["chat"]["id"],
            message_id=post.message["message_id"],
            reactions=post.reactions,
        )

    def delete(self, chat_id: int, message_ids: list[int]) -> None:
        """Take messages away."""
        for message_id in message_ids:
            self.posts[chat_id].pop(message_id)
            self.journal.drop("post", f"{chat_id}:{message_id}")
        self.feed.tell("deleted", chat_id=chat_id, message_ids=message_ids)

    def forget_messages(self) -> None:
        """Empty every chat."""
        for chat_id, posts in self.posts.items():
            self.delete(chat_id, list(posts))

    def _keep(self, post: Post) -> None:
        message = post.message
        key = f"{message['chat']['id']}:{message['message_id']}"
        self.journal.put("post", key, post.to_json())

    def _next_message_id(self, chat: Chat) -> int:
        if not chat.is_private:
            chat.last_message_id += 1
            self.keep_chat(chat)
            return chat.last_message_id
        self.profile["last_message_id"] += 1  # private chats of one bot share a count
        self.keep_profile()
        return int(self.profile["last_message_id"])

    def _named(self, name: str) -> Chat | None:
        username = name.removeprefix("@").lower()
        for chat in self.chats.values():
            if chat.about.get("username", "").lower() == username:
                return chat
        return None

    def _load(self) -> None:
        kept = dict(self.journal.read("profile"))
        if not kept:
            self.profile = _new_profile()
            self.keep_profile()
            self.profile["me"] = self.add_user(FIRST_USER_NAME)["id"]
            return
        self.profile = kept[""]
        self.users = {int(key): user for key, user in self.journal.read("user")}
        for _, chat in self.journal.read("chat"):
            self.chats[chat["about"]["id"]] = Chat.from_json(chat)
        self.posts = {chat_id: {} for chat_id in self.chats}
        posts = [Post(**post) for _, post in self.journal.read("post")]
        for post in sorted(posts, key=lambda post: int(post.message["message_id"])):
            self.posts[post.message["chat"]["id"]][post.message["message_id"]] = post


def thread_of(topic: int) -> Json:
    """Return the fields of a message that belongs to a topic."""
    return {"message_thread_id": topic, "is_topic_message": True}


def _new_profile() -> Json:
    bot_id = 5_000_000_000 + secrets.randbelow(2_000_000_000)
    return {
        "token": f"{bot_id}:{secrets.token_urlsafe(27)[:35]}",
        "sim_token": secrets.token_urlsafe(24),
        "user": {
            "id": bot_id,
            "is_bot": True,
            "first_name": "Hearsay",
            "username": "hearsay_playground_bot",
        },
        "me": FIRST_USER_ID,
        "last_message_id": 0,
        "texts": {},
        "commands": {},
        "menus": {},
        "webhook": None,
        "allowed_updates": None,
    }
