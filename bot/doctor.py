"""Looks at the machine that Hearsay is to run on, part by part; changes nothing."""

import asyncio
import re
import secrets
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from shutil import disk_usage
from typing import Final
from urllib.parse import urlsplit

import deno

from bot.doctor_telegram import ask_telegram, own_server
from bot.settings import Settings, s3_access
from bot.tools import models_folder, open_hub_web
from bot.versions import editions_of
from handlers.cli.findings import Finding, Verdict
from services.clock import Clock, SystemClock
from services.crew.role import Role, roles_of
from services.errors import HearsayError
from services.media import cage
from services.media.ffmpeg import find_ffmpeg
from services.media.formats import SOUNDS, picture
from services.sources.cookies import USABLE, Cookies
from services.store.depot import open_depot
from services.transcripts.devices import Device, ask_device
from services.transcripts.models import REPOSITORIES, folder_of, is_whole, name_of, repository_of
from services.transcripts.voices import VoiceModels

_PATIENCE_WITH_HUB: Final = timedelta(seconds=8)
_CHILD_SECONDS: Final = 10


async def examine(settings: Settings, *, clock: Clock | None = None) -> list[Finding]:
    """Return a finding for each part, in the order in which they are told."""
    time = clock or SystemClock()
    async with asyncio.TaskGroup() as group:
        ffmpeg = group.create_task(_ffmpeg())
        javascript = group.create_task(_javascript())
        telegram = group.create_task(ask_telegram(settings, time))
        model = group.create_task(_model(settings))
    return [
        ffmpeg.result(),
        javascript.result(),
        _cage(),
        _yt_dlp(settings, time),
        model.result(),
        _voices(settings),
        *_language_model(settings),
        _disk(settings),
        *await _depot(settings),
        *await _workers(settings),
        *await _cookies(settings, time),
        *telegram.result(),
        *own_server(settings),
        *_own_keys(settings),
    ]


async def _ffmpeg() -> Finding:
    try:
        about = await _said([find_ffmpeg(), "-hide_banner", "-version"])
        encoders = await _said([find_ffmpeg(), "-hide_banner", "-encoders"])
    except (OSError, RuntimeError):  # imageio-ffmpeg raises the latter where it has no program
        return Finding("ffmpeg", Verdict.WRONG, "missing")
    found = re.search(r"ffmpeg version (\S+)", about)
    if not found:
        return Finding("ffmpeg", Verdict.WRONG, "missing")
    lacking = sorted(_encoders_wanted() - set(encoders.split()))
    if lacking:
        facts = {"version": found[1], "encoders": ", ".join(lacking)}
        return Finding("ffmpeg", Verdict.WRONG, "poor", facts)
    return Finding("ffmpeg", Verdict.FINE, "found", {"version": found[1]})


def _encoders_wanted() -> set[str]:
    arguments = [row.encoder for row in (*SOUNDS, picture(480))]
    pairs = [pair for row in arguments for pair in pairwise(row)]
    return {name for option, name in pairs if option in {"-c:a", "-c:v"}}


async def _javascript() -> Finding:
    try:
        about = await _said([deno.find_deno_bin(), "--version"])
    except OSError:
        about = ""
    found = re.search(r"^(deno \S+)", about)
    if not found:
        return Finding("javascript", Verdict.ADVICE, "missing")
    return Finding("javascript", Verdict.FINE, "found", {"version": found[1].capitalize()})


def _cage() -> Finding:
    lacking = cage.gaps()
    if lacking:
        return Finding("cage", Verdict.ADVICE, "gaps", {"gaps": ", ".join(lacking)})
    return Finding("cage", Verdict.FINE, "whole")


def _yt_dlp(settings: Settings, clock: Clock) -> Finding:
    age = editions_of(settings).age(clock.now())
    facts: dict[str, str | float] = {"version": age.version, "days": age.days}
    if age.is_old:
        return Finding("yt-dlp", Verdict.ADVICE, "old", facts)
    return Finding("yt-dlp", Verdict.FINE, "fresh", facts)


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            free = disk_usage(folder).free
    except OSError as error:
        reason = error.strerror or str(error)
        return Finding("disk", Verdict.WRONG, "closed", {"folder": str(folder), "reason": reason})
    facts: dict[str, str | float] = {"folder": str(folder), "free_bytes": free}
    if free < settings.disk_free_bytes:
        wanted = {"wanted_bytes": settings.disk_free_bytes}
        return Finding("disk", Verdict.WRONG, "tight", facts | wanted)
    return Finding("disk", Verdict.FINE, "roomy", facts)


async def _depot(settings: Settings) -> list[Finding]:
    """Return whether what processes share files through takes them and gives them back."""
    if settings.blob_url is None:
        return []
    where: dict[str, str | float] = {"where": settings.blob_url}
    key = f"doctor/{secrets.token_hex(8)}"
    try:
        with tempfile.TemporaryDirectory() as folder:
            sent, received = Path(folder, "sent"), Path(folder, "received")
            sent.write_text(key, "utf-8")
            async with open_depot(settings.blob_url, access=s3_access(settings)) as depot:
                await depot.put(sent, key=key)
                await depot.get(key, to=received)
                await depot.delete(key)
    except HearsayError as error:
        reason = {"reason": str(error.details.get("reason", error.code))}
        return [Finding("depot", Verdict.WRONG, "closed", where | reason)]
    return [Finding("depot", Verdict.FINE, "open", where)]


