"""Where programs read and change their account's settings, as Clean-Tracks' document has it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from handlers.http.cleaning_fields import ORIGINAL, CensorMethod, format_told, rate_told
from handlers.http.doors import Asked, Door
from handlers.http.settings_shapes import (
    AudioShape,
    ModelShape,
    PrivacyShape,
    ProcessingShape,
    SettingsChange,
    SettingsShape,
    SettingsWanted,
    UiShape,
)
from handlers.http.speech_fields import model_named
from handlers.http.word_list_shapes import Severity as SeverityName
from services.accounts.account import Account
from services.accounts.keys import Scope
from services.accounts.preferences import Preference
from services.censor.cleaning import Cleaning, checked, cleaning_of
from services.censor.spans import Method
from services.censor.word_lists import Severity
from services.core import Core
from services.errors import ChoiceUnavailable, FieldInvalid, ModelUnknown, WordListMissing
from services.media.formats import RATES, format_of

MODEL: Final = "whisper_model_size"
BITRATE: Final = "preferred_bitrate"
_TAG: Final = "Settings"
_KEPT: Final = (
    "theme",
    "language",
    "show_waveform",
    "auto_play_preview",
    "save_history",
    "save_transcriptions",
    "anonymous_mode",
)
"""What is kept as it was sent."""


def settings_doors(core: Core) -> list[Door]:
    """Return the doors at `/api/settings`."""

    async def read(asked: Asked) -> SettingsShape:
        return await settings_of(asked.account, core)

    async def change(asked: Asked) -> SettingsShape:
        await _change(asked.body(SettingsChange), asked.account, core)
        now = await core.accounts.get(asked.account.id)
        return await settings_of(now or asked.account, core)

    return [
        Door(
            method="GET",
            path="/api/settings",
            ask=read,
            summary="The settings of the account whose key it is.",
            tag=_TAG,
            scope=Scope.READ,
            query=SettingsWanted,
            answer=SettingsShape,
        ),
        Door(
            method="PUT",
            path="/api/settings",
            ask=change,
            summary="Change some of them; the others stay.",
            tag=_TAG,
            scope=Scope.WORDS,
            body=SettingsChange,
            answer=SettingsShape,
            raises=(ChoiceUnavailable, WordListMissing),
        ),
    ]


async def settings_of(account: Account, core: Core) -> SettingsShape:
    """Return all settings of an account."""
    cleaning, told = cleaning_of(account.cleaning), await core.preferences.get(account.id)
    privacy = await core.preferences.privacy(account.id)
    return SettingsShape(
        id=account.id,
        processing=ProcessingShape(
            default_word_list_id=cleaning.lists[0] if cleaning.lists else None,
            default_censor_method=CensorMethod.of(cleaning.method),
            default_min_severity=SeverityName(cleaning.least.code),
        ),
        audio=AudioShape(
            preferred_output_format=_family(cleaning) or ORIGINAL,
            preferred_bitrate=_bitrate(cleaning, told),
            preserve_metadata=cleaning.keeps_tags,
        ),
        model=ModelShape(
            whisper_model_size=model_of(told, core) or next(iter(core.jobs.models), ""),
            use_gpu=await core.jobs.hears_on_card(),
            available_models=list(core.jobs.models),
        ),
        ui=UiShape(
            theme=str(told.get("theme", "light")),
            language=str(told.get("language", account.language or "en")),
            show_waveform=bool(told.get("show_waveform", True)),
            auto_play_preview=bool(told.get("auto_play_preview", False)),
        ),
        privacy=PrivacyShape(
            save_history=privacy.save_history,
            save_transcriptions=privacy.save_transcriptions,
            anonymous_mode=privacy.anonymous_mode,
        ),
    )


def model_of(told: Mapping[str, Preference], core: Core) -> str:
    """Return the model that an account chose, as a wish names it; empty for the usual one."""
    chosen = str(told.get(MODEL, ""))
    return chosen if chosen in core.jobs.models[1:] else ""


def model_told(told: str, core: Core, *, field: str) -> str:
    """Return the model that stands in a field, as a wish names it; empty for the usual one.

    Raises:
        FieldInvalid: it does not listen here.
    """
    try:
        return model_named(told, core.jobs.models)
    except ModelUnknown as error:
        raise FieldInvalid(field=field, allowed=", ".join(core.jobs.models)) from error


async def _change(change: SettingsChange, account: Account, core: Core) -> None:
    """Change settings: all that is told, or none where something cannot be."""
    sent = {name: getattr(change, name) for name in change.model_fields_set}
    if sent.get("use_gpu") is not None and sent["use_gpu"] != await core.jobs.hears_on_card():
        raise FieldInvalid(field="use_gpu", allowed="false" if sent["use_gpu"] else "true")
    kept: dict[str, Preference | None] = {name: sent[name] for name in _KEPT if name in sent}
    if MODEL in sent:
        kept[MODEL] = model_told(sent[MODEL] or "", core, field=MODEL) or None
    if BITRATE in sent:
        rate = rate_told(sent[BITRATE] or "", BITRATE)
        kept[BITRATE] = f"{rate}k" if rate else None
    known = await core.preferences.get(account.id)
    before = cleaning_of(account.cleaning)
    after = replace(before, **await _hidden(sent, account, core), **_made(sent, before, known))
    if checked(after) != before:
        await core.accounts.set_habits(replace(account, cleaning=after.name))
    if kept:
        await core.preferences.change(account.id, kept)


async def _hidden(sent: Mapping[str, Any], account: Account, core: Core) -> dict[str, Any]:
    """Return what changes about what is hidden, and how."""
    changes: dict[str, Any] = {}
    if "default_word_list_id" in sent:
        number, lists = sent["default_word_list_id"], core.censor.word_lists
        if number is not None:
            number = (await lists.get(account.id, await lists.in_place_of(account.id, number))).id
        changes["lists"] = () if number is None else (number,)
    if "default_censor_method" in sent:
        told = sent["default_censor_method"]
        changes |= {"method": told.method if told else Method.BEEP, "methods": ()}
    if "default_min_severity" in sent:
        changes["least"] = Severity.of(sent["default_min_severity"] or Severity.LOW.code)
    return changes


def _made(
    sent: Mapping[str, Any], before: Cleaning, known: Mapping[str, Preference]
) -> dict[str, Any]:
    """Return what changes about what a copy becomes."""
    changes: dict[str, Any] = {}
    if "preserve_metadata" in sent:
        told = sent["preserve_metadata"]
        changes["keeps_tags"] = True if told is None else told
    if {"preferred_output_format", BITRATE} & sent.keys():
        family = sent.get("preferred_output_format", _family(before)) or ""
        rate = rate_told(str(sent.get(BITRATE, known.get(BITRATE, "")) or ""), BITRATE)
        wanted = format_told(family, "preferred_output_format", rate=rate)
        changes["format"] = wanted.name if wanted else ""
    return changes


def _family(cleaning: Cleaning) -> str:
    return format_of(cleaning.format).family if cleaning.format else ""


def _bitrate(cleaning: Cleaning, told: Mapping[str, Preference]) -> str | None:
    """Return the bit rate of what copies become; what was wished where they stay what they are."""
    if not cleaning.format:
        return str(told[BITRATE]) if told.get(BITRATE) else None
    form = format_of(cleaning.format)
    return f"{form.bits_per_second // 1000}k" if form.family in RATES else None
