"""The doors that OpenAI's clients knock at: words out of sound, and which models there are to hear it."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from handlers.http.circumstances import texts_of
from handlers.http.doors import Asked, Door
from handlers.http.event_stream import EventStream
from handlers.http.forms import read_form
from handlers.http.hearing import Brought, Hearing, hearing
from handlers.http.openai_errors import told
from handlers.http.speech_fields import Asked as Wanted
from handlers.http.speech_fields import Ears, Shape, asked_in, model_named
from handlers.http.speech_forms import (
    HEARING,
    Listener,
    Listeners,
    TranscriptionForm,
    TranslationForm,
)
from handlers.http.speech_shapes import (
    body_of,
    gap_between,
    line_of,
    logprobs_of,
    text_of,
    turns_of,
    usage_of,
)
from services.accounts.keys import Scope
from services.core import Core
from services.errors import HearsayError, ModelUnknown
from services.transcripts.asking import Task
from services.transcripts.transcript import Transcript

_TAG = "OpenAI's language"
_HEARD: dict[str, Any] = {
    "tag": _TAG,
    "scope": Scope.JOBS,
    "answer": "application/json, text/plain, text/vtt, text/event-stream",
    "is_metered": True,
    "raises": HEARING,
}
_TEXTS = frozenset({Shape.TEXT, Shape.SRT, Shape.VTT})
_EPOCH = 1_700_000_000
"""Clients want to know when a model was made; nobody here does."""


def openai_doors(core: Core) -> list[Door]:
    """Return the doors under `/v1`."""

    async def list_models(asked: Asked) -> Listeners:
        del asked
        return Listeners(object="list", data=[_model(name) for name in core.jobs.models])

    async def show_model(asked: Asked) -> Listener:
        named = asked.part("name")
        return _model(model_named(named, core.jobs.models) or named)

    return [
        Door(
            method="GET",
            path="/v1/models",
            ask=list_models,
            summary="The models that listen here.",
            tag=_TAG,
            scope=Scope.READ,
            answer=Listeners,
        ),
        Door(
            method="GET",
            path="/v1/models/{name:.+}",
            ask=show_model,
            summary="One of them.",
            tag=_TAG,
            scope=Scope.READ,
            answer=Listener,
            raises=(ModelUnknown,),
        ),
        Door(
            method="POST",
            path="/v1/audio/transcriptions",
            ask=_listening(core, Task.TRANSCRIBE),
            summary="What is said in a recording.",
            form=TranscriptionForm,
            **_HEARD,
        ),
        Door(
            method="POST",
            path="/v1/audio/translations",
            ask=_listening(core, Task.TRANSLATE),
            summary="The same in English.",
            form=TranslationForm,
            **_HEARD,
        ),
    ]


def rest_of(line: str, said: str) -> str:
    """Return what of a whole text has not been said yet; how it is spaced does not count."""
    letters = len("".join(said.split()))
    at = 0
    while letters and at < len(line):
        letters -= not line[at].isspace()
        at += 1
    return line[at:].rstrip()


def _listening(core: Core, task: Task) -> Callable[[Asked], Awaitable[web.StreamResponse]]:
    async def write_down(asked: Asked) -> web.StreamResponse:
        request, account = asked.request, asked.account
        async with core.uploads.receive() as upload:
            most = core.uploads.most_bytes
            form = await read_form(request, upload, file_field="file", most_bytes=most)
            wanted = asked_in(form, task, _ears(core))
            brought = Brought(upload, form.file_name, account, wanted.wish)
            async with hearing(brought.order, core) as heard:
                if wanted.stream:
                    return await _streamed(request, heard, wanted)
                return _answer(await heard.transcript(), wanted)

    return write_down


def _ears(core: Core) -> Ears:
    return Ears(models=core.jobs.models, tell_voices=core.jobs.can_tell_voices)


def _answer(transcript: Transcript, asked: Wanted) -> web.Response:
    if asked.shape not in _TEXTS:
        return web.json_response(body_of(transcript, asked))
    kind = "text/vtt" if asked.shape is Shape.VTT else "text/plain"
    return web.Response(text=text_of(transcript, asked.shape), content_type=kind)


async def _streamed(request: web.Request, heard: Hearing, asked: Wanted) -> web.StreamResponse:
    """Send what is said while it is heard. All deltas together are the text of the last event."""
    stream = EventStream(request)
    said = ""
    try:
        async for piece in heard.pieces():
            delta = gap_between(said, piece) + piece
            said += delta
            await stream.send(_delta(delta))
        transcript = await heard.transcript()
    except HearsayError as error:
        if not stream.has_begun:
            raise
        await stream.send({"error": told(error, texts_of(request))})
        return await stream.end()
    rest = rest_of(line_of(transcript), said)
    if rest:
        await stream.send(_delta(rest))
    if asked.shape is Shape.DIARIZED:
        for turn in turns_of(transcript):
            await stream.send(turn)
    await stream.send(_done(said + rest, transcript, asked))
    return await stream.end()


def _delta(text: str) -> dict[str, Any]:
    return {"type": "transcript.text.delta", "delta": text}


def _done(text: str, transcript: Transcript, asked: Wanted) -> dict[str, Any]:
    event = {"type": "transcript.text.done", "text": text, "usage": usage_of(transcript)}
    return event | ({"logprobs": logprobs_of(transcript)} if asked.logprobs else {})


def _model(name: str) -> Listener:
    return Listener(id=name, object="model", created=_EPOCH, owned_by="hearsay")
