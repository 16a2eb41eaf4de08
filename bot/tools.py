"""What heavy work is done with, at the front and at workers alike: the web, the sources, the ears."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from bot.logs import hide
from bot.setting_kinds import shown
from bot.settings import Settings
from bot.versions import editions_of
from services.clock import Clock, SystemClock
from services.crew.acts import Tools
from services.jobs.workshop import Crafts
from services.jobs.workshop import Sources as AnySources
from services.nursery import Nursery
from services.platforms.catalogue import platform_named
from services.sources.cookies import Cookies
from services.sources.sources import Sources, open_sources
from services.transcripts.ears import Ears, OwnEars, open_ears
from services.transcripts.hub import Hub
from services.transcripts.recogniser import Settings as SpeechSettings
from services.transcripts.voices import VoiceModels
from services.web import Web, open_web
from services.web_guard import Guard, is_inside


@dataclass(frozen=True, slots=True)
class Hands:
    """Those that do what is heavy, here or elsewhere."""

    sources: AnySources
    crafts: Crafts
    ears: Ears


def tools_of(settings: Settings, *, folder: Path) -> Tools:
    """Return what a worker opens of this, in a folder of its own."""
    clock = SystemClock()

    @asynccontextmanager
    async def sources() -> AsyncIterator[Sources]:
        async with (
            Nursery() as nursery,
            open_public_web(settings) as web,
            open_near_sources(settings, web, nursery, cookies_of(settings, clock)) as opened,
        ):
            yield opened

    @asynccontextmanager
    async def ears() -> AsyncIterator[OwnEars]:
        async with (
            Nursery() as nursery,
            open_near_ears(settings, clock, nursery, folder=folder / "speech") as opened,
        ):
            yield opened

    return Tools(sources=sources, ears=ears, voices=voices_of(settings))


def open_public_web(settings: Settings) -> AbstractAsyncContextManager[Web]:
    """Open the web, as strangers' links may see it."""
    return open_web(
        Guard(allow=settings.fetch_allow),
        proxy=settings.fetch_proxy or "",
        proxies=_proxies(settings),
        authorities=settings.fetch_ca.read_text("utf-8") if settings.fetch_ca else "",
    )


def cookies_of(settings: Settings, clock: Clock) -> Cookies:
    """Return the cookies that the operator has laid out."""
    return Cookies(settings.cookies_dir, clock=clock, hide=hide)


def open_near_sources(
    settings: Settings, web: Web, nursery: Nursery, cookies: Cookies
) -> AbstractAsyncContextManager[Sources]:
    """Open the way to links, from this machine."""
    return open_sources(
        web,
        nursery,
        cookies=cookies,
        most_bytes=settings.download_max_bytes,
        most_listed=settings.list_max,
        sponsorblock_url=settings.sponsorblock_url or "",
        spotify_sp_dc=shown(settings.spotify_sp_dc),
        editions=editions_of(settings),
    )


def open_near_ears(
    settings: Settings, clock: Clock, nursery: Nursery, *, folder: Path
) -> AbstractAsyncContextManager[OwnEars]:
    """Open the recogniser of this machine."""
    hub = Hub(
        partial(open_hub_web, settings),
        endpoint=settings.hf_endpoint,
        keep_free_bytes=settings.disk_free_bytes,
    )
    return open_ears(_speech(settings), clock, nursery, folder=folder, source=hub)


def voices_of(settings: Settings) -> VoiceModels:
    """Return what tells voices apart."""
    return VoiceModels(settings.speaker_segmentation, settings.speaker_embedding)


def models_folder(data_dir: Path) -> Path:
    """Return where speech models lie: those of the service, which commands use as well."""
    return data_dir / "models"


@asynccontextmanager
async def open_hub_web(settings: Settings) -> AsyncIterator[Web]:
    """Open a way to the hub of speech models, which may stand in the operator's own network.

    A hub in the public web is asked like everything there: through the operator's proxy, if there is one.
    """
    hub = urlsplit(settings.hf_endpoint)
    port = hub.port or (443 if hub.scheme == "https" else 80)
    inside = [f"{hub.hostname}:{port}"] if hub.hostname and is_inside(hub.hostname) else []
    async with open_web(
        Guard(allow=[*settings.fetch_allow, *inside]),
        proxy=settings.fetch_proxy or "",
        authorities=settings.fetch_ca.read_text("utf-8") if settings.fetch_ca else "",
    ) as web:
        yield web


def _speech(settings: Settings) -> SpeechSettings:
    return SpeechSettings(
        model=settings.speech_model,
        models=models_folder(settings.data_dir),
        others=tuple(settings.speech_models),
        instead=settings.speech_instead or "",
        device=settings.speech_device.value,
        compute=settings.speech_compute.value,
        kept=timedelta(minutes=settings.speech_kept_minutes),
        voices=voices_of(settings),
    )


def _proxies(settings: Settings) -> dict[str, str]:
    """Return the proxies of single sites by the hosts of these."""
    by_host: dict[str, str] = {}
    for pair in settings.fetch_proxies:
        name, _, proxy = pair.partition("=")
        platform = platform_named(name)
        by_host |= dict.fromkeys(platform.hosts if platform else [name], proxy)
    return by_host
