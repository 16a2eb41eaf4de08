"""The card of a list and its buttons; how far a list is, and what has become of it in the end."""

from typing import Final

from aiogram.enums import ButtonStyle
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.chat.callbacks import Act, Press, Take
from handlers.chat.card import LONGEST_NAME, Card
from locales.messages import Messages
from locales.quoting import clipped, tamed
from locales.speaker import Html
from locales.texts import say_error
from services.errors import ChoiceUnavailable
from services.jobs.job import Job, State
from services.jobs.tally import Missed, Tally
from services.media.formats import Kind, format_of
from services.platforms.link import Link
from services.sources.playlist import Entry, Playlist

MOST_CARDS: Final = 10
"""Up to so many links may become cards of their own."""

_SHOWN: Final = 8
_LONGEST_TITLE: Final = 60
_LONGEST_HEAD: Final = 200
_FIRST: Final = 10
_SOUND, _FILM = "mp3", "720p"
_ROOM: Final = 3500
"""Of a message's 4,096 characters, so that the head and the last line always have theirs."""


def list_card(job: Job, playlist: Playlist, texts: Messages, *, choosing: bool = False) -> Card:
    """Return the card of a list; `choosing` asks for the numbers of what is wanted."""
    lines = [_head(playlist.title, texts), _facts(job, playlist, texts), ""]
    lines += [_entry(n, entry, texts) for n, entry in enumerate(playlist.entries[:_SHOWN], start=1)]
    if playlist.total > _SHOWN:
        lines.append(texts.list_more(count=playlist.total - _SHOWN))
    if choosing:
        lines += ["", texts.list_choose(format=format_of(usual_of(job)).title)]
    return Card(Html("\n".join(lines)), _choices(job, playlist, texts))


def usual_of(job: Job) -> str:
    """Return what the entries come as when nothing is said: the person's usual choice, or sound."""
    try:
        return format_of(job.order.choice).name
    except ChoiceUnavailable:
        return _SOUND


def progress_lines(tally: Tally, texts: Messages) -> list[str]:
    """Return how far a list is: figures, and what is being worked on."""
    failed = len(tally.missed)
    lines: list[str] = [
        texts.list_progress(done=len(tally.delivered), total=len(tally.chosen), failed=failed)
    ]
    if tally.now:
        lines.append(texts.list_now(title=clipped(tamed(tally.now), _LONGEST_TITLE)))
    return lines


def tally_words(job: Job, tally: Tally, texts: Messages) -> Html:
    """Return what has become of a list, with the reason for each entry that is missing."""
    done, total = len(tally.delivered), len(tally.chosen)
    stopped = job.state is State.CANCELLED
    end = texts.list_stopped if stopped else texts.list_done
    lines = [_head(tally.title, texts), end(done=done, total=total)]
    reasons = [] if stopped else [_missed(missed, texts) for missed in tally.missed]
    used = sum(map(len, lines))
    for number, line in enumerate(reasons):
        used += len(line) + 1
        if used > _ROOM:
            lines.append(texts.list_missed_more(count=len(reasons) - number))
            break
        lines.append(line)
    return Html("\n".join(line for line in lines if line))


def tally_buttons(job: Job, tally: Tally, texts: Messages) -> InlineKeyboardMarkup:
    """Return what may be wanted after a list: what is missing of it, or all of it again."""
    again = _press(texts.button_again(), Act.AGAIN, job)
    if not tally.left or len(tally.left) == len(tally.chosen):
        return InlineKeyboardMarkup(inline_keyboard=[[again]])
    count = len(tally.left)
    rest = texts.button_list_rest(count=count)
    label = rest if job.state is State.CANCELLED else texts.button_list_failed(count=count)
    return InlineKeyboardMarkup(inline_keyboard=[[_press(label, Act.REST, job), again]])


def _head(title: str, texts: Messages) -> str:
    return texts.card_title(title=clipped(tamed(title), _LONGEST_HEAD)) if title else ""


def _facts(job: Job, playlist: Playlist, texts: Messages) -> str:
    count, most = playlist.total, len(playlist.entries)
    source = job.order.source
    facts = [
        texts.quote_html(clipped(tamed(playlist.author), LONGEST_NAME)),
        texts.list_count(count=count)
        if count == most
        else texts.list_capped(count=count, most=most),
        texts.clock(playlist.seconds) if playlist.seconds and count == most else "",
        texts.quote_html(clipped(source.host, LONGEST_NAME)) if isinstance(source, Link) else "",
    ]
    return " · ".join(fact for fact in facts if fact)


def _entry(number: int, entry: Entry, texts: Messages) -> str:
    title = clipped(tamed(entry.title or entry.url), _LONGEST_TITLE)
    return texts.list_entry(number=number, title=title, length=entry.seconds)


def _missed(missed: Missed, texts: Messages) -> str:
    title = clipped(tamed(missed.title), _LONGEST_TITLE)
    reason = say_error(texts, missed.failure) if missed.failure else texts.list_missed_stopped()
    return texts.list_missed(title=title, reason=Html(reason))


def _choices(job: Job, playlist: Playlist, texts: Messages) -> InlineKeyboardMarkup:
    usual = usual_of(job)
    other = _FILM if format_of(usual).kind is Kind.AUDIO else _SOUND
    rows = [[_all(job, usual, texts)], [_all(job, other, texts)]]
    if playlist.total > _FIRST:
        first = Take(job=job.id, choice=usual, items=f"1-{_FIRST}").pack()
        label = texts.button_list_first(count=_FIRST, format=format_of(usual).title)
        rows.append([InlineKeyboardButton(text=label, callback_data=first)])
    if len(playlist.entries) > 1:
        rows.append([_press(texts.button_list_choose(), Act.CHOOSE, job)])
    if not playlist.url and playlist.total <= MOST_CARDS:
        rows[-1].append(_press(texts.button_list_each(), Act.EACH, job))
    rows[0][0].style = ButtonStyle.PRIMARY
    return InlineKeyboardMarkup(inline_keyboard=rows)


def _all(job: Job, choice: str, texts: Messages) -> InlineKeyboardButton:
    form = format_of(choice)
    kind = "audio" if form.kind is Kind.AUDIO else "video"
    label = texts.button_list_all(format=form.title, kind=kind)
    return InlineKeyboardButton(text=label, callback_data=Take(job=job.id, choice=choice).pack())


def _press(label: str, act: Act, job: Job) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=label, callback_data=Press(act=act, job=job.id).pack())
