"""What the house may ask about explicit words: the lists, the matchers made of them, and what was found."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from services.censor.cleaning import Cleaning
from services.censor.finding import find
from services.censor.lists import Lists
from services.censor.matchers import Matchers
from services.censor.reports import Reports
from services.censor.word_lists import WordList
from services.clock import Clock
from services.store.database import Database
from services.transcripts.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Bookcase:
    """Where word lists stand."""

    lists: Lists
    account: int | None = None
    """Whose are taken, whoever asks; None: those of who asks."""


@dataclass(frozen=True, slots=True)
class Censor:
    """Made by `open_censor`."""

    bookcase: Bookcase
    reports: Reports
    matchers: Matchers

    @property
    def word_lists(self) -> Lists:
        """Return the lists, to be read and changed."""
        return self.bookcase.lists

    async def lists(
        self, account: int, numbers: Sequence[int], *, language: str
    ) -> tuple[WordList, ...]:
        """Return the lists of these numbers, or those that an account uses for a language.

        Raises:
            WordListMissing: one of them is not there for this account.
        """
        whose = self._whose(account)
        if not numbers:
            return await self.word_lists.used(whose, language)
        return tuple([await self.word_lists.get(whose, number) for number in numbers])

    async def masked(self, transcript: Transcript, cleaning: Cleaning, account: int) -> Transcript:
        """Return words as they read when what an account wants hidden is."""
        lists = await self.lists(account, cleaning.lists, language=transcript.language)
        matcher = self.matchers.of(lists)
        return (await asyncio.to_thread(find, transcript, matcher, cleaning)).transcript

    async def find(self, account: int, name: str) -> WordList:
        """Return a list by its name, its number or its language.

        Raises:
            WordListMissing: nothing is called so.
        """
        return await self.word_lists.find(self._whose(account), name)

    def _whose(self, account: int) -> int:
        return account if self.bookcase.account is None else self.bookcase.account


def open_censor(database: Database, clock: Clock, bookcase: Bookcase | None = None) -> Censor:
    """Return it over the tables of a database; the lists may stand in another one."""
    return Censor(
        bookcase or Bookcase(Lists(database, clock)), Reports(database, clock), Matchers()
    )
