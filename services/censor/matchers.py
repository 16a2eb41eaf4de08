"""Keeps matchers whose lists have not changed, since compiling a long list takes a moment."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from services.censor.matcher import Matcher
from services.censor.word_lists import WordList

_MOST: Final = 16


class Matchers:
    """The matchers used last."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[tuple[int, int], ...], Matcher] = OrderedDict()

    def of(self, lists: Sequence[WordList]) -> Matcher:
        """Return the matcher of some lists; compiling ten thousand words takes a third of a second."""
        key = tuple(word_list.key for word_list in lists)
        matcher = self._made.pop(key, None) or Matcher(lists)
        self._made[key] = matcher
        if len(self._made) > _MOST:
            self._made.popitem(last=False)
        return matcher
