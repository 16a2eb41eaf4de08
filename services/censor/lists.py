"""The word lists that somebody can use: those that came with the program, and their own."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from services.censor import list_table
from services.censor.drafts import Draft
from services.censor.folding import plain
from services.censor.imports import Imported, after_import, check_size, compared, merged
from services.censor.list_table import Defaults
from services.censor.system_lists import SYSTEM_IDS, system_list
from services.censor.word_lists import (
    ANY_LANGUAGE,
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_LISTS,
    Entry,
    ListNote,
    WordList,
)
from services.clock import Clock
from services.errors import (
    TooManyWordLists,
    WordListEmpty,
    WordListFixed,
    WordListMissing,
    WordListNameTaken,
)
from services.store.database import Database, Transaction

Changed = Callable[[WordList], WordList]

_NAMELESS: Final = "?"


class Lists:
    """The tables of accounts' own lists beside the files of the others.

    A list that came with the program is never changed: who changes one gets a copy, which from then on
    stands in its place for them. Removing the copy brings the original back.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def all(self, account: int, *, active_only: bool = False) -> list[ListNote]:
        """Return what is told about all lists that somebody can use."""
        own = await list_table.notes_of(self._database, account)
        chosen = await list_table.defaults_of(self._database, account)
        replaced = {note.based_on for note in own}
        notes = [_note(system_list(number)) for number in SYSTEM_IDS if number not in replaced]
        found = [replace(note, is_default=_is_default(note, chosen)) for note in (*notes, *own)]
        return [note for note in found if note.is_active or not active_only]

    async def get(self, account: int, list_id: int) -> WordList:
        """Return a list with its words; of one that they have changed, their copy.

        Raises:
            WordListMissing: there is none with this number that they may see.
        """
        number = await self.in_place_of(account, list_id)
        if number in SYSTEM_IDS:
            found: WordList | None = system_list(number)
        else:
            found = await list_table.list_of(self._database, account, number)
        if found is None:
            raise WordListMissing
        chosen = await list_table.defaults_of(self._database, account)
        return replace(found, is_default=_is_default(found, chosen))

    async def find(self, account: int, name: str) -> WordList:
        """Return a list by its name, its number, or the language whose only list it is.

        Raises:
            WordListMissing: nothing is called so.
        """
        notes = await self.all(account)
        said = plain(name.strip())
        for note in notes:
            if said in {plain(note.name), str(note.id), str(note.based_on)}:
                return await self.get(account, note.id)
        spoken = [note for note in notes if note.language and note.language == said]
        if len(spoken) != 1:
            raise WordListMissing(name=name[:LONGEST_NAME])
        return await self.get(account, spoken[0].id)

    async def in_place_of(self, account: int, list_id: int) -> int:
        """Return the number of the list that stands in this one's place: somebody's changed copy of it."""
        if list_id not in SYSTEM_IDS:
            return list_id
        own = await list_table.own_copy(self._database, account, list_id)
        return list_id if own is None else own

    async def used(self, account: int, language: str) -> tuple[WordList, ...]:
        """Return the lists for a recording where none is named: the language's own, and that for any.

        It may be none at all, where we have no list for a language or somebody wants none.
        """
        code = base_of(language)
        notes = await self.all(account, active_only=True)
        wanted = [
            note for note in notes if note.is_default and note.language in {code, ANY_LANGUAGE}
        ]
        return tuple([await self.get(account, note.id) for note in wanted])

    async def new(
        self,
        account: int,
        name: str,
        *,
        description: str = "",
        language: str = ANY_LANGUAGE,
        draft: Draft | None = None,
    ) -> WordList:
        """Make a list, empty or with the words that were handed in.

        Raises:
            WordListNameTaken: they have one of this name.
            TooManyWordLists: they have as many as they may.
        """
        made = WordList(
            id=0,
            name=_tidied(name) or _NAMELESS,
            entries=draft.entries if draft else (),
            description=_tidied(description, LONGEST_NOTE),
            language=base_of(language),
            exceptions=draft.exceptions if draft else (),
            account=account,
        )
        async with self._database.transaction() as transaction:
            names = await list_table.names_of(transaction, account)
            self._check_room(names, made.name)
            number = await list_table.make(transaction, made, now=self._clock.now())
        return await self.get(account, number)

    async def describe(
        self,
        account: int,
        list_id: int,
        *,
        name: str | None = None,
        description: str | None = None,
        is_active: bool | None = None,
    ) -> WordList:
        """Change what a list is called, what it is for, and whether it is taken at all.

        Raises:
            WordListMissing: there is none.
            WordListFixed: it came with the program.
            WordListNameTaken: another of theirs is called so.
        """
        if list_id in SYSTEM_IDS:
            raise WordListFixed

        def change(word_list: WordList) -> WordList:
            return replace(
                word_list,
                name=_tidied(name or "") or word_list.name,
                description=(
                    word_list.description
                    if description is None
                    else _tidied(description, LONGEST_NOTE)
                ),
                is_active=word_list.is_active if is_active is None else is_active,
            )

        return await self._change(account, list_id, change)

    async def remove(self, account: int, list_id: int) -> None:
        """Remove a list of somebody's own.

        Raises:
            WordListMissing: there is none.
            WordListFixed: it came with the program.
        """
        if list_id in SYSTEM_IDS:
            raise WordListFixed
        async with self._database.transaction() as transaction:
            if not await list_table.remove(transaction, account, list_id):
                raise WordListMissing

    async def add(self, account: int, list_id: int, entries: Iterable[Entry]) -> WordList:
        """Put words into a list; those that it has already become as given.

        Raises:
            WordListMissing: there is none.
            WordListTooBig: there would be too many.
        """
        given = tuple(entries)
        return await self._change(
            account, list_id, lambda found: replace(found, entries=merged(found.entries, given))
        )

    async def take_out(self, account: int, list_id: int, words: Iterable[str]) -> WordList:
        """Take words out of a list; those that it has not are no matter.

        Raises:
            WordListMissing: there is no such list.
        """
        gone = {plain(word.strip()) for word in words}

        def change(word_list: WordList) -> WordList:
            left = tuple(entry for entry in word_list.entries if plain(entry.word) not in gone)
            return replace(word_list, entries=left)

        return await self._change(account, list_id, change)

    async def spare(self, account: int, list_id: int, exceptions: Iterable[str]) -> WordList:
        """Always leave this alone from now on, and nothing else.

        Raises:
            WordListMissing: there is no such list.
        """
        draft = Draft()
        for spelled in exceptions:
            draft.take_exception(spelled)
        return await self._change(
            account, list_id, lambda found: replace(found, exceptions=draft.exceptions)
        )

    async def bring(
        self, account: int, list_id: int, draft: Draft, *, merge: bool, dry_run: bool = False
    ) -> Imported:
        """Import words: all of them, or none where one is wrong.

        Args:
            account: Whose list it is.
            list_id: The list.
            draft: What was read from a file.
            merge: Keep what the list has beside; else it has nothing but the new words afterwards.
            dry_run: Only tell what would happen.

        Raises:
            WordListMissing: there is no such list.
            WordListTooBig: there would be too many words.
            WordListEmpty: nothing would be left in the list.
        """
        found = await self.get(account, list_id)
        report = compared(found, draft, merge=merge)
        if not (draft.entries or draft.exceptions or draft.faults):
            raise WordListEmpty(name=found.name)
        if report.faults or dry_run:
            check_size(after_import(found, draft, merge=merge))
            return report
        changed = await self._change(
            account, list_id, lambda now: after_import(now, draft, merge=merge)
        )
        return replace(report, list_id=changed.id, applied=True)

    async def make_default(self, account: int, list_id: int) -> None:
        """Take this list for its language wherever none is named.

        Raises:
            WordListMissing: there is none.
        """
        found = await self.get(account, list_id)
        await self._set_default(account, found.language, found.id)

    async def take_none(self, account: int, language: str) -> None:
        """Take no list for a language where none is named; empty: none beside that of the language."""
        await self._set_default(account, base_of(language), None)

    async def _set_default(self, account: int, language: str, list_id: int | None) -> None:
        async with self._database.transaction() as transaction:
            await list_table.set_default(transaction, account, language=language, list_id=list_id)

    async def _change(self, account: int, list_id: int, change: Changed) -> WordList:
        """Change a list, or the copy that is made of it."""
        async with self._database.transaction() as transaction:
            number = await self._own(transaction, account, list_id)
            before = await list_table.locked(transaction, account, number)
            if before is None:
                raise WordListMissing
            after = change(before)
            check_size(after)
            if after.name != before.name:
                names = await list_table.names_of(transaction, account)
                if names.get(plain(after.name), number) != number:
                    raise WordListNameTaken(name=after.name)
            await list_table.rewrite(transaction, after, now=self._clock.now())
        return await self.get(account, number)

    async def _own(self, transaction: Transaction, account: int, list_id: int) -> int:
        """Return the number of a list that may be changed: for one of the program's, of its copy."""
        if list_id not in SYSTEM_IDS:
            return list_id
        number = await list_table.copy_of(transaction, account, list_id)
        if number is not None:
            return number
        names = await list_table.names_of(transaction, account)
        original = system_list(list_id)
        name = next(
            name
            for name in (original.name, *(f"{original.name} {count}" for count in range(2, 99)))
            if plain(name) not in names
        )
        self._check_room(names, name)
        copy = replace(original, name=name, account=account, based_on=list_id)
        return await list_table.make(transaction, copy, now=self._clock.now())

    @staticmethod
    def _check_room(names: dict[str, int], name: str) -> None:
        if plain(name) in names:
            raise WordListNameTaken(name=name)
        if len(names) >= MOST_LISTS:
            raise TooManyWordLists(limit=MOST_LISTS)


def base_of(language: str) -> str:
    """Return a language's code without its region or script: `zh` for `zh-Hant`."""
    return language.replace("_", "-").partition("-")[0].strip().lower()


def _is_default(one: ListNote | WordList, chosen: Defaults) -> bool:
    if one.language in chosen:
        wanted = chosen[one.language]
        return wanted is not None and wanted in {one.id, one.based_on}
    return one.is_system or one.based_on is not None


def _note(word_list: WordList) -> ListNote:
    return ListNote(
        id=word_list.id,
        name=word_list.name,
        description=word_list.description,
        language=word_list.language,
        words=len(word_list.entries),
        is_active=word_list.is_active,
        is_default=word_list.is_default,
        is_system=True,
        version=word_list.version,
    )


def _tidied(text: str, longest: int = LONGEST_NAME) -> str:
    return " ".join(text.split())[:longest].strip()
