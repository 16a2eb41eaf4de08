"""What the bot asked is found again by the message that answers."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.accounts.accounts import Accounts
from services.accounts.questions import Question
from services.store.database import open_database
from tests.services.store.hands import Hands

ANN = Question(account=1, about="Speaker 1", job="j1")


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
async def accounts(tmp_path: Path, clock: Hands) -> AsyncIterator[Accounts]:
    async with open_database(tmp_path / "hearsay.db") as database:
        yield Accounts(database, clock)


async def test_a_question_is_found_by_its_message_and_by_no_other(accounts: Accounts) -> None:
    await accounts.questions.keep(10, 5, ANN)
    assert await accounts.questions.of_message(10, 5) == ANN
    assert await accounts.questions.of_message(10, 6) is None
    assert await accounts.questions.of_message(11, 5) is None


async def test_who_is_forgotten_was_asked_nothing(accounts: Accounts) -> None:
    await accounts.questions.keep(10, 5, ANN)
    await accounts.questions.keep(10, 6, Question(2, "vocabulary"))
    await accounts.forget(ANN.account)
    assert await accounts.questions.of_message(10, 5) is None
    assert await accounts.questions.of_message(10, 6) is not None


async def test_questions_are_kept_for_a_week(accounts: Accounts, clock: Hands) -> None:
    await accounts.questions.keep(10, 5, ANN)
    clock.turn(seconds=6 * 86_400)
    await accounts.questions.purge()
    assert await accounts.questions.of_message(10, 5) == ANN
    clock.turn(seconds=2 * 86_400)
    await accounts.questions.purge()
    assert await accounts.questions.of_message(10, 5) is None
