"""The doors of whisper-asr-webservice, at which Bazarr and others knock for subtitles."""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote

from aiohttp import web

from handlers.http.doors import Asked, Door
from handlers.http.forms import Form, read_form
from handlers.http.hearing import Brought, hearing
from handlers.http.speech_fields import Asked as Wanted
from handlers.http.speech_fields import Shape, one_of, vocabulary_of, yes_or_no
from handlers.http.speech_forms import HEARING, AsrForm, AsrWanted, Spoken
from handlers.http.speech_shapes import body_of
from handlers.http.spoken import NAMES, language_told
from services.accounts.keys import Scope
from services.core import Core
from services.errors import FileUnreadable
from services.store.uploads import Upload
from services.transcripts.asking import Task
from services.transcripts.transcript import Transcript
from services.transcripts.wish import Wish
from services.transcripts.writers.subtitles import to_srt, to_vtt

_FILE: Final = "audio_file"
_RATE: Final = 16_000
_FORMS: Final = ("txt", "vtt", "srt", "tsv", "json")
_HEARD: Final[Mapping[str, Any]] = {
    "tag": "Whisper's web service",
    "scope": Scope.JOBS,
    "query": AsrWanted,
    "form": AsrForm,
    "is_metered": True,
    "raises": HEARING,
}


def asr_doors(core: Core) -> list[Door]:
    """Return both doors. What is asked for stands in the address; the form holds the sound alone."""

    async def write_down(asked: Asked) -> web.Response:
        query = asked.request.query
        form, wish = one_of(query, "output", _FORMS), _wish_in(query)
        async with core.uploads.receive() as upload:
            sound = await _taken(asked.request, upload, core)
            brought = Brought(upload, sound.file_name, asked.account, wish)
            async with hearing(brought.order, core) as heard:
                text = _written(await heard.transcript(), form, query)
        name = quote(f"{sound.file_name}.{form}")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return web.Response(text=text, content_type="text/plain", headers=headers)

    async def detect_language(asked: Asked) -> Spoken:
        async with core.uploads.receive() as upload:
            sound = await _taken(asked.request, upload, core)
            try:
                guess = await core.jobs.spoken(upload.path)
            except FileUnreadable as error:
                raise FileUnreadable(name=sound.file_name) from error
        return Spoken(
            detected_language=NAMES.get(guess.language, guess.language),
            language_code=guess.language,
            confidence=guess.chance,
        )

    return [
        Door(
            method="POST",
            path="/asr",
            ask=write_down,
            summary="What is said in a recording.",
            answer="text/plain",
            **_HEARD,
        ),
        Door(
            method="POST",
            path="/detect-language",
            ask=detect_language,
            summary="Which language is spoken at its beginning.",
            answer=Spoken,
            **_HEARD,
        ),
    ]


async def _taken(request: web.Request, upload: Upload, core: Core) -> Form:
    """Take the sound in: a file, or bare samples where the client says that it is nothing else."""
    if not yes_or_no(request.query, "encode", usual=True):
        await upload.write(_head_of_samples())
    return await read_form(request, upload, file_field=_FILE, most_bytes=core.uploads.most_bytes)


def _wish_in(query: Mapping[str, str]) -> Wish:
    yes_or_no(query, "vad_filter")  # silence is always left out
    return Wish(
        language=language_told(query.get("language", ""), "language"),
        task=Task(one_of(query, "task", tuple(Task))),
        vocabulary=vocabulary_of([query.get("initial_prompt", "")]),
        word_times=yes_or_no(query, "word_timestamps"),
    )


def _written(transcript: Transcript, form: str, query: Mapping[str, str]) -> str:
    match form:
        case "srt":
            return to_srt(transcript)
        case "vtt":
            return to_vtt(transcript)
        case "tsv":
            return _to_tsv(transcript)
        case "json":
            words = yes_or_no(query, "word_timestamps")
            return json.dumps(_document(transcript, words=words), ensure_ascii=False)
        case _:
            return f"{transcript.text}\n"


def _document(transcript: Transcript, *, words: bool) -> dict[str, Any]:
    asked = Wanted(Wish(), Shape.VERBOSE, words=words)
    body = body_of(transcript, asked)
    wanted = ("text", "segments", "words", "language")
    return {name: body[name] for name in wanted if name in body}


def _to_tsv(transcript: Transcript) -> str:
    """Return the table as Whisper writes it: milliseconds, and no speakers."""
    rows = [
        f"{round(segment.start * 1000)}\t{round(segment.end * 1000)}"
        f"\t{' '.join(segment.text.split())}\n"
        for segment in transcript.segments
    ]
    return "".join(["start\tend\ttext\n", *rows])


def _head_of_samples() -> bytes:
    """Return what makes a WAV file of bare samples (16 bits, one channel) however many follow."""
    unknown = b"\xff\xff\xff\xff"
    fields = [1, 1, _RATE, _RATE * 2, 2, 16]
    sizes = [2, 2, 4, 4, 2, 2]
    form = b"".join(
        field.to_bytes(size, "little") for field, size in zip(fields, sizes, strict=True)
    )
    length = len(form).to_bytes(4, "little")
    return b"RIFF" + unknown + b"WAVEfmt " + length + form + b"data" + unknown
