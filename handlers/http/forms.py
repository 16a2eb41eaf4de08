"""Reads a form with a file in it: the file goes to the disk as it comes, the fields are small and kept."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Final, TypeVar

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.http_exceptions import HttpProcessingError
from pydantic import BaseModel

from handlers.http.reading import check_plain, validated
from locales.quoting import clipped, tamed
from services.errors import (
    FieldInvalid,
    FieldMissing,
    NotMultipart,
    UploadBroken,
    UploadStalled,
    UploadTooBig,
)
from services.store.uploads import Upload

Model = TypeVar("Model", bound=BaseModel)

_CHUNK_BYTES: Final = 256 * 1024
_MOST_FIELD_BYTES: Final = 64 * 1024
_MOST_PARTS: Final = 100
_AROUND_BYTES: Final = 8 * 1024 * 1024
"""What a form may weigh beside its file."""
_STALL: Final = timedelta(seconds=60)
_LONGEST_NAME: Final = 120
_GARBLED: Final = (
    ValueError,
    LookupError,
    AssertionError,
    EOFError,
    RuntimeError,
    HttpProcessingError,
    web.RequestPayloadError,
)
"""What the library raises over a body that is no form, or ends in the middle of one."""


@dataclass(frozen=True, slots=True)
class AfterForm:
    """What has to hear all that a form said once it has been read, the file by its digest."""

    hear: Callable[[bytes], Awaitable[None]]


AFTER_FORM: Final = web.RequestKey("hearsay_after_form", AfterForm)


@dataclass(frozen=True, slots=True)
class Form:
    """What came beside the file."""

    fields: Mapping[str, Sequence[str]]
    """By their names without the brackets that some clients put behind those of lists."""
    file_name: str
    """Empty where none came."""


async def read_form(
    request: web.Request,
    upload: Upload,
    *,
    file_field: str,
    most_bytes: int,
    may_lack_file: bool = False,
) -> Form:
    """Write the file of a form into `upload`, and return the rest.

    Args:
        request: What was sent.
        upload: Where the file goes.
        file_field: Its name in the form.
        most_bytes: How large it may be.
        may_lack_file: Whether the form is complete without one.

    Raises:
        NotMultipart: it is no form with files.
        FieldMissing: the file is not in it.
        FieldInvalid: a field is too large, or there are too many of them.
        UploadTooBig: the file is larger than is taken.
        UploadBroken: it broke off, or is garbled.
        UploadStalled: nothing more came of it.
        NoRoom: the disk is full.
    """
    # aiohttp's own reading of this header takes as long as the rest of a small form.
    kind = request.headers.get("Content-Type", "").partition(";")[0]
    if kind.strip().lower() != "multipart/form-data":
        raise NotMultipart
    check_length(request, most_bytes)
    try:
        async with asyncio.timeout(_STALL.total_seconds()) as patience:
            form = await _read(await request.multipart(), upload, file_field, patience)
    except _GARBLED as error:
        raise UploadBroken from error
    except TimeoutError as late:
        raise UploadStalled(seconds=_STALL.total_seconds()) from late
    if not (form.file_name or may_lack_file):
        raise FieldMissing(field=file_field)
    await upload.end()
    if AFTER_FORM in request:
        said = [sorted(form.fields.items()), form.file_name, upload.digest]
        await request[AFTER_FORM].hear(json.dumps(said).encode())
    return form


def check_length(request: web.Request, most_bytes: int) -> None:
    """See to it that a form does not say itself that its file is larger than is taken.

    Raises:
        UploadTooBig: it does.
    """
    if (request.content_length or 0) > most_bytes + _AROUND_BYTES:
        raise UploadTooBig(limit_bytes=most_bytes)


def filled(
    kind: type[Model], form: Form, *, file_field: str, several: Collection[str] = ()
) -> Model:
    """Return the fields of a form as the model of its door says; empty ones are as if they had not come.

    Args:
        kind: The model.
        form: The form.
        file_field: Where its file stands.
        several: The fields that may come more than once: their values are joined by commas.

    Raises:
        FieldInvalid: a field has a value that cannot be used.
    """
    fields: dict[str, object] = {
        name: ",".join(values) if name in several else values[-1]
        for name, values in form.fields.items()
        if values[-1].strip()
    }
    if form.file_name:
        fields[file_field] = b""
    check_plain(fields, "form")
    return validated(kind, fields)


async def _read(
    reader: MultipartReader, upload: Upload, file_field: str, patience: asyncio.Timeout
) -> Form:
    fields: defaultdict[str, list[str]] = defaultdict(list)
    file_name = ""
    for _ in range(_MOST_PARTS):
        _renew(patience)
        part = await reader.next()
        if part is None:
            return Form(fields, file_name)
        if not isinstance(part, BodyPartReader):
            raise UploadBroken
        name = (part.name or "").removesuffix("[]")
        if name != file_field:
            fields[name].append(await _text(part, name, patience))
        elif file_name:
            raise FieldInvalid(field=file_field, allowed="1")
        else:
            file_name = _own_name(part.filename) or file_field
            await _take(part, upload, patience)
    raise FieldInvalid(field="*", allowed=f"≤ {_MOST_PARTS}")


async def _take(part: BodyPartReader, upload: Upload, patience: asyncio.Timeout) -> None:
    while True:
        _renew(patience)
        chunk = await part.read_chunk(_CHUNK_BYTES)
        if not chunk:
            return
        await upload.write(part.decode(chunk))


async def _text(part: BodyPartReader, name: str, patience: asyncio.Timeout) -> str:
    read = bytearray()
    while True:
        _renew(patience)
        chunk = await part.read_chunk()
        if not chunk:
            return part.decode(bytes(read)).decode("utf-8", "replace")
        read += chunk
        if len(read) > _MOST_FIELD_BYTES:
            raise FieldInvalid(
                field=name[:_LONGEST_NAME], allowed=f"≤ {_MOST_FIELD_BYTES // 1024} KB"
            )


def _own_name(told: str | None) -> str:
    """Return what a file is called, without the folders that it lay in."""
    return clipped(tamed(PurePath((told or "").replace("\\", "/")).name), _LONGEST_NAME)


def _renew(patience: asyncio.Timeout) -> None:
    """Begin anew to wait for a client that may send nothing for too long."""
    patience.reschedule(asyncio.get_running_loop().time() + _STALL.total_seconds())
