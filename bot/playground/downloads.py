"""Serves the bytes of files to the bot, with ranges, or only the first of them when trouble is ordered."""

import asyncio
from pathlib import Path

from aiohttp import web

from bot.playground.desk import Desk
from bot.playground.refusals import Refusal
from bot.playground.troubles import HANGS_FOR_SECONDS, envelope, hang_up, ordered_error

KINDS = {"cut_download", "gone", "delay", "hang", "error"}
WAITS = {"delay": 1, "hang": HANGS_FOR_SECONDS}


class Downloads:
    """The route of the files."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[web.RouteDef]:
        """Return it."""
        return [web.get("/file/bot{token:[^/]*}/{path:.*}", self._download)]

    async def _download(self, request: web.Request) -> web.StreamResponse:
        began = self._desk.world.clock.monotonic()
        public_path = request.match_info["path"]
        try:
            path = self._path(request, public_path)
            cut_after_bytes = await self._befall(public_path)
        except Refusal as refusal:
            self._record(public_path, refusal.code, began)
            return envelope(refusal.code, refusal.envelope())
        self._record(public_path, 200, began)
        if cut_after_bytes is None:
            return web.FileResponse(path, headers={"Content-Type": "application/octet-stream"})
        return await _send_beginning(request, path, cut_after_bytes)

    def _path(self, request: web.Request, public_path: str) -> Path:
        if request.match_info["token"] != self._desk.world.token:
            raise Refusal(401, "Unauthorized")
        stored = self._desk.files.at(public_path)
        if stored is None:
            raise Refusal(404, "Not Found")
        return self._desk.files.path_of(stored)

    async def _befall(self, public_path: str) -> int | None:
        fault = self._desk.faults.strike("download", KINDS, public_path)
        if fault is None:
            return None
        if fault.kind == "gone":
            raise Refusal(404, "Not Found")
        if fault.kind == "error":
            raise ordered_error(fault)
        if fault.kind in WAITS:
            await asyncio.sleep(fault.details.get("seconds", WAITS[fault.kind]))
            return None
        return int(fault.details.get("bytes", 65536))

    def _record(self, public_path: str, code: int, began: float) -> None:
        shown = {"path": public_path}
        self._desk.ledger.record("download", shown, code, None, began=began)


async def _send_beginning(request: web.Request, path: Path, size: int) -> web.StreamResponse:
    response = web.StreamResponse()
    response.content_length = path.stat().st_size
    await response.prepare(request)
    await response.write(_beginning(path, size))
    await asyncio.sleep(0)
    hang_up(request)
    return response


def _beginning(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)
