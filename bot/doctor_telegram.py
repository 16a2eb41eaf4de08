"""Looks at whether Telegram takes our token, and whether our clock agrees with its own."""

from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

import aiohttp

from bot.setting_kinds import shown
from bot.settings import Settings
from handlers.cli.findings import Finding, Verdict
from services.clock import Clock

_PATIENCE: Final = aiohttp.ClientTimeout(total=8)
_TELEGRAMS: Final = str(Settings.model_fields["bot_api_url"].default)
_SKEW_SECONDS: Final = 30.0
_UNKNOWN_TOKEN: Final = frozenset({401, 404})  # Bot API: a revoked token, and one that never was


async def ask_telegram(settings: Settings, clock: Clock) -> list[Finding]:
    """Return what the Bot API's server says about the token, and what its clock says about ours."""
    host = urlsplit(settings.bot_api_url).hostname or ""
    token = shown(settings.bot_token)
    no_token = Finding("token", Verdict.FINE, "none")
    asked = f"{settings.bot_api_url}/bot{token}/getMe" if token else settings.bot_api_url
    try:
        async with (
            aiohttp.ClientSession(timeout=_PATIENCE) as session,
            session.get(asked, allow_redirects=False) as answer,
        ):
            told = await answer.json() if token and answer.ok else {}
            status, sent_at = answer.status, answer.headers.get("Date", "")
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        unclear = Finding("clock", Verdict.ADVICE, "unasked", {"host": host})
        reason = {"host": host, "reason": type(error).__name__}
        unasked = Finding("token", Verdict.WRONG, "unasked", reason)
        return [unasked if token else no_token, unclear]
    about_token = _token(status, told, host=host) if token else no_token
    return [about_token, _clock(sent_at, clock, host=host)]


def own_server(settings: Settings) -> list[Finding]:
    """Return a finding where files are to go by path to a server that is not on this machine."""
    if not settings.bot_api_local or settings.bot_api_url != _TELEGRAMS:
        return []
    return [Finding("server", Verdict.WRONG, "telegrams", {"url": _TELEGRAMS})]


def _token(status: int, told: dict[str, dict[str, str]], *, host: str) -> Finding:
    if "result" in told:
        return Finding("token", Verdict.FINE, "good", {"name": told["result"]["username"]})
    if status in _UNKNOWN_TOKEN:
        return Finding("token", Verdict.WRONG, "refused", {"host": host})
    return Finding("token", Verdict.WRONG, "unasked", {"host": host, "reason": f"HTTP {status}"})


def _clock(sent_at: str, clock: Clock, *, host: str) -> Finding:
    try:
        theirs = parsedate_to_datetime(sent_at).timestamp()
    except ValueError:
        return Finding("clock", Verdict.ADVICE, "unasked", {"host": host})
    # A Date header names whole seconds, so one second is as right as can be told.
    skew = max(1.0, abs(clock.now() - theirs))
    verdict = Verdict.FINE if skew <= _SKEW_SECONDS else Verdict.WRONG
    return Finding(
        "clock", verdict, "right" if verdict is Verdict.FINE else "wrong", {"seconds": skew}
    )
