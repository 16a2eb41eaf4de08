"""The sidecar: a small web server for the webhook, for health, and for the doors of `handlers/http`."""

from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web

from handlers.http.addresses import PROXIES, Network
from handlers.http.hanging_up import OpenLines
from handlers.http.middlewares import complete, middlewares

_LAST_REQUESTS_SECONDS: Final = 10.0
_LONGEST_LINE: Final = 128 * 1024


def build_site(
    routes: Iterable[web.AbstractRouteDef],
    *,
    origins: Collection[str] = (),
    proxies: Collection[Network] = (),
) -> web.Application:
    """Return the application with these routes; whatever goes wrong is answered as JSON.

    Args:
        routes: The routes.
        origins: The sites whose pages may read our answers.
        proxies: Stand in front of it, and say truly where a request comes from.
    """
    site = web.Application(middlewares=middlewares(origins))
    site[PROXIES] = proxies
    site.on_response_prepare.append(complete)
    OpenLines().attach(site)
    site.add_routes(routes)
    return site


@asynccontextmanager
async def open_site(site: web.Application, *, host: str, port: int) -> AsyncIterator[str]:
    """Serve it until the block ends; yields its own address, with the port that was really taken.

    Requests that run at the end may finish.

    Raises:
        OSError: the port is taken, or not ours to take.
    """
    runner = web.AppRunner(
        site,
        access_log=None,
        handle_signals=False,
        # Who hangs up does not want the answer any more: work for it stops.
        handler_cancellation=True,
        # A link may be long, and grows while it is escaped.
        max_line_size=_LONGEST_LINE,
        shutdown_timeout=_LAST_REQUESTS_SECONDS,
    )
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        bound_host, bound_port = runner.addresses[0][:2]
        shown = f"[{bound_host}]" if ":" in bound_host else bound_host
        yield f"http://{shown}:{bound_port}"
    finally:
        await runner.cleanup()
