"""A server that speaks OpenAI's chat completions on loopback, and answers as a test wants it to."""

import asyncio
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot.site import open_site

KEY = "sk-very-secret"
MODEL = "tiny-talker"
_LINE = re.compile(r"^(\d+): (.*)$", re.MULTILINE)


def lines_asked(question):
    """Return the lines that a question is about."""
    return [line for _, line in _LINE.findall(question)]


def numbered(lines):
    return "\n".join(f"{number}: {line}" for number, line in enumerate(lines, start=1))


def tidied(lines):
    """What an honest model does: capital letters and full stops."""
    return [
        f"{line[:1].upper()}{line[1:]}" + ("" if line.endswith((".", "?", "!")) else ".")
        for line in lines
    ]


def honest(question):
    return numbered(tidied(lines_asked(question)))


def shouted(question):
    """What a model does that is honest, and of which one sees that it was there."""
    return numbered([line.replace(".", "!") for line in tidied(lines_asked(question))])


@dataclass
class LanguageModel:
    """Its server; `says` makes an answer of a question: a text, or what goes over the wire."""

    says: object = honest
    url: str = ""
    asked: list = field(default_factory=list)
    """The bodies of all requests."""
    keys: set = field(default_factory=set)
    elsewhere: int = 0
    """Requests that were for nothing that there is."""
    hold: asyncio.Event | None = None

    @property
    def questions(self):
        return [body["messages"][-1]["content"] for body in self.asked]

    async def complete(self, request):
        body = await request.json()
        self.asked.append(body)
        self.keys.add(request.headers.get("Authorization"))
        if self.hold is not None:
            await self.hold.wait()
        said = self.says(body["messages"][-1]["content"])
        if asyncio.iscoroutine(said):
            said = await said
        return said if isinstance(said, web.StreamResponse) else web.json_response(completion(said))

    async def lost(self, _request):
        self.elsewhere += 1
        raise web.HTTPNotFound


def completion(text, *, finish="stop", tokens=21):
    message = {"role": "assistant", "content": text}
    return {
        "id": "c-1",
        "object": "chat.completion",
        "created": 0,
        "model": MODEL,
        "choices": [{"index": 0, "finish_reason": finish, "message": message}],
        "usage": {"prompt_tokens": 20, "completion_tokens": 1, "total_tokens": tokens},
    }


@asynccontextmanager
async def language_model(says=honest):
    async with answering(LanguageModel(says)) as model:
        yield model


@asynccontextmanager
async def answering(model):
    """Serve it."""
    site = web.Application()
    site.add_routes([
        web.post("/v1/chat/completions", model.complete),
        web.route("*", "/{rest:.*}", model.lost),
    ])
    async with open_site(site, host="127.0.0.1", port=0) as url:
        model.url = f"{url}/v1"
        yield model
