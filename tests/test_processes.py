"""What tests are told about the machine's processes holds."""

import os
import subprocess
import sys

import pytest

from tests.processes import below, swelling

MEBIBYTE = 2**20
TAKES_AND_GIVES_BACK = "taken = b'x' * 2**26; del taken; print('done', flush=True); input()"


@pytest.fixture
def big():
    """Make ourselves bigger than any child here."""
    return b"x" * (150 * MEBIBYTE)


def test_what_a_child_took_is_seen_after_it_gave_it_back_and_what_we_took_is_not(big):
    command = [sys.executable, "-c", TAKES_AND_GIVES_BACK]
    with (
        swelling() as seen,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child,
    ):
        assert child.stdout.readline() == b"done\n"
        seen.look()
        child.communicate(b"\n")

    assert 64 * MEBIBYTE <= seen.most_bytes[child.pid] < len(big)


def test_the_child_of_a_child_is_seen():
    inner = (
        f"import subprocess, sys; subprocess.run([sys.executable, '-c', {TAKES_AND_GIVES_BACK!r}])"
    )
    command = [sys.executable, "-c", inner]
    with (
        swelling() as seen,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child,
    ):
        assert child.stdout.readline() == b"done\n"
        seen.look()
        below_it = [*below(child.pid)]
        child.communicate(b"\n")

    assert [seen.most_bytes[pid] >= 64 * MEBIBYTE for pid in below_it] == [True]
    assert seen.most_bytes[child.pid] < 64 * MEBIBYTE


def test_a_child_that_does_not_run_its_own_program_yet_is_left_out(big):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(writing)
        os.read(reading, 1)
        os._exit(len(big) == 0)
    os.close(reading)
    with swelling() as seen:
        seen.look()
        os.close(writing)
        os.waitpid(child, 0)

    assert child not in seen.most_bytes
