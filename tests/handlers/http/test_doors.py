"""What every door does before it opens, on a real server with real keys, buckets and signatures."""

import asyncio
import gzip
import hashlib
import hmac
import io
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from types import SimpleNamespace
from typing import Annotated

import aiohttp
import pytest
from aiohttp import web
from pydantic import BaseModel, Field, RootModel
from yarl import URL

from bot.site import build_site, open_site
from handlers.http.doors import Door, FormFile, routes_of
from handlers.http.forms import read_form
from handlers.http.reading import MOST_BYTES
from services.accounts.accounts import Accounts
from services.accounts.buckets import Buckets
from services.accounts.keys import Keys, Scope
from services.accounts.preferences import Preferences
from services.accounts.repeats import Repeats
from services.accounts.signing import Signatures
from services.errors import LinkGone
from services.store.blobs import open_blobs
from services.store.database import open_database
from services.store.uploads import open_uploads
from tests.services.store.hands import Hands
from tests.waiting import until

CAPACITY = 3


class Query(BaseModel):
    limit: Annotated[int, Field(ge=1)] = 10
    words: list[str] = []
    title: str = ""


class Body(BaseModel):
    name: str
    count: int = 1
    depth: dict[str, object] = {}


class SentForm(BaseModel):
    file: FormFile
    name: str = ""


class Made(BaseModel):
    number: int


@dataclass
class Desk:
    """What the handlers of these doors did."""

    made: list[str] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    pause: asyncio.Event | None = None
    trouble: Exception | None = None

    def doors(self, core):
        async def look(asked):
            query = asked.query(Query)
            return RootModel[list[str]]([str(query.limit), query.title, *query.words])

        async def make(asked):
            self.made.append(asked.once)
            if self.pause:
                await self.pause.wait()
            if self.trouble:
                raise self.trouble
            return Made(number=len(self.made))

        async def take(asked):
            async with core.uploads.receive() as upload:
                most = core.uploads.most_bytes
                await read_form(asked.request, upload, file_field="file", most_bytes=most)
                self.files.append(upload.path.read_bytes())
            return Made(number=len(self.files))

        async def number(asked):
            return Made(number=asked.number("id"))

        async def stream(asked):
            self.made.append("stream")
            response = web.StreamResponse()
            await response.prepare(asked.request)
            await response.write_eof()
            return response

        common = {"summary": "", "tag": "", "scope": Scope.JOBS, "answer": Made}
        made = {**common, "creates": True, "status": HTTPStatus.CREATED}
        events = {**common, "answer": "text/event-stream"}
        return [
            Door(method="GET", path="/look", ask=look, query=Query, **common),
            Door(method="GET", path="/number/{id}", ask=number, **common),
            Door(method="GET", path="/events", ask=stream, **events),
            Door(method="POST", path="/make", ask=make, body=Body, **made),
            Door(method="POST", path="/bare", ask=make, **made),
            Door(method="POST", path="/stream", ask=stream, **made),
            Door(method="POST", path="/take", ask=take, form=SentForm, **made),
            Door(method="POST", path="/metered", ask=make, is_metered=True, **common),
            Door(method="POST", path="/signed", ask=make, body=Body, signed=True, **common),
        ]


@dataclass
class Hall:
    url: str
    session: aiohttp.ClientSession
    desk: Desk
    clock: Hands
    key: str
    signatures: Signatures
    folder: object

    async def ask(self, method, path, **more):
        url = URL(self.url + path, encoded=True)
        async with self.session.request(method, url, **more) as answer:
            told = await answer.json() if answer.content_type.endswith("json") else None
            return answer, told


