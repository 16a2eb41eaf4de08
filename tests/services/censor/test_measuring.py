import pytest

from services.censor.measuring import measure
from services.errors import FileUnreadable
from tests.services.media.killing import Killer
from tests.sounds import make, tone


async def test_a_file_whose_listener_was_killed_is_listened_to_again(tmp_path, monkeypatch):
    sound = make(tmp_path / "a.ogg", *tone(1), "-c:a", "libopus")
    undisturbed = await measure(sound, folder=tmp_path)
    killer = Killer(2)
    monkeypatch.setattr("services.media.readers.child", killer)

    assert await measure(sound, folder=tmp_path) == undisturbed
    killer.times = 10
    with pytest.raises(FileUnreadable):
        await measure(sound, folder=tmp_path)
    assert killer.begun == 6
