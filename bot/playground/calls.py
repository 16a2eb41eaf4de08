"""The methods that the server carries, by name, and what each of them is given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from bot.playground.desk import Desk
from bot.playground.files import Upload
from bot.playground.refusals import bad_request
from bot.playground.shapes import Json, Value
from bot.playground.world import Chat, Post


@dataclass(frozen=True, slots=True)
class Call:
    """One request: a method's name, its parameters, the bytes that came along, and the desk."""

    method: str
    parameters: Json
    uploads: dict[str, Upload]
    desk: Desk
    used: set[str] = field(default_factory=set)

    def get(self, name: str, default: Value = None) -> Value:
        """Return a parameter."""
        return self.parameters.get(name, default)

    def number(self, name: str, default: int = 0) -> int:
        """Return a parameter that is a number."""
        value = self.parameters.get(name, default)
        return value if isinstance(value, int) else default

    def text(self, name: str) -> str:
        """Return a parameter that is text."""
        value = self.parameters.get(name, "")
        return value if isinstance(value, str) else ""

    def chat(self, name: str = "chat_id") -> Chat:
        """Return the chat that the call is about.

        Raises:
            Refusal: There is none, or the bot may not write there.
        """
        return self.desk.world.chat(self.parameters.get(name))

    def complain(self, text: str) -> None:
        """Write down that the call goes against the documentation's prose."""
        self.desk.ledger.complain("use", self.method, text)

    def own_post(self, verb: str) -> Post:
        """Return the bot's message that the call wants to edit.

        Raises:
            Refusal: There is none, or it is somebody else's.
        """
        chat = self.chat()
        if not self.number("message_id"):
            bad_request("message identifier is not specified")
        post = self.desk.world.find(chat.id, self.number("message_id"))
        if post is None:
            bad_request(f"message to {verb} not found")
        if post.outgoing:
            bad_request(f"message can't be {verb}ed")
        return post


Method = Callable[[Call], Value]  # or an awaitable of it
Carrier = TypeVar("Carrier", bound=Method)
METHODS: dict[str, Method] = {}


def method(*names: str) -> Callable[[Carrier], Carrier]:
    """Carry Bot API methods with the decorated function."""

    def carry(function: Carrier) -> Carrier:
        METHODS.update(dict.fromkeys(names, function))
        return function

    return carry
