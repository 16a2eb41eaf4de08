"""`backup`, `restore` and `drain`: what whoever runs a service does with it."""

import argparse
from datetime import timedelta
from typing import Any

from handlers.cli.doors import Doors
from handlers.cli.ending import UsageError
from locales.messages import Messages


def operate(
    chosen: argparse.Namespace, *, doors: Doors, texts: Messages
) -> tuple[str, dict[str, Any]]:
    """Do what the words say; return what came of it, for a person and for a program.

    Raises:
        HearsayError: it was refused, or failed.
        UsageError: there is no such file.
    """
    match chosen.command:
        case "restore":
            return _restore(chosen, doors, texts)
        case "drain":
            done = doors.drain(within=timedelta(minutes=max(0.0, chosen.within)))
            return texts.cli_drained() if done else texts.cli_drained_early(), {"done": done}
        case _ if chosen.list:
            backups = doors.backups()
            rows = [backup.row(texts) for backup in backups]
            facts = {"backups": [backup.facts() for backup in backups]}
            return "\n".join(rows) or texts.cli_backup_none(), facts
        case _:
            made = doors.back_up(chosen.to, all_files=chosen.files)
            size = texts.size(made.size_bytes)
            return texts.cli_backup_made(path=str(made.path), size=size), made.facts()


def _restore(
    chosen: argparse.Namespace, doors: Doors, texts: Messages
) -> tuple[str, dict[str, Any]]:
    if not chosen.file.is_file():
        raise UsageError(texts.cli_no_file(name=str(chosen.file)))
    restored = doors.restore(chosen.file)
    text = texts.cli_restored(aside=str(restored.aside), jobs=restored.jobs)
    return text, restored.facts()
