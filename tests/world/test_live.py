"""`python -m tests.live`, let loose on a made-up YouTube instead of the real one."""

import asyncio
import os
import sys

import pytest

from bot.checkout import ROOT
from tests.services.platforms.test_youtube import LIVE
from tests.world.youtube import open_youtube

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_it_prints_what_came_of_each_sample(world):
    youtube = open_youtube(world)
    there, gone = LIVE
    youtube.video(there[-11:], "Me at the harbour")

    told = await printed(world, "youtube")

    assert told[0].split()[:3] == ["site", "seconds", "size"]
    [fine] = [line for line in told if there in line]
    [failed] = [line for line in told if gone in line]
    assert fine.split()[:2] == ["youtube", "fine"]
    assert fine.endswith("Me at the harbour")
    assert failed.split()[:2] == ["youtube", "failed"]


async def printed(world, *sites):
    settings = {"FETCH_PROXY": world.proxy_url, "FETCH_CA": str(world.ca_path)}
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.live", *sites),
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await child.communicate()
    assert child.returncode == 1
    return out.decode().splitlines()
