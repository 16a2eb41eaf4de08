"""Clean-Tracks' Socket.IO events: a program joins its jobs and is told how they go, up to their ends."""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import socketio
from aiohttp import web
from engineio.packet import NOOP, Packet

from handlers.http.addresses import address_of
from handlers.http.circumstances import texts_of
from handlers.http.doorman import Caller, key_in, let_in_by, may_stay
from handlers.http.job_events import told
from handlers.http.porter import look_round
from handlers.http.progress import Watching
from locales.messages import Messages
from locales.texts import tell_program
from services.accounts.keys import Scope
from services.core import Core
from services.errors import (
    BodyTooBig,
    BodyUnreadable,
    FieldInvalid,
    HearsayError,
    KeyMissing,
    TooManyRequests,
)
from services.nursery import Nursery

_QUIET: Final = logging.getLogger("socket.io")  # noqa: TID251 - what the library takes
"""What clients get wrong is no error of ours, and nothing for our log."""
_QUIET.setLevel(logging.CRITICAL)
_GARBLED: Final = (ValueError, IndexError, TypeError, RecursionError)
"""What the library raises over what is no packet."""
_PATH: Final = "/socket.io/"
_WELCOME: Final = {"message": "Connected to Clean-Tracks server"}
_MOST_MESSAGES: Final = 1000
_WITHIN: Final = timedelta(minutes=1)
_MOST_JOBS: Final = 100
"""That one connection follows at a time."""
_MOST_CONNECTIONS: Final = 100
"""Of one account."""
_MOST_STRANGERS: Final = 500
"""Connections that have not shown a key yet; it takes a client an instant to show it."""
_MOST_STRANGERS_OF_ADDRESS: Final = 50
_TURNED_AWAY: Final = web.RequestKey("hearsay_turned_away", bool)
_LARGEST_MESSAGE: Final = 64 * 1024
_LONGEST_ID: Final = 64


@dataclass(slots=True)
class _Client:
    """One connection."""

    caller: Caller
    given: str
    """The key that it came with: whoever has lost that joins nothing more."""
    request: web.Request
    texts: Messages
    following: dict[str, asyncio.Task[None]] = field(default_factory=dict)


