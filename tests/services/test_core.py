"""What every door is given."""

import ast
from dataclasses import fields
from pathlib import Path

import services.core
from services.core import Core


def test_a_door_gets_all_it_may_ask_for():
    names = [field.name for field in fields(Core)]
    assert names == [
        "accounts",
        "groups",
        "starts",
        "jobs",
        "batches",
        "censor",
        "feed",
        "clock",
        "links_in",
        "blobs",
        "backups",
        "file_links",
        "keys",
        "signatures",
        "buckets",
        "repeats",
        "preferences",
        "uploads",
        "webhooks",
        "live",
        "polish",
        "mini_app",
        "checks",
        "workers",
    ]


def test_the_core_knows_no_door_and_no_words():
    source = Path(services.core.__file__).read_text()
    imported = {
        node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)
    }
    assert not {name for name in imported if name.split(".")[0] in {"bot", "handlers", "locales"}}


def test_only_the_engine_knows_dbos():
    folder = Path(services.core.__file__).parent
    knowing = [path.name for path in folder.rglob("*.py") if "dbos" in _imports(path)]
    assert knowing == ["engine.py"]


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]
