"""The program that makes clean copies."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.censor.render_child import be_patient


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has it")
def test_what_is_started_for_a_copy_works_in_long_stretches() -> None:
    with ThreadPoolExecutor(1) as thread:  # only this thread becomes patient
        thread.submit(be_patient).result()
        asked = [sys.executable, "-c", "import os; print(os.sched_getscheduler(0))"]
        told = thread.submit(subprocess.check_output, asked, text=True).result()

    assert int(told) == os.SCHED_BATCH
    assert os.sched_getscheduler(0) != os.SCHED_BATCH
