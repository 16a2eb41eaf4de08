"""A hub of models on loopback, with the miniature as `Systran/faster-whisper-tiny`, and its whims."""

import hashlib
import json
import re
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.test_utils import TestServer

from services.transcripts.recogniser import MINIATURE

REPOSITORY = "Systran/faster-whisper-tiny"
COMMIT = "d90ca5fe260221311c53c58e660288d3deb8d356"
FILES = (
    "model.bin",
    "config.json",
    "tokenizer.json",
    "preprocessor_config.json",
    "vocabulary.json",
)


@dataclass
class FakeHub:
    """What it does wrong is set from outside."""

    url: str = ""
    asked: Counter = field(default_factory=Counter)
    ranges: list[str] = field(default_factory=list)
    cut_after: list[int] = field(default_factory=list)
    """After so many bytes of the model the line breaks, one entry an answer."""
    spoilt: int = 0
    """So many answers hold other bytes."""
    ranges_known: bool = True
    status: int = 200
    size_told: int | None = None
    lacking: str = ""
    gate: object = None
    """An event that is waited for before the model's bytes."""

    @property
    def host(self):
        return urlsplit(self.url).netloc

    async def listing(self, request):
        self.asked["listing"] += 1
        if self.status != 200:
            return web.json_response({"error": "no"}, status=self.status)
        if f"{request.match_info['owner']}/{request.match_info['name']}" != REPOSITORY:
            return web.json_response({"error": "Repository not found"}, status=401)
        rows = [row(name) for name in FILES if name != self.lacking]
        rows += [{"rfilename": name, "size": 3, "blobId": "0"} for name in ("README.md", "../x")]
        if self.size_told is not None:
            rows[0]["lfs"]["size"] = rows[0]["size"] = self.size_told
        return web.json_response({"sha": COMMIT, "siblings": rows})

    async def resolve(self, request):
        name = request.match_info["file"]
        self.asked[name] += 1
        if name != "model.bin":
            return await self.send(request, name)
        headers = {
            "X-Linked-Size": "1",
            "X-Repo-Commit": COMMIT,
            "Location": "/cdn/model.bin?sig=1",
        }
        return web.Response(status=302, headers=headers)

    async def cdn(self, request):
        return await self.send(request, "model.bin")

    async def send(self, request, name):
        whole = (MINIATURE / name).read_bytes()
        said = request.headers.get("Range", "")
        start = int(re.match(r"bytes=(\d+)-", said)[1]) if said and self.ranges_known else 0
        headers = {"ETag": '"1"', "Accept-Ranges": "bytes"}
        if said:
            self.ranges.append(said)
        if start >= len(whole):
            return web.Response(status=416)
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(whole) - 1}/{len(whole)}"
        body = whole[start:]
        if name == "model.bin" and self.spoilt:
            self.spoilt -= 1
            body = bytes(len(body))
        answer = web.StreamResponse(status=206 if start else 200, headers=headers)
        answer.content_length = len(body)
        await answer.prepare(request)
        if name == "model.bin" and self.gate is not None:
            await answer.write(body[:100_000])
            await self.gate.wait()
            body = body[100_000:]
        if name == "model.bin" and self.cut_after:
            await answer.write(body[: self.cut_after.pop(0)])
            request.transport.close()
            return answer
        await answer.write(body)
        return answer


def row(name):
    body = (MINIATURE / name).read_bytes()
    told = {"rfilename": name, "size": len(body)}
    told["blobId"] = hashlib.sha1(b"blob %d\0" % len(body) + body).hexdigest()
    if name == "model.bin":
        told["lfs"] = {"sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}
    return json.loads(json.dumps(told))


@asynccontextmanager
async def open_hub():
    hub = FakeHub()
    app = web.Application()
    app.router.add_get("/api/models/{owner}/{name}", hub.listing)
    app.router.add_get("/api/models/{owner}/{name}/revision/main", hub.listing)
    app.router.add_get(f"/{{owner}}/{{name}}/resolve/{COMMIT}/{{file}}", hub.resolve)
    app.router.add_get("/cdn/model.bin", hub.cdn)
    async with TestServer(app) as server:
        hub.url = str(server.make_url("")).rstrip("/")
        yield hub
