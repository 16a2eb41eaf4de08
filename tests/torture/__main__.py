"""`python -m tests.torture`: half an hour of faults for each form, and what became of the orders."""

import argparse
import asyncio
import getpass
import secrets
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from tests.torture.disk import Ballast, mount, unmount
from tests.torture.forms import FORMS
from tests.torture.run import Plan, Report, torture

SHORT = {
    "people": 16,
    "pause_seconds": 2,
    "strikes_every_seconds": 1.6,
    "freeze_seconds": 1,
    "settle_seconds": 150,
    "notes": 6,
    "lost_after_seconds": 3,
    "is_hurried": True,
}
"""For a run of seconds: the same, but nobody takes their time."""
SHORT_MINUTES = 2


def main() -> int:
    """Run what was asked for; 1 when something was lost, doubled or left behind."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument(
        "--minutes", type=float, default=30, help="how long faults strike each form"
    )
    parser.add_argument("--seed", type=int, help="that of an earlier run, to have the like again")
    parser.add_argument("--form", choices=[*FORMS, "both"], default="both")
    parser.add_argument(
        "--only", action="append", help="a fault that may strike; all others do not"
    )
    parser.add_argument("--keep", type=Path, help="where the data folder and the log are to stay")
    chosen = parser.parse_args()
    names = list(FORMS) if chosen.form == "both" else [chosen.form]
    seed = chosen.seed if chosen.seed is not None else secrets.randbelow(2**32)
    sys.stdout.write(f"seed {seed}\n")
    folder = chosen.keep or Path(tempfile.mkdtemp(prefix=f"hearsay-torture-{getpass.getuser()}-"))
    disk = folder / "disk"
    disk.mkdir(parents=True)
    ballast = Ballast(disk) if mount(disk) else None
    if ballast is None:
        sys.stdout.write("no disk can be mounted here, so none will be full\n")
    reports = []
    try:
        for name in names:
            if not FORMS[name].can_run():
                sys.stdout.write(f"{name}: cannot run here, for want of a PostgreSQL\n")
                continue
            here, aside = disk / name, folder / name
            here.mkdir()
            aside.mkdir()
            plan = _plan(name, seed, chosen.minutes, only=chosen.only)
            reports.append(asyncio.run(torture(plan, here, aside=aside, ballast=ballast)))
            _show(reports[-1])
    finally:
        if ballast is not None:
            unmount(disk)
        if chosen.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    return 0 if all(report.is_good for report in reports) else 1


def _plan(name: str, seed: int, minutes: float, *, only: list[str] | None) -> Plan:
    hurried = SHORT if minutes < SHORT_MINUTES else {}
    form = FORMS[name]
    if only:
        form = replace(form, faults=tuple(each for each in form.faults if each.name in only))
    return Plan(form=form, seed=seed, seconds=minutes * 60, **hurried)


def _show(report: Report) -> None:
    sys.stdout.write("\n".join([*report.stories, report.table(), ""]))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
