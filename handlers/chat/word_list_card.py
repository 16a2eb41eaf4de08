"""Word lists, as messages: all of them, one with what is in it, and the buttons that change it."""

from collections.abc import Iterator, Sequence
from typing import Final

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.chat.callbacks import ListAct, Listing
from handlers.chat.keys import Row, in_columns, markup
from handlers.chat.tongues import language_keys, language_name, page_of, usual
from locales.messages import Messages
from locales.speaker import Html
from services.censor.drafts import Fault
from services.censor.hidden import masked
from services.censor.list_files import ListForm
from services.censor.word_lists import ListFigures, ListNote, Severity, WordList

NOTHING: Final = Html("")

_MOST_EXAMPLES: Final = 5
_MOST_FAULTS: Final = 15


def all_lists(notes: Sequence[ListNote], texts: Messages) -> tuple[Html, InlineKeyboardMarkup]:
    """Return the lists, each as a button."""
    keys = [
        list_key(
            texts.button_word_list(
                name=note.name, count=note.words, usual="yes" if note.is_default else "no"
            ),
            ListAct.ONE,
            note.id,
        )
        for note in notes
    ]
    new = list_key(texts.button_word_list_new(), ListAct.LANGUAGES)
    return texts.word_lists_title(), markup(*in_columns(keys), new)


def one_list(
    word_list: WordList, texts: Messages, *, done: Html = NOTHING
) -> tuple[Html, InlineKeyboardMarkup]:
    """Return what is in a list, and what can be done with it; before it, what was done."""
    lines = [done, NOTHING, *_told(word_list, texts)] if done else _told(word_list, texts)
    return Html("\n".join(lines)), _keyboard(word_list, texts)


def forms(word_list: WordList, texts: Messages) -> InlineKeyboardMarkup:
    """Return the kinds of files that a list can be had as."""
    keys = [
        key
        for form in ListForm
        for key in list_key(form.upper(), ListAct.FORM, word_list.id, value=form)
    ]
    return markup(keys, list_key(texts.button_back(), ListAct.ONE, word_list.id))


def deletion(word_list: WordList, texts: Messages) -> tuple[Html, InlineKeyboardMarkup]:
    """Return the question whether a list shall really go."""
    copy = _is_copy(word_list)
    asked = texts.word_list_delete_ask(name=word_list.name, count=len(word_list.entries), copy=copy)
    label, danger = texts.button_word_list_sure(copy=copy), ButtonStyle.DANGER
    sure = list_key(label, ListAct.DELETED, word_list.id, style=danger)
    return asked, markup([*sure, *list_key(texts.button_back(), ListAct.ONE, word_list.id)])


def languages(texts: Messages, *, page: int) -> tuple[Html, InlineKeyboardMarkup]:
    """Return the question for which language a new list is."""

    def pressed(code: str) -> Listing:
        return Listing(act=ListAct.NEW, value=code)

    back = list_key(texts.button_back(), ListAct.ALL)
    asked = texts.word_list_language_ask()
    if page:
        shown, pages = page_of(texts, page)
        earlier = list_key(texts.button_earlier(), ListAct.LANGUAGES, page=page - 1)
        later = list_key(texts.button_later(), ListAct.LANGUAGES, page=page + 1)
        rows = language_keys(shown, pressed, texts, chosen=())
        return asked, markup(*rows, [*earlier, *(later if page < pages else []), *back])
    return asked, markup(
        list_key(texts.button_spoken_any(), ListAct.NEW),
        *language_keys(usual((), texts), pressed, texts, chosen=()),
        [*back, *list_key(texts.button_languages_all(), ListAct.LANGUAGES, page=1)],
    )


def ways_to_import(word_list: WordList, texts: Messages) -> InlineKeyboardMarkup:
    """Return what may become of the words that a list has and a file has not."""
    return markup(
        [
            *list_key(texts.button_word_list_merge(), ListAct.MERGE, word_list.id),
            *list_key(texts.button_word_list_replace(), ListAct.REPLACE, word_list.id),
        ],
        list_key(texts.button_word_list_leave(), ListAct.ONE, word_list.id),
    )


def faults_told(faults: Sequence[Fault], texts: Messages) -> Html:
    """Return what is wrong with which line."""
    lines = [texts.word_list_faults(count=len(faults))]
    lines += [
        texts.word_list_fault(line=fault.line, code=fault.code.value, text=fault.text)
        for fault in faults[:_MOST_FAULTS]
    ]
    if len(faults) > _MOST_FAULTS:
        lines.append(texts.word_list_more_faults(count=len(faults) - _MOST_FAULTS))
    return Html("\n".join(lines))


def list_key(
    label: str,
    act: ListAct,
    number: int = 0,
    *,
    value: str = "",
    page: int = 0,
    style: ButtonStyle | None = None,
) -> Row:
    """Return one button about a word list."""
    data = Listing(act=act, number=number, value=value, page=page).pack()
    return [InlineKeyboardButton(text=label, callback_data=data, style=style)]


def _told(word_list: WordList, texts: Messages) -> Iterator[Html]:
    figures = ListFigures.of(word_list)
    language = language_name(word_list.language, texts) or word_list.language or None
    yield texts.word_list_head(name=word_list.name, language=language, count=figures.words)
    if word_list.description:
        yield texts.word_list_about(description=word_list.description)
    if figures.words:
        counts = {severity.code: figures.by_severity[severity] for severity in Severity}
        yield texts.word_list_severities(**counts)
        yield texts.word_list_examples(words=_examples(word_list))
    if word_list.exceptions:
        yield texts.word_list_spared(count=len(word_list.exceptions))
    yield NOTHING
    yield texts.word_list_usual(usual="yes" if word_list.is_default else "no", language=language)
    copied = "copy" if word_list.based_on is not None else "own"
    yield texts.word_list_origin(origin="system" if word_list.is_system else copied)
    yield texts.word_list_file_hint()


def _examples(word_list: WordList) -> str:
    entries = word_list.entries
    step = max(1, len(entries) // _MOST_EXAMPLES)
    return ", ".join(masked(entry.word) for entry in entries[::step][:_MOST_EXAMPLES])


def _keyboard(word_list: WordList, texts: Messages) -> InlineKeyboardMarkup:
    number = word_list.id
    usual_now = "yes" if word_list.is_default else "no"
    delete = list_key(
        texts.button_word_list_delete(copy=_is_copy(word_list)), ListAct.DELETE, number
    )
    return markup(
        [
            *list_key(texts.button_word_list_add(), ListAct.ADD, number),
            *list_key(texts.button_word_list_remove(), ListAct.REMOVE, number),
        ],
        [
            *list_key(texts.button_word_list_export(), ListAct.FORMS, number),
            *list_key(texts.button_word_list_import(), ListAct.IMPORT, number),
        ],
        list_key(
            texts.button_word_list_usual(usual=usual_now),
            ListAct.USUAL,
            number,
            value="no" if word_list.is_default else "yes",
        ),
        [] if word_list.is_system else delete,
        list_key(texts.button_back(), ListAct.ALL),
    )


def _is_copy(word_list: WordList) -> str:
    return "no" if word_list.based_on is None else "yes"
