"""What stands under More: every format, bitrates, sound tracks, chapters, and what is always done."""

from dataclasses import replace
from typing import Final

from aiogram.types import InlineKeyboardMarkup

from handlers.chat.callbacks import Act
from handlers.chat.keys import Row, choice, images, in_columns, markup, picks, press
from handlers.chat.offers import Terms, best, offer, pictures, sounds
from handlers.chat.wishes import wish_of
from locales.messages import Messages
from locales.quoting import clipped, tamed
from services.accounts.account import Account
from services.jobs.job import Job
from services.media.choices import Clip, Hand, Wanted
from services.media.formats import RATES, format_of, sound
from services.sources.medium import Chapter, Medium, Sound

PATIENCE_SECONDS: Final = 120
"""How long somebody who wants to be asked, but not waited for, has to choose."""

_CHAPTERS_ON_A_PAGE: Final = 8
_TRACKS: Final = 20
_RATES_IN_A_ROW: Final = 3
_LONGEST_NAME: Final = 40
_SKIPPED_SITES: Final = frozenset({"youtube"})


def more(  # noqa: PLR0913 - what it shows, in whose words, and what was chosen before
    job: Job,
    medium: Medium,
    texts: Messages,
    *,
    terms: Terms,
    account: Account,
    always: bool = False,
    wish: Wanted | None = None,
) -> InlineKeyboardMarkup:
    """Return every format, what can be wished beside it, “always this one”, and the way back.

    Args:
        job: any job about the medium.
        medium: what there is.
        texts: the language.
        terms: what can be done with a result.
        account: whose habits can be changed here.
        always: the next choice becomes the usual one.
        wish: what is wished beside a format; None for what the job was asked for.
    """
    wish = wish or wish_of(job)
    return markup(
        clip_row(Act.MORE, job, texts, wish=wish),
        *picks(sounds(medium, terms, wish=wish), job, texts, always=always),
        *picks(pictures(medium, terms, wish=wish), job, texts, always=always),
        images(job, medium, texts),
        *_doors(job, medium, texts, always=always, wish=wish),
        _sponsors(job, medium, texts, terms=terms, always=always, wish=wish),
        *_habits(job, texts, account, always=always, wish=wish),
        [
            *press(texts.button_back(), Act.BACK, job, wish=wish),
            *press(texts.button_refresh(), Act.REFRESH, job),
        ],
    )


def rates(
    job: Job, medium: Medium, texts: Messages, *, terms: Terms, always: bool, wish: Wanted
) -> InlineKeyboardMarkup:
    """Return each sound with its bitrates."""
    rows: list[Row] = []
    for name, figures in RATES.items():
        offers = [offer(medium, sound(name, rate), terms, wish=wish) for rate in figures]
        keys = [
            choice(texts.button_rate(format=one.format.title), one.wanted, job, always=always)
            for one in offers
        ]
        rows += in_columns(keys, _RATES_IN_A_ROW)
    return markup(*rows, _back(job, texts, always=always, wish=wish))


def tracks(
    job: Job, medium: Medium, texts: Messages, *, always: bool, wish: Wanted
) -> InlineKeyboardMarkup:
    """Return the sound tracks; the chosen one is marked."""
    rows = [
        press(
            texts.button_track(track=_track(row), chosen="yes" if _is_chosen(row, wish) else "no"),
            Act.MORE,
            job,
            always=always,
            wish=replace(wish, sound="" if row.original else row.language),
        )
        for row in medium.sounds[:_TRACKS]
    ]
    return markup(*rows, _back(job, texts, always=always, wish=wish))


def chapters(
    job: Job, medium: Medium, texts: Messages, *, terms: Terms, wish: Wanted, page: int = 0
) -> InlineKeyboardMarkup:
    """Return the chapters, each to be had by itself, and all of them as a file each."""
    start = page * _CHAPTERS_ON_A_PAGE
    shown = medium.chapters[start : start + _CHAPTERS_ON_A_PAGE]
    rows = [_chapter(row, job, texts, wish=wish) for row in shown]
    turns = [
        press(label, Act.CHAPTERS, job, wish=wish, page=target)
        for label, target, there in (
            (texts.button_earlier(), page - 1, page > 0),
            (texts.button_later(), page + 1, start + len(shown) < len(medium.chapters)),
        )
        if there
    ]
    whole = replace(wish, clip=None)
    each = [
        *sounds(medium, terms, wish=whole)[:1],
        *best(pictures(medium, terms, wish=whole), most=1),
    ]
    splits = [
        choice(
            texts.button_split(format=one.format.title),
            replace(one.wanted, hand=Hand.CHAPTERS),
            job,
        )
        for one in each
    ]
    back = press(texts.button_back(), Act.BACK, job, wish=wish)
    return markup(*rows, *in_columns(turns), *in_columns(splits), back)


