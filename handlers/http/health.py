"""Is it alive, is it ready, which versions are these, and what has it been doing."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

import structlog
from aiohttp import web

from services.crew.roster import Worker

log = structlog.get_logger(__name__)

Check = Callable[[], Awaitable[str | None]]
"""None when all is well, else the reason why not."""

_CHECK_SECONDS: Final = 5.0
_NEVER_KEEP: Final = {"Cache-Control": "no-store"}


def health_routes(  # noqa: PLR0913 - each is a part that is told about
    *,
    checks: Mapping[str, Check],
    versions: Mapping[str, str],
    exposition: Callable[[], Awaitable[bytes]],
    cookies: Callable[[], Awaitable[Mapping[str, str]]] | None = None,
    worries: Callable[[], Awaitable[Sequence[str]]] | None = None,
    workers: Callable[[], Sequence[Worker]] = tuple,
    check_seconds: float = _CHECK_SECONDS,
) -> list[web.RouteDef]:
    """Return the routes that machines ask: `/health`, `/ready`, `/version` and `/metrics`."""

    async def alive(_: web.Request) -> web.Response:
        told = {"alive": True, "status": "ok", "version": versions.get("hearsay", "")}
        return web.json_response(told, headers=_NEVER_KEEP)

    async def ready(_: web.Request) -> web.Response:
        reasons = await ask_all(checks, seconds=check_seconds)
        told = {name: reason or "ok" for name, reason in reasons.items()}
        well = not any(reasons.values())
        # A site that wants other cookies is no reason to restart us.
        jars = dict(await cookies()) if cookies else {}
        # Nor is what only makes us worse than we could be.
        degraded = list(await worries()) if worries else []
        staff = workers()
        return web.json_response(
            {"ready": well, "status": "ready" if well else "not ready", "checks": told}
            | ({"degraded": degraded} if degraded else {})
            | ({"cookies": jars} if jars else {})
            | ({"workers": [_told(worker) for worker in staff]} if staff else {}),
            status=HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE,
            headers=_NEVER_KEEP,
        )

    async def version(_: web.Request) -> web.Response:
        return web.json_response(dict(versions))

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(
            body=await exposition(),
            headers={"Content-Type": "text/plain; version=1.0.0; charset=utf-8", **_NEVER_KEEP},
        )

    return [
        web.get("/health", alive),
        web.get("/ready", ready),
        web.get("/readyz", ready),
        web.get("/api/readyz", ready),
        web.get("/version", version),
        web.get("/api/version", version),
        web.get("/metrics", metrics),
    ]


async def ask_all(checks: Mapping[str, Check], *, seconds: float) -> dict[str, str | None]:
    """Ask every part at the same time, and wait for none longer than that."""
    answers = await asyncio.gather(*(_ask(name, checks[name], seconds) for name in checks))
    return dict(zip(checks, answers, strict=True))


def _told(worker: Worker) -> dict[str, Any]:
    return {
        "name": worker.name,
        "roles": sorted(worker.roles),
        "version": worker.version,
        "busy": worker.busy,
        "slots": sum(worker.slots.values()),
        "load": worker.load,
    }


async def _ask(name: str, check: Check, seconds: float) -> str | None:
    try:
        async with asyncio.timeout(seconds):
            return await check()
    except TimeoutError:
        return f"no answer within {seconds:g} s"
    except Exception as error:  # a part that cannot even be asked is not ready
        log.warning("a check failed", check=name, exc_info=error)
        return f"cannot be asked ({type(error).__name__})"
