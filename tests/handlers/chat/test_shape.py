"""What holds for every handler."""

import ast
from pathlib import Path

import pytest
from aiogram.filters import Command

import handlers.chat
from handlers.chat.menu import commands_for
from locales.texts import texts_for

FOLDER = Path(handlers.chat.__file__).parent
MOST_LINES = 15


def handlers_of(path):
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("on_"):
            yield node


EVERY = [
    pytest.param(handler, id=f"{path.stem}.{handler.name}")
    for path in sorted(FOLDER.glob("*.py"))
    for handler in handlers_of(path)
]


@pytest.mark.parametrize("handler", EVERY)
def test_a_handler_is_short(handler):
    first = handler.body[1] if len(handler.body) > 1 else handler.body[0]

    assert handler.end_lineno - first.lineno + 1 <= MOST_LINES


async def test_every_command_that_is_heard_is_listed(chat):
    heard = {
        command
        for router in chat.dispatcher.chain_tail
        for handler in router.message.handlers
        for each in handler.filters or []
        if isinstance(each.callback, Command)
        for command in each.callback.commands
    }

    listed = {each.command for each in commands_for(texts_for("en"), owner=True)}

    assert heard - {"start"} == listed
