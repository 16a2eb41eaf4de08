"""The pass in which a track is decoded and encoded again as a whole."""

import os
import subprocess
import sys

import pytest

from services.censor.encoders import encoder_for
from services.censor.whole_pass import keep_together

WHERE = "import os, sys; sys.stdin.read(); print(len(os.sched_getaffinity(0)))"


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has it")
def test_who_is_kept_together_runs_on_one_processor_and_we_on_all():
    ours = os.sched_getaffinity(0)

    with subprocess.Popen(
        [sys.executable, "-c", WHERE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        keep_together(program.pid)
        told, _ = program.communicate()

    assert int(told) == 1
    assert os.sched_getaffinity(0) == ours


@pytest.mark.parametrize(("codec", "in_grains"), [("vorbis", True), ("aac", False)])
def test_vorbis_alone_is_handed_on_in_grains(codec, in_grains):
    assert encoder_for(codec, "fltp").in_grains is in_grains
