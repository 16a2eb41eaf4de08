"""Names for those who speak: given, taken back, shared by two, and seen by nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.clock import SystemClock
from services.errors import ChoiceUnavailable
from services.store.database import open_database
from services.transcripts.naming import (
    LONGEST_NAME,
    cast_of,
    clean_name,
    named,
    renamed,
    speaker_name,
)
from services.transcripts.speaker_names import SpeakerNames
from services.transcripts.transcript import Segment, Transcript

ONE, TWO, THREE = (speaker_name(number) for number in (1, 2, 3))


def talk(*speakers):
    return Transcript(
        "en",
        float(len(speakers)),
        tuple(
            Segment(float(at), at + 0.9, f"line {at}", speaker=speaker)
            for at, speaker in enumerate(speakers)
        ),
    )


TALK = talk(ONE, TWO, ONE, THREE)


def speakers_after(*renamings, of=TALK):
    names = {}
    for speaker, name in renamings:
        names = renamed(of, names, speaker=speaker, name=name)
    return [segment.speaker for segment in named(of, names).segments]


def test_somebody_gets_a_name():
    assert speakers_after((ONE, "Anna")) == ["Anna", TWO, "Anna", THREE]


def test_a_name_can_be_changed_and_taken_back():
    assert speakers_after((ONE, "Ann"), ("Ann", "Anna")) == ["Anna", TWO, "Anna", THREE]
    assert speakers_after((ONE, "Anna"), ("Anna", "")) == [ONE, TWO, ONE, THREE]


def test_two_with_one_name_are_one_from_then_on():
    merged = speakers_after((THREE, ONE), (ONE, "Anna"))
    assert merged == ["Anna", TWO, "Anna", "Anna"]
    assert named(TALK, {ONE: "Anna", THREE: "Anna"}).speakers == ("Anna", TWO)


def test_those_who_were_made_one_part_again_when_the_name_is_taken_back():
    assert speakers_after((THREE, ONE), (ONE, "Anna"), ("Anna", "")) == [ONE, TWO, ONE, THREE]


def test_nobody_can_be_named_who_does_not_speak():
    with pytest.raises(ChoiceUnavailable):
        renamed(TALK, {}, speaker="Speaker 9", name="Anna")
    with pytest.raises(ChoiceUnavailable):
        renamed(TALK, {ONE: "Anna"}, speaker=ONE, name="Ben")


def test_names_are_one_short_line():
    assert clean_name("  Anna\n\u200b\u202e Maria\t") == "Anna Maria"
    assert clean_name("\u200b\n ") == ""
    assert clean_name("Żaneta 王 🎤") == "Żaneta 王 🎤"
    with pytest.raises(ChoiceUnavailable):
        clean_name("x" * (LONGEST_NAME + 1))


_NAMES = st.sampled_from(["Anna", "Ben", "", ONE, TWO, "Chloé"])


@given(st.lists(st.tuples(st.integers(0, 2), _NAMES), max_size=12))
def test_renaming_changes_nothing_but_names(renamings):
    names = {}
    for number, name in renamings:
        shown = named(TALK, names).speakers
        speaker = shown[number % len(shown)]
        names = renamed(TALK, names, speaker=speaker, name=name)
        if name:
            assert name in named(TALK, names).speakers
            assert speaker == name or speaker not in named(TALK, names).speakers

    after = named(TALK, names)
    assert after.text == TALK.text
    assert after.digest == TALK.digest
    assert [(s.start, s.end, s.text) for s in after.segments] == [
        (s.start, s.end, s.text) for s in TALK.segments
    ]
    assert set(names) <= set(TALK.speakers)
    assert all(names.values())


@given(st.lists(_NAMES, min_size=3, max_size=3))
def test_all_can_be_called_as_they_were(given_names):
    names = {}
    for own, name in zip((ONE, TWO, THREE), given_names, strict=True):
        shown = names.get(own, own)
        names = renamed(TALK, names, speaker=shown, name=name)
    for shown in named(TALK, names).speakers:
        names = renamed(TALK, names, speaker=shown, name="")
    assert names == {}


def test_the_cast_is_what_was_said_and_by_whom():
    assert cast_of(TALK) == cast_of(talk(ONE, TWO, ONE, THREE))
    assert cast_of(TALK) != cast_of(talk(ONE, TWO, TWO, THREE))


@pytest.fixture
async def desk(tmp_path):
    async with open_database(tmp_path / "hearsay.db") as database:
        for account in (1, 2):
            await database.write(
                "INSERT INTO accounts (id, role, created_at) VALUES (:id, 'guest', 0)", id=account
            )
        yield SpeakerNames(database, SystemClock()), database


async def test_names_are_seen_by_who_gave_them_alone(desk):
    names, _ = desk

    told = await names.rename(1, TALK, speaker=ONE, name="Anna")
    await names.rename(2, TALK, speaker=ONE, name="Mother")

    assert told.speakers == ("Anna", TWO, THREE)
    assert await names.seen_by(1, TALK) == told
    assert (await names.seen_by(2, TALK)).speakers == ("Mother", TWO, THREE)
    assert (await names.seen_by(3, TALK)) == TALK


async def test_names_add_up_and_are_taken_back(desk):
    names, _ = desk
    await names.rename(1, TALK, speaker=ONE, name="Anna")
    await names.rename(1, TALK, speaker=TWO, name="Ben")

    assert (await names.seen_by(1, TALK)).speakers == ("Anna", "Ben", THREE)

    await names.restore(1, TALK)
    assert await names.seen_by(1, TALK) == TALK


async def test_a_wrong_renaming_leaves_the_names_as_they_were(desk):
    names, _ = desk
    await names.rename(1, TALK, speaker=ONE, name="Anna")

    with pytest.raises(ChoiceUnavailable):
        await names.rename(1, TALK, speaker="Nobody", name="Ben")

    assert (await names.seen_by(1, TALK)).speakers == ("Anna", TWO, THREE)


async def test_names_go_with_their_account_and_with_time(desk):
    names, database = desk
    for account in (1, 2):
        await names.rename(account, TALK, speaker=ONE, name="Anna")

    await names.forget(1)
    await database.write("DELETE FROM accounts WHERE id = 2")

    assert await database.rows("SELECT * FROM speaker_names") == []

    await database.write("INSERT INTO accounts (id, role, created_at) VALUES (4, 'guest', 0)")
    await names.rename(4, TALK, speaker=ONE, name="Anna")
    await names.delete_old(before=SystemClock().now() + 1)
    assert await names.seen_by(4, TALK) == TALK
