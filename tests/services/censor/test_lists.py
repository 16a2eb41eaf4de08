"""Whose words are taken, and how lists are changed."""

import pytest

from services.accounts.accounts import Accounts
from services.censor.drafts import Draft, FaultCode
from services.censor.list_files import ListForm, read_list, write_list
from services.censor.lists import Lists
from services.censor.matchers import Matchers
from services.censor.system_lists import FIRST_OF_ACCOUNTS, LANGUAGES, system_id, system_list
from services.censor.word_lists import MOST_LISTS, Entry, ListFigures, Severity
from services.errors import (
    TooManyWordLists,
    WordListEmpty,
    WordListFixed,
    WordListMissing,
    WordListNameTaken,
    WordListTooBig,
)
from tests.services.store.hands import Hands

ENGLISH = system_id("en")


@pytest.fixture
async def people(database):
    accounts = Accounts(database, Hands())
    return [(await accounts.of_telegram(number, "x")).id for number in (11, 12)]


@pytest.fixture
def ann(people):
    return people[0]


@pytest.fixture
def ben(people):
    return people[1]


@pytest.fixture
def lists(database):
    return Lists(database, Hands())


def draft(text, form=ListForm.TXT):
    return read_list(text.encode(), form)


def words(word_list):
    return [entry.word for entry in word_list.entries]


async def test_everybody_begins_with_a_list_for_each_language(lists, ann):
    notes = await lists.all(ann)

    assert (
        [note.language for note in notes] == list(LANGUAGES) == ["en", "ru", "es", "de", "fr", "zh"]
    )
    assert all(
        note.is_system and note.is_default and note.is_active and note.words > 20 for note in notes
    )


async def test_what_is_spoken_chooses_the_list(lists, ann):
    assert [one.language for one in await lists.used(ann, "ru")] == ["ru"]
    assert [one.language for one in await lists.used(ann, "zh-Hant")] == ["zh"]
    assert await lists.used(ann, "it") == ()


async def test_an_own_list_has_a_number_of_its_own(lists, ann, ben):
    made = await lists.new(ann, "  Office  words ", language="en", draft=draft("synergy\n!team"))

    assert made.id == FIRST_OF_ACCOUNTS
    assert (made.name, words(made), made.exceptions) == ("Office words", ["synergy"], ("team",))
    assert await lists.get(ann, made.id) == made
    assert (await lists.find(ann, "office WORDS")).id == made.id
    with pytest.raises(WordListMissing):
        await lists.get(ben, made.id)
    with pytest.raises(WordListMissing):
        await lists.remove(ben, made.id)
    with pytest.raises(WordListMissing):
        await lists.add(ben, made.id, [Entry("x1")])


async def test_a_list_is_found_by_its_language(lists, ann):
    assert (await lists.find(ann, "de")).id == system_id("de")
    assert (await lists.find(ann, "русский")).language == "ru"
    assert (await lists.find(ann, "6")).language == "zh"
    with pytest.raises(WordListMissing):
        await lists.find(ann, "nothing")


async def test_changing_a_list_of_the_program_makes_a_copy(lists, ann, ben):
    before = system_list(ENGLISH)
    changed = await lists.add(ann, ENGLISH, [Entry("frobnicate", Severity.HIGH)])

    assert changed.id >= FIRST_OF_ACCOUNTS
    assert changed.based_on == ENGLISH
    assert changed.is_default
    assert words(changed) == [*words(before), "frobnicate"]
    assert system_list(ENGLISH) == before
    assert [one.id for one in await lists.used(ann, "en")] == [changed.id]
    assert [one.id for one in await lists.used(ben, "en")] == [ENGLISH]
    again = await lists.take_out(ann, ENGLISH, ["Frobnicate", "nothing"])
    assert again.id == changed.id
    assert again.version == changed.version + 1
    assert words(again) == words(before)
    assert len(await lists.all(ann)) == len(LANGUAGES)


async def test_a_copy_is_what_its_owner_gets_for_the_original(lists, ann, ben):
    copy = await lists.add(ann, ENGLISH, [Entry("frobnicate", Severity.HIGH)])

    assert await lists.get(ann, ENGLISH) == copy
    assert await lists.find(ann, str(ENGLISH)) == copy
    assert await lists.in_place_of(ann, ENGLISH) == copy.id
    assert (await lists.get(ben, ENGLISH)).id == await lists.in_place_of(ben, ENGLISH) == ENGLISH
    await lists.remove(ann, copy.id)
    assert await lists.get(ann, ENGLISH) == await lists.get(ben, ENGLISH)


async def test_removing_the_copy_brings_the_original_back(lists, ann):
    copy = await lists.take_out(ann, ENGLISH, ["damn"])
    await lists.make_default(ann, copy.id)
    await lists.remove(ann, copy.id)

    assert [one.id for one in await lists.used(ann, "en")] == [ENGLISH]
    with pytest.raises(WordListFixed):
        await lists.remove(ann, ENGLISH)
    with pytest.raises(WordListFixed):
        await lists.describe(ann, ENGLISH, name="Mine")


async def test_an_own_default_stands_in_for_the_programs(lists, ann):
    mine = await lists.new(ann, "Mine", language="en", draft=draft("zorch"))
    assert [one.id for one in await lists.used(ann, "en")] == [ENGLISH]
    await lists.make_default(ann, mine.id)
    assert [one.id for one in await lists.used(ann, "en")] == [mine.id]
    await lists.describe(ann, mine.id, is_active=False)
    assert await lists.used(ann, "en") == ()
    assert mine.id not in [note.id for note in await lists.all(ann, active_only=True)]
    await lists.make_default(ann, ENGLISH)
    assert [one.id for one in await lists.used(ann, "en")] == [ENGLISH]
    await lists.take_none(ann, "en")
    assert await lists.used(ann, "en") == ()


