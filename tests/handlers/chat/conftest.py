import pytest

from tests.handlers.chat.fakes import open_chat


@pytest.fixture
async def chat(tmp_path):
    async with open_chat(tmp_path) as chatting:
        yield chatting
