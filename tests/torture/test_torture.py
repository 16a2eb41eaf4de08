"""Nothing is lost and nothing comes twice: `make torture` in its short form."""

import asyncio
import sys

import pytest

from tests.e2e.service import ROOT
from tests.torture.forms import FORMS

MINUTES = 0.3


@pytest.mark.parametrize("form", FORMS)
async def test_every_order_has_one_outcome_whatever_strikes(form: str) -> None:
    if not FORMS[form].can_run():
        pytest.skip("there is no PostgreSQL here")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.torture", "--form", form, "--minutes", str(MINUTES)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    told, _ = await process.communicate()
    print(told.decode())

    assert process.returncode == 0, told.decode()
