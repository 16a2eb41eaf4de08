"""`/live`: a page that writes down what is said into the microphone, in a browser or within Telegram."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Final

from aiohttp import web

from handlers.http.circumstances import texts_of
from handlers.http.landing import filled, options_of_languages
from locales.messages import Messages
from services.errors import NotFound
from services.transcripts.writers.table import FORMS

_PAGE: Final = Path(__file__).with_name("page")
_KINDS: Final = {
    "live.css": "text/css",
    "live.js": "text/javascript",
    "live_ear.js": "text/javascript",
    "live_line.js": "text/javascript",
    "live_polish.js": "text/javascript",
    "live_result.js": "text/javascript",
    "live_sound.js": "text/javascript",
    "live_telegram.js": "text/javascript",
    "live_unfinished.js": "text/javascript",
    "live_words.js": "text/javascript",
}
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors https://web.telegram.org"
)
_SHIELDS: Final = {
    "Content-Security-Policy": _POLICY,
    "Permissions-Policy": "microphone=(self), screen-wake-lock=(self), camera=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
    "Vary": "Accept-Language",
}


def live_page_routes(versions: Mapping[str, str]) -> list[web.RouteDef]:
    """Return the routes of the page and of what it is made of."""
    page = (_PAGE / "live.html").read_text(encoding="utf-8")

    async def show(request: web.Request) -> web.Response:
        text = filled(page, _pieces(request, versions.get("hearsay", "")))
        return web.Response(text=text, content_type="text/html", headers=_SHIELDS)

    async def part(request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        if name not in _KINDS:
            raise NotFound
        headers = {**_SHIELDS, "Content-Type": _KINDS[name]}
        return web.FileResponse(_PAGE / name, headers=headers)

    return [web.get("/live", show), web.get("/live/{name}", part)]


def _pieces(request: web.Request, version: str) -> dict[str, str]:
    texts = texts_of(request)
    return {name: escape(said) for name, said in _said(texts).items()} | {
        "language": texts.language,
        "version": escape(version),
        "languages": options_of_languages(texts),
        "forms": "".join(
            f'<button class="quiet" type="button" data-form="{form.name}">{escape(form.title)}</button>'
            for form in FORMS
        ),
    }


def _said(texts: Messages) -> dict[str, str]:
    return {
        "title": texts.live_title(),
        "headline": texts.live_headline(),
        "about": texts.live_about(),
        "form": texts.live_form(),
        "key": texts.landing_key(),
        "key_hint": texts.landing_key_hint(),
        "spoken": texts.landing_language(),
        "any_language": texts.landing_language_any(),
        "go": texts.live_go(),
        "again": texts.live_again(),
        "resume": texts.live_resume(),
        "working": texts.live_working(),
        "connecting": texts.live_connecting(),
        "listening": texts.live_listening(),
        "paused": texts.live_paused(),
        "cut": texts.live_cut(),
        "finishing": texts.live_finishing(),
        "behind": texts.live_behind(),
        "pause": texts.live_pause(),
        "go_on": texts.live_go_on(),
        "stop": texts.live_stop(),
        "words": texts.live_words(),
        "as_it_came": texts.live_as_it_came(),
        "result": texts.landing_result(),
        "nothing": texts.live_nothing(),
        "copy": texts.landing_copy(),
        "copied": texts.landing_copied(),
        "save": texts.live_save(),
        "send": texts.live_send(),
        "sent": texts.live_sent(),
        "polish": texts.live_polish(),
        "polishing": texts.live_polishing(),
        "polish_stop": texts.live_polish_stop(),
        "polish_whole": texts.live_polish_whole(),
        "polish_left": texts.live_polish_left(),
        "polish_partial": texts.live_polish_partial(),
        "polished": texts.live_polished(),
        "as_heard": texts.live_as_heard(),
        "versions": texts.live_versions(),
        "length": texts.landing_length(),
        "denied": texts.live_denied(),
        "deaf": texts.live_deaf(),
        "unplugged": texts.live_unplugged(),
        "full": texts.live_full(),
        "offline": texts.landing_offline(),
        "gone": texts.live_gone(),
        "reopen": texts.live_reopen(),
        "manual": texts.landing_manual(),
        "no_script": texts.live_no_script(),
    }
