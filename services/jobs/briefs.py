"""Says what is to be made of an original: which stretches of it, with what tags, under which name."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Final

from services.errors import ChoiceUnavailable
from services.media.brief import Brief, Tags
from services.media.choices import Clip, Hand, Wanted
from services.media.stretches import Stretch, moved, without
from services.sources.medium import Chapter, Medium

_SAME_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True)
class Original:
    """What a file is made from. Whoever asks for the work holds the bytes."""

    medium: Medium
    path: Path
    cover: Path | None = None
    starts: float = 0.0
    """The second of the medium at which it begins."""


@dataclass(frozen=True, slots=True)
class Task:
    """One result: what is wanted, and what is taken out of it, in seconds of the medium."""

    wanted: Wanted
    removed: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """What people call a result."""

    title: str
    performer: str
    file: str = ""
    """Without its ending; empty where it is the title."""


def brief_for(original: Original, task: Task) -> Brief:
    """Return what is to be made of an original in one file."""
    medium, wanted = original.medium, task.wanted
    named = name_for(medium, task)
    return Brief(
        wanted.format,
        tags=_tags(medium, named.title),
        cover=original.cover,
        seconds=medium.seconds,
        language=wanted.sound,
        keeps=_shifted(_kept(task), original.starts),
        chapters=_shifted(_chapters(medium), original.starts),
    )


def name_for(medium: Medium, task: Task) -> Name:
    """Return what the result is called: a clip that is a chapter has the chapter's name."""
    clip = task.wanted.clip
    if clip is None:
        return Name(medium.title, medium.author)
    chapter = _chapter_at(medium, clip)
    if chapter is not None:
        return Name(chapter.title, medium.author)
    end = "" if clip.end is None else _clock(clip.end)
    return Name(medium.title, medium.author, f"{medium.title} {_clock(clip.start)}-{end}")


def briefs_for_chapters(whole: Original, task: Task) -> list[tuple[Brief, Name]]:
    """Return what is to be made of a result to have each of its chapters in a file.

    Raises:
        ChoiceUnavailable: the medium has none.
    """
    medium, kept = whole.medium, _kept(task)
    chapters = moved(_chapters(medium), kept or (Stretch(0, inf),))
    if not chapters:
        raise ChoiceUnavailable(choice=task.wanted.choice)
    count = len(chapters)
    return [
        (
            _piece(whole, task, tags=_track(medium, row.title, number, count), keep=row),
            Name(row.title, medium.author, f"{number:0{len(str(count))}} {row.title}"),
        )
        for number, row in enumerate(chapters, start=1)
    ]


def briefs_for_parts(
    whole: Original, task: Task, parts: Sequence[Stretch]
) -> list[tuple[Brief, Name]]:
    """Return what is to be made of a result to have it in parts, which may be copied."""
    medium, count = whole.medium, len(parts)
    title = name_for(medium, task).title
    named = [f"{title} ({number}/{count})" for number in range(1, count + 1)]
    return [
        (
            _piece(whole, task, tags=_track(medium, name, number, count), keep=part),
            Name(name, medium.author, f"{title} {number:0{len(str(count))}} of {count}"),
        )
        for number, (name, part) in enumerate(zip(named, parts, strict=True), start=1)
    ]


def _piece(whole: Original, task: Task, *, tags: Tags, keep: Stretch) -> Brief:
    at_keys = task.wanted.hand is Hand.PARTS
    return Brief(task.wanted.format, tags=tags, cover=whole.cover, keeps=(keep,), at_keys=at_keys)


def _tags(medium: Medium, title: str) -> Tags:
    is_chapter = title != medium.title
    return Tags(
        title=title,
        performer=medium.author,
        album=medium.album or (medium.title if is_chapter else ""),
        album_performer=medium.author if medium.album else "",
        track=str(medium.track) if medium.track else "",
        date=medium.published,
    )


def _track(medium: Medium, title: str, number: int, count: int) -> Tags:
    return Tags(
        title=title,
        performer=medium.author,
        album=medium.album or medium.title,
        album_performer=medium.author,
        track=f"{number}/{count}",
        date=medium.published,
    )


def _kept(task: Task) -> tuple[Stretch, ...]:
    """Return what is kept of the medium; nothing where that is all of it."""
    clip = task.wanted.clip
    if clip is None and not task.removed:
        return ()
    within = Stretch(0, inf) if clip is None else Stretch(clip.start, clip.end or inf)
    return without(task.removed, within=within)


def _shifted(stretches: Sequence[Stretch], starts: float) -> tuple[Stretch, ...]:
    """Return the same in seconds of a file that begins with so many seconds of its medium."""
    return tuple(
        Stretch(max(0.0, row.start - starts), row.end - starts, row.title)
        for row in stretches
        if row.end > starts
    )


def _chapters(medium: Medium) -> tuple[Stretch, ...]:
    return tuple(Stretch(row.start, row.end, row.title) for row in medium.chapters)


def _chapter_at(medium: Medium, clip: Clip) -> Chapter | None:
    for chapter in medium.chapters:
        end = clip.end if clip.end is not None else medium.seconds or inf
        if abs(chapter.start - clip.start) + abs(chapter.end - end) < _SAME_SECONDS:
            return chapter
    return None


def _clock(seconds: float) -> str:
    """Return a moment as file names can have it: `1.02.03`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}.{minutes:02}.{rest:02}" if hours else f"{minutes}.{rest:02}"
