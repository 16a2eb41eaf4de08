"""Word lists over HTTP: all that can be done to them, and to nobody else's."""

import io
import json

import aiohttp
import pytest

WORDS = {
    "frobnicate": {
        "severity": "high",
        "category": "profanity",
        "variations": ["fr0bnicate", "frob"],
        "notes": "Common misspellings",
    },
    "gronk": {"severity": "medium", "category": "slur"},
}


async def made(place, name="Custom List", **more):
    answer = await place.client.ask("POST", "/api/wordlists", json={"name": name, **more})
    assert answer.status == 201, answer.body
    return answer.body["id"]


async def brought(place, number, content, name, **fields):
    form = aiohttp.FormData(fields)
    form.add_field("file", io.BytesIO(content), filename=name)
    return await place.client.ask("POST", f"/api/wordlists/{number}/import", data=form)


async def words_of(place, number):
    exported = await place.client.get(f"/api/wordlists/{number}/export")
    return {entry["word"]: entry for entry in exported.body["words"]}


async def test_a_list_is_made_told_changed_and_deleted(idle):
    number = await made(idle, description="Mine", language="en", is_default=True)
    note = next(
        one for one in (await idle.client.get("/api/wordlists")).body if one["id"] == number
    )
    changed = await idle.client.ask(
        "PUT", f"/api/wordlists/{number}", json={"name": "Updated Name", "is_active": False}
    )
    active = (await idle.client.get("/api/wordlists")).body
    every = (await idle.client.get("/api/wordlists", params={"active_only": "false"})).body
    details = (await idle.client.get(f"/api/wordlists/{number}")).body
    deleted = await idle.client.ask("DELETE", f"/api/wordlists/{number}")

    assert (note["name"], note["description"], note["language"]) == ("Custom List", "Mine", "en")
    assert note["is_default"]
    assert note["is_active"]
    assert note["word_count"] == 0
    assert note["created_at"].endswith("Z")
    assert changed.body == {
        "id": number,
        "message": "Word list updated successfully",
        "copied_from": None,
    }
    assert number not in [one["id"] for one in active]
    assert "Updated Name" in [one["name"] for one in every]
    assert details["name"] == "Updated Name"
    assert details["version"] == 2
    assert deleted.status == 200
    assert (await idle.client.get(f"/api/wordlists/{number}")).status == 404


async def test_words_are_added_counted_changed_and_removed(idle):
    number = await made(idle)
    path = f"/api/wordlists/{number}"
    added = (await idle.client.ask("POST", f"{path}/words", json={"words": WORDS})).body
    details = (await idle.client.get(path)).body
    entries = await words_of(idle, number)
    again = {"words": {"GRONK": {"severity": "low"}}}
    changed = (await idle.client.ask("POST", f"{path}/words", json=again)).body
    removed = (
        await idle.client.ask("DELETE", f"{path}/words", json={"words": ["gronk", "unheard of"]})
    ).body

    assert (added["added"], added["changed"], added["word_count"]) == (2, 0, 2)
    assert details["total_words"] == 2
    assert details["by_severity"] == {"low": 0, "medium": 1, "high": 1, "extreme": 0}
    assert details["by_category"] == {"profanity": 1, "slur": 1}
    assert details["has_variations"] == 1
    assert entries["frobnicate"]["variations"] == ["fr0bnicate", "frob"]
    assert entries["frobnicate"]["notes"] == "Common misspellings"
    assert (changed["added"], changed["changed"]) == (0, 1)
    assert (removed["removed"], removed["word_count"]) == (1, 1)


async def test_a_list_of_the_program_is_copied_by_its_first_change(idle):
    before = (await idle.client.get("/api/wordlists/1")).body
    added = (await idle.client.ask("POST", "/api/wordlists/1/words", json={"words": WORDS})).body
    after = (await idle.client.get("/api/wordlists/1")).body
    again = (
        await idle.client.ask("POST", "/api/wordlists/1/words", json={"words": ["wibble"]})
    ).body
    theirs = (await idle.other.get("/api/wordlists/1")).body
    accepted = await idle.client.process(word_list_id=1)
    job = await idle.house.core.jobs.get(accepted.body["job_id"])

    assert before["is_system"]
    assert added["copied_from"] == 1
    assert added["id"] != 1
    assert (after["id"], after["based_on"]) == (added["id"], 1)
    assert after["total_words"] == before["total_words"] + 2
    assert again["id"] == added["id"]
    assert theirs["total_words"] == before["total_words"]
    assert json.loads(job.order.clean)["lists"] == [added["id"]]

    await idle.client.ask("DELETE", "/api/wordlists/1")
    assert (await idle.client.get("/api/wordlists/1")).body == before
    fixed = await idle.client.ask("DELETE", "/api/wordlists/1")
    assert (fixed.status, fixed.body["code"]) == (403, "word-list-fixed")


