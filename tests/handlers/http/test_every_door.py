"""Holds for every door of the table, and every route stands in it: a new one cannot be forgotten."""

import json
import re
from http import HTTPStatus

import aiohttp
import pytest

from handlers.http.manual.shapes import Shapes
from handlers.http.openapi import document_of
from services.accounts.keys import Scope
from tests.handlers.http.whole import every_door, opened

ELSEWHERE = {
    "/": "the page",
    "/ui": "the page",
    "/ui/": "the page",
    "/ui/{name}": "what the page is made of",
    "/live": "the live page",
    "/live/{name}": "what the live page is made of",
    "/robots.txt": "for who looks for pages",
    "/health": "for machines",
    "/ready": "for machines",
    "/readyz": "for machines",
    "/api/readyz": "for machines",
    "/version": "for machines",
    "/api/version": "for machines",
    "/metrics": "for machines",
    "/files/{token}/{name}": "whoever has the address",
    "/socket.io/": "checks the key as it connects",
    "/v1/realtime": "checks the key before it connects",
    "/api/transcribe/live": "checks the key in its first message",
    "/api/transcribe/live/status": "open to everybody",
    "/transcribe/live": "the same, where AudioGrab has it",
    "/transcribe/live/status": "the same, where AudioGrab has it",
}
"""Routes that are no doors, and why."""

NOBODYS = {"/v1/models/{name:.+}"}
"""Parts of paths that name nothing of anybody's."""

NOT_ONCE = {
    "/api/keys": "its answer holds a secret, which is kept nowhere; and a name is taken once",
    "/api/keys/{key_id}/rotate": "the same, and its first answer opens nothing after the second",
    "/api/jobs/{job_id}/cancel": "ends something",
    "/api/jobs/{job_id}/polish": "goes on where it was",
    "/api/webhooks/test": "is asked to see it happen",
    "/api/webhooks/{id}/resend": "keeps the key of the call that is repeated",
    "/api/cleanup": "ends something",
    "/v1/audio/transcriptions": "OpenAI's clients know of no such key; the same is heard once",
    "/v1/audio/translations": "the same",
    "/asr": "the same, for Bazarr",
    "/detect-language": "the same, for Bazarr",
}
"""Doors for POST at which an Idempotency-Key means nothing, and why."""

LINK = "https://example.com/a.mp3"
BODIES = {
    "TranscribeBody": {"url": LINK},
    "DownloadBody": {"url": LINK},
    "FetchBody": {"url": LINK},
    "BatchBody": {"urls": [LINK]},
    "ScheduleBody": {"url": LINK, "scheduled_at": "2036-01-01T00:00:00Z"},
    "ListChange": {"description": "x"},
    "NewWords": {"words": ["x"]},
    "OldWords": {"words": ["x"]},
    "NewList": {"name": "x"},
    "NewKey": {"name": "x", "scopes": ["read"]},
    "Tried": {"url": LINK},
}
DOORS = every_door()
KEYED = [door for door in DOORS if door.scope is not None]


def sent_to(door):
    """What a request to a door may hold so that nothing is wrong with it."""
    if door.form is not None:
        form = aiohttp.FormData()
        for name in door.form.model_fields:
            if "file" in name:
                form.add_field(name, b"damn\n", filename="a.txt")
        return {"data": form}
    if door.body is None:
        return {}
    document = document_of([door], version="1")
    ref = {"$ref": f"#/components/schemas/{door.body.__name__}"}
    example = Shapes(document["components"]["schemas"]).example(ref)
    return {"json": BODIES.get(door.body.__name__, example)}


def path_of(door, things):
    """A path to a door that names these things."""

    def thing(found):
        owned = things.get((door.path.split("/")[2], found[1]), things.get(found[1]))
        return str(owned if owned is not None else "none")

    path = re.sub(r"\{(\w+)(?::[^{}]+)?\}", thing, door.path)
    needed = {"CheckQuery": f"?url={LINK}", "Turn": "?priority=7"}
    return path + needed.get(door.query.__name__ if door.query else "", "")


def part_of(door):
    found = re.search(r"\{(\w+)", door.path)
    return found[1] if found else None


@pytest.fixture
async def whole(tmp_path, monkeypatch):
    async with opened(tmp_path, monkeypatch) as whole:
        yield whole


async def owned(whole):
    """One of everything that can belong to somebody; it is the owner's."""
    _, job = await whole.ask("POST", "/api/download", whole.owner, json={"url": LINK})
    _, batch = await whole.ask("POST", "/api/batch/download", whole.owner, json={"urls": [LINK]})
    _, words = await whole.ask("POST", "/api/wordlists", whole.owner, json={"name": "Zzyzx"})
    _, planned = await whole.ask(
        "POST", "/api/schedule/download", whole.owner, json=BODIES["ScheduleBody"]
    )
    await whole.house.database.write(
        """
        INSERT INTO webhooks (id, account, event, about, url, body, state, due_at, made_at)
        VALUES ('call-1', :account, 'test', 'call-1', 'https://example.com', '{}', 'failed', 0, 0)
        """,
        account=whole.owner_id,
    )
    keys = await whole.house.core.keys.of(whole.owner_id)
    return {
        "job_id": job["job_id"],
        ("schedule", "job_id"): planned["job_id"],
        "batch_id": batch["batch_id"],
        "list_id": words["id"],
        "key_id": keys[0].id,
        "id": "call-1",
    }


