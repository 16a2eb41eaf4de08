"""What models run on, before any is loaded."""

import pytest

from services.transcripts.devices import Device, ask_device, chosen, device_here


@pytest.mark.parametrize("device", ["cpu", "cuda"])
async def test_what_was_set_is_told_without_looking(device, monkeypatch):
    monkeypatch.setattr("services.transcripts.devices._PROGRAM", "nothing.to.run")

    assert await device_here(device, "auto") == device


async def test_else_the_program_that_listens_is_asked():
    assert await device_here("auto", "auto") in {"cpu", "cuda"}


async def test_it_is_found_wherever_we_were_started(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert await ask_device("cpu", "auto") == Device("cpu", "int8")


async def test_what_does_not_run_uses_no_card(monkeypatch):
    monkeypatch.setattr("services.transcripts.devices._PROGRAM", "nothing.to.run")

    assert await device_here("auto", "auto") == "cpu"


def test_a_card_is_taken_where_there_is_one():
    assert chosen("auto", "auto", cuda={"float16"}).name == "cuda"
    assert chosen("auto", "auto", cuda=()).name == "cpu"
