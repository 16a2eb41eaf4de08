"""The server to compare with: aiohttp alone, with the reads and writes that our doors cannot spare."""

import asyncio
import hashlib
import json
import os
import secrets
import sys
import time
from pathlib import Path
from typing import BinaryIO

import aiosqlite
from aiohttp import web

_TABLES = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    CREATE TABLE keys (id TEXT PRIMARY KEY, digest TEXT, account INTEGER);
    CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE jobs (id TEXT PRIMARY KEY, account INTEGER, body TEXT, file TEXT);
    CREATE TABLE files (digest TEXT PRIMARY KEY, size INTEGER);
    CREATE TABLE buckets (key TEXT PRIMARY KEY, tokens REAL);
"""


class Doors:
    """Looks a key up, then a job; or writes a file down, then a job."""

    def __init__(self, folder: Path, database: aiosqlite.Connection) -> None:
        self._folder = folder
        self._database = database
        self._writing = asyncio.Lock()

    async def job(self, request: web.Request) -> web.Response:
        """Return a job."""
        await self._let_in(request)
        row = await self._one("SELECT * FROM jobs WHERE id = ?", request.match_info["id"])
        if row is None:
            raise web.HTTPNotFound
        return web.json_response({"job_id": row[0], **json.loads(row[2])})

    async def process(self, request: web.Request) -> web.Response:
        """Take a file."""
        account = await self._let_in(request)
        await self._write("INSERT OR REPLACE INTO buckets VALUES (?, ?)", account, time.time())
        draft, digest, size = self._folder / secrets.token_hex(8), hashlib.sha256(), 0
        async for part in await request.multipart():
            if part.name != "file":
                await part.read()
                continue
            with draft.open("wb") as file:
                while chunk := await part.read_chunk(256 * 1024):
                    await asyncio.to_thread(file.write, chunk)
                    digest.update(chunk)
                    size += len(chunk)
                await asyncio.to_thread(_settle, file)
        path = self._folder / digest.hexdigest()
        await asyncio.to_thread(_name, draft, path)
        await self._write("INSERT OR IGNORE INTO files VALUES (?, ?)", path.name, size)
        job = secrets.token_hex(8)
        body = json.dumps({"status": "pending", "created_at": time.time()})
        await self._write("INSERT INTO jobs VALUES (?, ?, ?, ?)", job, account, body, path.name)
        return web.json_response({"job_id": job, "status": "queued", "message": ""}, status=202)

    async def _write(self, sql: str, *values: object) -> None:
        async with self._writing:
            await self._database.execute(sql, values)

    async def _let_in(self, request: web.Request) -> int:
        given = request.headers.get("X-API-Key", "")
        row = await self._one("SELECT * FROM keys WHERE id = ?", given.split("-")[1])
        if row is None or row[1] != hashlib.sha256(given.encode()).hexdigest():
            raise web.HTTPUnauthorized
        account = await self._one("SELECT * FROM accounts WHERE id = ?", row[2])
        return account[0] if account else 0

    async def _one(self, sql: str, value: object) -> tuple | None:
        rows = list(await self._database.execute_fetchall(sql, (value,)))
        return tuple(rows[0]) if rows else None


def _settle(file: BinaryIO) -> None:
    """Wait until the bytes are on the disk."""
    file.flush()
    os.fsync(file.fileno())


def _name(draft: Path, path: Path) -> None:
    """Give a file its name, for good."""
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


async def main(folder: Path, key: str) -> None:
    """Serve on any port, and say on which."""
    async with aiosqlite.connect(folder / "bare.db", isolation_level=None) as database:
        await database.executescript(_TABLES)
        digest = hashlib.sha256(key.encode()).hexdigest()
        await database.execute("INSERT INTO keys VALUES (?, ?, 1)", (key.split("-")[1], digest))
        await database.execute("INSERT INTO accounts VALUES (1, 'bench')")
        doors = Doors(folder, database)
        site = web.Application(client_max_size=2**30)
        site.add_routes([
            web.get("/api/jobs/{id}", doors.job),
            web.post("/api/process", doors.process),
        ])
        runner = web.AppRunner(site, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(f"http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
