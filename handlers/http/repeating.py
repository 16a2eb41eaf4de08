"""Requests with an Idempotency-Key: what was answered once is answered again, and done only once."""

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from aiohttp import web

from handlers.http.circumstances import send_with_answer
from handlers.http.doorman import Caller
from handlers.http.forms import AFTER_FORM, AfterForm, read_form
from services.accounts.repeats import Told, Turn
from services.core import Core
from services.errors import FieldInvalid

HEADER: Final = "Idempotency-Key"
REPLAYED: Final = "Idempotency-Replayed"

_KEY: Final = re.compile(r"[!-~]{1,255}")
_SUCCESS: Final = 400
_NOT_KEPT: Final = frozenset({
    "Content-Length",
    "Date",
    "Server",
    "Transfer-Encoding",
    "Connection",
})

Answering = Callable[[str], Awaitable[web.StreamResponse]]
"""Answers, when it is told what goes with the orders it gives."""


async def answer_once(
    request: web.Request, caller: Caller, core: Core, *, file_field: str, answer: Answering
) -> web.StreamResponse:
    """Answer a request that may have come before.

    Args:
        request: the request.
        caller: whose.
        core: the core.
        file_field: where it is a form, the field of its file; else empty.
        answer: answers it the first time.

    Raises:
        FieldInvalid: its Idempotency-Key cannot be one.
        RepeatDiffers: another request came with the same key.
        RepeatRunning: that request is still being answered.
    """
    key = request.headers.get(HEADER, "")
    if not key:
        return await answer("")
    if not _KEY.fullmatch(key):
        raise FieldInvalid(field=HEADER, allowed="1-255 × A-Z a-z 0-9 - _ …")
    async with core.repeats.turn(caller.account.id, key) as turn:
        await _compare(request, turn, core, file_field=file_field)
        if turn.told is not None:
            send_with_answer(request, {REPLAYED: "true"})
            return _again(turn.told)
        response = await answer(turn.once)
        # Whoever wants nothing kept has it made again, by the same name: it still does not come twice.
        if (await core.preferences.privacy(caller.account.id)).is_usual:
            await _keep(response, turn)
        return response


async def _compare(request: web.Request, turn: Turn, core: Core, *, file_field: str) -> None:
    """See to it that this is the same request. What a form holds is known only once it has been read."""
    asked = f"{request.method} {request.raw_path}\n"
    if not file_field:
        await turn.compare(_digest(asked.encode("utf-8", "surrogateescape"), await request.read()))
        return

    async def compare(form: bytes) -> None:
        await turn.compare(_digest(asked.encode("utf-8", "surrogateescape"), form))

    request[AFTER_FORM] = AfterForm(compare)
    if turn.told is not None:
        async with core.uploads.receive() as upload:
            await read_form(
                request,
                upload,
                file_field=file_field,
                most_bytes=core.uploads.most_bytes,
                may_lack_file=True,  # it would not have been answered
            )


async def _keep(response: web.StreamResponse, turn: Turn) -> None:
    """Keep an answer that is whole and says that something was done; forget that there was any other."""
    is_whole = isinstance(response, web.Response) and isinstance(response.body, bytes | None)
    if not is_whole or response.status >= _SUCCESS:
        await turn.forget()
        return
    headers = {
        name: value for name, value in response.headers.items() if name.title() not in _NOT_KEPT
    }
    await turn.keep(Told(response.status, _body_of(response), headers))


def _body_of(response: web.StreamResponse) -> bytes:
    body = response.body if isinstance(response, web.Response) else None
    return body if isinstance(body, bytes) else b""


def _again(told: Told) -> web.Response:
    headers: Mapping[str, str] = told.headers
    return web.Response(body=told.body, status=told.status, headers=headers)


def _digest(asked: bytes, body: bytes) -> str:
    return hashlib.sha256(asked + body).hexdigest()
