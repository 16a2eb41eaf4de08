"""Reads what programs send: bounded, whole, and plain enough that nothing behind the door chokes on it."""

import asyncio
import re
from datetime import timedelta
from functools import cache
from typing import Any, Final, TypeVar, get_args, get_origin

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import from_json

from services.errors import (
    BodyTooBig,
    BodyUnreadable,
    FieldInvalid,
    FieldMissing,
    NotFound,
    UploadStalled,
)

MOST_BYTES: Final = 2**20
"""What a request may weigh that brings no file."""

Model = TypeVar("Model", bound=BaseModel)

_PATIENCE: Final = timedelta(seconds=60)
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_LARGEST: Final = 2**63 - 1
"""The largest number that the database knows."""
_TEXT: Final = "Unicode text without NUL"
_LONGEST_FIELD: Final = 120
_MOST_UNKNOWN: Final = 20
_SHOULD: Final = re.compile(
    r"^(?:Input|String|List|Dictionary|Value|Set|Tuple) should (?:be |have )?"
)
_WHY: Final = re.compile(r", unable to .*$")


class Lenient(BaseModel):
    """What a client wants. Fields that only other services know may stand in it."""

    model_config = ConfigDict(extra="allow")

    @property
    def not_taken(self) -> list[str]:
        """Return the fields that change nothing here, so that whoever misspelt one finds out."""
        unknown = sorted(self.model_extra or ())
        return [name[:_LONGEST_FIELD] for name in unknown[:_MOST_UNKNOWN]]


def check_length(request: web.Request) -> None:
    """See to it that a body does not say itself that it is more than is taken.

    Raises:
        BodyTooBig: it does.
    """
    if (request.content_length or 0) > MOST_BYTES:
        raise BodyTooBig(limit_bytes=MOST_BYTES)


async def read_body(request: web.Request) -> bytes:
    """Return what came with a request; it may be read again.

    Raises:
        BodyTooBig: it is more than is taken.
        BodyUnreadable: it broke off, or is not packed as it says.
        UploadStalled: it takes too long.
    """
    if not request.body_exists:
        return b""
    try:
        async with asyncio.timeout(_PATIENCE.total_seconds()):
            return await request.read()
    except web.HTTPRequestEntityTooLarge as error:
        raise BodyTooBig(limit_bytes=MOST_BYTES) from error
    except (HttpProcessingError, web.RequestPayloadError) as error:
        raise BodyUnreadable from error
    except TimeoutError as error:
        raise UploadStalled(seconds=_PATIENCE.total_seconds()) from error


def json_in(body: bytes) -> object:
    """Return the JSON in a body; nothing at all stands for an empty object.

    Raises:
        BodyUnreadable: it is no JSON, or nested deeper than anybody means.
        FieldInvalid: there is a text or a number in it that cannot be kept.
    """
    text = body.removeprefix(_BYTE_ORDER_MARK)
    if not text.strip():
        return {}
    try:
        document = from_json(text, allow_inf_nan=False)
    except ValueError as error:
        raise BodyUnreadable from error
    check_plain(document, "body")
    return document


def validated(kind: type[Model], given: object) -> Model:
    """Return what was sent as what the door wants.

    Raises:
        FieldMissing: something lacks.
        FieldInvalid: something is not as it should be.
    """
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = _place(first["loc"], given, lacks=first["type"] == "missing")
        if first["type"] == "missing":
            raise FieldMissing(field=where) from error
        if first["type"] == "extra_forbidden":
            allowed = f"left out; there is {', '.join(kind.model_fields)}"
        else:
            allowed = _SHOULD.sub("", first["msg"].removeprefix("Value error, "))
        raise FieldInvalid(field=where, allowed=_WHY.sub("", allowed)) from error


def queried(kind: type[Model], request: web.Request) -> Model:
    """Return what stands behind the question mark as what the door wants.

    Raises:
        FieldMissing: something lacks.
        FieldInvalid: something is not as it should be.
    """
    query, several = request.query, _several(kind)
    given = {name: query.getall(name) if name in several else query[name] for name in query}
    check_plain(given, "query")
    made = validated(kind, given)
    check_plain(made.model_dump(), "query")
    return made


def check_plain(value: object, where: str) -> None:
    """See to it that the database, and any program that we start, can take what was sent.

    Raises:
        FieldInvalid: there is a text or a number in it that cannot be kept.
    """
    if isinstance(value, str) and not _is_text(value):
        raise FieldInvalid(field=where[:_LONGEST_FIELD], allowed=_TEXT)
    if isinstance(value, int | float) and not -_LARGEST <= value <= _LARGEST:
        raise FieldInvalid(field=where[:_LONGEST_FIELD], allowed=f"-{_LARGEST} … {_LARGEST}")
    if isinstance(value, dict):
        for name, held in value.items():
            check_plain(name, where)
            check_plain(held, name)
    elif isinstance(value, list):
        for held in value:
            check_plain(held, where)


def check_path(request: web.Request) -> None:
    """See to it that the parts of a path are text.

    Raises:
        NotFound: nothing has such a name.
    """
    if not all(_is_text(part) for part in request.match_info.values()):
        raise NotFound


def _place(steps: tuple[int | str, ...], given: object, *, lacks: bool) -> str:
    """Return the way to a field through what was sent, without what only our models know on it."""
    way = []
    for number, step in enumerate(steps, start=1):
        if isinstance(given, dict) and step in given:
            given = given[step]
        elif isinstance(given, list) and isinstance(step, int):
            given = given[step] if step < len(given) else None
        elif not lacks or number < len(steps):
            continue
        way.append(str(step))
    return ".".join(way)[:_LONGEST_FIELD] or "body"


@cache
def _several(kind: type[BaseModel]) -> frozenset[str]:
    """Return the names that may stand there several times."""
    return frozenset(
        field.alias or name
        for name, field in kind.model_fields.items()
        if _is_list(field.annotation)
    )


def _is_list(annotation: Any) -> bool:  # noqa: ANN401 - any type at all
    if get_origin(annotation) in {list, tuple, set, frozenset}:
        return True
    return any(_is_list(part) for part in get_args(annotation))


def _is_text(value: str) -> bool:
    try:
        return b"\0" not in value.encode()
    except UnicodeEncodeError:
        return False