def clip_row(act: Act, job: Job, texts: Messages, *, wish: Wanted) -> Row:
    """Return the button that tells of the clip, and takes it back; `act` says what is shown then."""
    if wish.clip is None:
        return []
    label = texts.button_clip(clip=_clip_words(wish.clip, texts))
    return press(label, act, job, wish=replace(wish, clip=None))


def may_skip(site: str, terms: Terms) -> bool:
    """Return whether anybody could know what is sponsored there."""
    return terms.skips and site in _SKIPPED_SITES


def _doors(job: Job, medium: Medium, texts: Messages, *, always: bool, wish: Wanted) -> list[Row]:
    """Return the buttons to further menus."""
    doors: list[Row] = []
    if medium.has_sound:
        doors.append(press(texts.button_rates(), Act.RATES, job, always=always, wish=wish))
    if medium.sounds:
        chosen = next((row for row in medium.sounds if _is_chosen(row, wish)), medium.sounds[0])
        label = texts.button_tracks(track=_track(chosen))
        doors.append(press(label, Act.TRACKS, job, always=always, wish=wish))
    if medium.chapters:
        label = texts.button_chapters(count=len(medium.chapters))
        doors.append(press(label, Act.CHAPTERS, job, wish=wish))
    return in_columns(doors)


def _sponsors(
    job: Job, medium: Medium, texts: Messages, *, terms: Terms, always: bool, wish: Wanted
) -> Row:
    if not may_skip(medium.site, terms):
        return []
    label = texts.button_skip_on() if wish.skip else texts.button_skip_off()
    return press(label, Act.SKIP, job, always=always, wish=replace(wish, skip=not wish.skip))


def _habits(
    job: Job, texts: Messages, account: Account, *, always: bool, wish: Wanted
) -> list[Row]:
    if not account.usual:
        label = texts.button_always_on() if always else texts.button_always_off()
        return [press(label, Act.MORE, job, always=not always, wish=wish)]
    usual = format_of(account.usual).title
    wait = texts.button_wait_off(after=PATIENCE_SECONDS)
    if account.patience_seconds:
        wait = texts.button_wait_on(choice=usual, after=account.patience_seconds)
    return [
        press(texts.button_ask_again(choice=usual), Act.ASK, job, wish=wish),
        press(wait, Act.WAIT, job, wish=wish),
    ]


def _chapter(row: Chapter, job: Job, texts: Messages, *, wish: Wanted) -> Row:
    clip = Clip(round(row.start, 3), round(row.end, 3))
    title = clipped(tamed(row.title), _LONGEST_NAME)
    label = texts.button_chapter(start=row.start, title=title)
    return press(label, Act.BACK, job, wish=replace(wish, clip=clip))


def _back(job: Job, texts: Messages, *, always: bool, wish: Wanted) -> Row:
    return press(texts.button_back(), Act.MORE, job, always=always, wish=wish)


def _is_chosen(row: Sound, wish: Wanted) -> bool:
    return row.language == wish.sound or (row.original and not wish.sound)


def _track(row: Sound) -> str:
    return clipped(tamed(row.title or row.language), _LONGEST_NAME)


def _clip_words(clip: Clip, texts: Messages) -> str:
    """Return a clip as people write it: `1:05–1:12.5`."""
    end = "" if clip.end is None else _moment(clip.end, texts)
    return f"{_moment(clip.start, texts)}–{end}"


def _moment(seconds: float, texts: Messages) -> str:
    whole = int(seconds)
    rest = f"{seconds - whole:.3f}".rstrip("0").rstrip(".").removeprefix("0")
    return f"{texts.clock(whole)}{rest}"
