"""Where the manual lies: as a document for machines, and as a page with a form for each door."""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from aiohttp import web

from handlers.http.doors import Asked, Door
from handlers.http.manual.elsewhere import rows_elsewhere
from handlers.http.manual.page import page_of
from handlers.http.openapi import document_of

_HERE: Final = Path(__file__).parent
_TAG: Final = "The manual"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Something that stays the same as long as the program runs."""

    content: bytes
    kind: str
    policy: str = "default-src 'none'; frame-ancestors 'none'"

    def shown(self, request: web.Request) -> web.Response:
        """Return it, small for whoever can unpack it, or that it is still the same."""
        tag = hashlib.sha256(self.content).hexdigest()[:32]
        headers = {
            "ETag": f'"{tag}"',
            "Cache-Control": "no-cache",
            "Content-Security-Policy": self.policy,
            "Vary": "Accept-Encoding",
        }
        if any(known.value in {tag, "*"} for known in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        body = self.content
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            body, headers["Content-Encoding"] = _packed(body), "gzip"
        return web.Response(body=body, content_type=self.kind, charset="utf-8", headers=headers)


def manual_doors(doors: Iterable[Door], versions: Mapping[str, str]) -> list[Door]:
    """Return the doors of the manual, which describes the given ones and itself."""

    @cache
    def document() -> dict[str, Any]:
        return document_of([*doors, *own, *rows_elsewhere()], version=versions.get("hearsay", ""))

    @cache
    def sheet() -> _Sheet:
        return _Sheet(json.dumps(document(), ensure_ascii=False).encode(), "application/json")

    @cache
    def page() -> _Sheet:
        style, script = (_HERE / "page.css").read_text(), (_HERE / "page.js").read_text()
        text = page_of(document(), style=style, script=script)
        return _Sheet(text.encode(), "text/html", _policy(style, script))

    async def show_document(asked: Asked) -> web.StreamResponse:
        return sheet().shown(asked.request)

    async def show_page(asked: Asked) -> web.StreamResponse:
        return page().shown(asked.request)

    own = [
        Door(
            method="GET",
            path="/api/openapi.json",
            ask=show_document,
            summary="This manual for machines: an OpenAPI document.",
            tag=_TAG,
            scope=None,
            answer="application/json",
        ),
        Door(
            method="GET",
            path="/api/docs",
            ask=show_page,
            summary="This manual for people, with a form to try each door.",
            tag=_TAG,
            scope=None,
            answer="text/html",
        ),
    ]
    return own


@cache
def _packed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def _policy(style: str, script: str) -> str:
    """Return what the page may do: run this very script, look like this, and ask this service."""
    return (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)};"
        " img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
