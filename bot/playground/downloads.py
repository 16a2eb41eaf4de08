"""Sends a file's bytes, with ranges, or only the first of them when trouble is ordered."""

from pathlib import Path

from aiohttp import web


async def send_download(
    request: web.Request, path: Path, *, cut_after_bytes: int | None = None
) -> web.StreamResponse:
    """Return the response with the file's bytes, or cut the line in the middle of them."""
    if cut_after_bytes is None:
        return web.FileResponse(path, headers={"Content-Type": "application/octet-stream"})
    response = web.StreamResponse()
    response.content_length = path.stat().st_size
    await response.prepare(request)
    await response.write(_beginning(path, cut_after_bytes))
    if request.transport is not None:
        request.transport.close()  # not abort: what was written still arrives
    return response


def _beginning(path: Path, size: int) -> bytes:
    with path.open("rb") as file:
        return file.read(size)