class Sockets:
    """The server at `/socket.io/`."""

    def __init__(self, core: Core, watching: Watching, *, origins: Collection[str] = ()) -> None:
        """Take what answers, and the pages of other sites that may connect; `*` is all of them."""
        self._core = core
        self._watching = watching
        self._origins = frozenset(origins)
        self._clients: dict[str, _Client] = {}
        self._heard_at: defaultdict[int, deque[float]] = defaultdict(
            lambda: deque(maxlen=_MOST_MESSAGES)
        )
        """By account, when its last messages came."""
        self._nursery = Nursery()
        self._server = socketio.AsyncServer(
            async_mode="aiohttp",
            cors_allowed_origins=self._may_come_from,
            cors_credentials=False,
            max_http_buffer_size=_LARGEST_MESSAGE,
            logger=_QUIET,
            engineio_logger=_QUIET,
            namespaces=["/"],
        )
        self._strangers: dict[str, str] = {}
        """The connections that have shown no key, with the addresses that they come from."""
        self._see_in = self._server.eio.handlers["connect"]
        self._server.eio.on("connect", self._meet)
        self._see_out = self._server.eio.handlers["disconnect"]
        self._server.eio.on("disconnect", self._part)
        self._server.on("connect", self._connect)
        self._server.on("disconnect", self._disconnect)
        self._server.on("join_job", self._join)
        self._server.on("leave_job", self._leave)
        self._server.on("ping", self._ping)

    def attach(self, site: web.Application) -> None:
        """Serve it on a site, as long as that is open."""
        for method in ("GET", "POST", "OPTIONS"):
            site.router.add_route(method, _PATH, self._serve)
        site.cleanup_ctx.append(self._attend)
        site.on_shutdown.append(self._close)

    async def _attend(self, _: web.Application) -> AsyncIterator[None]:
        async with self._nursery:
            looking = look_round(self._core, self._show_out)
            self._nursery.spawn(looking, name="show out listeners without a key")
            yield

    async def _show_out(self) -> None:
        """Let those go whose key was taken away."""
        for sid, client in list(self._clients.items()):
            if not await may_stay(client.caller, self._core):
                await self._server.disconnect(sid)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if (request.content_length or 0) > _LARGEST_MESSAGE:
            # The library would wait for the client to fetch the news of that.
            raise BodyTooBig(limit_bytes=_LARGEST_MESSAGE)
        try:
            answer: web.StreamResponse = await self._server.handle_request(request)
        except _GARBLED as error:
            raise BodyUnreadable from error
        if request.get(_TURNED_AWAY):
            engine = self._server.eio
            raise TooManyRequests(seconds=engine.ping_interval + engine.ping_timeout)
        return answer

    async def _close(self, _: web.Application) -> None:
        await self._server.shutdown()
        # No word of parting, which would keep clients from coming back once the service has started anew.
        for connection in self._server.eio.sockets.values():
            connection.queue.put_nowait(None)  # the library's word for: answer the poll

    def _may_come_from(self, origin: str | None, environ: Mapping[str, Any]) -> bool:
        host = environ.get("HTTP_HOST", "")
        own = {f"http://{host}", f"https://{host}"}
        return bool({"*", origin} & self._origins) or origin in own

    async def _meet(self, engine_sid: str, environ: Mapping[str, Any]) -> bool:
        """Let a connection in that has yet to show its key, as long as there are not too many such."""
        request: web.Request = environ["aiohttp.request"]
        here, address = self._server.eio.sockets, address_of(request)
        self._strangers = {sid: at for sid, at in self._strangers.items() if sid in here}
        like_it = list(self._strangers.values()).count(address)
        if len(self._strangers) >= _MOST_STRANGERS or like_it >= _MOST_STRANGERS_OF_ADDRESS:
            request[_TURNED_AWAY] = True
            return False
        self._strangers[engine_sid] = address
        await self._see_in(engine_sid, environ)
        return True

    async def _part(self, engine_sid: str, reason: str) -> None:
        """See a connection out, and end the poll that it has open: the library would hold that a while."""
        await self._see_out(engine_sid, reason)
        connection = self._server.eio.sockets.get(engine_sid)
        if connection is not None and not connection.upgraded:
            connection.queue.put_nowait(Packet(NOOP))

    async def _connect(self, sid: str, environ: Mapping[str, Any], auth: object = None) -> None:
        request: web.Request = environ["aiohttp.request"]
        given, texts = _key_of(request, auth), texts_of(request)
        try:
            caller = await let_in_by(given, request, self._core, Scope.READ)
            self._check_room(caller)
        except HearsayError as error:
            raise socketio.exceptions.ConnectionRefusedError(
                tell_program(texts, error), {"code": error.code}
            ) from error
        self._clients[sid] = _Client(caller, given, request, texts)
        self._strangers.pop(self._server.manager.eio_sid_from_sid(sid, "/"), None)
        # It goes out behind the answer to the connection itself.
        self._nursery.spawn(self._emit("connected", _WELCOME, sid), name=f"welcome {sid}")

    async def _disconnect(self, sid: str, *_: object) -> None:
        client = self._clients.pop(sid, None)
        if client is not None:
            # It may go on without a key; where it does not, it is forgotten when the next one comes.
            engine_sid = self._server.manager.eio_sid_from_sid(sid, "/")
            self._strangers[engine_sid] = address_of(client.request)
        for task in client.following.values() if client else ():
            task.cancel()

    async def _join(self, sid: str, sent: object = None) -> dict[str, Any]:
        try:
            client = self._heard(sid)
            await let_in_by(client.given, client.request, self._core, Scope.READ)
            job = await self._core.jobs.of(_job_in(sent), client.caller.account.id)
            if len(client.following) >= _MOST_JOBS and job.id not in client.following:
                raise FieldInvalid(field="job_id", allowed=f"≤ {_MOST_JOBS}")
        except HearsayError as error:
            return await self._refuse(sid, error, sent)
        self._let_go(client, job.id)
        client.following[job.id] = self._nursery.spawn(
            self._follow(sid, client, job.id), name=f"{sid} follows {job.id}"
        )
        return {"job_id": job.id, "status": "joined"}

    async def _leave(self, sid: str, sent: object = None) -> dict[str, Any]:
        try:
            client, job_id = self._heard(sid), _job_in(sent)
        except HearsayError as error:
            return await self._refuse(sid, error, sent)
        self._let_go(client, job_id)
        return {"job_id": job_id, "status": "left"}

    async def _ping(self, sid: str, *_: object) -> dict[str, Any]:
        try:
            self._heard(sid)
        except HearsayError as error:
            return await self._refuse(sid, error, None)
        answer = {"timestamp": self._core.clock.now()}
        await self._emit("pong", answer, sid)
        return answer

    async def _follow(self, sid: str, client: _Client, job_id: str) -> None:
        """Tell how a job stands now, and then whatever happens to it."""
        async for standing in self._watching.follow(job_id):
            event = await told(standing, self._core, self._watching, client.texts)
            await self._emit(event.name, event.body, sid)
        if client.following.get(job_id) is asyncio.current_task():
            del client.following[job_id]

    async def _refuse(self, sid: str, error: HearsayError, sent: object) -> dict[str, Any]:
        client = self._clients.get(sid)
        if client is None:
            return {"error": error.code}
        job_id = sent.get("job_id") if isinstance(sent, dict) else None
        answer = {"error": tell_program(client.texts, error), "code": error.code}
        if isinstance(job_id, str):
            answer["job_id"] = job_id[:_LONGEST_ID]
        await self._emit("error", answer, sid)
        return answer

    async def _emit(self, event: str, body: Mapping[str, Any], sid: str) -> None:
        await self._server.emit(event, body, to=sid)

    def _check_room(self, caller: Caller) -> None:
        mine = sum(
            client.caller.account.id == caller.account.id for client in self._clients.values()
        )
        if mine >= _MOST_CONNECTIONS:
            raise TooManyRequests

    def _heard(self, sid: str) -> _Client:
        """Return who sent a message, and count it.

        Raises:
            KeyMissing: they are gone already.
            TooManyRequests: their account sent more than it may.
        """
        client = self._clients.get(sid)
        if client is None:
            raise KeyMissing
        now, heard_at = self._core.clock.monotonic(), self._heard_at[client.caller.account.id]
        is_full = len(heard_at) == _MOST_MESSAGES
        left = heard_at[0] + _WITHIN.total_seconds() - now if is_full else 0
        if left > 0:
            raise TooManyRequests(seconds=left)
        heard_at.append(now)
        return client

    @staticmethod
    def _let_go(client: _Client, job_id: str) -> None:
        task = client.following.pop(job_id, None)
        if task is not None:
            task.cancel()


def _key_of(request: web.Request, auth: object) -> str:
    """Return the key: of the handshake, of the headers, or within the address."""
    token = auth.get("token") or auth.get("key") if isinstance(auth, dict) else None
    if isinstance(token, str) and token:
        return token.strip()
    return key_in(request) or request.query.get("key", "").strip()


def _job_in(sent: object) -> str:
    job_id = sent.get("job_id") if isinstance(sent, dict) else sent
    if not isinstance(job_id, str) or not 0 < len(job_id) <= _LONGEST_ID:
        raise FieldInvalid(field="job_id", allowed='{"job_id": "…"}')
    return job_id
