"""The sidecar of a serving bot: its webhook, its health and figures, and files by link."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from bot import metrics
from bot.intake import Intake
from bot.settings import Settings
from bot.site import build_site, open_site
from bot.versions import editions_of
from bot.wiring import House
from handlers.http.files import file_routes
from handlers.http.health import health_routes


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
        return metrics.exposition(await house.core.jobs.overview(), figures)

    checks = {**house.core.checks, "telegram": intake.check}
    editions = editions_of(settings)

    async def worries() -> list[str]:
        age = editions.age(house.core.clock.now())
        old = [f"yt-dlp {age.version} is {age.days} days old"] if age.is_old else []
        blind = versions.get("deno") == "missing"
        return [*old, *(["there is no JavaScript runtime (deno)"] if blind else [])]

    health = health_routes(
        checks=checks,
        versions=versions,
        exposition=exposition,
        cookies=house.cookies.told,
        worries=worries,
    )
    site = build_site([*intake.routes, *health, *file_routes(house.core.file_links)])
    async with open_site(site, host=settings.http_host, port=settings.http_port) as url:
        yield url
