"""What programs may ask for: one row each, from which come its route, its refusals and its manual."""

import math
import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Annotated, Any, Final, NoReturn, TypeVar

from aiohttp import web
from pydantic import BaseModel, WithJsonSchema

from handlers.http.circumstances import send_with_answer
from handlers.http.doorman import Caller, let_in, let_in_signed
from handlers.http.forms import check_length as check_form_length
from handlers.http.reading import check_length, check_path, json_in, queried, read_body, validated
from handlers.http.repeating import answer_once
from services.accounts.account import Account
from services.accounts.keys import Scope
from services.core import Core
from services.errors import HearsayError, KeyMissing, NotFound, TooManyRequests

Model = TypeVar("Model", bound=BaseModel)
Answer = BaseModel | web.StreamResponse
Ask = Callable[["Asked"], Awaitable[Answer]]
FormFile = Annotated[bytes, WithJsonSchema({"type": "string", "format": "binary"})]
"""A file within a form: `file: FormFile` in the model of the form."""

_CALLED: Final = web.RequestKey("hearsay_called_for_body", bool)
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
    headers: Mapping[str, str] = field(default_factory=dict)
    """What it listens to beside the headers that all doors know: what each of them says."""
    also: Mapping[HTTPStatus, type[BaseModel] | str] = field(default_factory=dict)
    """What else it may answer when all is well, by the status."""
    raises: Collection[type[HearsayError]] = ()
    """What may go wrong here, beside what goes wrong everywhere."""


def routes_of(doors: Iterable[Door], core: Core) -> list[web.RouteDef]:
    """Return the routes behind which the doors are. Where GET only tells, HEAD is as well."""
    return [_route(door, core) for door in doors]


def answered(answer: Answer, status: HTTPStatus = HTTPStatus.OK) -> web.StreamResponse:
    """Return an answer as what goes over the wire."""
    if isinstance(answer, web.StreamResponse):
        return answer
    return web.Response(
        text=answer.model_dump_json(), status=status, content_type="application/json"
    )


def file_field_of(door: Door) -> str:
    """Return the field of a form that its file stands in; empty where there is no form."""
    if door.form is None:
        return ""
    fields = door.form.model_json_schema()["properties"]
    return next((name for name, kind in fields.items() if "binary" in str(kind)), "file")


def _route(door: Door, core: Core) -> web.RouteDef:
    options: dict[str, Any] = {"expect_handler": _wait_to_be_let_in}
    if door.method == "GET":
        # A stream of events has no headers of its own that anybody would ask for alone; and who asks
        # for headers wants nothing to be done.
        options["allow_head"] = door.answer != "text/event-stream" and not door.creates
    return web.route(door.method, door.path, _opened(door, core), **options)


def _opened(door: Door, core: Core) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    file_field = file_field_of(door)

    async def opened(request: web.Request) -> web.StreamResponse:
        caller = await _let_in(request, door, core)
        if door.is_metered and caller is not None:
            await _take_token(request, caller, core)
        check_path(request)
        asked = Asked(
            request,
            caller,
            queried=queried(door.query, request) if door.query else None,
            sent=await _sent(request, door),
        )

        async def answer(once: str) -> web.StreamResponse:
            return answered(await door.ask(replace(asked, once=once)), door.status)

        if not door.creates or caller is None:
            return await answer("")
        return await answer_once(request, caller, core, file_field=file_field, answer=answer)

    return opened


async def _let_in(request: web.Request, door: Door, core: Core) -> Caller | None:
    """Return who comes; what they bring is called for only once they may come in."""
    if door.scope is None:
        caller = None
    elif door.signed and "X-API-Key" in request.headers:
        await _call_for_body(request, door, core)
        caller = await let_in_signed(request, core, door.scope, body=await read_body(request))
    else:
        caller = await let_in(request, core, door.scope)
    await _call_for_body(request, door, core)
    return caller


async def _sent(request: web.Request, door: Door) -> BaseModel | None:
    """Return what was sent. All of a body that is no form is read, even where nobody wants it."""
    if door.form is not None:
        return None
    body = await read_body(request)
    return validated(door.body, json_in(body)) if door.body else None


async def _take_token(request: web.Request, caller: Caller, core: Core) -> None:
    """Count a request against what its key may ask for.

    Raises:
        TooManyRequests: it may not ask for more at the moment.
    """
    left = await core.buckets.take(caller.key)
    told = {
        "RateLimit-Limit": str(left.capacity),
        "RateLimit-Remaining": str(int(left.tokens)),
        "RateLimit-Reset": str(math.ceil(left.full_after)),
    }
    send_with_answer(request, told)
    if not left.granted:
        raise TooManyRequests(seconds=max(1, math.ceil(left.retry_after)))


async def _wait_to_be_let_in(request: web.Request) -> None:
    """Answer `Expect: 100-continue` later: a body that is refused need not come at all."""
    if request.headers.get("Expect", "").lower() != "100-continue":
        raise web.HTTPExpectationFailed


async def _call_for_body(request: web.Request, door: Door, core: Core) -> None:
    """Refuse a body that says itself that it is too big; let any other come."""
    if door.form is None:
        check_length(request)
    else:
        check_form_length(request, core.uploads.most_bytes)
    if "Expect" in request.headers and not request.get(_CALLED):
        request[_CALLED] = True
        await request.writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        # Else aiohttp would take this line for the answer's beginning, and could not refuse any more.
        request.writer.output_size = 0


def _misplaced(kind: type[BaseModel]) -> NoReturn:
    raise TypeError(f"the door's row does not say that {kind.__name__} comes")
