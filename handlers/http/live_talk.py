"""One connection of a live session: what its client says is done, and what happens is told to it.

Who loses the connection says `resume` with the session's name and the last `seq` that was heard of, and
goes on with the byte that `connected` names: no word is lost, and none comes twice.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from handlers.http.circumstances import texts_of
from handlers.http.doorman import Caller, let_in_by, let_in_visitor
from handlers.http.job_results import said_in
from handlers.http.live_wire import (
    Config,
    error_message,
    polished_parts,
    sound_in,
    told,
    wish_of,
)
from handlers.http.reading import validated
from handlers.http.socket_door import given_key
from handlers.http.socket_text import Message, message_in
from locales.messages import Messages
from locales.texts import tell_program
from services.accounts.keys import Scope
from services.core import Core
from services.errors import (
    BodyUnreadable,
    FieldInvalid,
    HearsayError,
    KeyMissing,
    LiveElsewhere,
    LiveGone,
    NoRoom,
)
from services.live.events import Complete
from services.live.session import Session

_FIRST_WITHIN: Final = timedelta(seconds=5)
_TAKEN_EVERY_BYTES: Final = 16 * 1024
_WELCOME: Final = "Connected to live transcription"


@dataclass(slots=True)
class _Place:
    """Where a connection stands."""

    session: Session
    after: int
    """The last event that its client has."""


class Conversation:
    """One connection.

    Args:
        socket: Is open.
        request: What opened it.
        core: Has the sessions.
        known: Called when the client has shown who it is.
    """

    def __init__(
        self,
        socket: web.WebSocketResponse,
        request: web.Request,
        core: Core,
        *,
        known: Callable[[], None],
    ) -> None:
        self._known = known
        self._socket = socket
        self._request = request
        self._core = core
        self._texts: Messages = texts_of(request)
        self._told_taken = 0
        self._sent = 0
        self._turn = 0

    async def hold(self) -> None:
        """Talk until one side has had enough."""
        try:
            first = await self._first()
            place = await self._begun(first)
        except HearsayError as error:
            await self._send(error_message(error, self._texts, recoverable=False))
            await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)
            return
        except (TimeoutError, ConnectionError, EOFError):
            await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)
            return
        with suppress(LiveGone):
            async with self._core.live.attended(place.session):
                await self._talk(place)

    async def _talk(self, place: _Place) -> None:
        async with asyncio.TaskGroup() as group:
            telling = group.create_task(self._tell(place))
            hearing = group.create_task(self._listen(place.session))
            done, _ = await asyncio.wait({telling, hearing}, return_when=asyncio.FIRST_COMPLETED)
            if telling in done:
                await self._socket.close()
            for task in (telling, hearing):
                task.cancel()

    async def _first(self) -> Message:
        """Return the first message; a `ping` before it is answered."""
        async with asyncio.timeout(_FIRST_WITHIN.total_seconds()):
            while True:
                message = _read(await self._socket.receive())
                if message.get("type") != "ping":
                    return message
                await self._send({"type": "pong"})

    async def _begun(self, first: Message) -> _Place:
        caller = await self._let_in(first)
        self._known()
        match first.get("type"):
            case "start":
                given = first.get("config")
                config = validated(Config, {} if given is None else given)
                wish = wish_of(config, models=self._core.jobs.models)
                place = _Place(await self._core.live.begin(caller.account.id, wish), 0)
            case "resume":
                found = self._core.live.find(str(first.get("session", "")), caller.account.id)
                place = _Place(found, _number(first, "after"))
            case _:
                raise FieldInvalid(field="type", allowed="start, resume")
        self._turn = place.session.join()
        self._told_taken = self._sent = place.session.taken
        await self._send({
            "type": "connected",
            "message": _WELCOME,
            "session": place.session.id,
            "taken": place.session.taken,
            "can_send_to_chat": caller.account.telegram_id is not None,
            "llm_polish_available": self._core.polish.is_available,
            "llm_polish_enabled": self._core.polish.is_available and place.session.wish.polishes,
        })
        return place

    async def _let_in(self, first: Message) -> Caller:
        given = given_key(self._request, first)
        signed = str(first.get("init_data", ""))
        if signed and not given:
            return await let_in_visitor(signed, self._request, self._core, Scope.JOBS)
        if not given:
            raise KeyMissing
        return await let_in_by(given, self._request, self._core, Scope.JOBS)

    async def _tell(self, place: _Place) -> None:
        with suppress(ConnectionError):
            async for event in place.session.events(after=place.after):
                said = told(event, self._texts)
                if isinstance(event, Complete) and place.session.wish.polishes:
                    said |= await self._polished(event)
                await self._send(said)

    async def _polished(self, event: Complete) -> Message:
        """Return what `complete` says of polished words; who cannot have them is told why."""
        if not event.job or not self._core.polish.is_available:
            return {}
        try:
            job = await self._core.jobs.get(event.job)
            words = await said_in(job, self._core)
            return polished_parts(await self._core.polish.polished(job.id, words))
        except HearsayError as error:
            return {"llm_error": tell_program(self._texts, error)}

    async def _listen(self, session: Session) -> None:
        with suppress(ConnectionError):
            await self._hear(session)

    async def _hear(self, session: Session) -> None:
        while True:
            message = await self._socket.receive()
            if message.type in {WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED}:
                return
            try:
                await self._take(message, session)
            except HearsayError as error:
                is_passing = not session.is_over and not isinstance(error, LiveElsewhere)
                await self._send(error_message(error, self._texts, recoverable=is_passing))
                if isinstance(error, LiveElsewhere):
                    await self._socket.close(code=WSCloseCode.POLICY_VIOLATION)
                    return
                if isinstance(error, NoRoom):
                    # What comes next would be taken for what was not: who resumes begins where it lacks.
                    await self._socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
                    return
            except EOFError:
                return

    async def _take(self, message: WSMessage, session: Session) -> None:
        if message.type is WSMsgType.BINARY:
            await self._feed(session, message.data, None)
            return
        told = _read(message)
        match told.get("type"):
            case "audio":
                at = _number(told, "at") if "at" in told else None
                await self._feed(session, sound_in(told), at)
            case "ping":
                lag = round(session.lag_seconds, 1)
                await self._send({"type": "pong", "taken": session.taken, "lag_seconds": lag})
            case "clear":
                await session.clear()
            case "commit":
                await session.commit()
            case "stop" | "end":
                await session.stop()
            case _:
                raise FieldInvalid(field="type", allowed="audio, clear, commit, ping, stop")

    async def _feed(self, session: Session, sound: bytes, at: int | None) -> None:
        # A connection that was given up may still bring what is sent again on the next one.
        at = self._sent if at is None else at
        taken = await session.feed(sound, at=at, turn=self._turn)
        self._sent = at + len(sound)
        if taken - self._told_taken >= _TAKEN_EVERY_BYTES:
            self._told_taken = taken
            await self._send({"type": "taken", "bytes": taken})

    async def _send(self, message: Message) -> None:
        await self._socket.send_str(json.dumps(message, ensure_ascii=False))


def _read(message: WSMessage) -> Message:
    """Return a message that should be JSON.

    Raises:
        EOFError: the connection has ended.
        BodyUnreadable: it is something else.
        FieldInvalid: there is something in it that cannot be kept.
    """
    if message.type in {WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR}:
        raise EOFError
    if message.type is not WSMsgType.TEXT:
        raise BodyUnreadable
    return message_in(message.data)


def _number(message: Message, name: str) -> int:
    given = message.get(name, 0)
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        raise FieldInvalid(field=name, allowed="0, 1, 2, …")
    return given