@asynccontextmanager
async def opened(folder, desk):
    clock = Hands()
    async with (
        open_database(folder / "hearsay.db") as database,
        open_blobs(folder / "blobs", database, clock, max_bytes=2**30, keep_free_bytes=0) as blobs,
        open_uploads(folder / "uploads", blobs, most_bytes=2**20) as uploads,
    ):
        keys, accounts = Keys(database, clock), Accounts(database, clock)
        signatures = Signatures(database, clock, keys, master=b"m" * 32)
        core = SimpleNamespace(
            keys=keys,
            accounts=accounts,
            uploads=uploads,
            signatures=signatures,
            buckets=Buckets(database, clock, capacity=CAPACITY, refill_per_second=0.5),
            repeats=Repeats(database, clock),
            preferences=Preferences(database),
        )
        key = await keys.add("tests", account=(await accounts.local()).id)
        site = build_site(routes_of(desk.doors(core), core))
        headers = {"Authorization": f"Bearer {key}"}
        async with (
            open_site(site, host="127.0.0.1", port=0) as url,
            aiohttp.ClientSession(headers=headers) as session,
        ):
            yield Hall(url, session, desk, clock, key, signatures, folder)


@pytest.fixture
async def hall(tmp_path):
    async with opened(tmp_path, Desk()) as hall:
        yield hall


async def test_a_query_is_read_as_the_row_says(hall):
    answer, told = await hall.ask("GET", "/look?limit=3&words=a&words=b&title=x&unknown=1")

    assert (answer.status, told) == (200, ["3", "x", "a", "b"])


