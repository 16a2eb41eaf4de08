"""The program that makes clean copies."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.censor.render_child import be_patient_with
from tests.services.censor.recordings import encoded

ASKED = [sys.executable, "-c", "import os; print(os.sched_getscheduler(0))"]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has it")
@pytest.mark.parametrize(
    ("name", "codec", "patient"), [("a.ogg", "libvorbis", True), ("a.opus", "libopus", False)]
)
def test_what_encodes_vorbis_works_in_long_stretches(tmp_path, name, codec, patient):
    source = encoded(tmp_path, name, "-c:a", codec)

    with ThreadPoolExecutor(1) as thread:  # only this thread becomes patient
        thread.submit(be_patient_with, source).result()
        told = thread.submit(subprocess.check_output, ASKED, text=True).result()

    assert (int(told) == os.SCHED_BATCH) is patient
    assert os.sched_getscheduler(0) != os.SCHED_BATCH
