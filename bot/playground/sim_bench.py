"""The test bench of the playground over HTTP: faults, flood control, what was called and what was wrong.

The list of routes stands in sim.py.
"""

from aiohttp import web

from bot.playground.calls import Call
from bot.playground.desk import Desk
from bot.playground.doors import Door, read_body
from bot.playground.methods_inbox import get_webhook_info
from bot.playground.shapes import Json

MOST_CALLS = 1000


class Bench:
    """Those routes."""

    def __init__(self, desk: Desk, *, door: Door) -> None:
        self._desk = desk
        self._door = door

    def routes(self) -> list[web.RouteDef]:
        """Return them."""
        told = self._door.told
        return [
            web.get("/sim/faults", told(self._faults)),
            web.post("/sim/faults", told(self._add_fault)),
            web.delete("/sim/faults", told(self._clear_faults)),
            web.get("/sim/flood", told(self._flood)),
            web.post("/sim/flood", told(self._set_flood)),
            web.get("/sim/calls", told(self._calls)),
            web.get("/sim/violations", told(self._violations)),
            web.delete("/sim/violations", told(self._clear_violations)),
            web.get("/sim/updates", told(self._updates)),
            web.post("/sim/updates", told(self._raw_update)),
            web.get("/sim/webhook", told(self._webhook)),
            web.post("/sim/reset", told(self._reset)),
        ]

    async def _faults(self, _: web.Request) -> list[Json]:
        return [fault.to_json() for fault in self._desk.faults.all]

    async def _add_fault(self, request: web.Request) -> Json:
        body = await read_body(request)
        return {"id": self._desk.faults.add(body.pop("method"), body.pop("kind"), **body).id}

    async def _clear_faults(self, _: web.Request) -> Json:
        self._desk.faults.clear()
        return {}

    async def _flood(self, _: web.Request) -> Json:
        flood = self._desk.flood
        return {"on": flood.is_on, "calls": flood.calls, "refused": flood.refused}

    async def _set_flood(self, request: web.Request) -> Json:
        self._desk.flood.is_on = (await read_body(request))["on"] is True
        return {}

    async def _calls(self, request: web.Request) -> list[Json]:
        query = request.query
        calls = self._desk.ledger.calls(query.get("method"), since=int(query.get("since", "0")))
        return [call.to_json() for call in calls[-int(query.get("limit", MOST_CALLS)) :]]

    async def _violations(self, _: web.Request) -> list[Json]:
        return [violation.to_json() for violation in self._desk.ledger.violations]

    async def _clear_violations(self, _: web.Request) -> Json:
        self._desk.ledger.violations.clear()
        return {}

    async def _updates(self, _: web.Request) -> list[Json]:
        return [waiting.update for waiting in self._desk.updates.pending()]

    async def _raw_update(self, request: web.Request) -> Json:
        return {"update_id": self._desk.updates.put_raw(await read_body(request))}

    async def _webhook(self, _: web.Request) -> Json:
        return get_webhook_info(Call("getWebhookInfo", {}, {}, self._desk))

    async def _reset(self, _: web.Request) -> Json:
        self._desk.reset()
        return {}