async def test_head_is_where_get_is_but_for_streams(hall):
    answer, _ = await hall.ask("HEAD", "/look")
    assert (answer.status, int(answer.headers["Content-Length"])) == (200, len('["10",""]'))

    answer, _ = await hall.ask("HEAD", "/events")
    assert answer.status == 405


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=x", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("title=%00", "title"),
        ("title=%ED%A0%80", "title"),
        ("words=a&words=%00", "words"),
    ],
)
async def test_a_query_that_cannot_be_is_refused(hall, query, field):
    answer, told = await hall.ask("GET", f"/look?{query}")

    if answer.status == 200:  # what is no UTF-8 stays as it was written
        assert "%ED" in told[1] or "\ufffd" in told[1]
        return
    assert (answer.status, told["code"], told["details"]["field"]) == (400, "field-invalid", field)


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "1%00", "%EF%BC%91"])
async def test_a_number_that_is_none_names_nothing(hall, number):
    answer, told = await hall.ask("GET", f"/number/{number}")

    assert (answer.status, told["code"]) == (404, "not-found")


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"", "field-missing"),
        (b"{}", "field-missing"),
        (b"[]", "field-invalid"),
        (b'"name"', "field-invalid"),
        (b"null", "field-invalid"),
        (b"{", "body-unreadable"),
        (b"\xff\xfe", "body-unreadable"),
        (b'{"name": NaN}', "body-unreadable"),
        (b'{"name": "\\ud800"}', "body-unreadable"),
        (b'{"name": "\\u0000"}', "field-invalid"),
        (b'{"name": "a", "count": 1e999}', "field-invalid"),
        (b'{"name": "a", "count": 9223372036854775808}', "field-invalid"),
        (b'{"name": "a", "count": ' + b"9" * 5000 + b"}", "body-unreadable"),
        (b'{"name": "a", "depth": {"a": ["\\u0000"]}}', "field-invalid"),
        (b'{"name": "a", "depth": {"\\u0000": 1}}', "field-invalid"),
        (b'{"name": "a", "depth": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}", ""),
        (b"[" * 100_000, "body-unreadable"),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_a_body_that_cannot_be_is_refused(hall, sent, code):
    answer, told = await hall.ask("POST", "/make", data=sent)

    assert answer.status == 400, told
    assert told["code"] == (code or "body-unreadable")
    assert not hall.desk.made


async def test_a_byte_order_mark_does_no_harm(hall):
    answer, _ = await hall.ask("POST", "/make", data=b'\xef\xbb\xbf{"name": "a"}')

    assert answer.status == 201


@pytest.mark.parametrize("path", ["/make", "/bare", "/signed"])
async def test_a_body_too_big_is_refused(hall, path):
    answer, told = await hall.ask("POST", path, data=io.BytesIO(b" " * (MOST_BYTES + 1)))

    assert (answer.status, told["code"]) == (413, "body-too-big")
    assert not hall.desk.made


async def test_a_body_that_unpacks_to_too_much_is_refused(hall):
    packed = gzip.compress(b" " * 50 * MOST_BYTES)

    answer, told = await hall.ask(
        "POST", "/make", data=packed, headers={"Content-Encoding": "gzip"}
    )

    assert (answer.status, told["code"]) == (413, "body-too-big")


@pytest.mark.parametrize(
    ("headers", "length", "status"),
    [
        ("", 10, b"401"),
        ("Authorization: Bearer {key}\r\n", MOST_BYTES + 1, b"413"),
        ("Authorization: Bearer {key}\r\n", 13, b"100"),
    ],
)
async def test_what_is_refused_need_not_be_sent(hall, headers, length, status):
    url = URL(hall.url)

    def talk():
        with socket.create_connection((url.host, url.port), timeout=10) as line:
            head = f"POST /make HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n{headers}"
            head += f"Content-Length: {length}\r\n\r\n"
            line.sendall(head.format(key=hall.key).encode())
            return line.recv(4096)

    assert (await asyncio.to_thread(talk)).split()[1] == status


async def test_an_expectation_that_nobody_knows_is_refused(hall):
    answer, _ = await hall.ask("POST", "/make", data=b"{}", headers={"Expect": "the-best"})

    assert answer.status == 417


async def test_a_metered_door_counts_and_says_so(hall):
    left = []
    for _ in range(CAPACITY):
        answer, _ = await hall.ask("POST", "/metered")
        assert answer.status == 200
        left.append(answer.headers["RateLimit-Remaining"])
    answer, told = await hall.ask("POST", "/metered")

    assert left == ["2", "1", "0"]
    assert (answer.status, told["code"], told["retryable"]) == (429, "too-many-requests", True)
    assert answer.headers["Retry-After"] == "2"
    assert answer.headers["RateLimit-Limit"] == str(CAPACITY)
    assert answer.headers["RateLimit-Remaining"] == "0"
    assert answer.headers["RateLimit-Reset"] == "6"

    hall.clock.turn(seconds=2)
    assert (await hall.ask("POST", "/metered"))[0].status == 200
    assert "RateLimit-Limit" not in (await hall.ask("GET", "/look"))[0].headers


def signed(hall, body, *, path="/signed", at=0.0, key=None):
    key = key or hall.key
    stamp = str(int((hall.clock.now() + at) * 1000))
    message = f"POST\n{path}\n{body}\n{stamp}".encode()
    secret = hall.signatures.secret_of(hall.key)
    signature = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
    return {"X-API-Key": key, "X-Timestamp": stamp, "X-Signature": signature}


async def test_a_signed_door_opens_to_a_signature_and_to_a_bearer(hall):
    body = '{"name": "a"}'
    for headers in (signed(hall, body), {}):
        answer, told = await hall.ask("POST", "/signed", data=body, headers=headers)
        assert answer.status == 200, told


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"X-Signature": None}, 403),
        ({"X-Signature": "0" * 64}, 403),
        ({"X-Timestamp": "1"}, 403),
        ({"X-API-Key": "hs-000000000000"}, 401),
        ({"X-API-Key": ""}, 401),
    ],
)
async def test_a_signed_door_stays_shut_to_anything_else(hall, change, status):
    body = '{"name": "a"}'
    headers = {**signed(hall, body), **change}
    headers = {name: value for name, value in headers.items() if value is not None}

    answer, told = await hall.ask("POST", "/signed", data=body, headers=headers)

    assert answer.status == status, told
    assert not hall.desk.made


async def test_a_signature_is_good_once(hall):
    body = '{"name": "a"}'
    headers = signed(hall, body)

    statuses = [
        (await hall.ask("POST", "/signed", data=body, headers=headers))[0].status for _ in range(2)
    ]

    assert statuses == [200, 403]


KEY = {"Idempotency-Key": "9f1b-1"}


