"""What an import does to a word list: told before it is done, and done wholly or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.censor.drafts import Draft, Fault
from services.censor.folding import plain
from services.censor.word_lists import MOST_ENTRIES, Entry, WordList
from services.errors import WordListTooBig


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do."""

    added: int
    changed: int
    removed: int
    same: int
    faults: tuple[Fault, ...]
    """While there is one, nothing is taken."""
    list_id: int
    applied: bool


def compared(word_list: WordList, draft: Draft, *, merge: bool) -> Imported:
    """Return what an import would do."""
    had = {plain(entry.word): entry for entry in word_list.entries}
    shared = draft.words.keys() & had.keys()
    same = sum(draft.words[key] == had[key] for key in shared)
    return Imported(
        added=len(draft.words) - len(shared),
        changed=len(shared) - same,
        removed=0 if merge else len(had) - len(shared),
        same=same,
        faults=tuple(draft.faults),
        list_id=word_list.id,
        applied=False,
    )


def merged(entries: Sequence[Entry], given: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return words with others put among them, which count where both have one."""
    words = {plain(entry.word): entry for entry in (*entries, *given)}
    return tuple(words.values())


def after_import(word_list: WordList, draft: Draft, *, merge: bool) -> WordList:
    """Return a list as it is when the words are in it."""
    if not merge:
        return replace(word_list, entries=draft.entries, exceptions=draft.exceptions)
    spared = {plain(one): one for one in (*word_list.exceptions, *draft.exceptions)}
    return replace(
        word_list,
        entries=merged(word_list.entries, draft.entries),
        exceptions=tuple(spared.values()),
    )


def check_size(word_list: WordList) -> None:
    """Look whether a list is small enough to be kept.

    Raises:
        WordListTooBig: it is not.
    """
    if len(word_list.entries) > MOST_ENTRIES:
        raise WordListTooBig(name=word_list.name, words=len(word_list.entries), limit=MOST_ENTRIES)
