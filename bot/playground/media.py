"""Finds the bytes behind a parameter: an upload, an id, a link."""

import secrets
import shutil
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bot.playground.calls import Call
from bot.playground.compose import caption_of
from bot.playground.files import WRONG_FILE, Upload, described
from bot.playground.forms import mime_of
from bot.playground.refusals import bad_request, too_large
from bot.playground.shapes import Json, Value

SPOILERED = {"photo", "video", "animation"}


def media_content(call: Call, kind: str, source: Json, name: str) -> Json:
    """Return the part of a message that carries a medium and its caption.

    Args:
        call: The request.
        kind: photo, audio, video, document, animation, voice or video_note.
        source: Where its attributes stand: the parameters, or an InputMedia.
        name: The field of `source` that names the bytes.

    Raises:
        Refusal: The medium or its caption cannot be sent.
    """
    caption = {} if kind == "video_note" else caption_of(source)
    became, media = _medium(call, kind, source, name)
    content = {**described(became, media), **caption}
    if source.get("has_spoiler") is True and became in SPOILERED:
        content["has_media_spoiler"] = True
    return content


def _medium(call: Call, kind: str, source: Json, name: str) -> tuple[str, Value]:
    files = call.desk.files
    value = source.get(name, "")
    upload = find_upload(call, value, name if source is call.parameters else None)
    if upload is not None:
        thumbnail = _thumbnail(call, source)
        became, media = files.keep(upload, kind, source, thumbnail)
        if became != kind:
            call.complain(f"{upload.name or 'the upload'} cannot be sent as {kind}; it is {became}")
        return became, media
    if not isinstance(value, str) or not value:
        bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    if source.get("thumbnail"):
        call.complain("a thumbnail is only taken with an upload")
    if value.startswith(("http://", "https://")):
        bad_request("failed to get HTTP URL content")
    return kind, files.reuse(value, kind)


def find_upload(call: Call, value: Value, name: str | None) -> Upload | None:
    """Return the bytes that came along under a name or as `attach://…`.

    Raises:
        Refusal: The name was attached nowhere.
    """
    if name is not None and name in call.uploads:
        call.used.add(name)
        return call.uploads[name]
    if not isinstance(value, str):
        return None
    if value.startswith("attach://"):
        attached = value.removeprefix("attach://")
        if attached not in call.uploads:
            call.desk.ledger.complain("request", call.method, f"{value} is not attached")
            bad_request(WRONG_FILE)
        call.used.add(attached)
        return call.uploads[attached]
    if value.startswith("file://") and call.desk.files.limits.is_local:
        return _local_file(call, value)
    return None


def _thumbnail(call: Call, source: Json) -> Upload | None:
    name = "thumbnail" if "thumbnail" in source or "thumbnail" in call.uploads else "thumb"
    upload = find_upload(call, source.get(name), name if source is call.parameters else None)
    if upload is None:
        return None
    fault = call.desk.files.thumbnail_fault(upload)
    if fault is not None:
        call.complain(fault)
        return None
    return upload


def _local_file(call: Call, address: str) -> Upload:
    source = Path(unquote(urlsplit(address).path))
    if not source.is_file():
        bad_request(WRONG_FILE)
    if source.stat().st_size > call.desk.files.limits.upload_bytes:
        raise too_large()
    folder = call.desk.files.incoming
    copy = folder / secrets.token_hex(12)
    shutil.copyfile(source, copy)
    return Upload(copy, source.name, mime_of("", source.name), source.stat().st_size)
