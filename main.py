"""The only entry: read the words after `python main.py` and open the door that they name."""

import gc
import sys
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from handlers.cli.ending import UsageError
from handlers.cli.main import main

if TYPE_CHECKING:  # these cost seconds to import; `--help` has a third of one
    from bot.settings import Settings
    from handlers.cli.backups import Backup, Restored
    from handlers.cli.findings import Finding
    from services.accounts.registry import Registry
    from services.censor.censor import Bookcase
    from services.core import Core
    from services.crew.role import Role


class _House:
    """What a command may open; nothing is imported before it is asked for."""

    def version(self) -> str:
        from bot.versions import own_version

        return own_version()

    def serve(self) -> int:
        gc.disable()  # nothing goes while all is loaded; the service turns it on
        from bot.aiogram_types import import_aiogram

        import_aiogram()
        from bot.serve import serve

        return serve(_settings())

    def work(self, *, roles: "frozenset[Role]", name: str, slots: int | None) -> int:
        from bot.work import work

        return work(_settings(), roles=roles, name=name, slots=slots)

    def open_core(self, *, speech_model: str = "") -> "AbstractAsyncContextManager[Core]":
        from bot.command_line import open_command_line

        settings = _settings()
        changed = {"speech_model": speech_model} if speech_model else {}
        return open_command_line(settings.model_copy(update=changed))

    def open_registry(self) -> "AbstractAsyncContextManager[Registry]":
        from bot.command_line import open_registry

        return open_registry(_settings())

    def open_bookcase(self) -> "AbstractAsyncContextManager[Bookcase]":
        from bot.command_line import open_bookcase

        return open_bookcase(_settings())

    def back_up(self, to: Path | None, *, all_files: bool) -> "Backup":
        from bot.backups import back_up

        return back_up(_settings().data_dir, to, all_files=all_files)

    def backups(self) -> "list[Backup]":
        from bot.backups import backups_in

        return backups_in(_settings().data_dir)

    def restore(self, file: Path) -> "Restored":
        from bot.backups import restore

        return restore(_settings().data_dir, file)

    def drain(self, *, within: timedelta) -> bool:
        from bot.draining import drain

        return drain(_settings().data_dir, within=within)

    async def update(self, *, check: bool, rollback: bool) -> "Finding":
        from bot.updating import update

        return await update(_settings(), check=check, rollback=rollback)

    async def examine(self) -> "list[Finding]":
        from bot.doctor import examine

        return await examine(_settings())


def _settings() -> "Settings":
    from bot.settings import Settings, SettingsInvalid

    try:
        return Settings.read()
    except SettingsInvalid as error:
        raise UsageError(str(error)) from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], doors=_House()))
