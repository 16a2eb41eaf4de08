"""The Bot API over HTTP: takes a call in, has it carried out, answers, and keeps book of it."""

import asyncio
import inspect
import json
from dataclasses import replace
from typing import Any

from aiohttp import web

from bot.playground import (
    methods_bot,
    methods_chats,
    methods_edit,
    methods_inbox,
    methods_media,
    methods_messages,
)
from bot.playground.calls import METHODS, Call
from bot.playground.desk import Desk
from bot.playground.downloads import send_download
from bot.playground.faults import Fault
from bot.playground.forms import Cut, Form, Intake, read_form
from bot.playground.refusals import Refusal, bad_request, too_many_requests

Json = dict[str, Any]

MODULES = (
    methods_bot,
    methods_chats,
    methods_edit,
    methods_inbox,
    methods_media,
    methods_messages,
)
BEFORE = {"error", "html", "delay", "hang", "cut_before"}
AFTER = {"truncated", "cut_after"}
BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad"
    " Gateway</h1></center>\r\n<hr><center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)
UNRECORDED = {"getUpdates"}  # a poll that brings nothing is no news


class Wire:
    """The two routes of the Bot API."""

    def __init__(self, desk: Desk, *, strict: bool = False) -> None:
        self._desk = desk
        self._strict = strict

    def routes(self) -> list[web.RouteDef]:
        """Return them."""
        return [
            web.route("*", "/bot{token:[^/]*}/{method:.*}", self._answer),
            web.get("/file/bot{token:[^/]*}/{path:.*}", self._download),
        ]

    async def carry_out(self, name: str, form: Form) -> Any:
        """Carry a method out and return its result.

        Raises:
            Refusal: It is unknown, not carried, or refused.
        """
        return await self._carry_out(name, form)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        began = self._desk.world.clock.monotonic()
        name = request.match_info["method"]
        form = Form()
        code, body = 0, None
        lost: Fault | None = None
        try:
            name = self._name(request)
            form = await self._take_in(request, name)
            shown = self._shown(name, form)
            if (page := await self._befall(name, shown)) is not None:
                code, body = 502, "Bad Gateway"
                return page
            result = await self._carry_out(name, form)
            code, body = 200, {"ok": True, "result": result}
            lost = self._desk.faults.strike(name, AFTER, shown)
        except Refusal as refusal:
            code, body = refusal.code, refusal.envelope()
        except Cut:
            return _hang_up(request)
        finally:
            form.discard()
            self._record(name, form, code, body, began)
        if lost is not None:
            return self._lose(request, lost, body)
        return _envelope(code, body)

    def _name(self, request: web.Request) -> str:
        token = request.match_info["token"]
        if not token.partition(":")[0].isdigit() or ":" not in token:
            raise Refusal(404, "Not Found")
        if token != self._desk.world.token:
            raise Refusal(401, "Unauthorized")
        name = self._desk.spec.name_of(request.match_info["method"])
        if name is None:
            self._complain("request", request.match_info["method"], "unknown method")
            raise Refusal(404, "Not Found: method not found")
        return name

    async def _take_in(self, request: web.Request, name: str) -> Form:
        files = self._desk.files
        cut = self._desk.faults.strike(name, {"cut_upload"})
        after = cut.details.get("bytes", 65536) if cut else None
        return await read_form(request, Intake(files.incoming, files.limits.upload_bytes, after))

    async def _befall(self, name: str, shown: Json) -> web.Response | None:
        fault = self._desk.faults.strike(name, BEFORE, shown)
        if fault is None:
            return None
        match fault.kind:
            case "html":
                return web.Response(status=502, text=BAD_GATEWAY, content_type="text/html")
            case "delay":
                await asyncio.sleep(fault.details.get("seconds", 1))
            case "hang":
                await asyncio.sleep(fault.details.get("seconds", 3600))
                raise Cut
            case "cut_before":
                raise Cut
            case _:
                raise _ordered_error(fault)
        return None

    async def _carry_out(self, name: str, form: Form) -> Any:
        desk = self._desk
        decoded = desk.spec.decode(name, form.fields, set(form.uploads))
        for complaint in decoded.complaints:
            self._complain("request", name, complaint)
        if decoded.complaints and self._strict:
            bad_request("; ".join(decoded.complaints))
        carry = METHODS.get(name)
        if carry is None:
            self._complain("use", name, "not carried by the playground")
            raise Refusal(501, f"Not Implemented: the playground does not carry {name}")
        call = Call(name, decoded.parameters, form.uploads, desk)
        self._mind_flood(call)
        result = carry(call)
        if inspect.isawaitable(result):
            result = await result
        for orphan in form.uploads.keys() - call.used:
            self._complain("request", name, f"{orphan}: attached, but nothing refers to it")
        for complaint in desk.spec.check_answer(name, result):
            self._complain("answer", name, complaint)
        return result

    def _mind_flood(self, call: Call) -> None:
        chat_id = call.get("chat_id")
        if not isinstance(chat_id, int):
            return
        media = call.get("media")
        messages = len(media) if isinstance(media, list) else 1
        wait = self._desk.flood.wait_seconds(call.method, chat_id, messages=messages)
        if wait:
            raise too_many_requests(wait)

    def _lose(self, request: web.Request, fault: Fault, body: Any) -> web.StreamResponse:
        if fault.kind == "cut_after":
            return _hang_up(request)
        whole = json.dumps(body, ensure_ascii=False)
        return web.Response(text=whole[: len(whole) // 2], content_type="application/json")

    def _shown(self, name: str, form: Form) -> Json:
        uploads = {
            part: {"file": upload.name, "size_bytes": upload.size_bytes}
            for part, upload in form.uploads.items()
        }
        return {"method": name, **form.fields, **uploads}

    def _record(self, name: str, form: Form, code: int, body: Any, began: float) -> None:
        if name in UNRECORDED and code == 200 and not body["result"]:  # noqa: PLR2004 - HTTP OK
            return
        shown = self._shown(name, form)
        del shown["method"]
        self._desk.ledger.record(name, shown, code, body, began=began)

    def _complain(self, kind: Any, where: str, text: str) -> None:
        self._desk.ledger.complain(kind, where, text)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._desk.world.token:
            return _envelope(401, Refusal(401, "Unauthorized").envelope())
        stored = self._desk.files.at(request.match_info["path"])
        fault = self._desk.faults.strike(
            "download",
            {"cut_download", "gone", "delay", "hang", "error"},
            request.match_info["path"],
        )
        if stored is None or (fault is not None and fault.kind == "gone"):
            return _envelope(404, Refusal(404, "Not Found").envelope())
        if fault is not None and fault.kind in {"delay", "hang"}:
            await asyncio.sleep(fault.details.get("seconds", 1 if fault.kind == "delay" else 3600))
        if fault is not None and fault.kind == "error":
            refusal = _ordered_error(fault)
            return _envelope(refusal.code, refusal.envelope())
        cut = fault.details.get("bytes", 65536) if fault and fault.kind == "cut_download" else None
        self._desk.ledger.record(
            "download", {"path": stored.path}, 200, None, began=self._desk.world.clock.monotonic()
        )
        return await send_download(request, self._desk.files.path_of(stored), cut_after_bytes=cut)


def _ordered_error(fault: Fault) -> Refusal:
    details = fault.details
    if "retry_after" in details:
        return too_many_requests(details["retry_after"])
    code = details.get("code", 500)
    if code == 429:  # noqa: PLR2004 - its wording needs the seconds
        return too_many_requests(3)
    return replace_description(code, details.get("description"))


def replace_description(code: int, description: str | None) -> Refusal:
    """Return a refusal in the words that go with a code."""
    return Refusal(code, description or USUAL_WORDS.get(code, "Internal Server Error"))


USUAL_WORDS = {
    400: "Bad Request: wrong request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request;"
    " make sure that only one bot instance is running",
    413: "Request Entity Too Large",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


def _envelope(code: int, body: Any) -> web.Response:
    response = web.Response(
        status=code,
        body=json.dumps(body, ensure_ascii=False).encode(),
        content_type="application/json",
    )
    if code == 429:  # noqa: PLR2004 - told twice, as Telegram does
        response.headers["Retry-After"] = str(body["parameters"]["retry_after"])
    return response


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
