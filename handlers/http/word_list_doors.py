"""Where programs read and change word lists, as Clean-Tracks' document has it."""

from http import HTTPStatus
from typing import Final

from handlers.http.doors import Door
from handlers.http.word_list_desk import WordListDesk
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
from services.accounts.keys import Scope
from services.core import Core
from services.errors import (
    TooManyWordLists,
    WordListEmpty,
    WordListFaulty,
    WordListFixed,
    WordListMissing,
    WordListNameTaken,
    WordListTooBig,
    WordListUnreadable,
)

_TAG: Final = "Word lists"
_LIST: Final = "/api/wordlists/{list_id}"
_CHANGES: Final = (
    WordListMissing,
    WordListNameTaken,
    TooManyWordLists,
    WordListFaulty,
    WordListEmpty,
    WordListTooBig,
)


def word_list_doors(core: Core) -> list[Door]:
    """Return the doors under `/api/wordlists`."""
    desk = WordListDesk(core)
    return [
        Door(
            method="GET",
            path="/api/wordlists",
            ask=desk.all_lists,
            summary="All lists that can be used: those that came with the program, and one's own.",
            tag=_TAG,
            scope=Scope.READ,
            query=ListWanted,
            answer=ListShapes,
        ),
        Door(
            method="POST",
            path="/api/wordlists",
            ask=desk.new,
            summary="Make a list, perhaps with words.",
            tag=_TAG,
            scope=Scope.WORDS,
            body=NewList,
            answer=ListSaved,
            status=HTTPStatus.CREATED,
            creates=True,
            raises=(WordListNameTaken, TooManyWordLists, WordListFaulty),
        ),
        Door(
            method="GET",
            path=_LIST,
            ask=desk.details,
            summary="A list, and what is in it, counted.",
            tag=_TAG,
            scope=Scope.READ,
            answer=ListDetails,
            raises=(WordListMissing,),
        ),
        Door(
            method="PUT",
            path=_LIST,
            ask=desk.change,
            summary="Change what a list is called, whether it is taken, and what it leaves alone.",
            tag=_TAG,
            scope=Scope.WORDS,
            body=ListChange,
            answer=ListSaved,
            raises=(WordListMissing, WordListNameTaken, TooManyWordLists),
        ),
        Door(
            method="DELETE",
            path=_LIST,
            ask=desk.remove,
            summary="Delete a list; in place of a changed copy the original comes back.",
            tag=_TAG,
            scope=Scope.WORDS,
            answer=ListSaved,
            raises=(WordListMissing, WordListFixed),
        ),
        Door(
            method="POST",
            path=f"{_LIST}/words",
            ask=desk.add_words,
            summary="Put words into a list; those that it has already are changed.",
            tag=_TAG,
            scope=Scope.WORDS,
            body=NewWords,
            answer=WordsSaved,
            creates=True,
            raises=_CHANGES,
        ),
        Door(
            method="DELETE",
            path=f"{_LIST}/words",
            ask=desk.remove_words,
            summary="Take words out of a list; those that are not in it do no harm.",
            tag=_TAG,
            scope=Scope.WORDS,
            body=OldWords,
            answer=WordsSaved,
            raises=(WordListMissing, TooManyWordLists),
        ),
        Door(
            method="GET",
            path=f"{_LIST}/export",
            ask=desk.export,
            summary="A list as a file.",
            tag=_TAG,
            scope=Scope.READ,
            query=ExportWanted,
            answer="application/octet-stream",
            raises=(WordListMissing,),
        ),
        Door(
            method="POST",
            path=f"{_LIST}/import",
            ask=desk.bring,
            summary="Put the words of a file into a list: all of them, or none where one is wrong.",
            tag=_TAG,
            scope=Scope.WORDS,
            form=ImportForm,
            answer=ImportShape,
            creates=True,
            raises=(*_CHANGES, WordListUnreadable),
        ),
    ]
