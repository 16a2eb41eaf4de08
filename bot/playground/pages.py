"""Serves the chat page, under a policy that lets it load nothing foreign."""

from pathlib import Path

from aiohttp import web

PAGE = Path(__file__).with_name("page")
PLACEHOLDER = "{{sim_token}}"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self';"
    " img-src 'self' blob: data:; media-src 'self' blob: data:; connect-src 'self';"
    " worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
SHIELDS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-cache",
}


class Pages:
    """The routes of the page."""

    def __init__(self, sim_token: str) -> None:
        self._sim_token = sim_token

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return them."""
        return [web.get("/", self._index), web.get("/page/{path:.+}", self._part)]

    async def _index(self, _: web.Request) -> web.Response:
        source = (PAGE / "index.html").read_text(encoding="utf-8")
        text = source.replace(PLACEHOLDER, self._sim_token)
        return web.Response(text=text, content_type="text/html", headers=SHIELDS)

    async def _part(self, request: web.Request) -> web.StreamResponse:
        path = (PAGE / request.match_info["path"]).resolve()
        if not path.is_relative_to(PAGE.resolve()) or not path.is_file():
            raise web.HTTPNotFound
        if path.suffix == ".html":
            raise web.HTTPNotFound  # only "/" has the token in it
        return web.FileResponse(path, headers=SHIELDS)
