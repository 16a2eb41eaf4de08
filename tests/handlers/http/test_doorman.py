"""A key opens, in each of the ways in which clients carry one; nothing else does."""

import aiohttp
import pytest

from services.accounts.account import Role

MODELS = "/v1/models"


async def came_in(door, headers, *, url=None):
    async with (
        aiohttp.ClientSession() as session,
        session.get(url or f"{door.url}{MODELS}", headers=headers) as answer,
    ):
        return answer, await answer.json()


@pytest.mark.parametrize(
    "header",
    [
        ("Authorization", "Bearer {}"),
        ("Authorization", "bearer   {} "),
        ("X-API-Key", "{}"),
    ],
)
async def test_each_way_to_carry_a_key_opens(door, header):
    name, value = header

    answer, _ = await came_in(door, {name: value.format(door.key)})

    assert answer.status == 200


async def test_a_key_may_be_the_password_of_the_address(door):
    url = door.url.replace("://", f"://anybody:{door.key}@")

    answer, _ = await came_in(door, {}, url=f"{url}{MODELS}")

    assert answer.status == 200


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "key_missing"),
        ({"Authorization": ""}, "key_missing"),
        ({"Authorization": "Digest x"}, "key_missing"),
        ({"Authorization": "Basic %%%"}, "key_missing"),
        ({"Authorization": "Basic /w=="}, "key_missing"),
        ({"Authorization": "Bearer sk-nothing"}, "invalid_api_key"),
        ({"X-API-Key": "hs-"}, "invalid_api_key"),
    ],
)
async def test_nothing_else_does(door, headers, code):
    answer, told = await came_in(door, headers)

    assert answer.status == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert (told["error"]["code"], told["error"]["type"]) == (code, "invalid_request_error")


async def test_before_there_is_any_key_the_answer_says_how_to_make_one(door):
    await door.keys.revoke((await door.keys.named("tests")).id)

    answer, told = await came_in(door, {})

    assert answer.status == 401
    assert told["error"]["code"] == "no_keys_yet"
    assert "python main.py keys add" in told["error"]["message"]


async def test_the_key_of_somebody_who_was_shown_the_door_opens_nothing(door):
    guest = await door.accounts.of_telegram(7, "Ann")
    key = await door.keys.add("ann's", account=guest.id)
    headers = {"X-API-Key": key}
    await door.accounts.set_role(guest.id, Role.GUEST)
    assert (await came_in(door, headers))[0].status == 200

    await door.accounts.set_role(guest.id, Role.BLOCKED)

    assert (await came_in(door, headers))[0].status == 401


@pytest.mark.parametrize(
    ("preferred", "word"),
    [("ru-RU,ru;q=0.9", "ключ"), ("zh", "密钥"), ("pt", "key"), ("*", "key"), (";,", "key")],
)
async def test_errors_are_said_in_the_language_that_is_preferred(door, preferred, word):
    _, told = await came_in(door, {"Accept-Language": preferred})

    assert word in told["error"]["message"]
