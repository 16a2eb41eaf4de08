"""The page at the service's own address: what this is, and a form to try it."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Final

from aiohttp import web
from babel import Locale

from handlers.http.circumstances import texts_of
from handlers.http.spoken import NAMES
from locales.messages import Messages
from services.core import Core
from services.errors import NotFound
from services.platforms.catalogue import PLATFORMS

_PAGE: Final = Path(__file__).with_name("page")
_KINDS: Final = {
    "landing.css": "text/css",
    "landing.js": "text/javascript",
    "mark.svg": "image/svg+xml",
}
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SHIELDS: Final = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
    "Vary": "Accept, Accept-Language",
}
_ROBOTS: Final = "User-agent: *\nAllow: /$\nDisallow: /\n"
"""The page may be found; what is behind it is nobody's but who asked for it."""


def landing_routes(core: Core, versions: Mapping[str, str]) -> list[web.RouteDef]:
    """Return the routes of the page and of what it is made of."""
    page = (_PAGE / "index.html").read_text(encoding="utf-8")

    async def show(request: web.Request) -> web.Response:
        if _wants_json(request):
            return web.json_response(_described(versions), headers=_SHIELDS)
        pieces = _pieces(request, core, versions.get("hearsay", ""))
        text = filled(page, pieces)
        return web.Response(text=text, content_type="text/html", headers=_SHIELDS)

    async def lead(_: web.Request) -> web.Response:
        raise web.HTTPFound("/")

    async def part(request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in _KINDS:
            raise NotFound
        return web.FileResponse(_PAGE / name, headers={**_SHIELDS, "Content-Type": _KINDS[name]})

    async def robots(_: web.Request) -> web.Response:
        return web.Response(text=_ROBOTS)

    return [
        web.get("/", show),
        web.get("/ui", lead),
        web.get("/ui/", lead),
        web.get("/ui/{name}", part),
        web.get("/robots.txt", robots),
    ]


def filled(page: str, pieces: Mapping[str, str]) -> str:
    """Return a page with its pieces in their places."""
    for name, piece in pieces.items():
        page = page.replace(f"{{{{{name}}}}}", piece)
    return page


def options_of_languages(texts: Messages) -> str:
    """Return a choice of the languages that models know, called as the reader calls them."""
    spoken = sorted(_tongues(texts.language).items(), key=lambda row: row[1].casefold())
    return "".join(f'<option value="{code}">{escape(name)}</option>' for code, name in spoken)


def _wants_json(request: web.Request) -> bool:
    """Return whether a program asks which wants no page: it names JSON, and HTML not before it."""
    accepted = request.headers.get("Accept", "").lower()
    json_at, html_at = accepted.find("application/json"), accepted.find("text/html")
    return json_at >= 0 and (html_at < 0 or json_at < html_at)


def _described(versions: Mapping[str, str]) -> dict[str, object]:
    return {
        "name": "Hearsay",
        "version": versions.get("hearsay", ""),
        "platforms": [platform.name for platform in PLATFORMS],
        "documentation": "/api/docs",
        "openapi": "/api/openapi.json",
    }


def _pieces(request: web.Request, core: Core, version: str) -> dict[str, str]:
    texts = texts_of(request)
    return {name: escape(said) for name, said in _said(texts).items()} | {
        "language": texts.language,
        "origin_url": escape(f"{request.scheme}://{request.host}"),
        "version": escape(version),
        "voices": "" if core.jobs.can_tell_voices else " hidden",
        "languages": options_of_languages(texts),
        "site_names": "".join(f"<li>{escape(platform.title)}</li>" for platform in PLATFORMS),
    }


def _tongues(language: str) -> dict[str, str]:
    """Return the languages that models know, by their codes, called as the reader calls them."""
    known = Locale.parse(language).languages
    return {code: known.get(code, name.title()) for code, name in NAMES.items()}


def _said(texts: Messages) -> dict[str, str]:
    return {
        "title": texts.landing_title(),
        "headline": texts.landing_headline(),
        "about": texts.landing_about(count=len(PLATFORMS)),
        "form": texts.landing_form(),
        "key": texts.landing_key(),
        "key_hint": texts.landing_key_hint(),
        "link": texts.landing_link(),
        "spoken": texts.landing_language(),
        "any_language": texts.landing_language_any(),
        "speakers": texts.landing_speakers(),
        "go": texts.landing_go(),
        "stop": texts.landing_stop(),
        "working": texts.landing_working(),
        "asking": texts.landing_asking(),
        "stopped": texts.landing_stopped(),
        "result": texts.landing_result(),
        "nothing": texts.landing_nothing(),
        "copy": texts.landing_copy(),
        "copied": texts.landing_copied(),
        "save": texts.landing_save(),
        "length": texts.landing_length(),
        "origin": texts.landing_origin(),
        "origin_speech": texts.landing_origin_speech(),
        "origin_captions": texts.landing_origin_captions(),
        "source": texts.landing_source(),
        "offline": texts.landing_offline(),
        "sites": texts.landing_sites(),
        "programs": texts.landing_programs(),
        "programs_about": texts.landing_programs_about(),
        "live": texts.live_working(),
        "manual": texts.landing_manual(),
        "description": texts.landing_description(),
        "no_script": texts.landing_no_script(),
    }
