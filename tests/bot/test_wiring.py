"""What a start makes of what the last life left."""

import json
from pathlib import Path

from bot.settings import Settings
from bot.wiring import open_house
from services.store.database import open_database


async def test_a_restore_that_was_interrupted_is_undone_at_the_start(tmp_path: Path):
    data = tmp_path / "data"
    async with open_database(data / "hearsay.db") as database:
        await database.write(
            "INSERT INTO accounts (role, name, created_at) VALUES ('guest', 'Ann', 0)"
        )
    aside = data / "before-restore"
    aside.mkdir()
    (data / "hearsay.db").rename(aside / "hearsay.db")
    (data / "restoring").mkdir()
    (data / "restoring" / "engine.sqlite").write_bytes(b"half")
    note = {"aside": aside.name, "names": ["hearsay.db"], "there": ["hearsay.db"]}
    (data / "restoring.json").write_text(json.dumps(note))

    async with open_house(Settings(_env_file=None, data_dir=data)) as house:
        names = [row["name"] for row in await house.database.rows("SELECT name FROM accounts")]

    assert "Ann" in names
    left = {path.name for path in data.iterdir()}
    assert not left & {"restoring", "restoring.json", "before-restore"}
