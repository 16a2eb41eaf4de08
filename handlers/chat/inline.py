"""Inline mode: a link typed behind the bot's name in any chat becomes what is there already, or a way in.

Nothing is fetched for a query: it is answered within a second with files that Telegram has, and with a
button that opens the bot for everything else.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from aiogram import Bot, Router
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultCachedAudio,
    InlineQueryResultCachedDocument,
    InlineQueryResultCachedVideo,
    InlineQueryResultsButton,
    InputTextMessageContent,
)

from handlers.chat.answers import UNSAID
from handlers.chat.visit import Visit
from locales.messages import Messages
from locales.quoting import clipped, tamed
from services.core import Core
from services.platforms.link import Link
from services.sources.medium import Medium

log = structlog.get_logger(__name__)

GET: Final = "get_"
"""How the payload of a start begins that asks for a link; without one, the bot is only opened."""

_CACHE_SECONDS: Final = 5
_LONGEST_TITLE: Final = 100
_Result = (
    InlineQueryResultArticle
    | InlineQueryResultCachedAudio
    | InlineQueryResultCachedDocument
    | InlineQueryResultCachedVideo
)


@dataclass(frozen=True, slots=True)
class Ready:
    """A file that Telegram has already."""

    title: str
    """Its format: MP3, 720p."""
    kind: str
    file_id: str


ReadyFiles = Callable[[Medium], Awaitable[Sequence[Ready]]]
"""Finds what was made of a medium and uploaded before."""


def router() -> Router:
    """Return a fresh router."""
    inline = Router(name="inline")
    inline.inline_query.register(on_query)
    return inline


async def on_query(
    query: InlineQuery, bot: Bot, core: Core, visit: Visit, ready_files: ReadyFiles
) -> None:
    """Answer with what is ready; who was not let in, or wants something else, is shown the way in."""
    texts, links = visit.texts, core.links_in(query.query)
    if not links or not core.accounts.may_use(visit.account):
        label = texts.inline_hint() if core.accounts.may_use(visit.account) else texts.inline_open()
        await _answer(query, [], label, start=GET)
        return
    medium = await core.jobs.medium(links[0].key)
    ready = await ready_files(medium) if medium else []
    start = GET + await core.starts.keep(links[0].url, account=visit.account.id)
    results: list[_Result] = [_result(file, medium, texts) for file in ready if medium]
    if not results:
        results = [_way_in(links[0], medium, texts, (await bot.me()).username or "", start)]
    await _answer(query, results, texts.inline_start(), start=start)


async def _answer(
    query: InlineQuery, results: Sequence[_Result], label: str, *, start: str
) -> None:
    """Answer, if that is still wanted: whoever goes on typing asks anew."""
    try:
        await query.answer(
            list(results),
            cache_time=_CACHE_SECONDS,
            is_personal=True,
            button=InlineQueryResultsButton(text=label, start_parameter=start),
        )
    except UNSAID as error:
        log.info("an inline query was not answered", reason=str(error))


def _result(file: Ready, medium: Medium, texts: Messages) -> _Result:
    named = f"{file.kind}-{file.title}".replace(" ", "-")[:64]
    title = _title(medium, texts)
    match file.kind:
        case "audio":
            return InlineQueryResultCachedAudio(id=named, audio_file_id=file.file_id)
        case "video":
            shown = f"{title} · {file.title}"
            return InlineQueryResultCachedVideo(
                id=named, video_file_id=file.file_id, title=shown, caption=title
            )
        case _:
            shown = f"{title} · {file.title}"
            return InlineQueryResultCachedDocument(
                id=named, document_file_id=file.file_id, title=shown
            )


def _way_in(
    link: Link, medium: Medium | None, texts: Messages, name: str, start: str
) -> InlineQueryResultArticle:
    key = InlineKeyboardButton(text=texts.inline_start(), url=f"https://t.me/{name}?start={start}")
    return InlineQueryResultArticle(
        id="way-in",
        title=_title(medium, texts) if medium else clipped(link.host, _LONGEST_TITLE),
        description=texts.inline_start(),
        input_message_content=InputTextMessageContent(
            message_text=link.url[:4096], parse_mode=None
        ),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[key]]),
    )


def _title(medium: Medium, texts: Messages) -> str:
    return clipped(tamed(medium.title), _LONGEST_TITLE) or texts.card_untitled()
