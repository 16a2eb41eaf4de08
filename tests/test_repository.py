"""What may not stand in any tracked file, and that the locked packages are those that are asked for."""

import re
import subprocess
import tomllib
from functools import cache

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.checkout import ROOT

FORBIDDEN = {
    "the address of a package index": r"pyp[i]\.org|pythonhoste[d]|(?<!emit-)index[-]url|\bartifactor[y]\b",
    "a folder of one machine": r"(?<![\w.])/(?:work|root|Users|home/(?!(?:hearsay|me)\b)\w+|opt/\w+)/",
    "a bot's token": r"(?<!\d)\d{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    "a key of a cloud": r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|sk-[A-Za-z0-9]{32,})\b",
}
LARGEST_BYTES = 1_500_000
MINIATURE = "services/transcripts/miniature/model.bin"
"""The speech model that tests and newcomers hear with."""


@cache
def tracked():
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return ()
    paths = [ROOT / name for name in listed.split("\0") if name]
    return tuple(path for path in paths if path.is_file())


needs_git = pytest.mark.skipif(not tracked(), reason="not a git checkout")


@needs_git
@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what):
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in tracked()
        for number, line in enumerate(path.read_text("utf-8", errors="ignore").splitlines(), 1)
        if pattern.search(line)
    ]

    assert found == []


@needs_git
def test_no_tracked_file_is_large():
    sizes = {path.relative_to(ROOT): path.stat().st_size for path in tracked()}

    large = {path for path, size in sizes.items() if size > LARGEST_BYTES}
    assert {path.as_posix() for path in large} == {MINIATURE}
    assert all(sizes[path] < 2 * 1024**2 for path in large)


@needs_git
def test_what_is_private_is_not_tracked():
    names = {path.relative_to(ROOT).parts[0] for path in tracked()}

    assert names.isdisjoint({".env", "data", ".venv", "shared", "uv.lock"})


def locked(name):
    text = (ROOT / name).read_text("utf-8")
    pins = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE)
    return text, {canonicalize_name(package): version for package, version in pins}


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WANTED = {
    "requirements.txt": PROJECT["dependencies"],
    "requirements-dev.txt": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"],
}


@pytest.mark.parametrize("name", WANTED)
def test_the_lock_has_what_is_asked_for(name):
    _, pins = locked(name)
    wanted = [Requirement(line) for line in WANTED[name]]

    assert [str(each) for each in wanted if not fits(each, pins)] == []


def fits(wanted, pins):
    pin = pins.get(canonicalize_name(wanted.name))
    return pin is not None and wanted.specifier.contains(pin, prereleases=True)


@pytest.mark.parametrize("name", WANTED)
def test_every_locked_package_has_its_hashes(name):
    text, pins = locked(name)
    entries = re.split(r"^(?=[A-Za-z0-9._-]+==)", text, flags=re.MULTILINE)[1:]

    # A package may stand there twice: another version for another Python.
    assert len(entries) >= len(pins) > 0
    assert all("--hash=sha256:" in entry for entry in entries)


def test_both_locks_agree():
    _, running = locked("requirements.txt")
    _, developing = locked("requirements-dev.txt")

    assert running.items() <= developing.items()
