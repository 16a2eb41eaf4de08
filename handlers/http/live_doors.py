"""What can be done with a live session once it is over: its words go to the chat of whose it is."""

from dataclasses import replace
from http import HTTPStatus
from typing import Final

from pydantic import BaseModel, Field

from handlers.http.doors import Asked, Door
from handlers.http.job_results import check_done
from handlers.http.process_shapes import Accepted
from services.accounts.account import Account
from services.accounts.keys import Scope
from services.core import Core
from services.errors import (
    JobFruitless,
    JobNotDone,
    LiveGone,
    LlmMissing,
    NoChat,
    NotFound,
    SourceExpired,
    TooManyWaiting,
)
from services.jobs.job import State
from services.jobs.order import Channel, Recipient
from services.live.events import Complete
from services.live.session import Session
from services.transcripts.wish import wanted_words

_TAG: Final = "Live"


class SentWanted(BaseModel):
    """Which words are sent."""

    polished: bool = Field(default=False, description="As a language model has corrected them.")


def live_doors(core: Core) -> list[Door]:
    """Return the doors behind `/api/transcribe/live`; the socket itself is no door."""

    async def send(asked: Asked) -> Accepted:
        account = asked.account
        session = core.live.find(asked.part("session"), account.id)
        recipient = _own_chat(account)
        heard = await core.jobs.of(await _job_of(session), account.id)
        check_done(heard)
        # These words are known: nobody listens a second time.
        wanted = wanted_words(heard.order.words)
        if asked.query(SentWanted).polished and not core.polish.is_available:
            raise LlmMissing
        order = replace(
            heard.order,
            recipient=recipient,
            language=account.language or account.hint or "en",
            words=replace(wanted, polished=asked.query(SentWanted).polished).text,
        )
        job = await core.jobs.submit(order, once=asked.once)
        return Accepted(job_id=job.id, message="On its way to the chat")

    return [
        Door(
            method="POST",
            path="/api/transcribe/live/{session}/send",
            ask=send,
            summary="Send the words of a session that is over to one's own chat with the bot.",
            tag=_TAG,
            scope=Scope.JOBS,
            query=SentWanted,
            answer=Accepted,
            status=HTTPStatus.ACCEPTED,
            creates=True,
            is_metered=True,
            raises=(
                LiveGone,
                NotFound,
                JobNotDone,
                LlmMissing,
                JobFruitless,
                NoChat,
                SourceExpired,
                TooManyWaiting,
            ),
        )
    ]


def _own_chat(account: Account) -> Recipient:
    if account.telegram_id is None:
        raise NoChat
    return Recipient(Channel.TELEGRAM, chat_id=account.telegram_id)


async def _job_of(session: Session) -> str:
    """Return the job that has the words of a session.

    Raises:
        JobNotDone: it is not over.
        JobFruitless: nothing came of it.
    """
    if not session.is_over:
        raise JobNotDone
    async for event in session.events():
        if isinstance(event, Complete) and event.job:
            return event.job
    raise JobFruitless(status=State.FAILED.value)
