"""Has a method carried out, and checks what came and what goes against the Bot API's description."""

import inspect
from typing import Literal

from bot.playground import (
    methods_bot,
    methods_chats,
    methods_edit,
    methods_inbox,
    methods_media,
    methods_messages,
)
from bot.playground.calls import METHODS, Call, Method
from bot.playground.desk import Desk
from bot.playground.forms import Form
from bot.playground.refusals import Refusal, bad_request, too_many_requests
from bot.playground.shapes import Value
from bot.playground.spec import Complaints

MODULES = (  # importing them is what fills METHODS
    methods_bot,
    methods_chats,
    methods_edit,
    methods_inbox,
    methods_media,
    methods_messages,
)


class Clerk:
    """Carries out. `strict` refuses calls that do not fit the description."""

    def __init__(self, desk: Desk, *, strict: bool = False) -> None:
        self._desk = desk
        self._strict = strict

    def name_of(self, method: str) -> str:
        """Return how the documentation spells a method.

        Raises:
            Refusal: There is none of that name.
        """
        name = self._desk.spec.name_of(method)
        if name is None:
            self._complain("request", method, ["unknown method"])
            raise Refusal(404, "Not Found: method not found")
        return name

    async def carry_out(self, name: str, form: Form) -> Value:
        """Carry a method out and return its result.

        Raises:
            Refusal: It is not carried, or refused.
        """
        spec = self._desk.spec
        decoded = spec.decode(name, form.fields, set(form.uploads))
        self._complain("request", name, decoded.complaints)
        if decoded.complaints and self._strict:
            bad_request("; ".join(decoded.complaints))
        method = METHODS.get(name)
        if method is None:
            self._complain("use", name, ["not carried by the playground"])
            raise Refusal(501, f"Not Implemented: the playground does not carry {name}")
        call = Call(name, decoded.parameters, form.uploads, self._desk)
        self._mind_flood(call)
        result = await _result(method, call, decoded.complaints)
        orphans = form.uploads.keys() - call.used
        self._complain("request", name, [f"{each}: nothing refers to it" for each in orphans])
        self._complain("answer", name, spec.check_answer(name, result))
        return result

    def _mind_flood(self, call: Call) -> None:
        chat_id, media = call.get("chat_id"), call.get("media")
        if not isinstance(chat_id, int):
            return
        messages = len(media) if isinstance(media, list) else 1
        wait = self._desk.flood.wait_seconds(call.method, chat_id, messages=messages)
        if wait:
            raise too_many_requests(wait)

    def _complain(
        self, kind: Literal["request", "use", "answer"], where: str, texts: Complaints
    ) -> None:
        for text in texts:
            self._desk.ledger.complain(kind, where, text)


async def _result(method: Method, call: Call, complaints: Complaints) -> Value:
    try:
        result = method(call)
        return await result if inspect.isawaitable(result) else result
    except (AttributeError, KeyError, TypeError, ValueError):
        if not complaints:
            raise
        bad_request(complaints[0])  # it could not have worked with such parameters