async def test_every_route_is_a_door_or_is_named_here(whole):
    doors = {(door.method, re.sub(r"\{(\w+):[^{}]+\}", r"{\1}", door.path)) for door in DOORS}
    routes = {
        (route.method, route.resource.canonical)
        for route in whole.site.router.routes()
        if route.resource is not None and route.resource.canonical not in ELSEWHERE
    }

    heads = {(method, path) for method, path in routes if method == "HEAD"}
    assert routes - heads == doors
    assert {("GET", path) for _, path in heads} <= doors
    served = {resource.canonical for resource in whole.site.router.resources()}
    assert served >= ELSEWHERE.keys()


async def test_no_door_opens_without_a_key(whole):
    wrong = []
    for door in KEYED:
        answer, told = await whole.ask(door.method, path_of(door, {}))
        if answer.status != HTTPStatus.UNAUTHORIZED or not answer.headers.get("WWW-Authenticate"):
            wrong.append((door.method, door.path, answer.status, told))

    assert wrong == []
    assert len(KEYED) > 50


async def test_doors_that_want_no_key_are_few():
    assert {door.path for door in DOORS if door.scope is None} == {
        "/api/health",
        "/api/openapi.json",
        "/api/docs",
    }


@pytest.mark.parametrize("lacking", Scope)
async def test_no_door_opens_to_a_key_that_lacks_its_scope(whole, lacking):
    key = await whole.key("lacking", set(Scope) - {lacking})

    assert await not_refused(whole, key, [door for door in KEYED if door.scope is lacking]) == []


async def test_a_key_to_read_with_opens_no_door_that_does_more(whole):
    key, others = await whole.key("reader", {Scope.READ}), set(Scope) - {Scope.READ}

    assert await not_refused(whole, key, [door for door in KEYED if door.scope in others]) == []


async def not_refused(whole, key, doors):
    """Return what answered anything else than that the key is too small."""
    wrong = []
    for door in doors:
        answer, told = await whole.ask(door.method, path_of(door, {}), key, **sent_to(door))
        code = told["error"]["code"] if door.path.startswith("/v1/") else told["code"]
        if (answer.status, code.replace("_", "-")) != (403, "key-too-small"):
            wrong.append((door.method, door.path, answer.status, told))
    return wrong


async def test_a_key_to_read_with_changes_nothing():
    may_be_read = {door.method for door in KEYED if door.scope is Scope.READ}

    assert may_be_read == {"GET"}


async def test_whatever_makes_something_can_be_repeated_without_harm():
    posts = {door.path: door.creates for door in DOORS if door.method == "POST"}

    assert {path for path, is_once in posts.items() if not is_once} == NOT_ONCE.keys()


async def test_what_is_somebody_elses_is_not_there(whole):
    things, wrong = await owned(whole), []
    for door in KEYED:
        if part_of(door) is None or door.path in NOBODYS:
            continue
        expected = 403 if door.scope is Scope.ADMIN else 404
        path = path_of(door, things)
        answer, told = await whole.ask(door.method, path, whole.guest, **sent_to(door))
        if answer.status != expected:
            wrong.append((door.method, path, answer.status, told))

    assert wrong == []
    for path in (
        f"/api/jobs/{things['job_id']}",
        f"/api/batch/{things['batch_id']}",
        f"/api/wordlists/{things['list_id']}",
        f"/api/webhooks/{things['id']}",
    ):
        assert (await whole.ask("GET", path, whole.owner))[0].status == 200


async def test_the_owners_own_keys_do_not_reach_others_through_the_back(whole):
    """An owner is a user like any other, as far as jobs, lists and calls go."""
    _, job = await whole.ask("POST", "/api/download", whole.guest, json={"url": LINK})
    _, words = await whole.ask("POST", "/api/wordlists", whole.guest, json={"name": "Theirs"})

    for path in (f"/api/jobs/{job['job_id']}", f"/api/wordlists/{words['id']}"):
        assert (await whole.ask("GET", path, whole.guest))[0].status == 200
        assert (await whole.ask("GET", path, whole.owner))[0].status == 404


async def test_no_list_shows_what_is_somebody_elses(whole):
    things = await owned(whole)
    marks = [str(things[name]) for name in ("job_id", "batch_id", "id")] + ["Zzyzx"]
    shown = []
    for door in KEYED:
        if door.method != "GET" or part_of(door) is not None or door.scope is not Scope.READ:
            continue
        answer, told = await whole.ask("GET", door.path, whole.guest)
        assert answer.status == 200, (door.path, told)
        shown += [(door.path, mark) for mark in marks if mark in json.dumps(told)]

    assert shown == []


async def test_a_thing_that_never_was_is_not_there_either(whole):
    wrong = []
    for door in KEYED:
        for never in ("none", "0", "-1", "9" * 30, "%00", "%ED%A0%80", "..%2f..", "'"):
            part = part_of(door)
            if part is None:
                continue
            path = path_of(door, {part: never})
            answer, told = await whole.ask(door.method, path, whole.owner, **sent_to(door))
            if answer.status != HTTPStatus.NOT_FOUND:
                wrong.append((door.method, path, answer.status, told))

    assert wrong == []
