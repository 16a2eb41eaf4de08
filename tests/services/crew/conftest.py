"""A shop of one database file, for what needs no other process."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.crew.hands import Shop, open_shop


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    async with open_shop(f"sqlite:///{tmp_path}/board.db", tmp_path) as opened:
        yield opened