async def test_describing_a_list_of_the_program_makes_a_copy_and_its_default_none(idle):
    default = await idle.client.ask("PUT", "/api/wordlists/2", json={"is_default": False})
    told = (await idle.client.get("/api/wordlists/2")).body
    named = await idle.client.ask(
        "PUT", "/api/wordlists/2", json={"name": "Mein", "exceptions": ["a"]}
    )
    copy = (await idle.client.get(f"/api/wordlists/{named.body['id']}")).body

    assert default.body["copied_from"] is None
    assert not told["is_default"]
    assert named.body["copied_from"] == 2
    assert (copy["name"], copy["exceptions"], copy["is_system"]) == ("Mein", ["a"], False)


@pytest.mark.parametrize("form", ["json", "csv", "txt"])
async def test_what_is_exported_can_be_imported(idle, form):
    number = await made(idle, name="A – ünusual/name", words=WORDS)
    exported = await idle.client.get(f"/api/wordlists/{number}/export", params={"format": form})
    content = json.dumps(exported.body).encode() if form == "json" else exported.body
    other = await made(idle, name="Other", words=["wibble"])
    first = await brought(idle, other, content, f"list.{form}", merge="true")
    dry = await brought(idle, other, b"one\ntwo\n", "list.txt", dry_run="true")
    second = await brought(idle, other, content, f"list.{form}")

    assert "attachment" in exported.headers["Content-Disposition"]
    assert f".{form}" in exported.headers["Content-Disposition"]
    assert (first.body["added"], first.body["removed"], first.body["word_count"]) == (2, 0, 3)
    assert (dry.body["applied"], dry.body["added"], dry.body["removed"]) == (False, 2, 3)
    assert (second.body["removed"], second.body["unchanged"]) == (1, 2)
    assert set(await words_of(idle, other)) == {"frobnicate", "gronk"}


async def test_a_file_with_a_fault_changes_nothing(idle):
    number = await made(idle, words=["wibble"])
    content = b"word,severity\nfine,low\nwrong,dreadful\n"
    refused = await brought(idle, number, content, "a.csv", merge="true")
    dry = await brought(idle, number, content, "a.csv", dry_run="1")

    assert (refused.status, refused.body["code"]) == (422, "word-list-faulty")
    assert [fault["code"] for fault in dry.body["faults"]] == ["severity-unknown"]
    assert "dreadful" in dry.body["faults"][0]["message"]
    assert set(await words_of(idle, number)) == {"wibble"}


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"\x00\x01\x02", "a.txt", 415, "word-list-unreadable"),
        (b"{", "a.json", 415, "word-list-unreadable"),
        (b"# nothing\n", "a.txt", 422, "word-list-empty"),
        (b"w" * 2_100_000, "a.txt", 413, "word-list-too-big"),
    ],
)
async def test_what_is_no_list_is_refused(idle, content, name, status, code):
    number = await made(idle)
    answer = await brought(idle, number, content, name)

    assert (answer.status, answer.body["code"]) == (status, code)
    assert " " in answer.body["error"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"name": "  "}, 400),
        ({"name": "x" * 81}, 400),
        ({"name": "a", "language": "klingon"}, 400),
        ({"name": "a", "words": {"b": {"severity": "worst"}}}, 400),
        ({"name": "a", "words": ["*"]}, 422),
        ({"name": "a", "is_default": "perhaps"}, 400),
        ("a", 400),
        ([], 400),
    ],
)
async def test_what_cannot_be_a_list_is_refused(idle, body, status):
    answer = await idle.client.ask("POST", "/api/wordlists", json=body)

    assert answer.status == status
    assert " " in answer.body["error"]


async def test_two_lists_may_not_have_one_name(idle):
    await made(idle)
    answer = await idle.client.ask("POST", "/api/wordlists", json={"name": "custom LIST"})

    assert (answer.status, answer.body["code"]) == (409, "word-list-name-taken")


async def test_a_change_that_cannot_be_made_makes_no_copy(idle):
    await made(idle)
    before = (await idle.client.get("/api/wordlists")).body
    answer = await idle.client.ask(
        "PUT", "/api/wordlists/1", json={"name": "Custom list", "exceptions": ["a"]}
    )

    assert (answer.status, answer.body["code"]) == (409, "word-list-name-taken")
    assert (await idle.client.get("/api/wordlists")).body == before


async def test_nobody_sees_or_changes_anothers_list(idle):
    number = await made(idle, words=["wibble"])
    path = f"/api/wordlists/{number}"
    tries = [
        await idle.other.get(path),
        await idle.other.get(f"{path}/export"),
        await idle.other.ask("PUT", path, json={"name": "mine"}),
        await idle.other.ask("DELETE", path),
        await idle.other.ask("POST", f"{path}/words", json={"words": ["a word"]}),
        await idle.other.ask("DELETE", f"{path}/words", json={"words": ["wibble"]}),
        await idle.other.process(word_list_id=number),
    ]

    assert {answer.status for answer in tries} == {404}
    assert number not in [one["id"] for one in (await idle.other.get("/api/wordlists")).body]
    assert set(await words_of(idle, number)) == {"wibble"}


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "1.5", "%00"])
async def test_a_number_that_no_list_has_is_not_found(idle, number):
    assert (await idle.client.get(f"/api/wordlists/{number}")).status == 404
