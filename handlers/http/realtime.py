"""`/v1/realtime`: live sessions as OpenAI's clients know them, for transcription alone."""

import asyncio
import json
import secrets
from collections.abc import Collection
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from typing import Final

from aiohttp import WSMsgType, web

from handlers.http.circumstances import texts_of
from handlers.http.doorman import Caller, let_in_by
from handlers.http.openai_errors import told as told_error
from handlers.http.realtime_wire import Settings, Told, sound_in
from handlers.http.socket_door import check_origin, given_key
from handlers.http.socket_text import Message, message_in
from services.accounts.keys import Scope
from services.core import Core
from services.errors import FieldInvalid, HearsayError, LiveEmpty, RecogniserFailed
from services.live.events import Complete, Ending, Failed
from services.live.session import Session

_HEARTBEAT: Final = timedelta(seconds=20)
_LARGEST_MESSAGE: Final = 24 * 1024 * 1024
_LEAST_COMMITTED_SECONDS: Final = 0.1
_PROTOCOL: Final = "realtime"
_KEY_PROTOCOL: Final = "openai-insecure-api-key."
_UPDATES: Final = frozenset({"session.update", "transcription_session.update"})


def realtime_routes(core: Core, *, origins: Collection[str] = ()) -> list[web.RouteDef]:
    """Return the route; pages of other sites may come if they are named."""

    async def serve(request: web.Request) -> web.StreamResponse:
        check_origin(request, origins)
        caller = await let_in_by(_key_of(request), request, core, Scope.JOBS)
        socket = web.WebSocketResponse(
            heartbeat=_HEARTBEAT.total_seconds(),
            max_msg_size=_LARGEST_MESSAGE,
            compress=False,
            protocols=[_PROTOCOL],
        )
        await socket.prepare(request)
        async with AsyncExitStack() as stack:
            await _Conversation(socket, request, core, caller, stack).hold()
        return socket

    return [web.get("/v1/realtime", serve)]


def _key_of(request: web.Request) -> str:
    """Return the key: browsers can only put it among the protocols."""
    offered = request.headers.get("Sec-WebSocket-Protocol", "").split(",")
    for name in (one.strip() for one in offered):
        if name.startswith(_KEY_PROTOCOL):
            return name.removeprefix(_KEY_PROTOCOL)
    return given_key(request, {})


class _Conversation:
    """One connection. Its session begins with the first sound: until then everything may be set."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        request: web.Request,
        core: Core,
        caller: Caller,
        stack: AsyncExitStack,
    ) -> None:
        self._socket = socket
        self._request = request
        self._core = core
        self._caller = caller
        self._stack = stack
        self._id = f"sess_{secrets.token_hex(8)}"
        self._settings = Settings("realtime=v1" in request.headers.get("OpenAI-Beta", ""))
        self._session: Session | None = None
        self._telling: asyncio.Task[None] | None = None
        self._uncommitted = 0

    async def hold(self) -> None:
        """Talk until the client hangs up; what it said is heard to the end all the same."""
        async with asyncio.TaskGroup() as group:
            with suppress(ConnectionError):
                await self._send(self._about("created"))
                await self._listen(group)
            if self._session is not None:
                await self._session.stop()
            if self._telling is not None:
                self._telling.cancel()

    async def _listen(self, group: asyncio.TaskGroup) -> None:
        async for message in self._socket:
            if message.type is not WSMsgType.TEXT:
                return
            await self._answer(message.data, group)

    async def _answer(self, text: str, group: asyncio.TaskGroup) -> None:
        message: Message = {}
        try:
            message = message_in(text)
            await self._take(message, group)
        except HearsayError as error:
            await self._refuse(error, message)

    async def _take(self, message: Message, group: asyncio.TaskGroup) -> None:
        match message.get("type"):
            case str(kind) if kind in _UPDATES:
                await self._update(message)
            case "input_audio_buffer.append":
                sound = sound_in(message)
                session = await self._begun(group)
                await session.feed(sound)
                self._uncommitted += len(sound)
            case "input_audio_buffer.commit":
                await self._commit()
            case "input_audio_buffer.clear":
                self._uncommitted = 0
                if self._session is not None:
                    await self._session.clear()
                await self._send({"type": "input_audio_buffer.cleared"})
            case _:
                raise FieldInvalid(field="type", allowed="session.update, input_audio_buffer.*")

    async def _update(self, message: Message) -> None:
        settings = self._settings.updated(message.get("session"))
        if self._session is not None and settings != self._settings:
            raise FieldInvalid(field="session", allowed="before the first sound")
        self._settings = settings
        await self._send(self._about("updated"))

    async def _begun(self, group: asyncio.TaskGroup) -> Session:
        if self._session is not None:
            return self._session
        core = self._core
        model = self._request.query.get("model", "")
        wish = self._settings.wish(models=core.jobs.models, model=model)
        session = await core.live.begin(self._caller.account.id, wish)
        await self._stack.enter_async_context(core.live.attended(session))
        self._session = session
        self._telling = group.create_task(self._tell(session))
        return session

    async def _commit(self) -> None:
        seconds = self._uncommitted / self._settings.bytes_per_second
        if self._session is None or seconds < _LEAST_COMMITTED_SECONDS:
            raise LiveEmpty
        self._uncommitted = 0
        await self._session.commit()

    async def _tell(self, session: Session) -> None:
        told = Told(session.id, self._settings)
        with suppress(ConnectionError):
            async for event in session.events():
                for message in told.messages(event):
                    await self._send(message)
                if isinstance(event, Ending | Failed):
                    await self._refuse(event.error(), {})
                if isinstance(event, Complete | Failed):
                    await self._socket.close()

    async def _refuse(self, error: HearsayError, message: Message) -> None:
        body = told_error(error, texts_of(self._request))
        is_ours = isinstance(error, RecogniserFailed)
        given = message.get("event_id")
        await self._send({
            "type": "error",
            "error": body
            | {"type": "server_error" if is_ours else "invalid_request_error"}
            | {"event_id": given if isinstance(given, str) else None},
        })

    def _about(self, what: str) -> Message:
        kind = "transcription_session" if self._settings.is_beta else "session"
        return {"type": f"{kind}.{what}", "session": self._settings.told(self._id)}

    async def _send(self, message: Message) -> None:
        named = {"event_id": f"event_{secrets.token_hex(8)}", **message}
        await self._socket.send_str(json.dumps(named, ensure_ascii=False))
