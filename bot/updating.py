"""Keeps yt-dlp fresh: by a command, and at night; owners hear once of each edition."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.setting_kinds import YtDlpUpdate
from bot.settings import Settings
from bot.versions import editions_of
from handlers.cli.findings import Finding, Verdict
from locales.texts import texts_for
from services.accounts.accounts import Accounts
from services.sources.updates import Update, UpdateFailed, Updates

log = structlog.get_logger(__name__)


async def update(settings: Settings, *, check: bool, rollback: bool) -> Finding:
    """Do what `python main.py update` is asked for, and return what came of it.

    Args:
        settings: Where the editions are.
        check: Only look what there is.
        rollback: Go back to the edition before.
    """
    editions = editions_of(settings)
    if rollback:
        version = editions.roll_back()
        if version is None:
            return Finding("update", Verdict.ADVICE, "own", {"version": editions.version})
        return Finding("update", Verdict.FINE, "back", {"version": version})
    updates = Updates(editions)
    return await _found(updates.look if check else updates.fetch)


def nightly(
    settings: Settings, accounts: Accounts, bot: Bot
) -> Callable[[], Awaitable[None]] | None:
    """Return what the night does about a newer yt-dlp; None when it is to do nothing."""
    if settings.ytdlp_update is YtDlpUpdate.OFF:
        return None
    editions = editions_of(settings)
    updates = Updates(editions)
    act = updates.fetch if settings.ytdlp_update is YtDlpUpdate.AUTO else updates.look

    async def look_for_newer() -> None:
        finding = await _found(act)
        if finding.code in {"newer", "switched", "bad"} and _is_news(finding, editions.folder):
            await _tell_owners(finding, accounts, bot)

    return look_for_newer


async def _found(act: Callable[[], Awaitable[Update]]) -> Finding:
    try:
        found = await act()
    except UpdateFailed as error:
        log.warning("no newer yt-dlp could be looked for", reason=str(error))
        return Finding("update", Verdict.WRONG, "failed", {"reason": str(error)})
    facts: dict[str, str | float] = {"version": found.version, "before": found.before}
    if found.trouble:
        return Finding("update", Verdict.WRONG, "bad", facts | {"trouble": found.trouble})
    if found.switched:
        return Finding("update", Verdict.FINE, "switched", facts)
    if found.is_newer:
        return Finding("update", Verdict.ADVICE, "newer", facts)
    return Finding("update", Verdict.FINE, "none", {"version": found.before})


def _is_news(finding: Finding, folder: Path) -> bool:
    """Return whether the owners have not been told this yet, and note that they are."""
    told, news = folder / "told", f"{finding.code} {finding.facts['version']}"
    if told.exists() and told.read_text(encoding="utf-8") == news:
        return False
    folder.mkdir(parents=True, exist_ok=True)
    told.write_text(news, encoding="utf-8")
    return True


async def _tell_owners(finding: Finding, accounts: Accounts, bot: Bot) -> None:
    for owner in await accounts.owners():
        texts = texts_for(owner.language or owner.hint)
        try:
            await bot.send_message(
                owner.telegram_id or 0, texts.quote_html(finding.sentence(texts))
            )
        except AiogramError as error:
            log.info("an owner was not told", account=owner.id, reason=str(error))
