"""Files by link: whoever has the address fetches the file, whole or in pieces, until it expires."""

from typing import Final
from urllib.parse import quote

from aiohttp import web

from services.store.file_links import FileLinks

_HARMLESS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "bytes",
}
"""What is fetched is a stranger's file: no page of ours, nothing to run, nothing to be found again."""


def file_routes(links: FileLinks) -> list[web.RouteDef]:
    """Return the route of files. The name at the end is for those who read it; the token decides."""

    async def hand_out(request: web.Request) -> web.StreamResponse:
        shared, path = await links.open(request.match_info["token"])
        named = f"attachment; filename*=UTF-8''{quote(shared.file_name, safe='')}"
        headers = {**_HARMLESS, "Content-Type": shared.mime, "Content-Disposition": named}
        return web.FileResponse(path, headers=headers)

    return [web.get(r"/files/{token:[A-Za-z0-9_-]{1,64}}/{name}", hand_out)]
