"""Reads the parameters of a request, however they are sent; files go to disk piece by piece."""

import json
import mimetypes
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from aiohttp import BodyPartReader, web

from bot.playground.files import Upload
from bot.playground.refusals import Refusal, bad_request, too_large
from bot.playground.shapes import Json

PIECE_BYTES = 256 * 1024
LARGEST_TEXT_BYTES = 1024 * 1024


class Cut(Exception):
    """The connection is to be closed without an answer."""


@dataclass(slots=True)
class Form:
    """What a request carries. Its temporary files go away with `discard`."""

    fields: Json = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def discard(self) -> None:
        """Delete the files that nobody kept."""
        for upload in self.uploads.values():
            upload.path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Intake:
    """How a body is taken in: where to, how much, and after how many bytes the line goes dead."""

    folder: Path
    limit_bytes: int
    cut_after_bytes: int | None = None


async def read_form(request: web.Request, intake: Intake) -> Form:
    """Read query and body.

    Raises:
        Refusal: The body is too large or cannot be read.
        Cut: The ordered number of bytes has come, or the other side went away.
    """
    form = Form(dict(request.query))
    if not request.can_read_body:
        return form
    try:
        await _read_body(request, intake, form)
    except BaseException:
        form.discard()
        raise
    return form


async def _read_body(request: web.Request, intake: Intake, form: Form) -> None:
    kind = request.content_type
    try:
        if kind.startswith("multipart/"):
            await _read_parts(request, intake, form)
        elif kind == "application/json":
            form.fields.update(_object(await request.read()))
        else:
            form.fields.update(await request.post())
    except web.HTTPRequestEntityTooLarge:
        raise too_large() from None
    except (ConnectionError, web.RequestPayloadError):
        raise Cut from None  # the other side is gone


def _object(body: bytes) -> Json:
    try:
        content = json.loads(body or b"{}")
    except ValueError:
        raise Refusal(400, "Bad Request: can't parse request JSON object") from None
    if not isinstance(content, dict):
        bad_request("JSON object expected")
    return content


async def _read_parts(request: web.Request, intake: Intake, form: Form) -> None:
    count = _counter(intake)
    try:
        parts = await request.multipart()
        while (part := await parts.next()) is not None:
            if not isinstance(part, BodyPartReader) or part.name is None:
                bad_request("can't parse multipart body")
            if part.filename is None:
                form.fields[part.name] = await _text(part, count)
            else:
                form.uploads[part.name] = await _save(part, intake, count)
    except ValueError as error:
        raise Refusal(400, f"Bad Request: {error}") from error
    if any(upload.size_bytes > intake.limit_bytes for upload in form.uploads.values()):
        raise too_large()


def _counter(intake: Intake) -> Callable[[int], None]:
    seen = 0

    def count(size: int) -> None:
        nonlocal seen
        seen += size
        if intake.cut_after_bytes is not None and seen >= intake.cut_after_bytes:
            raise Cut

    return count


async def _text(part: BodyPartReader, count: Callable[[int], None]) -> str:
    body = bytearray()
    while piece := await part.read_chunk(PIECE_BYTES):
        body += piece
        count(len(piece))
        if len(body) > LARGEST_TEXT_BYTES:
            raise too_large()
    return body.decode("utf-8", "replace")


async def _save(part: BodyPartReader, intake: Intake, count: Callable[[int], None]) -> Upload:
    name = (part.filename or "").replace("\\", "/").rpartition("/")[2]
    path = intake.folder / secrets.token_hex(12)
    size = 0
    try:
        with _created(path) as file:
            while piece := await part.read_chunk(PIECE_BYTES):
                size += len(piece)
                count(len(piece))
                # what is over the limit is read all the same, so that the answer arrives
                file.write(piece if size <= intake.limit_bytes else b"")
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Upload(path, name, mime_of(part.headers.get("Content-Type", ""), name), size)


def _created(path: Path) -> BinaryIO:
    return path.open("wb")


def mime_of(declared: str, name: str) -> str:
    """Return the type of a file: what was declared, else what its name says."""
    declared = declared.partition(";")[0].strip().lower()
    if declared and declared != "application/octet-stream":
        return declared
    return (
        MIMES.get(Path(name).suffix.lower())
        or mimetypes.guess_type(name)[0]
        or ("application/octet-stream")
    )


MIMES = {
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}
