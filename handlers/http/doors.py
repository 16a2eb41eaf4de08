"""What programs may ask for: one row each, from which come its route, its refusals and its manual."""

import json
import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated, Any, Final, NoReturn, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError, WithJsonSchema

from handlers.http.doorman import Caller, let_in
from services.accounts.account import Account
from services.accounts.keys import Scope
from services.core import Core
from services.errors import (
    BodyUnreadable,
    FieldInvalid,
    FieldMissing,
    HearsayError,
    KeyMissing,
    NotFound,
)

Model = TypeVar("Model", bound=BaseModel)
Answer = BaseModel | web.StreamResponse
Ask = Callable[["Asked"], Awaitable[Answer]]
FormFile = Annotated[bytes, WithJsonSchema({"type": "string", "format": "binary"})]
"""A file within a form: `file: FormFile` in the model of the form."""

_NUMBER: Final = re.compile(r"[0-9]{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, with all that is known of it when its door opens."""

    request: web.Request
    caller: Caller | None
    """None where anybody may come."""
    queried: BaseModel | None = None
    sent: BaseModel | None = None
    once: str = ""
    """The same whenever this request is repeated, even after a crash: goes with the orders it gives.

    Empty where it came without an `Idempotency-Key`. Who gives several orders adds a number to it.
    """

    @property
    def account(self) -> Account:
        """Return whose program it is.

        Raises:
            KeyMissing: the door is open to all, and this one came without a key.
        """
        if self.caller is None:
            raise KeyMissing
        return self.caller.account

    def query(self, kind: type[Model]) -> Model:
        """Return what stands behind the question mark, as the door's row says."""
        return self.queried if isinstance(self.queried, kind) else _misplaced(kind)

    def body(self, kind: type[Model]) -> Model:
        """Return the JSON that was sent, as the door's row says."""
        return self.sent if isinstance(self.sent, kind) else _misplaced(kind)

    def part(self, name: str) -> str:
        """Return a part of the path by its name."""
        return self.request.match_info[name]

    def number(self, name: str) -> int:
        """Return a part of the path that is the number of something.

        Raises:
            NotFound: nothing has such a number.
        """
        text = self.part(name)
        if not _NUMBER.fullmatch(text):
            raise NotFound
        return int(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One thing that may be asked for."""

    method: str
    path: str
    ask: Ask
    summary: str
    """A sentence for the manual."""
    tag: str
    """The chapter of the manual."""
    scope: Scope | None
    """What a key must open; None: anybody may come, without a key."""
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    """JSON."""
    form: type[BaseModel] | None = None
    """A form with a file in it. It is only described here: its door reads it with `forms.read_form`."""
    answer: type[BaseModel] | str = "application/json"
    """What is sent back: a model, or another type of content."""
    status: HTTPStatus = HTTPStatus.OK
    creates: bool = False
    """Whether it makes something: it takes an `Idempotency-Key` then."""
    is_metered: bool = False
    """Whether it begins work, of which a key may only ask so much."""
    signed: bool = False
    """Whether an X-API-Key has to come with a signature over what is sent."""
    also: Mapping[HTTPStatus, type[BaseModel] | str] = field(default_factory=dict)
    """What else it may answer when all is well, by the status."""
    raises: Collection[type[HearsayError]] = ()
    """What may go wrong here, beside what goes wrong everywhere."""


def routes_of(doors: Iterable[Door], core: Core) -> list[web.RouteDef]:
    """Return the routes behind which the doors are."""
    return [web.route(door.method, door.path, _opened(door, core)) for door in doors]


def _opened(door: Door, core: Core) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def opened(request: web.Request) -> web.StreamResponse:
        caller = await let_in(request, core, door.scope) if door.scope is not None else None
        asked = Asked(
            request,
            caller,
            queried=validated(door.query, dict(request.query)) if door.query else None,
            sent=validated(door.body, await _json(request)) if door.body else None,
        )
        return answered(await door.ask(asked), door.status)

    return opened


def answered(answer: Answer, status: HTTPStatus = HTTPStatus.OK) -> web.StreamResponse:
    """Return an answer as what goes over the wire."""
    if isinstance(answer, web.StreamResponse):
        return answer
    return web.Response(
        text=answer.model_dump_json(), status=status, content_type="application/json"
    )


def validated(kind: type[Model], given: object) -> Model:
    """Return what was sent as the model says.

    Raises:
        FieldMissing: a part of it lacks.
        FieldInvalid: a part of it cannot be used.
    """
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "body"
        if first["type"] == "missing":
            raise FieldMissing(field=where) from error
        raise FieldInvalid(field=where, allowed=first["msg"]) from error


async def _json(request: web.Request) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(await request.read())
    except ValueError as error:  # also what is no UTF-8
        raise BodyUnreadable from error


def _misplaced(kind: type[BaseModel]) -> NoReturn:
    raise TypeError(f"the door's row does not say that {kind.__name__} comes")
