"""What of a medium is at Telegram already, for those who want it in another chat at once."""

from typing import Final

from bot.sent_files import SentFiles
from handlers.chat.inline import Ready, ReadyFiles
from services.errors import ChoiceUnavailable
from services.jobs.artifacts import artifact_key
from services.media.choices import wanted_of
from services.sources.medium import Medium

_MOST: Final = 20
_KINDS: Final = frozenset({"audio", "video", "document"})


def ready_files_of(sent_files: SentFiles) -> ReadyFiles:
    """Return the function that looks among what this bot has uploaded."""

    async def ready_files(medium: Medium) -> list[Ready]:
        found: list[Ready] = []
        for key, sent in await sent_files.of_medium(medium.key):
            choice = key.removeprefix(f"{medium.key}|").partition("|")[0]
            is_current = key == artifact_key(medium.key, choice)
            title = _title(choice) if is_current and sent.kind in _KINDS else ""
            if title:
                found.append(Ready(title, sent.kind, sent.file_id))
        return found[:_MOST]

    return ready_files


def _title(choice: str) -> str:
    """Return what a whole file is called; nothing for clips, parts and the like."""
    try:
        wanted = wanted_of(choice)
    except ChoiceUnavailable:
        return ""
    return wanted.format.title if wanted.choice == wanted.format.name else ""