async def test_a_default_for_any_language_comes_on_top(lists, ann):
    names = await lists.new(ann, "Names", draft=draft("Voldemort"))
    await lists.make_default(ann, names.id)

    assert [one.id for one in await lists.used(ann, "fr")] == [system_id("fr"), names.id]
    assert [one.id for one in await lists.used(ann, "it")] == [names.id]


async def test_names_are_taken_once(lists, ann, ben):
    made = await lists.new(ann, "Mine")
    other = await lists.new(ann, "Other")
    with pytest.raises(WordListNameTaken):
        await lists.new(ann, "MINE")
    with pytest.raises(WordListNameTaken):
        await lists.describe(ann, other.id, name="mine")
    await lists.new(ben, "Mine")
    renamed = await lists.describe(ann, made.id, name="Yours", description="For\ntalks")
    assert (renamed.name, renamed.description) == ("Yours", "For talks")


async def test_nobody_has_more_lists_than_they_may(lists, ann):
    for number in range(MOST_LISTS):
        await lists.new(ann, f"List {number}")
    with pytest.raises(TooManyWordLists):
        await lists.new(ann, "One more")
    with pytest.raises(TooManyWordLists):
        await lists.add(ann, ENGLISH, [Entry("zorch")])


async def test_a_dry_run_tells_what_an_import_would_do(lists, ann):
    made = await lists.new(ann, "Mine", draft=draft("one two\nthree\nfour"))
    new = draft("word,severity\nThree,high\nfour,medium\nfive,low\n", ListForm.CSV)
    told = await lists.bring(ann, made.id, new, merge=True, dry_run=True)

    assert (told.added, told.changed, told.removed, told.same, told.applied) == (1, 1, 0, 1, False)
    assert await lists.get(ann, made.id) == made
    told = await lists.bring(ann, made.id, new, merge=False, dry_run=True)
    assert (told.added, told.changed, told.removed, told.same) == (1, 1, 1, 1)
    told = await lists.bring(ann, made.id, new, merge=True)
    assert told.applied
    assert words(await lists.get(ann, made.id)) == ["one two", "Three", "four", "five"]
    await lists.bring(ann, made.id, new, merge=False)
    assert words(await lists.get(ann, made.id)) == ["Three", "four", "five"]


async def test_nothing_is_half_imported(lists, ann):
    made = await lists.new(ann, "Mine", draft=draft("one"))
    told = await lists.bring(
        ann, made.id, draft("word,severity\nfive,low\nsix,awful\n", ListForm.CSV), merge=False
    )

    assert not told.applied
    assert [(fault.line, fault.code, fault.text) for fault in told.faults] == [
        (3, FaultCode.SEVERITY_UNKNOWN, "awful")
    ]
    assert await lists.get(ann, made.id) == made


async def test_a_list_cannot_be_imported_out_of_nothing(lists, ann):
    made = await lists.new(ann, "Mine")
    with pytest.raises(WordListEmpty):
        await lists.bring(ann, made.id, Draft(), merge=True)


async def test_ten_thousand_words_come_and_go(lists, ann):
    made = await lists.new(ann, "Long")
    many = draft("\n".join(f"word{number}" for number in range(15_000)))
    await lists.bring(ann, made.id, many, merge=False)
    found = await lists.get(ann, made.id)

    assert len(found.entries) == 15_000
    assert (
        read_list(write_list(found, ListForm.JSON).encode(), ListForm.JSON).entries == found.entries
    )
    more = draft("\n".join(f"more{number}" for number in range(6_000)))
    with pytest.raises(WordListTooBig):
        await lists.bring(ann, made.id, more, merge=True)
    assert len((await lists.get(ann, made.id)).entries) == 15_000


async def test_exceptions_are_kept(lists, ann):
    spared = await lists.spare(ann, ENGLISH, ["Dick", " dick  tracy ", "dick"])

    assert spared.exceptions == ("dick", "dick tracy")


async def test_who_is_forgotten_leaves_no_list(lists, database, ann, ben):
    await lists.add(ann, ENGLISH, [Entry("zorch")])
    await lists.take_none(ann, "ru")
    kept = await lists.new(ben, "Mine")
    await Accounts(database, Hands()).forget(ann)

    assert [row["id"] for row in await database.rows("SELECT id FROM word_lists")] == [kept.id]
    assert await database.rows("SELECT * FROM word_list_entries") == []
    assert await database.rows("SELECT * FROM word_list_defaults") == []


async def test_a_matcher_is_kept_until_its_words_change(lists, ann):
    matchers = Matchers()
    first = await lists.add(ann, ENGLISH, [Entry("zorch")])
    kept = matchers.of([first])
    assert matchers.of([await lists.get(ann, first.id)]) is kept
    assert matchers.of([await lists.take_out(ann, first.id, ["zorch"])]) is not kept


def test_a_list_is_counted():
    figures = ListFigures.of(system_list(ENGLISH))

    assert figures.words == len(system_list(ENGLISH).entries) == sum(figures.by_severity.values())
    assert list(figures.by_severity) == list(Severity)
    assert figures.by_category["slur"] > 5
    assert figures.with_variations > 20
