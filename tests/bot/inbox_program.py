"""A program that takes updates in and handles them, to be killed at any moment.

Usage: inbox_program.py DATABASE HANDLED COUNT. Each update is offered again at each start, as Telegram
does with what was not confirmed. It writes `ready` when it begins and `done` when everything is handled.
"""

import asyncio
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.inbox import Inbox
from services.clock import SystemClock
from services.store.database import open_database

CHATS = 5


async def main(database_path: Path, handled_path: Path, count: int) -> None:
    handled = os.open(handled_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    async def handle(update: dict[str, Any]) -> None:
        await asyncio.sleep(0.005)
        os.write(handled, f"{update['update_id']}\n".encode())

    async with open_database(database_path) as database:
        inbox = Inbox(database, SystemClock(), bot_id=1)
        print("ready", flush=True)
        async with asyncio.TaskGroup() as group:
            group.create_task(inbox.run(handle))
            for start in range(0, count, 10):
                numbers = range(start, min(start + 10, count))
                await inbox.store([update(number) for number in numbers])
            waiting = "SELECT 1 FROM inbox WHERE state = 'new' LIMIT 1"
            while await database.row(waiting):  # noqa: ASYNC110 - only the table knows
                await asyncio.sleep(0.05)
            await inbox.drain(timedelta(seconds=10))
    print("done", flush=True)


def update(number: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"chat": {"id": number % CHATS}, "text": "hi"}}


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
