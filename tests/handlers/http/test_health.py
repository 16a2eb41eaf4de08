"""What machines ask about the service."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from aiohttp import ClientSession

from bot.site import build_site, open_site
from bot.versions import versions
from handlers.http.health import Check, health_routes
from services.crew.role import Role
from services.crew.roster import Worker


@asynccontextmanager
async def serving(
    checks: Mapping[str, Check],
    *,
    cookies: Mapping[str, str] | None = None,
    worries: Sequence[str] = (),
    workers: Sequence[Worker] = (),
) -> AsyncIterator[ClientSession]:
    async def worried() -> Sequence[str]:
        return worries

    async def exposition() -> bytes:
        return b"# TYPE hearsay_updates_received_total counter\n"

    async def told() -> Mapping[str, str]:
        return cookies or {}

    routes = health_routes(
        checks=checks,
        cookies=told,
        versions=await versions(),
        exposition=exposition,
        worries=worried,
        workers=lambda: workers,
        check_seconds=0.05,
    )
    async with (
        open_site(build_site(routes), host="127.0.0.1", port=0) as url,
        ClientSession(url) as client,
    ):
        yield client


async def well() -> None:
    return None


async def full() -> str:
    return "the disk is full"


async def broken() -> None:
    raise RuntimeError("a secret")


async def stuck() -> None:
    await asyncio.Event().wait()


async def test_it_is_alive_whatever_its_parts_say() -> None:
    async with serving({"disk": full}) as client, client.get("/health") as answer:
        assert answer.status == 200
        told = await answer.json()
    assert told.pop("version")
    assert told == {"alive": True, "status": "ok"}


async def test_it_is_ready_when_every_part_is() -> None:
    async with serving({"a": well, "b": well}) as client, client.get("/ready") as answer:
        assert answer.status == 200
        assert await answer.json() == {
            "ready": True,
            "status": "ready",
            "checks": {"a": "ok", "b": "ok"},
        }


async def test_workers_are_told_with_what_they_do() -> None:
    slots = {Role.CPU: 2, Role.GPU: 1}
    worker = Worker("cpu-gpu1@box", "x", frozenset(slots), "1.0+ab", slots, busy=1, load=0.5)
    async with serving({"a": well}, workers=[worker]) as client, client.get("/ready") as answer:
        told = await answer.json()
    assert told["workers"] == [
        {
            "name": "cpu-gpu1@box",
            "roles": ["cpu", "gpu"],
            "version": "1.0+ab",
            "busy": 1,
            "slots": 3,
            "load": 0.5,
        }
    ]


async def test_cookies_are_told_by_name_and_their_rest_is_no_reason_to_restart() -> None:
    jars = {"youtube": "resting", "youtube-2": "ok"}
    async with serving({"a": well}, cookies=jars) as client, client.get("/ready") as answer:
        assert answer.status == 200
        told = await answer.json()
    assert (told["ready"], told["checks"], told["cookies"]) == (True, {"a": "ok"}, jars)


async def test_each_part_that_is_not_ready_says_why() -> None:
    checks = {"database": well, "disk": full, "engine": broken, "telegram": stuck}
    async with serving(checks) as client, client.get("/ready") as answer:
        assert answer.status == 503
        assert answer.headers["Cache-Control"] == "no-store"
        assert await answer.json() == {
            "ready": False,
            "status": "not ready",
            "checks": {
                "database": "ok",
                "disk": "the disk is full",
                "engine": "cannot be asked (RuntimeError)",
                "telegram": "no answer within 0.05 s",
            },
        }


async def test_what_makes_it_worse_is_told_and_keeps_nobody_out() -> None:
    async with (
        serving({"a": well}, worries=["yt-dlp is old"]) as client,
        client.get("/ready") as answer,
    ):
        assert answer.status == 200
        assert (await answer.json())["degraded"] == ["yt-dlp is old"]


async def test_the_versions_are_real() -> None:
    async with serving({}) as client, client.get("/version") as answer:
        told = await answer.json()
    assert set(told) == {"hearsay", "python", "aiogram", "yt-dlp", "ffmpeg", "deno"}
    assert told["aiogram"].startswith("3.")
    assert told["ffmpeg"] not in {"missing", "unknown"}


async def test_the_counts_are_in_prometheus_form() -> None:
    async with serving({}) as client, client.get("/metrics") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        text = await answer.text()
    assert "# TYPE hearsay_updates_received_total counter" in text