async def test_a_repeat_gets_the_first_answer_and_does_nothing(hall):
    first, told = await hall.ask("POST", "/make", data=b'{"name": "a"}', headers=KEY)
    second, again = await hall.ask("POST", "/make", data=b'{"name": "a"}', headers=KEY)

    assert (first.status, second.status) == (201, 201)
    assert told == again == {"number": 1}
    assert len(hall.desk.made) == 1
    assert second.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert first.headers["X-Request-Id"] != second.headers["X-Request-Id"]
    assert second.content_type == "application/json"


async def test_without_a_key_each_is_new(hall):
    for number in (1, 2):
        _, told = await hall.ask("POST", "/make", data=b'{"name": "a"}')
        assert told == {"number": number}
    assert hall.desk.made == ["", ""]


@pytest.mark.parametrize(
    ("path", "sent"), [("/make", b'{"name": "b"}'), ("/make?x=1", b'{"name": "a"}'), ("/bare", b"")]
)
async def test_another_request_with_the_same_key_is_refused(hall, path, sent):
    await hall.ask("POST", "/make", data=b'{"name": "a"}', headers=KEY)

    answer, told = await hall.ask("POST", path, data=sent, headers=KEY)

    assert (answer.status, told["code"]) == (422, "repeat-differs")


async def test_a_repeat_that_comes_too_early_is_told_so(hall):
    hall.desk.pause = asyncio.Event()
    first = asyncio.ensure_future(hall.ask("POST", "/bare", headers=KEY))
    await until(lambda: hall.desk.made)

    answer, told = await hall.ask("POST", "/bare", headers=KEY)
    hall.desk.pause.set()

    assert (answer.status, told["code"], told["retryable"]) == (409, "repeat-running", True)
    assert (await first)[0].status == 201


async def test_who_hung_up_finds_the_same_order_again(hall):
    hall.desk.pause = asyncio.Event()
    first = asyncio.ensure_future(hall.ask("POST", "/bare", headers=KEY))
    await until(lambda: hall.desk.made)
    first.cancel()
    hall.desk.pause.set()
    for _ in range(1000):
        answer, _ = await hall.ask("POST", "/bare", headers=KEY)
        if answer.status != 409:
            break

    assert answer.status == 201
    assert len(set(hall.desk.made)) == 1
    assert hall.desk.made[0]


async def test_what_went_wrong_is_done_anew(hall):
    hall.desk.trouble = LinkGone(host="example.com")
    assert (await hall.ask("POST", "/bare", headers=KEY))[0].status == 410

    hall.desk.trouble = None
    assert (await hall.ask("POST", "/bare", headers=KEY))[0].status == 201


async def test_a_stream_is_not_kept(hall):
    for _ in range(2):
        assert (await hall.ask("POST", "/stream", headers=KEY))[0].status == 200
    assert hall.desk.made == ["stream", "stream"]


@pytest.mark.parametrize("key", ["a b", "x" * 256, "ü"])
async def test_a_key_that_cannot_be_one_is_refused(hall, key):
    answer, told = await hall.ask("POST", "/bare", headers={"Idempotency-Key": key})

    assert (answer.status, told["details"]["field"]) == (400, "Idempotency-Key")


def form(sound=b"sound", **fields):
    made = aiohttp.FormData()
    for name, value in fields.items():
        made.add_field(name, value)
    made.add_field("file", sound, filename="a.wav")
    return made


async def test_a_form_is_compared_by_what_is_in_it(hall):
    told = [
        await hall.ask("POST", "/take", data=form(name="a"), headers=KEY),
        await hall.ask("POST", "/take", data=form(name="a"), headers=KEY),
        await hall.ask("POST", "/take", data=form(name="b"), headers=KEY),
        await hall.ask("POST", "/take", data=form(b"other", name="a"), headers=KEY),
    ]

    assert [answer.status for answer, _ in told] == [201, 201, 422, 422]
    assert hall.desk.files == [b"sound"]
    assert not list((hall.folder / "uploads").iterdir())
