"""Owners look up an error by the word that somebody was told."""

import pytest

from services.clock import SystemClock
from services.errors import SiteChanged, Unexpected
from services.jobs.problems import Problems
from services.store.database import open_database
from tests.handlers.chat.fakes import GUEST, OWNER, open_chat


@pytest.fixture
async def chat(tmp_path):
    async with open_chat(tmp_path) as chatting, open_database(tmp_path / "problems.db") as database:
        chatting.jobs.problems = Problems(database, SystemClock())
        yield chatting


async def test_an_error_is_found_by_its_word(chat):
    error = SiteChanged(host="example.com", id="0badcafe")
    error.__cause__ = ValueError("<b> is no title")
    await chat.jobs.problems.note(error, job="job7")

    await chat.write("/admin error 0BADCAFE", who=OWNER)

    for fact in ("0badcafe", "site-changed", "example.com", "job7", "&lt;b&gt; is no title"):
        assert fact in chat.text


async def test_a_word_that_nobody_was_told(chat):
    await chat.write("/admin error deadbeef", who=OWNER)

    assert "no error under the word <code>deadbeef</code>" in chat.text


async def test_the_last_ones_are_listed(chat):
    await chat.write("/admin error", who=OWNER)
    assert "Nothing has gone wrong" in chat.texts[0]
    await chat.jobs.problems.note(Unexpected(id="0badcafe"))

    await chat.write("/admin error", who=OWNER)

    assert "<code>0badcafe</code> · unexpected" in chat.texts[-1]


async def test_only_owners_may_look(chat):
    await chat.write("/admin error deadbeef", who=GUEST)

    assert "deadbeef" not in chat.text
