"""What programs ask about word lists, each answered by the core."""

import asyncio
from typing import Final
from urllib.parse import quote

from aiohttp import web

from handlers.http.circumstances import texts_of
from handlers.http.doors import Asked
from handlers.http.forms import filled, read_form
from handlers.http.spoken import language_told
from handlers.http.word_list_shapes import (
    ExportWanted,
    ImportForm,
    ImportShape,
    ListChange,
    ListDetails,
    ListSaved,
    ListShapes,
    ListWanted,
    NewList,
    NewWords,
    OldWords,
    WordsSaved,
)
from handlers.http.word_list_telling import copied, details_of, draft_of, import_shape, note_shape
from services.censor.drafts import Draft
from services.censor.folding import plain
from services.censor.list_files import LARGEST_BYTES, ListForm, form_of, read_list, write_list
from services.censor.lists import Lists
from services.core import Core
from services.errors import WordListFaulty, WordListNameTaken, WordListTooBig

_FILE: Final = "file"
_TYPES: Final = {
    ListForm.JSON: "application/json",
    ListForm.CSV: "text/csv",
    ListForm.TXT: "text/plain",
}


class WordListDesk:
    """One method for each door."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._lists = core.censor.word_lists

    async def all_lists(self, asked: Asked) -> ListShapes:
        """Return all lists that can be used."""
        active_only = asked.query(ListWanted).active_only
        notes = await self._lists.all(asked.account.id, active_only=active_only)
        return ListShapes([note_shape(note) for note in notes])

    async def new(self, asked: Asked) -> ListSaved:
        """Make a list."""
        told = asked.body(NewList)
        made = await self._lists.new(
            asked.account.id,
            told.name,
            description=told.description,
            language=language_told(told.language, "language"),
            draft=_faultless(draft_of(told.words)),
        )
        if told.is_default:
            await self._lists.make_default(asked.account.id, made.id)
        return ListSaved(id=made.id, message="Word list created successfully")

    async def details(self, asked: Asked) -> ListDetails:
        """Return a list, counted."""
        number = await _number(asked, self._lists)
        return details_of(await self._lists.get(asked.account.id, number))

    async def change(self, asked: Asked) -> ListSaved:
        """Change a list."""
        number = await _changed(asked, self._lists)
        return ListSaved(
            id=number,
            message="Word list updated successfully",
            copied_from=copied(asked.number("list_id"), number),
        )

    async def remove(self, asked: Asked) -> ListSaved:
        """Remove a list."""
        number = await _number(asked, self._lists)
        await self._lists.remove(asked.account.id, number)
        return ListSaved(id=number, message="Word list deleted successfully")

    async def add_words(self, asked: Asked) -> WordsSaved:
        """Put words into a list."""
        draft, number = (
            _faultless(draft_of(asked.body(NewWords).words)),
            await _number(asked, self._lists),
        )
        done = await self._lists.bring(asked.account.id, number, draft, merge=True)
        return WordsSaved(
            id=done.list_id,
            message="Words added successfully",
            copied_from=copied(asked.number("list_id"), done.list_id),
            added=done.added,
            changed=done.changed,
            word_count=await _count(asked, self._lists, done.list_id),
        )

    async def remove_words(self, asked: Asked) -> WordsSaved:
        """Take words out of a list."""
        number = await _number(asked, self._lists)
        before = await _count(asked, self._lists, number)
        left = await self._lists.take_out(asked.account.id, number, asked.body(OldWords).words)
        return WordsSaved(
            id=left.id,
            message="Words removed successfully",
            copied_from=copied(asked.number("list_id"), left.id),
            removed=before - len(left.entries),
            word_count=len(left.entries),
        )

    async def export(self, asked: Asked) -> web.Response:
        """Return a list as a file."""
        form, number = asked.query(ExportWanted).format, await _number(asked, self._lists)
        word_list = await self._lists.get(asked.account.id, number)
        name = quote(f"{word_list.name}.{form.value}", safe="")
        return web.Response(
            text=await asyncio.to_thread(write_list, word_list, form),
            content_type=_TYPES[form],
            charset="utf-8",
            headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
        )

    async def bring(self, asked: Asked) -> ImportShape:
        """Put the words of a file into a list."""
        number = await _number(asked, self._lists)
        draft, told = await _draft_in(asked.request, self._core)
        if not told.dry_run:
            _faultless(draft)
        done = await self._lists.bring(
            asked.account.id, number, draft, merge=told.merge, dry_run=told.dry_run
        )
        return import_shape(
            done,
            texts_of(asked.request),
            asked_for=asked.number("list_id"),
            words=await _count(asked, self._lists, done.list_id),
        )


async def _number(asked: Asked, lists: Lists) -> int:
    """Return the list that is meant: for one of the program's its changed copy, if there is one."""
    return await lists.in_place_of(asked.account.id, asked.number("list_id"))


async def _count(asked: Asked, lists: Lists, number: int) -> int:
    return len((await lists.get(asked.account.id, number)).entries)


async def _changed(asked: Asked, lists: Lists) -> int:
    """Change a list as is told, and return its number, or that of the copy that was made of it."""
    told, account = asked.body(ListChange), asked.account.id
    found = await lists.get(account, await _number(asked, lists))
    number = found.id
    is_described = not {"name", "description", "is_active"}.isdisjoint(told.model_fields_set)
    if told.name is not None:
        await _check_name(told.name, number, account, lists)
    if told.exceptions is not None:
        number = (await lists.spare(account, number, told.exceptions)).id
    elif found.is_system and is_described:
        number = (await lists.add(account, number, ())).id
    if is_described:
        await lists.describe(
            account,
            number,
            name=told.name,
            description=told.description,
            is_active=told.is_active,
        )
    if told.is_default:
        await lists.make_default(account, number)
    elif told.is_default is False and found.is_default:
        await lists.take_none(account, found.language)
    return number


async def _check_name(name: str, number: int, account: int, lists: Lists) -> None:
    """See to it that nothing is changed where the new name cannot be had.

    Raises:
        WordListNameTaken: another list of theirs is called so.
    """
    for note in await lists.all(account):
        is_own = not note.is_system and note.id != number
        if is_own and plain(note.name) == plain(name):
            raise WordListNameTaken(name=name)


async def _draft_in(request: web.Request, core: Core) -> tuple[Draft, ImportForm]:
    """Take a file of words in, and return them with what is to be done with them."""
    if (request.content_length or 0) > 2 * LARGEST_BYTES:
        raise WordListTooBig(size_bytes=request.content_length or 0, limit_bytes=LARGEST_BYTES)
    async with core.uploads.receive() as upload:
        form = await read_form(request, upload, file_field=_FILE, most_bytes=LARGEST_BYTES)
        told = filled(ImportForm, form, file_field=_FILE)
        if upload.size_bytes > LARGEST_BYTES:
            raise WordListTooBig(
                name=form.file_name, size_bytes=upload.size_bytes, limit_bytes=LARGEST_BYTES
            )
        content = await asyncio.to_thread(upload.path.read_bytes)
    kind = told.format or form_of(form.file_name)
    return await asyncio.to_thread(read_list, content, kind, name=form.file_name), told


def _faultless(draft: Draft) -> Draft:
    """Return words as they are, if each can be taken.

    Raises:
        WordListFaulty: one cannot, so none is.
    """
    if draft.faults:
        first = draft.faults[0]
        raise WordListFaulty(line=first.line, text=first.text, count=len(draft.faults))
    return draft