async def _workers(settings: Settings) -> list[Finding]:
    """Return whether there are workers, where there may be some."""
    if not settings.engine_url:
        return []
    from bot.crew import version_of_crew, workers_of
    from services.crew.board import BoardSilent

    try:
        workers = await workers_of(settings)
    except BoardSilent as error:
        return [Finding("workers", Verdict.WRONG, "unknown", {"reason": str(error).strip()})]
    ours = [worker for worker in workers if worker.version == version_of_crew()]
    there = {role for worker in ours for role in worker.roles} | roles_of(settings.roles)
    lacking = sorted(set(Role) - there)
    if lacking:
        return [Finding("workers", Verdict.WRONG, "lacking", {"roles": ", ".join(lacking)})]
    if not ours:
        return [Finding("workers", Verdict.ADVICE, "none")]
    names = ", ".join(worker.name for worker in ours)
    return [Finding("workers", Verdict.FINE, "there", {"names": names})]


async def _model(settings: Settings) -> Finding:
    """Return whether the model that recognises speech is here, or could come."""
    models = models_folder(settings.data_dir)
    facts: dict[str, str | float] = {"model": name_of(settings.speech_model)}
    repository = repository_of(settings.speech_model)
    folder = folder_of(settings.speech_model, models)
    if folder is not None and not is_whole(folder):
        return Finding("model", Verdict.WRONG, "incomplete", {"folder": str(folder)})
    if folder is not None:
        return Finding("model", Verdict.FINE, "here", facts | await _device(settings))
    if repository is None:
        return Finding("model", Verdict.WRONG, "unknown", facts)
    facts["host"] = urlsplit(settings.hf_endpoint).netloc
    reason = await _out_of_reach(f"{settings.hf_endpoint}/api/models/{repository}", settings)
    if reason:
        facts |= {"reason": reason, "folder": str(models)}
        return Finding("model", Verdict.ADVICE, "unreachable", facts)
    if settings.speech_model in REPOSITORIES:
        facts["size_bytes"] = REPOSITORIES[settings.speech_model][1]
    return Finding("model", Verdict.FINE, "coming", facts | await _device(settings))


def _voices(settings: Settings) -> Finding:
    """Return whether those who speak can be told apart by their voices."""
    models = VoiceModels(settings.speaker_segmentation, settings.speaker_embedding)
    if models.embedding is None and models.segmentation is None:
        return Finding("voices", Verdict.FINE, "none")
    if models.lacking:
        return Finding("voices", Verdict.ADVICE, models.lacking)
    name = models.embedding.name if models.embedding else ""
    return Finding("voices", Verdict.FINE, "here", {"model": name})


def _language_model(settings: Settings) -> list[Finding]:
    """Return a finding where anything is set of the model that polishes words; it is not asked."""
    url, model = settings.llm_base_url, settings.llm_model
    if not (url or model or settings.llm_api_key):
        return []
    if not url or not model:
        return [Finding("llm", Verdict.ADVICE, "half")]
    facts = {"model": model, "host": urlsplit(url).netloc}
    return [Finding("llm", Verdict.FINE, "set", facts)]


async def _device(settings: Settings) -> dict[str, str | float]:
    device, compute = settings.speech_device.value, settings.speech_compute.value
    found = await ask_device(device, compute) or Device(device, compute)
    return {"device": found.name, "compute": found.compute}


async def _out_of_reach(url: str, settings: Settings) -> str:
    """Return why an address cannot be asked, as the service itself would ask it; empty when it can."""
    try:
        async with (
            open_hub_web(settings) as web,
            web.get(url, patience=_PATIENCE_WITH_HUB) as answer,
        ):
            return "" if answer.ok else f"HTTP {answer.status}"
    except HearsayError as error:
        return error.code


async def _cookies(settings: Settings, clock: Clock) -> list[Finding]:
    """Return which cookie files can be used and which cannot, by name only."""
    folder = settings.cookies_dir
    if folder is None:
        return []
    told = await Cookies(folder, clock=clock).told()
    good = [name for name, word in told.items() if word == USABLE]
    bad = [name for name in told if name not in good]
    where: dict[str, str | float] = {"folder": str(folder)}
    if not told:
        return [Finding("cookies", Verdict.ADVICE, "none", where)]
    findings = (
        [Finding("cookies", Verdict.FINE, "found", {"names": ", ".join(good)})] if good else []
    )
    if bad:
        facts = where | {"names": ", ".join(bad)}
        findings.append(Finding("cookies", Verdict.WRONG, "unusable", facts))
    return findings


def _own_keys(settings: Settings) -> list[Finding]:
    return [Finding("keys", Verdict.ADVICE, "unsigned")] if settings.lacks_api_secret else []


async def _said(command: Sequence[str | Path]) -> str:
    """Return what a program prints, or nothing when it does not end soon."""
    child = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(_CHILD_SECONDS):
            said, _ = await child.communicate()
    except TimeoutError:
        child.kill()
        await child.wait()
        return ""
    return said.decode(errors="replace")
