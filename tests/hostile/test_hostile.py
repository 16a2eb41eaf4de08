"""Release gate: nothing that is pasted or served reaches the inside, writes outside, or goes unanswered."""

import fcntl
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from services.errors import leaves
from tests.hostile.vector import EVIL
from tests.hostile.vectors import vectors

ROOT = Path(__file__).parents[2]
APART = (
    ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]
)
PATIENCE_SECONDS = 300
NAMES = sorted(vectors())


def can_be_apart():
    """Return whether this machine lets us make a network of our own."""
    try:
        done = subprocess.run(
            [*APART, "ip", "link", "set", "lo", "up"], capture_output=True, check=False
        )
    except FileNotFoundError:
        return False
    return done.returncode == 0


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Return what became of all vectors: they are tried together, in one program."""
    if not can_be_apart():
        pytest.skip("it takes a network namespace: iproute2, and the right to make one")
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "yard"
    with folder.with_suffix(".lock").open("w") as lock:
        # Two workers share the one run, as they share its tests.
        fcntl.flock(lock, fcntl.LOCK_EX)
        answer = folder.with_suffix(".json")
        if not answer.exists():
            folder.mkdir()
            answer.write_text(json.dumps(run(folder)))
    return json.loads(answer.read_text())


def run(folder):
    """Run the program in a network of its own; return what it tells, and what it left behind."""
    environment = {**os.environ, "HOME": str(folder / "home"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*APART, sys.executable, "-m", "tests.hostile.yard", str(folder)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    made = sorted(path.name for path in folder.iterdir())
    homely = [str(path) for path in (folder / "home").rglob("*") if path.is_file()]
    return {**json.loads(done.stdout.splitlines()[-1]), "made": made, "homely": homely}


def test_there_are_enough_of_them():
    assert len(NAMES) >= 150


def test_the_canary_was_never_asked(told):
    assert told["hits"] == []


def test_no_packet_went_anywhere_but_to_public_sites(told):
    assert told["packets"] == []


def test_nothing_appeared_outside(told):
    assert told["left"] == []
    assert told["made"] == ["data", "home"]
    assert told["homely"] == []
    for place in (Path("/"), Path("/tmp"), ROOT, Path.home()):
        assert list(place.glob(f"*{EVIL}*")) == []


@pytest.mark.parametrize("name", NAMES)
def test_it_is_answered_with_a_sentence(name, told):
    codes = {leaf.code for leaf in leaves()} - {"unexpected"}
    ends = told["ends"][name]

    assert set(ends) <= {*codes, "done"}
    for code in set(ends) & codes:
        assert re.search(rf"(?m)^error-{code} =", sentences())


def sentences():
    """Return what people read, as it is written."""
    return (ROOT / "locales" / "en" / "errors.ftl").read_text("utf-8")


@pytest.mark.parametrize(
    "name", [name for name in NAMES if re.match(r"(file|page|https) at |(file )?30\d to ", name)]
)
def test_an_address_inside_is_never_a_medium(name, told):
    assert told["ends"][name][0] not in {"done", "site-too-slow"}


@pytest.mark.parametrize(
    "name",
    ["inside subtitles", "subtitles in linked data", "an inside picture", "an inside poster"],
)
def test_a_medium_is_delivered_without_what_lies_inside(name, told):
    assert told["ends"][name] == ["done", "done", "done"]
