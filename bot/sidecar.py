"""The sidecar of a serving bot: its webhook, its health and figures, and files by link."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import structlog

from bot import metrics
from bot.intake import Intake
from bot.settings import Settings
from bot.site import build_site, open_site
from bot.versions import editions_of
from bot.wiring import House
from handlers.http.doors import routes_of
from handlers.http.files import file_routes
from handlers.http.health import health_routes
from handlers.http.landing import landing_routes
from handlers.http.live import live_routes
from handlers.http.live_page import live_page_routes
from handlers.http.porter import Porter
from handlers.http.progress import Watching
from handlers.http.realtime import realtime_routes
from handlers.http.socket import Sockets
from handlers.http.table import all_doors
from handlers.http.telling import tell_ends
from services.jobs.heard_live import HeardLive
from services.media import cage
from services.sources.editions import Age

log = structlog.get_logger(__name__)


def worries_of(
    age: Age, *, gaps: Sequence[str], versions: Mapping[str, str], hears: bool = True
) -> list[str]:
    """Return what works worse than it could.

    Args:
        age: that of the yt-dlp in use.
        gaps: what programs that read strangers' files cannot be kept from.
        versions: program → version, or `missing`.
        hears: there is something that recognises speech, or it will come.
    """
    found = [f"yt-dlp {age.version} is {age.days} days old"] if age.is_old else []
    if gaps:
        found.append(f"the kernel cannot shut in: {', '.join(gaps)}")
    if versions.get("deno") == "missing":
        found.append("there is no JavaScript runtime (deno)")
    if not hears:
        found.append("there is no speech model")
    return found


@asynccontextmanager
async def open_sidecar(
    settings: Settings, house: House, intake: Intake, *, versions: Mapping[str, str]
) -> AsyncIterator[str]:
    """Serve it until the block ends; yields its address.

    Raises:
        OSError: the port is taken, or not ours to take.
    """

    async def exposition() -> bytes:
        figures = await house.core.blobs.figures()
        overview = await house.core.jobs.overview()
        return metrics.exposition(overview, figures, house.core.workers())

    if settings.lacks_api_secret:
        log.warning("API_SECRET is not set: the programs of API_KEYS_JSON cannot sign")
    if not house.core.jobs.can_hear:
        log.warning("there is no speech model: see what SPEECH_MODEL names, and what doctor says")
    checks = {**house.core.checks, "telegram": intake.check}
    editions = editions_of(settings)

    async def worries() -> list[str]:
        age = editions.age(house.core.clock.now())
        return worries_of(age, gaps=cage.gaps(), versions=versions, hears=house.core.jobs.can_hear)

    health = health_routes(
        checks=checks,
        versions=versions,
        exposition=exposition,
        cookies=house.cookies.told,
        worries=worries,
        workers=house.core.workers,
    )
    core = house.core
    core.jobs.erase_also(core.live.forget_jobs)
    await core.live.start(HeardLive(core.jobs, core.uploads, core.clock))
    # What stands before the service may call it otherwise than its pages do.
    pages = [*settings.cors_origins, *([settings.public_url] if settings.public_url else [])]
    routes = [
        *file_routes(core.file_links),
        *landing_routes(core, versions),
        *live_page_routes(versions),
        *live_routes(core, origins=pages),
        *realtime_routes(core, origins=pages),
    ]
    watching = Watching(core)
    doors = routes_of(all_doors(core, watching, versions), core)
    site = build_site(
        [*intake.routes, *health, *routes, *doors],
        origins=settings.cors_origins,
        proxies=settings.trusted_proxies,
    )
    watching.attach(site)
    Porter(core).attach(site)
    Sockets(core, watching, origins=settings.cors_origins).attach(site)
    house.nursery.spawn(tell_ends(core, watching, house.nursery), name="webhooks")
    async with open_site(site, host=settings.http_host, port=settings.http_port) as url:
        yield url
