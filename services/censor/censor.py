"""What the house may ask about explicit words: the lists, the matchers made of them, and what was found."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.censor.lists import Lists
from services.censor.matchers import Matchers
from services.censor.reports import Reports
from services.censor.word_lists import WordList
from services.clock import Clock
from services.store.database import Database


@dataclass(frozen=True, slots=True)
class Censor:
    """Made by `open_censor`."""

    word_lists: Lists
    reports: Reports
    matchers: Matchers

    async def lists(
        self, account: int, numbers: Sequence[int], *, language: str
    ) -> tuple[WordList, ...]:
        """Return the lists of these numbers, or those that an account uses for a language.

        Raises:
            WordListMissing: one of them is not there for this account.
        """
        if not numbers:
            return await self.word_lists.used(account, language)
        return tuple([await self.word_lists.get(account, number) for number in numbers])


def open_censor(database: Database, clock: Clock) -> Censor:
    """Return it over the tables of a database."""
    return Censor(Lists(database, clock), Reports(database, clock), Matchers())
