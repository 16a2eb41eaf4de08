"""The Bot API over HTTP: takes a call in, has it carried out, answers, and keeps book of it."""

from aiohttp import web

from bot.playground.clerk import Clerk
from bot.playground.desk import Desk
from bot.playground.forms import Cut, Form, Intake, read_form
from bot.playground.refusals import Refusal
from bot.playground.shapes import Json, Value
from bot.playground.troubles import (
    AFTER,
    BrokenGateway,
    befall,
    broken_gateway,
    envelope,
    half_of,
    hang_up,
)

DONE = 200


class Wire:
    """The route of the methods."""

    def __init__(self, desk: Desk, clerk: Clerk) -> None:
        self._desk = desk
        self._clerk = clerk

    def routes(self) -> list[web.RouteDef]:
        """Return it."""
        return [web.route("*", "/bot{token:[^/]*}/{method:.*}", self._answer)]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        began = self._desk.world.clock.monotonic()
        form = Form()
        name = request.match_info["method"]
        code, body = 0, Json()
        try:
            self._check_token(request.match_info["token"])
            name = self._clerk.name_of(name)
            form = await self._take_in(request, name)
            await befall(self._desk.faults, name, _shown(form))
            result = await self._clerk.carry_out(name, form)
            code, body = DONE, {"ok": True, "result": result}
        except Refusal as refusal:
            code, body = refusal.code, refusal.envelope()
        except BrokenGateway:
            code = 502
        except Cut:
            pass
        finally:
            form.discard()
            self._record(name, form, code, body, began)
        return self._deliver(request, name, _shown(form), code, body)

    def _deliver(
        self, request: web.Request, name: str, shown: Json, code: int, body: Json
    ) -> web.Response:
        if not code:
            return hang_up(request)
        if not body:
            return broken_gateway()
        lost = self._desk.faults.strike(name, AFTER, shown) if code == DONE else None
        if lost is None:
            return envelope(code, body)
        return hang_up(request) if lost.kind == "cut_after" else half_of(body)

    def _check_token(self, token: str) -> None:
        bot_id, colon, _ = token.partition(":")
        if not bot_id.isdigit() or not colon:
            raise Refusal(404, "Not Found")
        if token != self._desk.world.token:
            raise Refusal(401, "Unauthorized")

    async def _take_in(self, request: web.Request, name: str) -> Form:
        files = self._desk.files
        cut = self._desk.faults.strike(name, {"cut_upload"})
        after = cut.details.get("bytes", 65536) if cut else None
        return await read_form(request, Intake(files.incoming, files.limits.upload_bytes, after))

    def _record(self, name: str, form: Form, code: int, body: Value, began: float) -> None:
        if name == "getUpdates" and code == DONE and not body["result"]:
            return  # a poll that brings nothing is no news
        self._desk.ledger.record(name, _shown(form), code, body, began=began)


def _shown(form: Form) -> Json:
    uploads = {
        part: {"file": upload.name, "size_bytes": upload.size_bytes}
        for part, upload in form.uploads.items()
    }
    return {**form.fields, **uploads}
