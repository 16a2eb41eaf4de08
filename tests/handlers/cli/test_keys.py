"""`keys`: made once, shown once, listed, and revoked."""

import json
from contextlib import asynccontextmanager

import pytest

from handlers.cli.main import main
from services.accounts.accounts import Accounts
from services.accounts.given_keys import GivenKeys
from services.accounts.keys import Keys
from services.accounts.registry import Registry
from services.accounts.signing import Signatures
from services.clock import SystemClock
from services.store.database import open_database

ANN = 12345
MASTER = b"m" * 32


@pytest.fixture
def doors(doors):
    @asynccontextmanager
    async def open_registry():
        clock = SystemClock()
        async with open_database(doors.folder / "hearsay.db") as database:
            accounts = Accounts(database, clock)
            await accounts.of_telegram(ANN, "Ann")
            keys = Keys(database, clock, GivenKeys({"a-key": "App"} if doors.given else {}))
            yield Registry(accounts, keys, Signatures(database, clock, keys, master=MASTER))

    doors.open_registry, doors.given = open_registry, False
    return doors


def told(capsys):
    return json.loads(capsys.readouterr().out)


def test_a_key_is_shown_once(doors, capsys):
    assert main(["keys", "add", "laptop", "--json"], doors=doors) == 0
    made = told(capsys)
    assert main(["keys", "list", "--json"], doors=doors) == 0
    listed = told(capsys)

    assert made["key"].startswith("hs-")
    assert [key["name"] for key in listed["keys"]] == ["laptop"]
    assert made["key"].split("-", 2)[2] not in json.dumps(listed)


def test_a_person_is_told_that_it_is_the_only_time(doors, capsys):
    assert main(["keys", "add", "laptop"], doors=doors) == 0

    key, advice, signing = capsys.readouterr().out.splitlines()
    assert key.startswith("hs-")
    assert "this once" in advice
    assert "hss-" in signing


def test_a_list_has_a_line_for_each(doors, capsys):
    main(["keys", "list"], doors=doors)
    assert "There are no keys" in capsys.readouterr().out
    main(["keys", "add", "laptop"], doors=doors)
    capsys.readouterr()

    main(["keys", "list"], doors=doors)

    line = capsys.readouterr().out
    assert line.startswith("laptop · this machine · jobs, read, words · made 2")
    assert "never used" in line


def test_a_key_may_be_somebody_elses(doors, capsys):
    main(["keys", "add", "mine", "--json"], doors=doors)
    mine = told(capsys)
    main(["keys", "add", "hers", "--person", str(ANN), "--json"], doors=doors)

    assert told(capsys)["account"] != mine["account"]


def test_a_revoked_key_is_gone(doors, capsys):
    main(["keys", "add", "laptop"], doors=doors)
    assert main(["keys", "revoke", "laptop"], doors=doors) == 0
    assert main(["keys", "revoke", "laptop", "--json"], doors=doors) == 3

    assert capsys.readouterr().out.splitlines()[-1].startswith('{"ok": false')


def test_a_key_may_open_less_or_more(doors, capsys):
    main(["keys", "add", "eyes", "--scopes", "read", "--json"], doors=doors)
    assert told(capsys)["scopes"] == ["read"]
    main(["keys", "add", "all", "--scopes", "admin, read jobs,words", "--json"], doors=doors)
    assert told(capsys)["scopes"] == ["admin", "jobs", "read", "words"]


def test_a_key_is_turned_over_under_its_name(doors, capsys):
    main(["keys", "add", "laptop", "--scopes", "read", "--json"], doors=doors)
    old = told(capsys)
    assert main(["keys", "rotate", "laptop", "--json"], doors=doors) == 0
    new = told(capsys)
    main(["keys", "rotate", new["id"], "--json"], doors=doors)
    newer = told(capsys)

    assert [new[what] for what in ("id", "name", "scopes")] == [
        old[what] for what in ("id", "name", "scopes")
    ]
    assert len({old["key"], new["key"], newer["key"]}) == 3
    assert len({old["signing_secret"], new["signing_secret"], newer["signing_secret"]}) == 3


@pytest.mark.parametrize("act", ["rotate", "revoke"])
def test_where_two_people_have_a_key_of_one_name_it_has_to_be_said_whose(doors, capsys, act):
    main(["keys", "add", "laptop", "--json"], doors=doors)
    mine = told(capsys)
    main(["keys", "add", "laptop", "--person", str(ANN), "--json"], doors=doors)
    hers = told(capsys)

    assert main(["keys", act, "laptop", "--json"], doors=doors) == 3
    ambiguous = told(capsys)
    assert ambiguous["error"] == "key-ambiguous"
    assert "2 people have a key called laptop" in ambiguous["message"]
    assert main(["keys", act, "laptop", "--person", str(ANN), "--json"], doors=doors) == 0
    assert told(capsys)["id"] == hers["id"]
    assert main(["keys", act, mine["id"], "--json"], doors=doors) == 0
    assert told(capsys)["id"] == mine["id"]


def test_a_list_may_be_one_persons(doors, capsys):
    main(["keys", "add", "mine"], doors=doors)
    main(["keys", "add", "hers", "--person", str(ANN)], doors=doors)
    capsys.readouterr()

    main(["keys", "list", "--person", str(ANN)], doors=doors)

    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("hers · Ann · ")


def test_keys_of_the_settings_are_listed_as_such(doors, capsys):
    doors.given = True

    main(["keys", "list"], doors=doors)
    line = capsys.readouterr().out
    main(["keys", "list", "--json"], doors=doors)
    listed = told(capsys)

    assert line.startswith("App · from API_KEYS_JSON · set-")
    assert [one["name"] for one in listed["settings"]] == ["App"]
    assert "a-key" not in line + json.dumps(listed)


def test_a_name_is_taken_once(doors, capsys):
    main(["keys", "add", "laptop"], doors=doors)
    capsys.readouterr()

    assert main(["keys", "add", "laptop", "--json"], doors=doors) == 3
    assert told(capsys)["error"] == "name-taken"


@pytest.mark.parametrize(
    "words",
    [
        ["keys"],
        ["keys", "steal", "laptop"],
        ["keys", "add"],
        ["keys", "revoke"],
        ["keys", "add", " "],
        ["keys", "add", "x" * 65],
        ["keys", "add", "a\x07"],
        ["keys", "rotate"],
        ["keys", "add", "a", "--scopes", ""],
        ["keys", "add", "a", "--scopes", "everything"],
        ["keys", "add", "hers", "--person", "99"],
        ["keys", "list", "--person", "99"],
        ["keys", "add", "hers", "--person", "Ann"],
    ],
)
def test_what_makes_no_key_is_a_usage_error(doors, capsys, words):
    assert main(words, doors=doors) == 2

    assert capsys.readouterr().out == ""
